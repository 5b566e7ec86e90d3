//! The command line: what runs, and where its output goes.
//!
//! In: arguments. Out: text on standard output, or in a file; what kept the linter from judging on
//! standard error; an exit code.

mod args;
mod check;
mod exit;
mod explain;
mod generate;
mod impact;
mod init;
mod list;
mod out;
mod outputs;
mod session;
mod test;
mod vendor;
mod views;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Color, Command};
use exit::Exit;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are printed as asked for; anything else is wrong usage.
            let asked = !error.use_stderr();
            let _ = error.print();
            return if asked { Exit::Clean } else { Exit::NotJudged }.into();
        }
    };
    run(&cli).into()
}

fn run(cli: &Cli) -> Exit {
    let (result, color) = match &cli.command {
        None => (check::run(&cli.check), cli.check.judging.output.color),
        Some(Command::Check(arguments)) => (check::run(arguments), arguments.judging.output.color),
        Some(Command::Explain(arguments)) => (explain::run(arguments), arguments.output.color),
        Some(Command::List(arguments)) => (list::run(arguments), arguments.output.color),
        Some(Command::Matrix(arguments)) => (views::matrix(arguments), arguments.judging.output.color),
        Some(Command::Responsibilities(arguments)) => {
            (views::responsibilities(arguments), arguments.judging.output.color)
        }
        Some(Command::Chain(arguments)) => (views::chain(arguments), arguments.judging.output.color),
        Some(Command::Impact(arguments)) => (impact::run(arguments), arguments.common.output.color),
        Some(Command::Vendor(arguments)) => (vendor::run(arguments), arguments.common.output.color),
        Some(Command::Why(arguments)) => (views::why(arguments), arguments.common.output.color),
        Some(Command::Init(arguments)) => (init::run(arguments), Color::Auto),
        Some(Command::Test(arguments)) => (test::run(arguments), arguments.output.color),
        Some(Command::Schema(arguments)) => (generate::schema(arguments), arguments.output.color),
        Some(Command::Completions { shell }) => (generate::completions(*shell), Color::Auto),
        Some(Command::Man) => (generate::man(), Color::Auto),
    };
    match result {
        Ok(exit) => exit,
        Err(faults) => out::faults(&faults, color),
    }
}
