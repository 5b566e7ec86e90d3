//! The region that a planned resource is placed in.

use super::super::inventory::{Node, Value};

/// The region that a resource states, or else its provider.
pub(super) fn region(provider: Option<&str>, values: &Node, configured: Option<&Node>) -> Option<Node> {
    stated(provider, values, |values, key| values.get(key)).or_else(|| {
        let expressions = configured?.get("expressions")?;
        stated(provider, expressions, |all, key| all.get(key)?.get("constant_value"))
    })
}

fn stated(
    provider: Option<&str>,
    values: &Node,
    get: impl for<'a> Fn(&'a Node, &str) -> Option<&'a Node>,
) -> Option<Node> {
    // Elsewhere `location` is a building, and a zone a number.
    let (whole, part) = match provider {
        Some("aws") => (&["region"][..], Some("availability_zone")),
        Some("google" | "google-beta") => (&["region", "location"][..], Some("zone")),
        _ => (&["region", "location"][..], None),
    };
    let named = |node: &&Node| node.text().is_some_and(|text| !text.is_empty());
    whole.iter().find_map(|key| get(values, key).filter(named)).cloned().or_else(|| {
        let zone = get(values, part?)?;
        let region = of_zone(zone.text()?)?.to_owned();
        Some(Node::new(Value::Text(region), zone.origin.clone()))
    })
}

/// `europe-west1-b` and `eu-west-1a` without their letters; local zones have longer names.
fn of_zone(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    let region = region.strip_suffix('-').unwrap_or(region);
    (region.ends_with(|c: char| c.is_ascii_digit()) && (1..=3).contains(&region.matches('-').count()))
        .then_some(region)
}

#[cfg(test)]
mod tests {
    use super::of_zone;

    #[test]
    fn a_zone_lies_in_a_region() {
        let zones = ["europe-west1-b", "eu-west-1a", "us-gov-west-1b", "us-west-2-lax-1a", "1", "", "é"];
        let regions =
            [Some("europe-west1"), Some("eu-west-1"), Some("us-gov-west-1"), None, None, None, None];
        assert_eq!(zones.map(of_zone), regions);
    }
}
