//! What a report says of the rules that a claim rests on.

use std::collections::BTreeSet;

use super::files::Files;
use super::scanner::{Listing, Scanner};
use super::{Found, Gap, Report, Run, Says};
use crate::descriptor::{Rules, Unlisted};
use crate::document::{Day, clipped, nearest};
use crate::infrastructure::Origin;

/// The scanner's findings that are kept.
const HITS: usize = 200;

/// The scanner's findings that are told one by one.
const ONE_BY_ONE: usize = 20;

/// The known rules among which a misspelt one is looked for.
const CANDIDATES: usize = 10_000;

/// The characters of the scanner's words that are shown.
const TOLD: usize = 300;

/// What is asked of a report.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The rules that must have found nothing.
    pub rules: &'q Rules,
    /// What a rule counts as that is not listed.
    pub unlisted: Unlisted,
    /// The day that the descriptor gives, for reports without one.
    pub reviewed: Option<Day>,
    /// Today.
    pub today: Day,
    /// The days after which a report is too old.
    pub oldest_days: i64,
}

/// What a report says, in one word. The first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A rule found something.
    Contradicted,
    /// The run went wrong, so that what it does not report proves nothing.
    Failed,
    /// A rule was not looked for, or nothing shows that it was.
    NotCovered,
    /// The scanner could not decide, or leaves it to a person.
    Undecided,
    /// The run is too old.
    Stale,
    /// The run is dated later than today.
    Future,
    /// All that was found has been accepted by somebody.
    Suppressed,
    /// Nothing was found, but nobody knows when.
    Undated,
    /// Every rule was looked for and found nothing.
    Attested,
}

impl Standing {
    /// The word that policies see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Failed => "failed",
            Self::NotCovered => "not-covered",
            Self::Undecided => "undecided",
            Self::Stale => "stale",
            Self::Future => "future",
            Self::Suppressed => "suppressed",
            Self::Undated => "undated",
            Self::Attested => "attested",
        }
    }
}

/// A finding of the scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// In the file that the scanner names, or in the report where that file has no such place.
    pub origin: Origin,
    /// The scanner's words; text from outside.
    pub message: String,
    /// Why it was suppressed, if it was and that is said.
    pub reason: Option<String>,
    /// The id of its rule; empty where the scanner gives none.
    pub rule: String,
    /// The scanner's name.
    pub tool: String,
}

impl Hit {
    /// "Checkov reports CKV_AWS_3: …", on one line.
    pub fn fact(&self) -> String {
        let words: Vec<&str> = self.message.split_whitespace().collect();
        let words = words.join(" ");
        let words = clipped(&words, TOLD);
        let rule =
            if self.rule.is_empty() { String::new() } else { format!(" {}", clipped(&self.rule, TOLD)) };
        match (words.is_empty(), rule.is_empty()) {
            (false, _) => format!("{} reports{rule}: {words}", self.tool),
            (true, false) => format!("{} reports{rule}", self.tool),
            (true, true) => format!("{} reports something that it does not name", self.tool),
        }
    }

    /// Where: `infra/disk.tf:14`.
    pub fn place(&self) -> String {
        self.origin.place()
    }
}

/// An entry of `rules` that the report does not speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// Index in `rules`; 0 where there are none.
    pub index: usize,
    /// Why, lower case, without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What a report says of the rules that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// In one word.
    pub standing: Standing,
    /// The findings that make a report contradicted, undecided or suppressed, in its order.
    pub hits: Vec<Hit>,
    /// How many more there are than `hits`.
    pub more: usize,
    /// The rules that are not covered, whatever the standing.
    pub uncovered: Vec<Uncovered>,
    /// What went wrong: "Trivy met an error: …".
    pub failure: Option<String>,
    /// The entries of `rules` that count as passed on the descriptor's word alone.
    pub vouched: Vec<String>,
    /// The day of the report: of the rule that was looked for longest ago.
    pub day: Option<Day>,
    /// Days since then; never negative.
    pub age: Option<i64>,
}

impl Judgement {
    /// The findings that are told one by one, and how many more there are.
    pub fn told(&self) -> (&[Hit], usize) {
        let (told, rest) = self.hits.split_at(self.hits.len().min(ONE_BY_ONE));
        (told, rest.len() + self.more)
    }
}

/// Judges a report.
pub fn judge(report: &Report, question: &Question<'_>, files: &mut Files) -> Judgement {
    let looked = Looked::at(report, question.rules);
    let mut coverage = Coverage::default();
    for index in 0..question.rules.patterns().len().max(1) {
        coverage.add(index, report, question, &looked);
    }
    let failure = failure(report, &looked, &coverage.runs);
    let (age, currency) = currency(question, coverage.day);
    let (standing, says) = if looked.count(Says::Fail) > 0 {
        (Standing::Contradicted, Some(Says::Fail))
    } else if failure.is_some() {
        (Standing::Failed, None)
    } else if !coverage.uncovered.is_empty() {
        (Standing::NotCovered, None)
    } else if looked.count(Says::Open) > 0 {
        (Standing::Undecided, Some(Says::Open))
    } else if currency != Standing::Attested && currency != Standing::Undated {
        (currency, None)
    } else if looked.count(Says::Suppressed) > 0 {
        (Standing::Suppressed, Some(Says::Suppressed))
    } else {
        (currency, None)
    };
    let told: Vec<_> = looked.results.iter().filter(|(_, found)| Some(found.says) == says).collect();
    let hits: Vec<Hit> = told.iter().take(HITS).map(|(run, found)| hit(report, run, found, files)).collect();
    Judgement {
        standing,
        more: told.len() - hits.len(),
        hits,
        uncovered: coverage.uncovered,
        failure,
        vouched: coverage.vouched,
        day: coverage.day.or(question.reviewed),
        age,
    }
}

/// The results and runs that concern the rules.
struct Looked<'r> {
    results: Vec<(&'r Run, &'r Found)>,
    /// For each entry of `rules`, the runs that cover it.
    covering: Vec<BTreeSet<usize>>,
    /// For each run and each of its rules, the entries that mean it.
    meant: Vec<Vec<Vec<usize>>>,
}

impl<'r> Looked<'r> {
    fn at(report: &'r Report, rules: &Rules) -> Self {
        let mut covering = vec![BTreeSet::new(); rules.patterns().len().max(1)];
        let (mut results, mut meant) = (Vec::new(), Vec::new());
        for (index, run) in report.runs.iter().enumerate() {
            let means: Vec<Vec<usize>> = run
                .rules
                .iter()
                .map(|rule| {
                    let names = std::iter::once(&rule.id).chain(&rule.aliases).map(String::as_str);
                    rules.matching(names.filter(|name| !name.is_empty()))
                })
                .collect();
            for (_, means) in
                run.rules.iter().zip(&means).filter(|(rule, _)| rule.enabled && run.gap.is_none())
            {
                for entry in means {
                    covering[*entry].insert(index);
                }
            }
            let all = [0];
            for found in &run.results {
                let means = match found.rule {
                    Some(rule) => means[rule].as_slice(),
                    None if rules.all() => &all,
                    None => &[],
                };
                if means.is_empty() || found.says == Says::Nothing {
                    continue;
                }
                results.push((run, found));
                if run.gap.is_none() {
                    for entry in means {
                        covering[*entry].insert(index);
                    }
                }
            }
            if rules.all() && run.gap.is_none() {
                covering[0].insert(index);
            }
            meant.push(means);
        }
        Self { results, covering, meant }
    }

    fn count(&self, says: Says) -> usize {
        self.results.iter().filter(|(_, found)| found.says == says).count()
    }
}

/// Which rules were looked for, where and when.
#[derive(Default)]
struct Coverage {
    runs: BTreeSet<usize>,
    uncovered: Vec<Uncovered>,
    vouched: Vec<String>,
    day: Option<Day>,
    undated: bool,
}

impl Coverage {
    fn add(&mut self, index: usize, report: &Report, question: &Question<'_>, looked: &Looked<'_>) {
        if report.runs.iter().any(|run| run.gap == Some(Gap::Elsewhere)) {
            return self.uncovered.push(uncovered(index, report, question));
        }
        let mut runs = looked.covering[index].clone();
        let pattern = question.rules.patterns().get(index);
        if runs.is_empty() {
            let id = pattern.filter(|pattern| question.unlisted == Unlisted::Passed && Rules::is_id(pattern));
            if let Some(id) = id {
                runs = (0..report.runs.len()).filter(|run| could_have_run(&report.runs[*run], id)).collect();
            }
            match id {
                Some(id) if !runs.is_empty() => self.vouched.push(id.clone()),
                _ => return self.uncovered.push(uncovered(index, report, question)),
            }
        }
        // Of several runs the latest counts, of several rules the one looked for longest ago.
        match runs.iter().filter_map(|run| report.runs[*run].ended).max() {
            None => (self.undated, self.day) = (true, None),
            Some(day) if !self.undated => self.day = Some(self.day.map_or(day, |known| known.min(day))),
            Some(_) => {}
        }
        self.runs.extend(runs);
    }
}

/// Whether a run that does not list a rule may have looked for it all the same.
fn could_have_run(run: &Run, id: &str) -> bool {
    let scanner = Scanner::of(&run.tool);
    let switched_off =
        run.rules.iter().any(|rule| !rule.enabled && (rule.id == id || rule.aliases.iter().any(|a| a == id)));
    run.gap.is_none() && scanner.listing() != Listing::Ran && scanner.knows_shape(id) && !switched_off
}

fn uncovered(index: usize, report: &Report, question: &Question<'_>) -> Uncovered {
    let told = |message: String, help: String| Uncovered { index, message, help };
    let Some(first) = report.runs.first() else {
        return told("the report holds no run".to_owned(), "run the scanner again".to_owned());
    };
    let elsewhere = report.runs.iter().find(|run| run.gap == Some(Gap::Elsewhere));
    let none = report.runs.iter().all(|run| run.gap.is_some()).then_some(first);
    if let Some(run) = elsewhere.or(none) {
        let gap = match run.gap {
            Some(Gap::Elsewhere) => "keeps results in a file of its own, which is not read",
            _ => "has no list of results, which means that nothing was scanned",
        };
        return told(
            format!("the run of {} {gap}", run.tool),
            "write one report with its results".to_owned(),
        );
    }
    let pattern = question.rules.patterns().get(index).map_or("*", String::as_str);
    let fits = |run: &&Run| Scanner::of(&run.tool).knows_shape(pattern);
    let first = report.runs.iter().find(fits).unwrap_or(first);
    let scanner = Scanner::of(&first.tool);
    let known = report.runs.iter().flat_map(|run| &run.rules).map(|rule| rule.id.as_str());
    let known = known.filter(|id| id.len() <= 100).take(CANDIDATES);
    let near = nearest(pattern, known)
        .map(|near| format!("write \"{near}\" if that is meant; or: "))
        .unwrap_or_default();
    let vouches = question.unlisted == Unlisted::Passed;
    let (message, help) = if !Rules::is_id(pattern) {
        let help = if vouches {
            "name each rule by its id: a pattern cannot be vouched for"
        } else {
            scanner.help()
        };
        (format!("no rule that {} lists matches `{pattern}`", first.tool), help)
    } else if !scanner.knows_shape(pattern) {
        let message = format!("`{pattern}` is not listed, and {} has no rule with such an id", first.tool);
        (message, "correct the id")
    } else {
        (format!("nothing shows that {} looked for `{pattern}`", first.tool), scanner.help())
    };
    told(message, format!("{near}{help}"))
}

/// What went wrong in a run that covers one of the rules, or in another run of the same tool; in any
/// run, where none covers a rule.
fn failure(report: &Report, looked: &Looked<'_>, covering: &BTreeSet<usize>) -> Option<String> {
    let tools: BTreeSet<&str> = covering.iter().map(|run| report.runs[*run].tool.as_str()).collect();
    report.runs.iter().zip(&looked.meant).find_map(|(run, meant)| {
        let concerned = tools.is_empty() || tools.contains(run.tool.as_str());
        let failure = run.failures.iter().filter(|_| concerned).find(|failure| match failure.rule {
            Some(rule) => !meant[rule].is_empty(),
            None => true,
        })?;
        Some(format!("{} {}", run.tool, failure.message))
    })
}

/// How old the report is, and what follows from that alone. A run is dated in UTC, so that it may be
/// a day ahead of here.
fn currency(question: &Question<'_>, day: Option<Day>) -> (Option<i64>, Standing) {
    match day.or(question.reviewed).map(|day| day.days_until(question.today)) {
        None => (None, Standing::Undated),
        Some(age) if age < -1 => (None, Standing::Future),
        Some(age) if age > question.oldest_days => (Some(age), Standing::Stale),
        Some(age) => (Some(age.max(0)), Standing::Attested),
    }
}

fn hit(report: &Report, run: &Run, found: &Found, files: &mut Files) -> Hit {
    let resolved = found.places.iter().find_map(|place| place.resolve(&run.bases, run.columns, files));
    Hit {
        origin: resolved.unwrap_or_else(|| Origin::new(&report.source, found.span.clone())),
        message: Scanner::of(&run.tool).words(&found.message).to_owned(),
        reason: found.reason.clone(),
        rule: found.rule.map(|rule| run.rules[rule].id.clone()).unwrap_or_default(),
        tool: run.tool.clone(),
    }
}
