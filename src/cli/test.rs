//! `ccsec-lint test`: the unit tests of policies.

use crate::document::Fault;
use crate::document::visible;
use crate::policy::run_tests;

use super::args::Test;
use super::exit::Exit;
use super::out;

pub(super) fn run(arguments: &Test) -> Result<Exit, Vec<Fault>> {
    let run = run_tests(&arguments.paths, &arguments.filter, arguments.coverage)?;
    let mut text = String::new();
    let mut failed = 0;
    for test in &run.tests {
        let place = format!("{}:{}", test.source.name(), test.line);
        match &test.failure {
            Some(reason) => {
                failed += 1;
                text.push_str(&format!("FAIL {place}: {}\n     {reason}\n", test.name));
            }
            None if arguments.verbose => {
                text.push_str(&format!("ok   {place}: {} ({:.1} ms)\n", test.name, test.milliseconds))
            }
            None => {}
        }
    }
    let mut uncovered = 0;
    for module in &run.coverage {
        let lines = module.covered + module.not_covered.len();
        if module.not_covered.is_empty() {
            if arguments.verbose {
                text.push_str(&format!("{}: all of {lines} lines covered\n", module.file));
            }
            continue;
        }
        uncovered += module.not_covered.len();
        text.push_str(&format!(
            "{}: {} of {lines} lines covered; not reached: {}\n",
            module.file,
            module.covered,
            ranges(&module.not_covered)
        ));
    }
    let passed = run.tests.len() - failed;
    if arguments.coverage {
        let covered: usize = run.coverage.iter().map(|module| module.covered).sum();
        text.push_str(&format!("coverage: {covered} of {} lines\n", covered + uncovered));
    }
    text.push_str(&format!("{passed} passed, {failed} failed\n"));
    if run.tests.is_empty() {
        let filter = visible(&arguments.filter, false).into_owned();
        return Err(vec![Fault::new(format!("no test has `{filter}` in its name"))]);
    }
    out::write(&text, &arguments.output).map_err(|fault| vec![fault])?;
    Ok(if failed > 0 || uncovered > 0 { Exit::Findings } else { Exit::Clean })
}

/// `3, 7–9`.
fn ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == *line => *end = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    let texts: Vec<String> = ranges
        .into_iter()
        .map(|(start, end)| if start == end { start.to_string() } else { format!("{start}–{end}") })
        .collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn neighbouring_lines_are_one_range() {
        assert_eq!(super::ranges(&[3, 7, 8, 9, 11]), "3, 7–9, 11");
    }
}
