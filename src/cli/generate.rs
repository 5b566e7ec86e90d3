//! `ccsec-lint schema`, `completions` and `man`: texts for other programs.

use clap::CommandFactory as _;

use crate::document::Fault;
use crate::{config, descriptor, report};

use super::args::{Cli, Color, Output, Schema, SchemaOf};
use super::exit::Exit;
use super::out;

const STDOUT: Output = Output { output_file: None, color: Color::Never };

pub(super) fn schema(arguments: &Schema) -> Result<Exit, Vec<Fault>> {
    let schema = match arguments.of {
        SchemaOf::Descriptor => descriptor::schema().clone(),
        SchemaOf::Config => config::schema().clone(),
        SchemaOf::Report => report::json::schema(),
    };
    write(&format!("{schema:#}\n"), &arguments.output)
}

pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, Vec<Fault>> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ccsec-lint", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == clap_complete::Shell::Bash {
        // The generator names commands in two ways where the program's name has a hyphen
        // (clap-rs/clap#6421), and so completes nothing below the first word.
        script = script.replace("ccsec__subcmd__lint", "ccsec__lint");
    }
    write(&script, &STDOUT)
}

pub(super) fn man() -> Result<Exit, Vec<Fault>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| vec![Fault::new(format!("cannot make the manual page: {error}"))])?;
    write(&String::from_utf8_lossy(&page), &STDOUT)
}

fn write(text: &str, output: &Output) -> Result<Exit, Vec<Fault>> {
    out::write(text, output).map_err(|fault| vec![fault])?;
    Ok(Exit::Clean)
}
