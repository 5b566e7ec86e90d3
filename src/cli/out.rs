//! Where output goes: standard output, standard error, or a file that is written whole or not at all.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use crate::document::Fault;
use crate::report::{Style, render_fault};

use super::args::{Color, Output};
use super::exit::Exit;

/// Writes the result of a command.
///
/// A reader that has seen enough (`| head`) is no failure.
///
/// # Errors
/// Any other reason for which it cannot be written.
pub(super) fn write(text: &str, output: &Output) -> Result<(), Fault> {
    if let Some(file) = &output.output_file {
        return write_file(file, text);
    }
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| Fault::new(format!("cannot write to standard output: {error}"))),
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Why it cannot be written.
pub(super) fn write_file(file: &Path, text: &str) -> Result<(), Fault> {
    replace(file, text).map_err(|error| Fault::new(format!("cannot write to `{}`: {error}", file.display())))
}

/// Adds to a file that others add to as well.
///
/// # Errors
/// Why it cannot be written.
pub(super) fn append(file: &Path, text: &str) -> Result<(), Fault> {
    let opened = File::options().append(true).create(true).open(file);
    opened
        .and_then(|mut opened| opened.write_all(text.as_bytes()))
        .map_err(|error| Fault::new(format!("cannot write to `{}`: {error}", file.display())))
}

/// Puts a file in its place in one step, so that nobody reads half of it.
pub(super) fn replace(file: &Path, text: &str) -> io::Result<()> {
    if file.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A device or a pipe takes text, and must not become a file.
        return std::fs::write(file, text);
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = file.with_file_name(name);
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, file)).inspect_err(|_| {
        // Nothing is left behind; that it cannot be removed either is no news.
        let _ = std::fs::remove_file(&beside);
    })
}

/// Says on standard error what kept the linter from judging, all of it.
pub(super) fn faults(faults: &[Fault], color: Color) -> Exit {
    let style = style(color, io::stderr().is_terminal());
    let mut text = String::new();
    for fault in faults {
        text.push_str(&render_fault(fault, style));
        text.push('\n');
    }
    say(&text);
    Exit::NotJudged
}

/// Writes to standard error; if even that fails there is nobody left to tell.
pub(super) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// How to draw on a stream.
pub(super) fn style(color: Color, terminal: bool) -> Style {
    let colored = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let width = if terminal {
        terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0))
    } else {
        100
    };
    Style { color: colored, unicode: terminal || color == Color::Always, width: width.clamp(60, 120) }
}

/// How to draw the result of a command.
pub(super) fn result_style(output: &Output) -> Style {
    style(output.color, output.output_file.is_none() && io::stdout().is_terminal())
}
