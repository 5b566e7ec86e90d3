//! The thresholds that a repository sets.

use std::time::Duration;

/// The user's thresholds, as policies see them at `data.ccsec.settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The age in days after which the review of a document is stale.
    pub document_max_age_days: i64,
    /// The longest interval in days between two reviews of a service.
    pub review_max_interval_days: i64,
    /// The age in days after which the review or the audit of an upstream service is too old.
    pub upstream_max_age_days: i64,
    /// The number of different words that a reason needs.
    pub dismissal_min_words: i64,
    /// The longest that policies may take over one descriptor. The policies do not see it.
    pub policy_time_limit: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            document_max_age_days: 365,
            review_max_interval_days: 365,
            upstream_max_age_days: 365,
            dismissal_min_words: 4,
            policy_time_limit: Duration::from_secs(10),
        }
    }
}

impl Settings {
    pub(super) fn to_json(self) -> serde_json::Value {
        serde_json::json!({ "ccsec": { "settings": {
            "document_max_age_days": self.document_max_age_days,
            "review_max_interval_days": self.review_max_interval_days,
            "upstream_max_age_days": self.upstream_max_age_days,
            "dismissal_min_words": self.dismissal_min_words,
        } } })
    }
}
