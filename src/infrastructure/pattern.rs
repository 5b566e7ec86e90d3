//! Patterns over the addresses of resources, as evidence narrows a claim with.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The resources that some patterns name; all of them if there is no pattern.
#[derive(Debug, Clone, Default)]
pub struct Addresses(Option<GlobSet>);

impl Addresses {
    /// Every resource.
    pub const ALL: Self = Self(None);

    /// The resources that any of these patterns names. `*` stands for any characters; brackets stand
    /// for themselves, since addresses have them (`aws_instance.web[0]`).
    pub fn of<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut globs = GlobSetBuilder::new();
        let mut any = false;
        for pattern in patterns {
            any = true;
            // What cannot be read as a pattern names nothing.
            if let Ok(glob) = glob(pattern) {
                globs.add(glob);
            }
        }
        if !any {
            return Self::ALL;
        }
        Self(Some(globs.build().unwrap_or_else(|_| GlobSet::empty())))
    }

    /// Whether a resource is among them.
    pub fn holds(&self, address: &str) -> bool {
        self.0.as_ref().is_none_or(|globs| globs.is_match(address))
    }
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    let literal: String = pattern
        .chars()
        .flat_map(|c| matches!(c, '[' | ']' | '{' | '}' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    GlobBuilder::new(&literal).literal_separator(false).backslash_escape(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_brackets_for_themselves_and_stars_for_anything() {
        let held = |pattern: &str, address: &str| Addresses::of([pattern]).holds(address);
        assert!(held("aws_s3_bucket.*", "aws_s3_bucket.data"));
        assert!(held("module.net.*", "module.net.aws_vpc.main[0]"));
        assert!(held("module.net.aws_vpc.main[0]", "module.net.aws_vpc.main[0]"));
        assert!(held("Deployment/*", "Deployment/shop/frontend"));
        assert!(!held("aws_vpc.*", "module.net.aws_vpc.main[0]"), "a pattern covers the whole address");
        assert!(!held("module.net.aws_vpc.main[1]", "module.net.aws_vpc.main[0]"));
        assert!(Addresses::of([]).holds("anything"));
    }
}
