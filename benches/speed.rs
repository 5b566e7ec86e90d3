//! How fast the linter is, beside others in the same run: `cargo bench --bench speed`.
//!
//! Descriptors are generated into a temporary folder and the real binary checks them as a user would.
//! Prints Markdown. Time is never asserted; that every tool did its work is.
//!
//! Arguments after `--`: `--descriptors N` (10,000), `--quick` (1,000 of them, fewer rounds),
//! `--against FILE` (another ccsec-lint to compare with), `--test` (a tiny run, as under `cargo test`).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for the terminal")]

#[path = "speed/catalog.rs"]
mod catalog;
#[path = "speed/descriptor.rs"]
mod descriptor;
#[path = "speed/guard.rs"]
mod guard;
#[path = "speed/measure.rs"]
mod measure;

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use toml::de::DeTable;

use catalog::Catalog;
use measure::{Competitor, Process, interleave};

type Failure = Box<dyn Error>;

const LINTER: &str = env!("CARGO_BIN_EXE_ccsec-lint");

/// Exit codes of ccsec-lint: clean, findings.
const LINTED: &[i32] = &[0, 1];

/// Exit codes of cfn-guard: compliant, not compliant.
const GUARDED: &[i32] = &[0, 19];

/// cfn-guard is slow: it gets no more than this.
const GUARDED_DESCRIPTORS: usize = 1000;

fn main() -> ExitCode {
    measure::ended(Plan::of(env::args().skip(1)).and_then(|plan| run(&plan)))
}

/// How much is measured.
struct Plan {
    descriptors: usize,
    cold_rounds: usize,
    rounds: usize,
    against: Option<PathBuf>,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        // `cargo bench` passes --bench, `cargo test` does not.
        let (mut bench, mut test, mut quick) = (false, false, false);
        let (mut descriptors, mut against) = (None, None);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => bench = true,
                "--test" => test = true,
                "--quick" => quick = true,
                "--descriptors" => {
                    descriptors = Some(arguments.next().ok_or("--descriptors needs a number")?.parse()?);
                }
                "--against" => {
                    let file = arguments.next().ok_or("--against needs a file")?;
                    against = Some(fs::canonicalize(&file).map_err(|error| format!("{file}: {error}"))?);
                }
                other => eprintln!("ignored: {other}"),
            }
        }
        let (usual, cold_rounds, rounds) = match (bench && !test, quick) {
            (false, _) => (20, 1, 1),
            (true, true) => (1000, 15, 3),
            (true, false) => (10_000, 41, 3),
        };
        // A tenth of them is measured too.
        Ok(Self { descriptors: descriptors.unwrap_or(usual).max(20), cold_rounds, rounds, against })
    }
}

/// What is measured on.
struct Field {
    folder: tempfile::TempDir,
    texts: Vec<String>,
    /// The number of descriptors that cfn-guard gets.
    guarded: usize,
    /// The version of cfn-guard, if it is there.
    guard: Option<String>,
    /// The linters, each with what tells it apart.
    linters: Vec<(&'static str, PathBuf)>,
}

/// The first descriptor, a tenth of them, and all.
const ONE: &str = "services/a/team-000/service-00000.ccsec.toml";
const TENTH: &str = "services/a";
const ALL: &str = "services";

fn run(plan: &Plan) -> Result<(), Failure> {
    let field = Field::prepare(plan)?;
    let bytes: usize = field.texts.iter().map(String::len).sum();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("## Speed of ccsec-lint {}\n", env!("CARGO_PKG_VERSION"));
    println!(
        "{cores} cores, {} · {} descriptors of {:.1} KB with 40 controls · {:.1} findings each · median of {} cold and {} long runs, interleaved",
        env::consts::ARCH,
        plan.descriptors,
        bytes as f64 / field.texts.len() as f64 / 1000.0,
        field.findings()?,
        plan.cold_rounds,
        plan.rounds,
    );
    match &field.guard {
        Some(version) => println!("compared with {version}, the rules as far as its language can say them"),
        None => println!("cfn-guard is not installed: cargo install cfn-guard"),
    }
    let before = load();
    cold(&field, plan)?;
    throughput(&field, plan)?;
    if let (Some(before), Some(after)) = (before, load()) {
        println!("\nload average {before} before, {after} after (above {cores}: others shared the machine)");
    }
    Ok(())
}

/// How many processes wanted to run during the last minute, where the system tells.
fn load() -> Option<String> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next().map(str::to_owned)
}

fn cold(field: &Field, plan: &Plan) -> Result<(), Failure> {
    let root = field.folder.path();
    let mut competitors = Vec::new();
    // An empty process, where there is such a thing.
    if Command::new("true").status().is_ok_and(|status| status.success()) {
        competitors.push(Competitor::process("empty process (`true`)", Process::new("true", root, &[0])));
    }
    let base = competitors.len() + 1;
    for (which, linter) in &field.linters {
        let process = Process::new(linter, root, LINTED);
        let version = process.clone().args(["--version"]);
        competitors.push(Competitor::process(format!("ccsec-lint{which} --version"), version));
        let check = process.args(["--today", descriptor::TODAY, ONE]);
        competitors.push(Competitor::process(format!("**ccsec-lint{which}**"), check.clone()));
        let json = check.args(["--format", "json"]);
        competitors.push(Competitor::process(format!("ccsec-lint{which} --format json"), json));
    }
    if field.guard.is_some() {
        competitors.push(Competitor::process("cfn-guard validate", field.guarding("json/00000.json")));
    }
    interleave(&mut competitors, 1)?;
    for competitor in &mut competitors {
        // The first round warmed the caches of the file system.
        competitor.samples.clear();
    }
    interleave(&mut competitors, plan.cold_rounds)?;
    println!(
        "\n| cold process, one descriptor | ms | fastest – slowest | : ccsec-lint | fastest : fastest |"
    );
    println!("|---|--:|--:|--:|--:|");
    let reference = (competitors[base].seconds(), competitors[base].range().0);
    for competitor in &competitors {
        let (fastest, slowest) = competitor.range();
        println!(
            "| {} | {:.1} | {:.1} – {:.1} | {:.2} | {:.2} |",
            competitor.name,
            competitor.seconds() * 1e3,
            fastest * 1e3,
            slowest * 1e3,
            competitor.seconds() / reference.0,
            fastest / reference.1,
        );
    }
    if field.guard.is_none() {
        println!("| cfn-guard validate | not installed: cargo install cfn-guard | | | |");
    }
    Ok(())
}

fn throughput(field: &Field, plan: &Plan) -> Result<(), Failure> {
    let root = field.folder.path();
    let (all, tenth) = (field.texts.len(), field.texts.len() / 10);
    // What is run, how many descriptors it covers, and the run whose time is start-up.
    let mut competitors = Vec::new();
    let mut counts: Vec<(usize, Option<usize>)> = Vec::new();
    for (which, linter) in &field.linters {
        let start = competitors.len();
        for (path, count, threads) in [(ONE, 1, 1), (TENTH, tenth, 1), (ALL, all, 1), (ALL, all, 2)] {
            let process = Process::new(linter, root, LINTED).threads(threads).with_memory();
            let process = process.args(["--today", descriptor::TODAY, path]);
            let plural = if threads == 1 { "" } else { "s" };
            competitors
                .push(Competitor::process(format!("ccsec-lint{which}, {threads} thread{plural}"), process));
            counts.push((count, (count > 1).then_some(start)));
        }
    }
    let guard = competitors.len();
    if field.guard.is_some() {
        for (path, count) in [("json/00000.json", 1), ("json", field.guarded)] {
            competitors.push(Competitor::process("cfn-guard validate", field.guarding(path).with_memory()));
            counts.push((count, (count > 1).then_some(guard)));
        }
    }
    let floor = competitors.len();
    competitors.push(Competitor::function("TOML parse alone, in process", || {
        for text in &field.texts {
            black_box(DeTable::parse(black_box(text)).is_ok());
        }
    }));
    counts.push((all, None));
    interleave(&mut competitors, plan.rounds)?;

    let each: Vec<f64> = competitors
        .iter()
        .zip(&counts)
        .map(|(competitor, (count, start))| match start {
            Some(start) => (competitor.seconds() - competitors[*start].seconds()) * 1e3 / (*count - 1) as f64,
            None => competitor.seconds() * 1e3 / *count as f64,
        })
        .collect();
    println!("\n| many descriptors | number | s | ms each after start-up | : ccsec-lint | peak MiB |");
    println!("|---|--:|--:|--:|--:|--:|");
    for (index, competitor) in competitors.iter().enumerate() {
        let (count, start) = counts[index];
        let (ms, ratio) = if start.is_some() || index == floor {
            (format!("{:.3}", each[index]), format!("{:.2}", each[index] / each[2]))
        } else {
            ("–".to_owned(), "–".to_owned())
        };
        let (name, seconds, peak) = (&competitor.name, competitor.seconds(), competitor.peak());
        println!("| {name} | {count} | {seconds:.3} | {ms} | {ratio} | {peak} |");
    }
    if field.guard.is_none() {
        println!("| cfn-guard validate | – | not installed: cargo install cfn-guard | – | – | – |");
    }
    println!("\n| ratio | |\n|---|--:|");
    println!("| speed, 2 threads : 1 thread | {:.2} |", each[2] / each[3]);
    println!("| ms each, {all} : {tenth} descriptors (1 is linear) | {:.2} |", each[2] / each[1]);
    println!("| ms each, ccsec-lint : TOML parse alone | {:.1} |", each[2] / each[floor]);
    if field.guard.is_some() {
        println!("| ms each, cfn-guard : ccsec-lint on 1 thread | {:.1} |", each[guard + 1] / each[2]);
    }
    for (number, (which, _)) in field.linters.iter().enumerate().skip(1) {
        println!("| ms each, ccsec-lint{which} : ccsec-lint | {:.2} |", each[number * 4 + 2] / each[2]);
    }
    Ok(())
}

impl Field {
    /// Writes descriptors, the documents they refer to, and what cfn-guard reads.
    fn prepare(plan: &Plan) -> Result<Self, Failure> {
        let catalog = Catalog::of(Path::new(LINTER))?;
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        for folder in [".git", "docs", "json"] {
            fs::create_dir(root.join(folder))?;
        }
        for number in 0..descriptor::DOCUMENTS {
            fs::write(
                root.join(format!("docs/{number:02}.md")),
                format!("# Record {number}\n\nAs agreed.\n"),
            )?;
        }
        let guarded = plan.descriptors.min(GUARDED_DESCRIPTORS);
        let mut texts = Vec::with_capacity(plan.descriptors);
        for number in 0..plan.descriptors {
            let half = if number < plan.descriptors / 10 { "a" } else { "b" };
            let team = root.join(format!("services/{half}/team-{:03}", number / 100));
            fs::create_dir_all(&team)?;
            let text = descriptor::text(number, &catalog);
            fs::write(team.join(format!("service-{number:05}.ccsec.toml")), &text)?;
            if number < guarded {
                fs::write(root.join(format!("json/{number:05}.json")), descriptor::json(&text)?)?;
            }
            texts.push(text);
        }
        fs::write(root.join("rules.guard"), guard::rules(&catalog))?;
        let version = Command::new("cfn-guard").arg("--version").output();
        let guard = version
            .ok()
            .filter(|output| output.status.success())
            .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let mut linters = vec![("", PathBuf::from(LINTER))];
        linters.extend(plan.against.clone().map(|other| (" (the other)", other)));
        Ok(Self { folder, texts, guarded, guard, linters })
    }

    /// The mean number of findings in a tenth of the descriptors; that they can be judged at all.
    fn findings(&self) -> Result<f64, Failure> {
        let output = Command::new(LINTER)
            .args(["--today", descriptor::TODAY, "--format", "json", TENTH])
            .current_dir(self.folder.path())
            .output()?;
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        let findings = report["findings"].as_array().ok_or("the report has no findings")?;
        let unreadable = |finding: &&serde_json::Value| {
            finding["rule"].as_str().is_some_and(|rule| rule.starts_with("descriptor/"))
        };
        if let Some(finding) = findings.iter().find(unreadable) {
            return Err(format!("a generated descriptor is wrong: {finding}").into());
        }
        let services = report["services"].as_array().map_or(0, Vec::len);
        if services != self.texts.len() / 10 {
            return Err(format!("{services} descriptors of {} were judged", self.texts.len() / 10).into());
        }
        Ok(findings.len() as f64 / services as f64)
    }

    fn guarding(&self, data: &str) -> Process {
        Process::new("cfn-guard", self.folder.path(), GUARDED).args([
            "validate",
            "--rules",
            "rules.guard",
            "--data",
            data,
        ])
    }
}
