//! `ccsec-lint matrix`, `responsibilities`, `chain` and `why`: verdicts instead of findings.

use crate::document::visible;
use crate::document::{Fault, nearest};
use crate::evaluate::Subject;
use crate::policy::catalog;
use crate::report::{Run, chain, matrix, responsibilities, why};

use super::args::{
    ChainArguments, GraphFormat, Judging, Matrix, MatrixFormat, Responsibilities, TableFormat, Why,
};
use super::exit::Exit;
use super::{out, session};

pub(super) fn matrix(arguments: &Matrix) -> Result<Exit, Vec<Fault>> {
    let color = out::result_style(&arguments.judging.output).color;
    view(&arguments.judging, arguments.format == MatrixFormat::Human, |run| match arguments.format {
        MatrixFormat::Human => matrix::human(run, color),
        MatrixFormat::Markdown => matrix::markdown(run),
        MatrixFormat::Csv => matrix::csv(run),
        MatrixFormat::Json => matrix::json(run),
    })
}

pub(super) fn responsibilities(arguments: &Responsibilities) -> Result<Exit, Vec<Fault>> {
    view(&arguments.judging, arguments.format == TableFormat::Human, |run| match arguments.format {
        TableFormat::Human => responsibilities::human(run),
        TableFormat::Markdown => responsibilities::markdown(run),
        TableFormat::Csv => responsibilities::csv(run),
        TableFormat::Json => responsibilities::json(run),
    })
}

pub(super) fn chain(arguments: &ChainArguments) -> Result<Exit, Vec<Fault>> {
    view(&arguments.judging, arguments.format == GraphFormat::Human, |run| match arguments.format {
        GraphFormat::Human => chain::human(run),
        GraphFormat::Mermaid => chain::mermaid(run),
        GraphFormat::Dot => chain::dot(run),
        GraphFormat::Json => chain::json(run),
    })
}

/// Judges, and prints verdicts in one way or another. People are not shown a view of nothing.
fn view(
    judging: &Judging,
    for_people: bool,
    render: impl FnOnce(&Run) -> String,
) -> Result<Exit, Vec<Fault>> {
    let session = session::judge(judging)?;
    let run = &session.run;
    let services = run.judged.iter().filter(|judged| judged.service.is_some()).count();
    if services > 0 || !for_people {
        out::write(&render(run), &judging.output).map_err(|fault| vec![fault])?;
    }
    if run.judged.is_empty() && run.faults.is_empty() {
        out::say("nothing to judge: no ccsec.toml or NAME.ccsec.toml was found\n");
        return Ok(Exit::Nothing);
    }
    let mut faults = run.faults.clone();
    // Findings on infrastructure code belong to no descriptor.
    let descriptors = run.judged.iter().filter(|judged| judged.subject == Subject::Descriptor);
    for judged in descriptors.filter(|judged| judged.service.is_none()) {
        faults.push(not_judged(judged.source.name()));
    }
    if faults.is_empty() { Ok(Exit::Clean) } else { Err(faults) }
}

pub(super) fn why(arguments: &Why) -> Result<Exit, Vec<Fault>> {
    if let Some(threat) = &arguments.threat
        && catalog().threat(threat).is_none()
    {
        let known = catalog().threats();
        let near = nearest(threat, known.iter().map(|(id, _)| *id));
        let help = near.map_or_else(
            || "see: ccsec-lint list threats".to_owned(),
            |near| format!("did you mean {near}? see: ccsec-lint list threats"),
        );
        return Err(vec![Fault::new(format!("`{threat}` is not a threat of Table A.1")).with_help(help)]);
    }
    let session = session::judge(&Judging {
        paths: vec![arguments.file.clone()],
        rules: arguments.common.rules.clone(),
        today: arguments.common.today,
        stdin_filename: "stdin.ccsec.toml".into(),
        output: arguments.common.output.clone(),
    })?;
    let run = session.run;
    if !run.faults.is_empty() {
        return Err(run.faults);
    }
    if run.judged.is_empty() {
        out::say("nothing to judge: no ccsec.toml or NAME.ccsec.toml was found\n");
        return Ok(Exit::Nothing);
    }
    let mut faults = Vec::new();
    let mut text = String::new();
    for judged in &run.judged {
        match &judged.service {
            Some(service) => {
                if let Some(threat) = &arguments.threat
                    && !service.flagged.contains(threat)
                {
                    let reason = service.descriptor.threats.dismissed.get(threat);
                    let reason =
                        reason.map_or_else(String::new, |reason| format!("; it is dismissed: {reason}"));
                    let name = judged.source.name();
                    text.push_str(&visible(&format!("{threat} is not flagged in {name}{reason}"), false));
                    text.push('\n');
                    continue;
                }
                text.push_str(&why::render(judged, service, &run.registry, arguments.threat.as_deref()));
            }
            None if judged.subject == Subject::Code => {}
            None => faults.push(not_judged(judged.source.name())),
        }
    }
    out::write(&text, &arguments.common.output).map_err(|fault| vec![fault])?;
    if faults.is_empty() { Ok(Exit::Clean) } else { Err(faults) }
}

pub(super) fn not_judged(name: &str) -> Fault {
    Fault::new(format!("`{name}` could not be judged"))
        .with_help(format!("its descriptor has faults; see: ccsec-lint {}", visible(name, false)))
}
