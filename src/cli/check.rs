//! `ccsec-lint check`.

use std::time::Instant;

use crate::document::Fault;
use crate::document::visible;
use crate::policy::Severity;
use crate::report::unseen;

use super::args::{Check, Format};
use super::exit::Exit;
use super::outputs::Ended;
use super::{out, outputs, session};

pub(super) fn run(arguments: &Check) -> Result<Exit, Vec<Fault>> {
    let start = Instant::now();
    outputs::distinct(arguments)?;
    let judged = session::judge(&arguments.judging);
    let session::Session { loaded, mut run, looked, policies, .. } = match judged {
        Ok(session) => session,
        Err(faults) => return outputs::unjudged(arguments, faults),
    };
    let shown = arguments.min_severity.or(loaded.config.min_severity);
    run.min_severity = shown.map_or(Severity::Note, Severity::from);
    let fail_on = arguments.fail_on.or(loaded.config.fail_on).map_or(Severity::Error, Severity::from);
    run.fail_on = (!arguments.exit_zero).then_some(fail_on);
    if arguments.verbose {
        let mut text = String::new();
        match &loaded.file {
            Some(file) => text.push_str(&format!("configuration: {}\n", file.display())),
            None => text.push_str("configuration: none\n"),
        }
        for folder in &policies {
            text.push_str(&format!("policies: {}\n", folder.display()));
        }
        for judged in &run.judged {
            text.push_str(&format!("read: {}\n", visible(judged.source.name(), false)));
        }
        out::say(&text);
    }
    outputs::keep_inputs(arguments, &run, &loaded, &policies)?;
    let nothing = run.judged.is_empty() && run.faults.is_empty();
    let exit = if nothing {
        Exit::Nothing
    } else if !run.faults.is_empty() {
        Exit::NotJudged
    } else if run.failing().next().is_some() {
        Exit::Findings
    } else {
        Exit::Clean
    };
    let ended = Ended { run: &run, elapsed: start.elapsed(), bare: arguments.quiet || nothing, exit };
    let mut text = ended.render(arguments.format, out::result_style(&arguments.judging.output));
    if let Some(unseen) = unseen(&run) {
        // A run that fails never does so without a word.
        match arguments.format {
            Format::Human if arguments.quiet => text.push_str(&format!("{unseen}\n")),
            Format::Human => {}
            _ => out::say(&format!("{unseen}\n")),
        }
    }
    out::write(&text, &arguments.judging.output).map_err(|fault| vec![fault])?;
    ended.write(arguments)?;
    if nothing {
        let places: Vec<String> =
            looked.iter().map(|path| format!("`{}`", visible(&path.display().to_string(), false))).collect();
        out::say(&format!(
            "nothing to judge: no ccsec.toml or NAME.ccsec.toml under {}\nwrite a first one with: ccsec-lint init\n",
            places.join(", ")
        ));
    }
    // In these two formats they have been said already.
    if exit == Exit::NotJudged && !matches!(arguments.format, Format::Human | Format::Github) {
        out::faults(&run.faults, arguments.judging.output.color);
    }
    Ok(exit)
}
