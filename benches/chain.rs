//! What the service chain costs: `cargo bench --bench chain`.
//!
//! Ten thousand descriptors lie in one chain of depth 100 and fan-out 100: on each level 100 services, each of
//! which builds on some of the level below. The number of edges grows from run to run, all else stays. Prints
//! Markdown. Time is never asserted; that every service was judged, and inherits, is.
//!
//! Arguments after `--`: `--depth N`, `--width N` (100 each), `--quick` (10 levels of 100), `--test` (a tiny
//! run, as under `cargo test`).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for the terminal")]

#[path = "speed/measure.rs"]
#[allow(dead_code, reason = "shared with the other benchmarks")]
mod measure;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use measure::{Competitor, Process, interleave};

type Failure = Box<dyn Error>;

const LINTER: &str = env!("CARGO_BIN_EXE_ccsec-lint");

/// How many services each one builds on, run by run.
const EDGES: [usize; 5] = [0, 1, 2, 4, 8];

/// What is provided over each edge.
const PROVIDED: [&str; 8] = [
    "9.3/premises-access",
    "9.3/need-to-enter",
    "9.5/workload-isolation",
    "9.6/network-isolation",
    "9.7/encryption-at-rest",
    "9.7/data-recovery",
    "9.10/continuous-monitoring",
    "9.11/recovery-redundancy",
];

const CHECK: [&str; 6] = ["check", "--isolated", "--today", "2026-11-21", "--format", "json"];

fn main() -> ExitCode {
    measure::ended(Plan::of(env::args().skip(1)).and_then(|plan| run(&plan)))
}

struct Plan {
    depth: usize,
    width: usize,
    rounds: usize,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let (mut bench, mut test, mut quick) = (false, false, false);
        let (mut depth, mut width) = (None, None);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut number = || -> Result<usize, Failure> {
                Ok(arguments.next().ok_or(format!("{argument} needs a number"))?.parse()?)
            };
            match argument.as_str() {
                "--bench" => bench = true,
                "--test" => test = true,
                "--quick" => quick = true,
                "--depth" => depth = Some(number()?),
                "--width" => width = Some(number()?),
                other => eprintln!("ignored: {other}"),
            }
        }
        let (usual_depth, usual_width, rounds) = match (bench && !test, quick) {
            (false, _) => (3, 8, 1),
            (true, true) => (10, 100, 5),
            (true, false) => (100, 100, 3),
        };
        Ok(Self { depth: depth.unwrap_or(usual_depth), width: width.unwrap_or(usual_width), rounds })
    }
}

fn run(plan: &Plan) -> Result<(), Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("## The service chain, ccsec-lint {}\n", env!("CARGO_PKG_VERSION"));
    println!(
        "{cores} cores, {} · {} levels of {} services, {} expectations over each edge · median of {} runs, interleaved\n",
        env::consts::ARCH,
        plan.depth,
        plan.width,
        PROVIDED.len(),
        plan.rounds,
    );
    let folder = tempfile::tempdir()?;
    let mut competitors = Vec::new();
    for edges in EDGES {
        let name = format!("edges-{edges}");
        prepare(&folder.path().join(&name), plan, edges)?;
        inherits(folder.path(), &name, plan, edges)?;
        let process = Process::new(LINTER, folder.path(), &[0, 1]).args(CHECK).args([name.as_str()]);
        competitors.push(Competitor::process(name, process));
    }
    interleave(&mut competitors, plan.rounds)?;
    println!("| services that each builds on | edges | seconds | µs an edge more than without |");
    println!("|---:|---:|---:|---:|");
    let alone = competitors[0].seconds();
    let mut last = None;
    for (edges, competitor) in EDGES.into_iter().zip(&competitors) {
        let total = edges * plan.width * plan.depth.saturating_sub(1);
        let seconds = competitor.seconds();
        let each = (total > 0).then(|| (seconds - alone) / total as f64 * 1e6);
        let shown = each.map_or_else(|| "–".to_owned(), |each| format!("{each:.0}"));
        println!("| {edges} | {total} | {seconds:.2} | {shown} |");
        last = each.or(last);
    }
    let of = |position: usize| competitors[position].seconds() - alone;
    println!(
        "\n8 edges to 4: {:.2} times the cost (2 is linear); 4 to 2: {:.2} times",
        of(4) / of(3),
        of(3) / of(2)
    );
    Ok(())
}

/// Writes the descriptors of a chain.
fn prepare(folder: &Path, plan: &Plan, edges: usize) -> Result<(), Failure> {
    for level in 0..plan.depth {
        let here = folder.join(format!("level-{level:03}"));
        fs::create_dir_all(&here)?;
        for number in 0..plan.width {
            let text = descriptor(plan, level, number, if level == 0 { 0 } else { edges });
            fs::write(here.join(format!("service-{number:03}.ccsec.toml")), text)?;
        }
    }
    Ok(())
}

fn descriptor(plan: &Plan, level: usize, number: usize, edges: usize) -> String {
    let mut text = format!(
        "ccsec = 1\n\n[service]\nid = \"s-{level}-{number}\"\ntitle = \"Service {number} of level {level}\"\nrole = \"CSP\"\ncategory = \"PaaS\"\ndeployment = \"private\"\nowner = \"team-{number}@example.com\"\ntenancy = \"single\"\nexposure = \"internal\"\ncompute = [\"container\"]\n\n[data]\nclassification = \"internal\"\npersonal = false\njurisdictions = [\"DE\"]\n\n[threats]\nflagged = [\"7.1.1\", \"8.1.5\"]\n\n[[controls]]\nid = \"own\"\nkind = \"control\"\nby = \"CSP\"\nstatus = \"implemented\"\nmeets = [\"9.1/trust-authority\", \"9.2/authentication\"{}]\n",
        if level == 0 { PROVIDED.map(|id| format!(", \"{id}\"")).concat() } else { String::new() }
    );
    for edge in 0..edges {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[[upstream]]\nservice = \"s-{}-{}\"\nprovides = [{}]\n",
            level - 1,
            (number + edge) % plan.width,
            PROVIDED.map(|id| format!("\"{id}\"")).join(", ")
        );
    }
    text.push_str("\n[sla]\nrecovery_time = \"4h\"\n\n[review]\nlast = 2026-09-01\nevery = \"180d\"\n");
    text
}

/// Whether every service of the last level inherits from the first one, through all between.
fn inherits(root: &Path, name: &str, plan: &Plan, edges: usize) -> Result<(), Failure> {
    let output = Command::new(LINTER).args(CHECK).arg(name).current_dir(root).output()?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let services = report["services"].as_array().ok_or("no services")?;
    if services.len() != plan.width * plan.depth {
        return Err(format!("{} services were judged", services.len()).into());
    }
    let last = format!("s-{}-", plan.depth - 1);
    for service in services.iter().filter(|it| it["id"].as_str().is_some_and(|id| id.starts_with(&last))) {
        let origin = service["verdicts"][PROVIDED[0]]["inherited"]["origin"].as_str();
        if origin.is_some_and(|origin| origin.starts_with("s-0-")) != (edges > 0) {
            return Err(format!("{} inherits from {origin:?}", service["id"]).into());
        }
    }
    Ok(())
}
