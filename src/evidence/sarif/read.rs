//! From bytes to a report, or to what is wrong with them and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::error::Category;

use super::format::{self, Log, Text, Versioned};
use super::place::{Bases, Place};
use super::region::Columns;
use super::scanner::Scanner;
use super::{Failure, Found, Gap, Report, Rule, Run, Says, message};
use crate::document::{Day, Source, Span, clipped};
use crate::infrastructure::{Broken, Origin, plan};

/// The bytes of a report that is read.
pub const LARGEST: usize = 64 << 20;

/// The objects and lists of a report that is read: a short text can hold a great many empty ones.
const MOST: usize = 4_000_000;

/// The bytes of all messages together: a short report can name a long text again and again.
const MESSAGES: usize = 2 * LARGEST;

/// The parts that the id of a result may have beyond its rule's.
const PARENTS: usize = 8;

/// The characters of a suppression's reason that are kept.
const REASON: usize = 200;

/// The places of a result that are kept.
const PLACES: usize = 4;

/// Reads a report. `name` is its path as users know it.
///
/// # Errors
/// What keeps it from being a SARIF 2.1.0 report, at its place.
pub fn read(bytes: &[u8], name: &str) -> Result<Report, Broken> {
    let text = decode(bytes, name)?;
    if plan::is_plan(text) {
        // What a plan holds may be sensitive, and an excerpt would show it.
        return Err(Broken::of_file(name, "the report is a plan of Terraform, not SARIF", Some(AGAIN)));
    }
    let source = Arc::new(Source::new(name, text));
    let json = source.text().trim_start_matches('\u{feff}');
    if json.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() > MOST {
        let message = format!("the report holds more than {MOST} objects and lists");
        return Err(broken(&source, message, 0..1, "write a report for each part of the repository"));
    }
    let log: Log<'_> = serde_json::from_str(json).map_err(|error| not_sarif(&source, json, &error))?;
    let opening = || {
        let start = source.text().len() - json.trim_start().len();
        start..start + json.trim_start().chars().next().map_or(0, char::len_utf8)
    };
    let refuse = |message: String, span: Span| Err(broken(&source, message, span, AGAIN));
    match &log.version {
        None => return refuse("the report is not SARIF: it has no `version`".to_owned(), opening()),
        Some(version) if version.as_str() != "2.1.0" => return Err(other_version(&source, version)),
        Some(_) => {}
    }
    let Some(runs) = &log.runs else {
        return refuse("the report is not SARIF: it has no `runs`".to_owned(), opening());
    };
    let runs = runs.iter().map(|run| Reader::new(run).read(source.text(), &opening())).collect();
    Ok(Report { source, runs })
}

const AGAIN: &str = "run the scanner again and let it write SARIF 2.1.0";

fn broken(source: &Arc<Source>, message: String, span: Span, help: &str) -> Broken {
    Broken { message, origin: Origin::new(source, span), help: Some(help.to_owned()) }
}

fn other_version(source: &Arc<Source>, version: &Text<'_>) -> Broken {
    let message = format!("the report is SARIF {}, and only 2.1.0 is read", version.as_str());
    broken(source, message, version.span(source.text()).unwrap_or(0..1), AGAIN)
}

fn decode<'b>(bytes: &'b [u8], name: &str) -> Result<&'b str, Broken> {
    if bytes.len() > LARGEST {
        let message = format!(
            "the report has {} MiB, more than the {} that are read",
            bytes.len() >> 20,
            LARGEST >> 20
        );
        return Err(Broken::of_file(name, message, Some("write a report for each part of the repository")));
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.starts_with(b"{\0")
        || bytes.starts_with(b"\0{");
    if utf16 {
        let help = "write it as UTF-8: `>` in PowerShell 5 writes UTF-16, the scanner's own option for an output file does not";
        return Err(Broken::of_file(name, "the report is UTF-16, and SARIF is UTF-8", Some(help)));
    }
    str::from_utf8(bytes).map_err(|error| {
        let read = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let source = Arc::new(Source::new(name, read));
        let span = last_character(&source);
        broken(&source, "the report is not UTF-8 from here on".to_owned(), span, AGAIN)
    })
}

/// Where something ends too early, the last character that is there can be underlined.
fn last_character(source: &Source) -> Span {
    let text = source.text().trim_end();
    text.char_indices().next_back().map_or(0..0, |(at, c)| at..at + c.len_utf8())
}

fn not_sarif(source: &Arc<Source>, json: &str, error: &serde_json::Error) -> Broken {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(fact, _)| fact);
    let skipped = source.text().len() - json.len();
    // Columns of serde_json count bytes from one, and the mark at the beginning was not part of it.
    let line = source.line(error.line().saturating_sub(1));
    let at = line.start + error.column().saturating_sub(1) + if error.line() <= 1 { skipped } else { 0 };
    let at = source.offset_floor(at);
    let width = source.text()[at..].chars().next().map_or(0, char::len_utf8);
    let here = if width == 0 { last_character(source) } else { at..at + width };
    match error.classify() {
        Category::Eof if json.trim().is_empty() => {
            broken(source, "the report is empty".to_owned(), 0..0, "run the scanner again: it wrote nothing")
        }
        Category::Eof => {
            let help = "run the scanner again: it was cut short while it wrote";
            broken(source, "the report ends in the middle".to_owned(), last_character(source), help)
        }
        Category::Data => match serde_json::from_str::<Versioned<'_>>(json) {
            Ok(found) if found.version.as_str() != "2.1.0" => other_version(source, &found.version),
            _ => broken(source, format!("the report is not SARIF: {said}"), here, AGAIN),
        },
        Category::Syntax | Category::Io => {
            broken(source, format!("the report is not JSON: {said}"), here, AGAIN)
        }
    }
}

/// What one run is read with.
struct Reader<'r, 'a> {
    run: &'r format::Run<'a>,
    scanner: Scanner,
    rules: Vec<Rule>,
    /// What describes each rule, for as many as are listed.
    described: Vec<(&'r format::Component<'a>, &'r format::Rule<'a>)>,
    /// The first rule of each component: the driver, then its extensions.
    firsts: Vec<usize>,
    by_name: BTreeMap<String, usize>,
    /// Components by name and GUID.
    components: BTreeMap<&'r str, usize>,
    /// The levels that the run sets otherwise than the rules.
    levels: BTreeMap<usize, &'r str>,
    /// The bytes that are left for messages.
    budget: usize,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(run: &'r format::Run<'a>) -> Self {
        let scanner = Scanner::of(run.tool.driver.name.as_ref().map_or("", Text::as_str));
        let mut reader = Self {
            run,
            scanner,
            rules: Vec::new(),
            described: Vec::new(),
            firsts: Vec::new(),
            by_name: BTreeMap::new(),
            components: BTreeMap::new(),
            levels: BTreeMap::new(),
            budget: MESSAGES,
        };
        for (index, component) in std::iter::once(&run.tool.driver).chain(&run.tool.extensions).enumerate() {
            for name in [&component.guid, &component.name].into_iter().flatten() {
                reader.components.entry(name.as_str()).or_insert(index);
            }
            reader.firsts.push(reader.rules.len());
            for rule in &component.rules {
                reader.list(component, rule);
            }
        }
        for change in run.invocations.iter().flat_map(|i| &i.rule_configuration_overrides) {
            let Some(rule) = reader.find(None, None, Some(&change.descriptor)) else { continue };
            if let Some(enabled) = change.configuration.enabled {
                reader.rules[rule].enabled = enabled;
            }
            if let Some(level) = &change.configuration.level {
                reader.levels.insert(rule, level.as_str());
            }
        }
        reader
    }

    fn list(&mut self, component: &'r format::Component<'a>, rule: &'r format::Rule<'a>) {
        let owned = |text: &Text<'_>| text.as_str().to_owned();
        let id = rule.id.as_ref().map(owned).unwrap_or_default();
        let names = rule.name.iter().chain(&rule.guid);
        let former = rule.deprecated_ids.iter().chain(&rule.deprecated_names).chain(&rule.deprecated_guids);
        let aliases = names.chain(former).map(owned).chain(self.scanner.alias(&id)).collect();
        let enabled = rule.default_configuration.as_ref().and_then(|c| c.enabled).unwrap_or(true);
        let index = self.rules.len();
        for name in [&rule.id, &rule.guid].into_iter().flatten() {
            self.by_name.entry(owned(name)).or_insert(index);
        }
        self.rules.push(Rule { id, aliases, enabled });
        self.described.push((component, rule));
    }

    /// The rule that is meant. An id outweighs an index that leads to another rule: reports that were
    /// merged or filtered keep indices that are no longer true.
    fn find(
        &self,
        id: Option<&Text<'_>>,
        index: Option<usize>,
        reference: Option<&format::RuleReference<'_>>,
    ) -> Option<usize> {
        let id = id.or_else(|| reference?.id.as_ref()).map(Text::as_str);
        let component = reference.and_then(|r| r.tool_component.as_ref()).map_or(Some(0), |component| {
            let named = || {
                [&component.guid, &component.name]
                    .into_iter()
                    .flatten()
                    .find_map(|n| self.components.get(n.as_str()))
            };
            component.index.and_then(|index| index.checked_add(1)).or_else(|| named().copied())
        });
        let index = reference.and_then(|r| r.index).or(index);
        let indexed = component.zip(index).and_then(|(component, index)| {
            let first = self.firsts.get(component)?;
            let end = self.firsts.get(component + 1).copied().unwrap_or(self.described.len());
            first.checked_add(index).filter(|rule| *rule < end)
        });
        let child = |id: &str, parent: &str| {
            id.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match (id, indexed) {
            (Some(id), Some(rule)) if child(id, &self.rules[rule].id) => Some(rule),
            (None, Some(rule)) => Some(rule),
            // `CA1000/1` is a part of the rule `CA1000`.
            (Some(id), _) => {
                std::iter::successors(Some(id), |id| id.rsplit_once('/').map(|(parent, _)| parent))
                    .take(PARENTS)
                    .find_map(|id| self.by_name.get(id).copied())
            }
            (None, None) => self.by_name.get(reference?.guid.as_ref()?.as_str()).copied(),
        }
    }

    fn read(mut self, text: &str, opening: &Span) -> Run {
        let results = self.run.results.as_deref().unwrap_or_default();
        let results = results.iter().map(|result| self.result(result, text, opening)).collect();
        let external = self.run.external_property_file_references.as_ref();
        let gap = match (&self.run.results, external) {
            (_, Some(external)) if !external.results.is_empty() => Some(Gap::Elsewhere),
            (None, _) => Some(Gap::NoScan),
            _ => None,
        };
        let columns = match self.run.column_kind.as_ref().map(Text::as_str) {
            Some("unicodeCodePoints") => Columns::Scalars,
            Some(_) => Columns::Utf16,
            None => self.scanner.columns(),
        };
        let tool = self.run.tool.driver.name.as_ref().map_or("the scanner", Text::as_str).to_owned();
        Run {
            tool,
            results,
            gap,
            failures: self.failures(),
            ended: self.run.invocations.iter().filter_map(ended).max(),
            columns,
            bases: Bases::new(&self.run.original_uri_base_ids),
            rules: self.rules,
        }
    }

    fn result(&mut self, result: &format::Outcome<'_>, text: &str, opening: &Span) -> Found {
        let rule =
            self.find(result.rule_id.as_ref(), result.rule_index, result.rule.as_ref()).or_else(|| {
                let id = result.rule_id.as_ref().or_else(|| result.rule.as_ref()?.id.as_ref())?.as_str();
                let aliases = self.scanner.alias(id).into_iter().collect();
                self.rules.push(Rule { id: id.to_owned(), aliases, enabled: false });
                self.by_name.insert(id.to_owned(), self.rules.len() - 1);
                Some(self.rules.len() - 1)
            });
        let described = rule.and_then(|rule| self.described.get(rule));
        let component = described.map_or(&self.run.tool.driver, |(component, _)| component);
        let mut message = message::text(&result.message, described.map(|(_, rule)| *rule), component);
        match self.budget.checked_sub(message.len()) {
            Some(left) => self.budget = left,
            None => message = String::new(),
        }
        let physical = || result.locations.iter().filter_map(|l| l.physical_location.as_ref());
        let places = physical().filter_map(|physical| {
            let file = &physical.artifact_location;
            let artifact = file.index.and_then(|index| self.run.artifacts.get(index));
            Place::new(file, artifact.map(|a| &a.location), physical.region)
        });
        let places = places.take(PLACES).collect();
        let reason = result.suppressions.iter().find_map(|s| s.justification.as_ref());
        let reason = reason.map(|reason| clipped(reason.as_str().trim(), REASON).into_owned());
        let says = self.says(result, rule, &message);
        let reference = result.rule.as_ref();
        let span =
            [&result.rule_id, &result.message.text].into_iter().flatten().find_map(|own| own.span(text));
        let span = span.or_else(|| reference?.id.as_ref()?.span(text));
        let uri = || physical().find_map(|physical| physical.artifact_location.uri.as_ref()?.span(text));
        Found {
            rule,
            says,
            message,
            reason,
            places,
            span: span.or_else(uri).unwrap_or_else(|| opening.clone()),
        }
    }

    fn says(&self, result: &format::Outcome<'_>, rule: Option<usize>, message: &str) -> Says {
        if result.baseline_state.as_ref().is_some_and(|state| state.as_str() == "absent") {
            return Says::Nothing;
        }
        let first = result.locations.iter().find_map(|l| l.physical_location.as_ref()).map(|p| p.region);
        let lines = first.and_then(|region| region.start_line.zip(region.end_line));
        let accepted =
            |s: &format::Suppression<'_>| s.status.as_ref().is_none_or(|s| s.as_str() == "accepted");
        let suppressed = !result.suppressions.is_empty() && result.suppressions.iter().all(accepted);
        match result.kind.as_ref().map_or("fail", Text::as_str) {
            "pass" | "informational" => Says::Pass,
            "notApplicable" => Says::Nothing,
            "fail" if self.scanner.passes(message, lines) => Says::Pass,
            _ if suppressed => Says::Suppressed,
            "fail" if self.level(result, rule) != Some("none") => Says::Fail,
            // A failure without a severity, and whatever else a scanner may invent.
            _ => Says::Open,
        }
    }

    /// The level of a failure: its own, the run's for that rule, the rule's.
    fn level<'s>(&'s self, result: &'s format::Outcome<'_>, rule: Option<usize>) -> Option<&'s str> {
        let own = result.level.as_ref().map(Text::as_str);
        let listed = || self.described.get(rule?)?.1.default_configuration.as_ref()?.level.as_ref();
        own.or_else(|| self.levels.get(&rule?).copied()).or_else(|| listed().map(Text::as_str))
    }

    fn failures(&self) -> Vec<Failure> {
        let mut failures = Vec::new();
        for invocation in &self.run.invocations {
            if invocation.execution_successful == Some(false) {
                failures.push(Failure { message: "says that its run failed".to_owned(), rule: None });
            }
            let notices =
                [&invocation.tool_execution_notifications, &invocation.tool_configuration_notifications];
            for notice in notices.into_iter().flatten() {
                if notice.level.as_ref().is_some_and(|level| level.as_str() == "error") {
                    let said = message::text(&notice.message, None, &self.run.tool.driver);
                    let rule =
                        notice.associated_rule.as_ref().and_then(|rule| self.find(None, None, Some(rule)));
                    let message = format!(
                        "met an error: {}",
                        if said.is_empty() { "it does not say which" } else { &said }
                    );
                    failures.push(Failure { message, rule });
                }
            }
        }
        // What concerns every rule must not be cut off.
        failures.sort_by_key(|failure| failure.rule.is_some());
        failures
    }
}

/// The day on which a run ended, or began. A time before there was such a report is how some
/// languages write "none".
fn ended(invocation: &format::Invocation<'_>) -> Option<Day> {
    let earliest: Day = "2000-01-01".parse().ok()?;
    let day = |text: &Text<'_>| -> Option<Day> {
        let text = text.as_str();
        let utc = text.parse::<jiff::Timestamp>().map(|time| time.to_string());
        let utc = utc.as_deref().unwrap_or(text);
        utc.get(..10)?.parse().ok().filter(|day| *day >= earliest)
    };
    let times = [&invocation.end_time_utc, &invocation.start_time_utc];
    times.into_iter().flatten().find_map(day)
}
