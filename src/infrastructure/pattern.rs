//! Patterns over the addresses of resources, as evidence narrows a claim with.

use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The resources that some patterns name; all of them if there is no pattern.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    patterns: Vec<String>,
    /// Compiled when the first address is held against them: most are never asked.
    globs: OnceLock<GlobSet>,
}

impl Addresses {
    /// The resources that any of these patterns names. `*` stands for any characters; brackets stand
    /// for themselves, since addresses have them (`aws_instance.web[0]`).
    pub fn of<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        Self { patterns: patterns.into_iter().map(str::to_owned).collect(), globs: OnceLock::new() }
    }

    /// Whether a resource is among them.
    pub fn holds(&self, address: &str) -> bool {
        self.patterns.is_empty() || self.globs.get_or_init(|| compiled(&self.patterns)).is_match(address)
    }
}

fn compiled(patterns: &[String]) -> GlobSet {
    let mut globs = GlobSetBuilder::new();
    // What cannot be read as a pattern names nothing.
    for glob in patterns.iter().filter_map(|pattern| glob(pattern).ok()) {
        globs.add(glob);
    }
    globs.build().unwrap_or_else(|_| GlobSet::empty())
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
