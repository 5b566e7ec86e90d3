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

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::NotJudged => 2,
            Exit::Nothing => 3,
        })
    }
}
