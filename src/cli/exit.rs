//! Exit codes. Frozen: scripts rely on them.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: nothing was found that counts.
    Clean,
    /// 1: there are findings at or above `--fail-on`, or a test failed.
    Findings,
    /// 2: something could not be judged: usage, configuration, policy, input or output.
    NotJudged,
    /// 3: there was nothing to judge.
    Nothing,
}

impl Exit {
    /// The number that the process ends with.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::NotJudged => 2,
            Self::Nothing => 3,
        }
    }

    /// What the number means.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings at or above --fail-on",
            Self::NotJudged => "could not judge",
            Self::Nothing => "nothing to judge",
        }
    }

    /// Whether everything that was to be judged was, and there was something.
    pub(super) const fn judged(self) -> bool {
        matches!(self, Self::Clean | Self::Findings)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
