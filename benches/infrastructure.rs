//! What it costs to hold claims against infrastructure code: `cargo bench --bench infrastructure`.
//!
//! Trees of Terraform (the size of terraform-aws-eks), Kubernetes manifests and CloudFormation templates
//! are generated into a temporary folder, with descriptors that name them, and the real binary checks
//! them as a user would. Prints Markdown. Time is never asserted, for it is the machine's; each figure
//! stands beside one from the same moment.
//!
//! Arguments after `--`: `--rounds N` (5), `--test` (a tiny run, as under `cargo test`).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for the terminal")]

#[allow(dead_code, reason = "the other benchmark uses all of it")]
#[path = "speed/catalog.rs"]
mod catalog;
#[allow(dead_code, reason = "the other benchmark uses all of it")]
#[path = "speed/descriptor.rs"]
mod descriptor;
#[path = "infrastructure/documents.rs"]
mod documents;
#[path = "infrastructure/floor.rs"]
mod floor;
#[allow(dead_code, reason = "the other benchmark uses all of it")]
#[path = "speed/measure.rs"]
mod measure;
#[path = "infrastructure/terraform.rs"]
mod terraform;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use catalog::Catalog;
use measure::{Competitor, Process, interleave};

type Failure = Box<dyn Error>;

const LINTER: &str = env!("CARGO_BIN_EXE_ccsec-lint");

/// Exit codes of ccsec-lint: clean, findings.
const LINTED: &[i32] = &[0, 1];

fn main() -> ExitCode {
    measure::ended(Plan::of(env::args().skip(1)).and_then(|plan| run(&plan)))
}

/// How much is measured.
struct Plan {
    rounds: usize,
    /// Root modules, manifests, templates.
    sizes: [usize; 3],
    /// How many services name one tree.
    services: usize,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        // `cargo bench` passes --bench, `cargo test` does not.
        let (mut bench, mut test, mut rounds) = (false, false, 5);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => bench = true,
                "--test" => test = true,
                "--rounds" => rounds = arguments.next().ok_or("--rounds needs a number")?.parse()?,
                other => eprintln!("ignored: {other}"),
            }
        }
        Ok(if bench && !test {
            Self { rounds, sizes: [15, 200, 100], services: 20 }
        } else {
            Self { rounds: 1, sizes: [1, 3, 3], services: 3 }
        })
    }
}

/// A folder of code that services name.
struct Tree {
    name: &'static str,
    folder: &'static str,
}

const TERRAFORM: Tree = Tree { name: "Terraform", folder: "terraform" };
const TREES: [Tree; 4] = [
    Tree { name: "one file of Terraform", folder: "one" },
    TERRAFORM,
    Tree { name: "Kubernetes", folder: "kubernetes" },
    Tree { name: "CloudFormation", folder: "cloudformation" },
];

/// Two trees of Terraform, in one folder.
const TWICE: Tree = Tree { name: "Terraform, twice", folder: "twice" };

fn run(plan: &Plan) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    prepare(root, plan)?;
    println!("## Infrastructure code, ccsec-lint {}\n", env!("CARGO_PKG_VERSION"));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("{cores} cores, {} · median of {} runs, interleaved", env::consts::ARCH, plan.rounds);
    one_service(root, plan)?;
    many_services(root, plan)
}

fn prepare(root: &Path, plan: &Plan) -> Result<(), Failure> {
    for folder in [".git", "docs", "one"] {
        fs::create_dir(root.join(folder))?;
    }
    for number in 0..descriptor::DOCUMENTS {
        fs::write(root.join(format!("docs/{number:02}.md")), format!("# Record {number}\n\nAs agreed.\n"))?;
    }
    let volume = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"eu-central-1a\"\n  encrypted = true\n}\n";
    fs::write(root.join("one/main.tf"), volume)?;
    let [modules, manifests, templates] = plan.sizes;
    terraform::write(&root.join("terraform"), modules)?;
    terraform::write(&root.join("twice/a"), modules)?;
    terraform::write(&root.join("twice/b"), modules)?;
    documents::manifests(&root.join("kubernetes"), manifests)?;
    documents::templates(&root.join("cloudformation"), templates)?;

    let catalog = Catalog::of(Path::new(LINTER))?;
    service(root, "of/nothing", 0, None, &catalog)?;
    for tree in TREES.iter().chain([&TWICE]) {
        service(root, &format!("of/{}", tree.folder), 0, Some(tree), &catalog)?;
    }
    for number in 0..plan.services {
        service(root, "many/of-nothing", number, None, &catalog)?;
        service(root, "many/of-terraform", number, Some(&TERRAFORM), &catalog)?;
    }
    Ok(())
}

/// Writes a descriptor that names a tree.
fn service(
    root: &Path,
    folder: &str,
    number: usize,
    tree: Option<&Tree>,
    catalog: &Catalog,
) -> Result<(), Failure> {
    let text = descriptor::text(number, catalog);
    let text = match tree {
        Some(tree) => {
            text.replacen("\n[data]", &format!("infrastructure = [\"/{}/\"]\n\n[data]", tree.folder), 1)
        }
        None => text,
    };
    fs::create_dir_all(root.join(folder))?;
    fs::write(root.join(folder).join(format!("s{number:02}.ccsec.toml")), text)?;
    Ok(())
}

fn check(root: &Path, path: &str) -> Process {
    let process = Process::new(PathBuf::from(LINTER), root, LINTED).with_memory();
    process.args(["check", "--today", descriptor::TODAY, path])
}

fn one_service(root: &Path, plan: &Plan) -> Result<(), Failure> {
    let trees: Vec<&Tree> = TREES.iter().chain([&TWICE]).collect();
    let folders: Vec<PathBuf> = trees.iter().map(|tree| root.join(tree.folder)).collect();
    let mut sizes = Vec::new();
    for folder in &folders {
        sizes.push((floor::texts(folder)?, floor::read(folder, root).len()));
    }
    let mut competitors = vec![Competitor::process("no code", check(root, "of/nothing"))];
    for tree in &trees {
        judged(root, &format!("of/{}", tree.folder))?;
        competitors.push(Competitor::process(tree.name, check(root, &format!("of/{}", tree.folder))));
    }
    for ((texts, _), folder) in sizes.iter().zip(&folders) {
        let read = move || drop(std::hint::black_box(floor::read(folder, root)));
        competitors.push(Competitor::function("read", read));
        competitors.push(Competitor::function("parse", || floor::parse(texts)));
    }
    interleave(&mut competitors, plan.rounds)?;

    println!(
        "\n| one service, cold process | files | KB | resources | s | : no code | after no code, ms each resource | reading alone, s | parsing alone, s | peak MiB |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let nothing = competitors[0].seconds();
    println!("| no code | – | – | – | {nothing:.3} | 1.00 | – | – | – | {} |", competitors[0].peak());
    let mut each = Vec::new();
    for (index, (tree, (texts, resources))) in trees.iter().zip(&sizes).enumerate() {
        let seconds = competitors[index + 1].seconds();
        let alone = 1 + trees.len() + 2 * index;
        each.push((seconds - nothing) * 1e3 / (*resources).max(1) as f64);
        println!(
            "| {} | {} | {} | {resources} | {seconds:.3} | {:.2} | {:.2} | {:.3} | {:.3} | {} |",
            tree.name,
            texts.len(),
            texts.iter().map(|(_, text)| text.len()).sum::<usize>() / 1000,
            seconds / nothing,
            each[index],
            competitors[alone].seconds(),
            competitors[alone + 1].seconds(),
            competitors[index + 1].peak(),
        );
    }
    println!("\nTime each resource, Terraform twice : once (1 is linear): {:.2}", each[4] / each[1]);
    Ok(())
}

fn many_services(root: &Path, plan: &Plan) -> Result<(), Failure> {
    let folder = root.join(TERRAFORM.folder);
    let runs = [
        ("1 service without code", "many/of-nothing/s00.ccsec.toml", 1),
        ("1 service, the tree", "many/of-terraform/s00.ccsec.toml", 1),
        ("services without code", "many/of-nothing", 1),
        ("services, one tree", "many/of-terraform", 1),
        ("services, one tree", "many/of-terraform", 2),
    ];
    let mut competitors: Vec<Competitor<'_>> = runs
        .iter()
        .map(|(name, path, threads)| Competitor::process(*name, check(root, path).threads(*threads)))
        .collect();
    competitors.push(Competitor::function("read", || drop(std::hint::black_box(floor::read(&folder, root)))));
    interleave(&mut competitors, plan.rounds)?;
    println!("\n| many services, one tree of Terraform | number | threads | s | peak MiB |");
    println!("|---|--:|--:|--:|--:|");
    for (competitor, (_, path, threads)) in competitors.iter().zip(&runs) {
        let number = if path.ends_with(".toml") { 1 } else { plan.services };
        let (name, seconds, peak) = (&competitor.name, competitor.seconds(), competitor.peak());
        println!("| {name} | {number} | {threads} | {seconds:.3} | {peak} |");
    }
    let seconds: Vec<f64> = competitors.iter().map(Competitor::seconds).collect();
    let further = (seconds[3] - seconds[1]) / (plan.services - 1) as f64;
    println!("\n| ratio | |\n|---|--:|");
    println!("| a further service : the first, both with the tree | {:.2} |", further / seconds[1]);
    println!("| a further service : reading the tree alone | {:.2} |", further / seconds[5]);
    println!("| {} services, 1 thread : 2 threads | {:.2} |", plan.services, seconds[3] / seconds[4]);
    Ok(())
}

/// Fails unless a service can be judged, and its code is read without a fault.
fn judged(root: &Path, path: &str) -> Result<(), Failure> {
    let output = Command::new(LINTER)
        .args(["check", "--today", descriptor::TODAY, "--format", "json", path])
        .current_dir(root)
        .output()?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let findings = report["findings"].as_array().ok_or("the report has no findings")?;
    let wrong = |finding: &&serde_json::Value| {
        finding["rule"].as_str().is_some_and(|rule| {
            rule.starts_with("descriptor/wrong")
                || matches!(
                    rule,
                    "infrastructure/syntax" | "infrastructure/not-found" | "infrastructure/not-evaluated"
                )
        })
    };
    if let Some(finding) = findings.iter().find(wrong) {
        return Err(format!("what was generated for {path} is wrong: {finding}").into());
    }
    match report["services"].as_array().map(Vec::len) {
        Some(1) => Ok(()),
        _ => Err(format!("{path} was not judged: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
