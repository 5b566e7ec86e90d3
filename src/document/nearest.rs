//! The known name that an unknown one most likely meant.

/// A longer name is no slip of the keyboard, and costly to compare.
const LONGEST: usize = 100;

/// The candidate nearest to `name`, if one is near enough to be a slip of the keyboard. Of equally
/// near ones the first is taken.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (score(&name, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.6)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// 0 (nothing in common) to 1 (equal). Identifiers such as `9.7/encryption` and words such as
/// `multi-tenant` are often cut short or drawn out, so a shared beginning counts as near.
fn score(name: &str, candidate: &str) -> f64 {
    let edit = strsim::normalized_damerau_levenshtein(name, candidate);
    let short = name.len().min(candidate.len());
    if short >= 4 && (candidate.starts_with(name) || name.starts_with(candidate)) {
        edit.max(0.7)
    } else {
        edit
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_find_their_name_and_strangers_do_not() {
        let known = ["exposure", "tenancy", "9.7/encryption-at-rest", "multi"];
        assert_eq!(nearest("exposur", known), Some("exposure"));
        assert_eq!(nearest("tenacny", known), Some("tenancy"));
        assert_eq!(nearest("9.7/encryption", known), Some("9.7/encryption-at-rest"));
        assert_eq!(nearest("multi-tenant", known), Some("multi"));
        assert_eq!(nearest("colour", known), None);
    }
}
