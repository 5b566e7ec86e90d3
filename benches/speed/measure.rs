//! Runs competitors in turn, so that the noise of the machine hits all of them alike.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::Failure;

/// How a benchmark ends.
pub(crate) fn ended(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What one run took.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) seconds: f64,
    /// The most memory that the process held, where it can be told.
    pub(crate) peak_kib: Option<u64>,
}

/// Something that can be run again and again.
pub(crate) struct Competitor<'a> {
    pub(crate) name: String,
    run: Box<dyn FnMut() -> Result<Sample, Failure> + 'a>,
    pub(crate) samples: Vec<Sample>,
}

impl<'a> Competitor<'a> {
    pub(crate) fn process(name: impl Into<String>, process: Process) -> Self {
        Self { name: name.into(), run: Box::new(move || process.run()), samples: Vec::new() }
    }

    pub(crate) fn function(name: impl Into<String>, mut function: impl FnMut() + 'a) -> Self {
        let run = move || {
            let start = Instant::now();
            function();
            Ok(Sample { seconds: start.elapsed().as_secs_f64(), peak_kib: None })
        };
        Self { name: name.into(), run: Box::new(run), samples: Vec::new() }
    }

    /// The median time in seconds.
    pub(crate) fn seconds(&self) -> f64 {
        self.sorted().get(self.samples.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The fastest and the slowest run, in seconds.
    pub(crate) fn range(&self) -> (f64, f64) {
        let sorted = self.sorted();
        (sorted.first().copied().unwrap_or(f64::NAN), sorted.last().copied().unwrap_or(f64::NAN))
    }

    /// The most memory of any run, in MiB, as a cell of a table.
    pub(crate) fn peak(&self) -> String {
        let most = self.samples.iter().filter_map(|sample| sample.peak_kib).max();
        most.map_or_else(|| "–".to_owned(), |kib| format!("{:.0}", kib as f64 / 1024.0))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut seconds: Vec<f64> = self.samples.iter().map(|sample| sample.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        seconds
    }
}

/// Runs each competitor once a round, every other round in reverse.
pub(crate) fn interleave(competitors: &mut [Competitor<'_>], rounds: usize) -> Result<(), Failure> {
    for round in 0..rounds {
        let mut order: Vec<usize> = (0..competitors.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let competitor = &mut competitors[index];
            let sample =
                (competitor.run)().map_err(|failure| format!("{} failed: {failure}", competitor.name))?;
            competitor.samples.push(sample);
        }
    }
    Ok(())
}

/// A command line whose output goes nowhere.
#[derive(Clone)]
pub(crate) struct Process {
    program: PathBuf,
    arguments: Vec<OsString>,
    folder: PathBuf,
    threads: Option<usize>,
    /// Exit codes that mean that the work was done.
    done: &'static [i32],
    /// Where GNU time writes the peak of memory.
    memory: Option<PathBuf>,
}

impl Process {
    pub(crate) fn new(program: impl Into<PathBuf>, folder: &Path, done: &'static [i32]) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            folder: folder.to_owned(),
            threads: None,
            done,
            memory: None,
        }
    }

    pub(crate) fn args<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(crate) fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Measures memory too, where GNU time is there to do it. It adds about a millisecond.
    pub(crate) fn with_memory(mut self) -> Self {
        let figures = self.folder.join("peak");
        let probe = Command::new("/usr/bin/time").args(["-f", "%M", "-o"]).arg(&figures).arg("true").output();
        self.memory = probe.is_ok_and(|output| output.status.success()).then_some(figures);
        self
    }

    fn run(&self) -> Result<Sample, Failure> {
        let mut command = match &self.memory {
            None => Command::new(&self.program),
            Some(figures) => {
                let mut time = Command::new("/usr/bin/time");
                time.args(["-f", "%M", "-o"]).arg(figures).arg(&self.program);
                time
            }
        };
        command.args(&self.arguments).current_dir(&self.folder);
        command
            .env_remove("CCSEC_LINT_TODAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(threads) = self.threads {
            command.env("RAYON_NUM_THREADS", threads.to_string());
        }
        let start = Instant::now();
        let status = command.status()?;
        let seconds = start.elapsed().as_secs_f64();
        if !status.code().is_some_and(|code| self.done.contains(&code)) {
            return Err(format!("{} ended with {status}", self.program.display()).into());
        }
        let peak_kib = self.memory.as_ref().and_then(|figures| {
            // Before the figure comes a line on the exit code.
            std::fs::read_to_string(figures).ok()?.lines().last()?.trim().parse().ok()
        });
        Ok(Sample { seconds, peak_kib })
    }
}
