//! The rules that an entry of evidence names: ids, or patterns of ids.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Ids and patterns, in the order of the descriptor. Without any, every rule of the report is meant.
#[derive(Debug, Clone)]
pub struct Rules {
    patterns: Vec<String>,
    set: GlobSet,
}

/// A pattern that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` is not a pattern of rule ids: {because}")]
pub struct UnusablePattern {
    /// Its index in the list.
    pub index: usize,
    /// As written.
    pub pattern: String,
    /// What is wrong with it.
    pub because: String,
}

impl Rules {
    /// Ids or patterns (`*`, `?`, `[ab]`, `{a,b}`); `*` also matches a slash.
    ///
    /// # Errors
    /// The first pattern that is none.
    pub fn new(patterns: &[String]) -> Result<Self, UnusablePattern> {
        let mut set = GlobSetBuilder::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let unusable = |because| UnusablePattern { index, pattern: pattern.clone(), because };
            if pattern.trim().is_empty() {
                return Err(unusable("it is empty".to_owned()));
            }
            let glob = GlobBuilder::new(pattern).literal_separator(false).backslash_escape(true).build();
            set.add(glob.map_err(|error| unusable(error.kind().to_string()))?);
        }
        let set = set.build().map_err(|error| UnusablePattern {
            index: 0,
            pattern: patterns.first().cloned().unwrap_or_default(),
            because: error.kind().to_string(),
        })?;
        Ok(Self { patterns: patterns.to_vec(), set })
    }

    /// As written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether all rules are meant.
    pub fn all(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The indices of what matches any of the names; where all rules are meant, 0.
    pub fn matching<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Vec<usize> {
        if self.all() {
            return vec![0];
        }
        let mut found: Vec<usize> = names.into_iter().flat_map(|name| self.set.matches(name)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether the entry is one id and not a pattern.
    pub fn is_id(pattern: &str) -> bool {
        !pattern.contains(['*', '?', '[', ']', '{', '}', '\\', '!'])
    }
}
