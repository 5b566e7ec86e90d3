//! Which controls of other frameworks exist, so that a slip in a reference is noticed.
//!
//! ISO/IEC 27002:2022, ISO/IEC 27017:2015 (its cloud-specific controls), NIST SP 800-53 r5 and CSA
//! CCM v4 are known; references to other frameworks are taken as they are.

/// What is known of a reference such as `iso27002:2022/8.24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The framework is known and has the control.
    Known,
    /// The framework is known and lacks the control.
    NoSuchControl,
    /// The framework is not known here.
    OtherFramework,
    /// Not of the form `framework/control`.
    Malformed,
}

const ISO_27002: [(&str, u32); 4] = [("5", 37), ("6", 8), ("7", 14), ("8", 34)];

const ISO_27017: [&str; 7] =
    ["CLD.6.3.1", "CLD.8.1.5", "CLD.9.5.1", "CLD.9.5.2", "CLD.12.1.5", "CLD.12.4.5", "CLD.13.1.4"];

/// Families of NIST SP 800-53 r5 and the number of their last control.
const NIST_800_53: [(&str, u32); 20] = [
    ("AC", 25),
    ("AT", 6),
    ("AU", 16),
    ("CA", 9),
    ("CM", 14),
    ("CP", 13),
    ("IA", 13),
    ("IR", 10),
    ("MA", 7),
    ("MP", 8),
    ("PE", 23),
    ("PL", 11),
    ("PM", 32),
    ("PS", 9),
    ("PT", 8),
    ("RA", 10),
    ("SA", 24),
    ("SC", 51),
    ("SI", 23),
    ("SR", 12),
];

/// Domains of CSA CCM v4 and the number of their controls.
const CCM_4: [(&str, u32); 17] = [
    ("A&A", 6),
    ("AIS", 7),
    ("BCR", 11),
    ("CCC", 9),
    ("CEK", 21),
    ("DCS", 15),
    ("DSP", 19),
    ("GRC", 8),
    ("HRS", 13),
    ("IAM", 16),
    ("IPY", 4),
    ("IVS", 9),
    ("LOG", 13),
    ("SEF", 8),
    ("STA", 14),
    ("TVM", 10),
    ("UEM", 14),
];

/// Looks a reference up.
pub fn standing(reference: &str) -> Standing {
    let Some((framework, control)) = reference.split_once('/') else {
        return Standing::Malformed;
    };
    if framework.is_empty() || control.is_empty() {
        return Standing::Malformed;
    }
    let known = match framework {
        "iso27002:2022" => numbered(control, '.', &ISO_27002),
        "iso27017:2015" => ISO_27017.contains(&control),
        "nist800-53r5" => numbered(control.split('(').next().unwrap_or(control), '-', &NIST_800_53),
        "ccm4" => {
            let padded = control.rsplit_once('-').is_some_and(|(_, number)| number.len() == 2);
            padded && numbered(control, '-', &CCM_4)
        }
        _ => return Standing::OtherFramework,
    };
    if known { Standing::Known } else { Standing::NoSuchControl }
}

fn numbered(control: &str, separator: char, groups: &[(&str, u32)]) -> bool {
    control.rsplit_once(separator).is_some_and(|(group, number)| {
        let number: u32 = number.parse().unwrap_or(0);
        groups.iter().any(|(known, last)| *known == group && (1..=*last).contains(&number))
    })
}

/// A reference as people read it: `ISO/IEC 27002:2022 8.24`.
pub fn spelled(reference: &str) -> String {
    let (framework, control) = reference.split_once('/').unwrap_or(("", reference));
    let name = match framework {
        "iso27002:2022" => "ISO/IEC 27002:2022",
        "iso27017:2015" => "ISO/IEC 27017:2015",
        "nist800-53r5" => "NIST SP 800-53 r5",
        "ccm4" => "CSA CCM v4",
        other => other,
    };
    format!("{name} {control}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_that_exist_are_known_and_others_are_not() {
        for known in ["iso27002:2022/8.34", "iso27017:2015/CLD.9.5.2", "nist800-53r5/AC-2(1)", "ccm4/A&A-06"]
        {
            assert_eq!(standing(known), Standing::Known, "{known}");
        }
        for unknown in [
            "iso27002:2022/8.35",
            "iso27017:2015/CLD.9.5.3",
            "nist800-53r5/AC-26",
            "ccm4/A&A-6",
            "ccm4/XYZ-01",
        ] {
            assert_eq!(standing(unknown), Standing::NoSuchControl, "{unknown}");
        }
        assert_eq!(standing("soc2/CC6.1"), Standing::OtherFramework);
        assert_eq!(standing("8.24"), Standing::Malformed);
    }
}
