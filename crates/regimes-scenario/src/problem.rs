//! What is wrong with a scenario, with its place and what to do about it.

use crate::name::{is_hidden, shown, visible};
use crate::source::{Mark, Source};
use crate::text::Unreadable;
use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file, or `--set`.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1, in characters.
    pub column: usize,
    /// Its bytes.
    pub span: Range<usize>,
    /// The path of the value.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The number of the source.
    #[serde(skip)]
    source: usize,
    /// Whether it is always shown, however many there are like it.
    #[serde(skip)]
    is_among_all: bool,
}

impl Problem {
    /// A problem at a place of one of the sources.
    #[must_use]
    pub fn new(sources: &[Source], mark: Mark, path: &str, message: String, remedy: String) -> Self {
        let (line, column) = sources.get(mark.source).map_or((1, 1), |source| source.position(mark.span.start));
        Problem {
            file: sources.get(mark.source).map_or_else(String::new, |source| source.name.clone()),
            line,
            column,
            span: mark.span,
            path: visible(path),
            message: visible(&message),
            remedy: visible(&remedy),
            source: mark.source,
            is_among_all: false,
        }
    }

    /// The same, to be shown however many there are like it.
    #[must_use]
    pub fn among_all(self) -> Self {
        Problem { is_among_all: true, ..self }
    }
}

/// All that is wrong with a scenario, in the order of the texts.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The problems.
    pub list: Vec<Problem>,
    sources: Vec<Source>,
    gravity: Gravity,
}

/// Whether anything can be done in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gravity {
    Error,
    Warning,
}

/// How messages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Letters only.
    Plain,
    /// With the colours of a terminal.
    Coloured,
}

/// Problems of one kind that are shown; the others are counted.
const SHOWN: usize = 5;

impl Problems {
    /// Problems with the texts that they are about.
    #[must_use]
    pub fn new(list: Vec<Problem>, sources: Vec<Source>) -> Self {
        Problems::of(Gravity::Error, list, sources)
    }

    /// What was done otherwise than it is written, with the texts that it is about.
    #[must_use]
    pub fn warnings(list: Vec<Problem>, sources: Vec<Source>) -> Self {
        Problems::of(Gravity::Warning, list, sources)
    }

    fn of(gravity: Gravity, mut list: Vec<Problem>, sources: Vec<Source>) -> Self {
        list.sort_by_key(|problem| (problem.source, problem.span.start));
        list.dedup();
        Problems { list, sources, gravity }
    }

    /// A single problem that has no text to point at.
    #[must_use]
    pub fn without_text(file: &str, message: String, remedy: String) -> Self {
        let mark = Mark { source: 0, span: 0..0 };
        let problem = Problem { file: file.to_owned(), ..Problem::new(&[], mark, "", message, remedy) };
        Problems::new(vec![problem], Vec::new())
    }

    /// The problems in one line, for a task that failed because of them.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        let told = |problem: &Problem| format!("`{}`: {}", problem.path, problem.message);
        self.list.iter().map(told).collect::<Vec<_>>().join("; ")
    }

    /// The problems as a page of text, each with a caret under its place; of many of one kind the first few.
    #[must_use]
    pub fn render(&self, looks: Looks) -> String {
        let mut kinds: BTreeMap<String, Vec<&Problem>> = BTreeMap::new();
        let mut page = String::new();
        for problem in &self.list {
            if problem.is_among_all {
                page.push_str(&self.render_one(problem, looks));
                continue;
            }
            let of_kind = kinds.entry(kind_of(&problem.message)).or_default();
            of_kind.push(problem);
            if of_kind.len() <= SHOWN {
                page.push_str(&self.render_one(problem, looks));
            }
        }
        for of_kind in kinds.values().filter(|of_kind| of_kind.len() > SHOWN) {
            let (first, last) = (of_kind[SHOWN], of_kind[of_kind.len() - 1]);
            let more = of_kind.len() - SHOWN;
            let lines = if first.line == last.line {
                format!("line {}", first.line)
            } else {
                format!("lines {} to {}", first.line, last.line)
            };
            page.push_str(&format!("and {more} more like this, {lines}: {}\n", cut(&first.message)));
        }
        page
    }

    fn render_one(&self, problem: &Problem, looks: Looks) -> String {
        let (word, kind) = match self.gravity {
            Gravity::Error => ("Error", ReportKind::Error),
            Gravity::Warning => ("Warning", ReportKind::Warning),
        };
        let Some(source) = self.sources.get(problem.source) else {
            let is_named = problem.message.contains(&problem.file);
            let file = if is_named { String::new() } else { format!("{}: ", problem.file) };
            return format!("{word}: {file}{}\n  {}\n", problem.message, problem.remedy);
        };
        let window = Window::around(source, problem);
        let label = if problem.path.is_empty() { "here".to_owned() } else { shown(&problem.path) };
        let place = (source.name.as_str(), window.span.clone());
        let config = Config::default().with_color(looks == Looks::Coloured).with_index_type(IndexType::Byte);
        let mut report = Report::build(kind, place.clone())
            .with_config(config)
            .with_message(cut(&problem.message))
            .with_label(Label::new(place).with_message(label).with_color(Color::Red));
        if !problem.remedy.is_empty() {
            report = report.with_help(cut(&problem.remedy));
        }
        let mut bytes = Vec::new();
        let text = ariadne::Source::from(window.text.as_str());
        match report.finish().write((source.name.as_str(), text), &mut bytes) {
            Ok(()) => {
                let page = tidy(&String::from_utf8_lossy(&bytes));
                let at = |column: usize| format!("{}:{}:{column}", source.name, problem.line);
                page.replacen(&at(window.column), &at(problem.column), 1)
            }
            Err(error) => format!("{} ({error})\n", problem.message),
        }
    }
}

impl From<Unreadable> for Problems {
    fn from(error: Unreadable) -> Self {
        let message = format!("cannot read `{}`: {}", error.file, error.reason);
        let mut problems = Problems::without_text(&error.file, message, error.remedy);
        for problem in &mut problems.list {
            (problem.line, problem.column) = error.place.unwrap_or((1, 1));
        }
        problems
    }
}

/// Characters of a line that are shown on either side of a place.
const BESIDE: usize = 60;

/// Characters of a line that are shown whole.
const WHOLE: usize = 160;

/// Characters of a message that are shown.
const LONGEST: usize = 600;

/// A message as it is shown: cut where it is far longer than anybody reads.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}

/// What tells a kind of problem from others: its message without names and numbers.
fn kind_of(message: &str) -> String {
    let outside = message.split('`').step_by(2).flat_map(str::chars);
    outside.filter(|c| !c.is_ascii_digit()).take(LONGEST).collect()
}

/// The part of a line that is shown.
struct Window {
    text: String,
    /// The bytes of the place in it.
    span: Range<usize>,
    /// The column of the place in it, from 1.
    column: usize,
}

impl Window {
    /// The line of a problem, cut on both sides where it is long; a place that goes on below ends with its line.
    fn around(source: &Source, problem: &Problem) -> Window {
        let (first, line) = source.line(problem.span.start);
        let inside = |at: usize| at.clamp(first, first + line.len()) - first;
        let (from, to) = (inside(problem.span.start), inside(problem.span.end));
        let [before, at, after] = [&line[..from], &line[from..to], &line[to..]].map(plain);
        let is_whole = line.chars().nth(WHOLE).is_none();
        let before = if is_whole { before } else { last(&before) };
        let [at, after] = if is_whole { [at, after] } else { [at, after].map(|part| begin(&part)) };
        // Empty lines above keep the number of the line.
        let above = "\n".repeat(problem.line - 1);
        let begin = above.len() + before.len();
        let span = begin..begin + at.len();
        Window { column: before.chars().count() + 1, text: format!("{above}{before}{at}{after}"), span }
    }
}

/// A stretch of a line with a sign of the same width in place of what cannot be seen.
fn plain(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) && c != '\t' { '\u{fffd}' } else { c }).collect()
}

fn begin(text: &str) -> String {
    match text.char_indices().nth(BESIDE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn last(text: &str) -> String {
    match text.char_indices().rev().nth(BESIDE - 1) {
        Some((from, _)) if from > 0 => format!("…{}", &text[from..]),
        _ => text.to_owned(),
    }
}

/// Without blanks at the ends of lines.
fn tidy(text: &str) -> String {
    let mut page: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    page.push('\n');
    page
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Looks::Plain))
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Home, Layer};

    fn source() -> Source {
        Source::new("x.toml".to_owned(), "a = 1\nbeta = 2\n".to_owned(), Layer::This, Home::Nowhere)
    }

    fn problem(offset: usize, message: &str) -> Problem {
        let mark = Mark { source: 0, span: offset..offset + 1 };
        Problem::new(&[source()], mark, "beta", message.to_owned(), "do this".to_owned())
    }

    #[test]
    fn a_problem_is_shown_with_its_place_and_remedy() {
        let problems = Problems::new(vec![problem(6, "no such key")], vec![source()]);
        let page = problems.to_string();
        for part in ["x.toml:2:1", "no such key", "beta = 2", "do this"] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
        assert!(!page.contains('\u{1b}'));
        assert!(problems.render(Looks::Coloured).contains('\u{1b}'));
    }

    #[test]
    fn problems_stand_in_the_order_of_the_text() {
        let list = vec![problem(6, "later"), problem(0, "sooner")];
        let problems = Problems::new(list, vec![source()]);
        assert_eq!(problems.list[0].message, "sooner");
    }

    #[test]
    fn a_long_line_is_cut_to_a_window_around_the_place() {
        let text = format!("first = 1\nnames = [{}]\n", "\"é\", ".repeat(5_000));
        let start = text.char_indices().nth(9_004).map_or(0, |(at, _)| at);
        let long = Source::new("x.toml".to_owned(), text, Layer::This, Home::Nowhere);
        let mark = Mark { source: 0, span: start..start + 4 };
        let problem = Problem::new(std::slice::from_ref(&long), mark, "names[7]", "m".to_owned(), String::new());
        let page = Problems::new(vec![problem], vec![long]).to_string();
        assert!(page.len() < 2_000 && page.contains("x.toml:2:8995") && page.contains('…'), "{page}");
    }

    #[test]
    fn of_many_problems_of_a_kind_a_few_are_shown_and_the_rest_counted() {
        let list = (0..4_000).map(|n| problem(n % 12, &format!("there is no `x{n}`"))).collect();
        let page = Problems::new(list, vec![source()]).to_string();
        assert!(page.contains("and 3995 more like this, lines 1 to 2: there is no `x"), "{page}");
        assert!(page.lines().count() < 60, "{page}");
    }

    #[test]
    fn what_cannot_be_seen_is_not_sent_to_a_terminal() {
        let text = "a = \"\u{202e}x\"\n".to_owned();
        let sources = vec![Source::new("x.toml".to_owned(), text, Layer::This, Home::Nowhere)];
        let mark = Mark { source: 0, span: 0..1 };
        let problem = Problem::new(&sources, mark, "a", "no `\u{1b}[2J`".to_owned(), "\u{7}".to_owned());
        let page = Problems::new(vec![problem], sources).to_string();
        assert!(page.contains("no `<U+001B>[2J`") && !page.chars().any(|c| is_hidden(c) && c != '\n'), "{page:?}");
    }

    #[test]
    fn a_problem_is_written_as_json_with_its_place() {
        let json = serde_json::to_value(problem(6, "m")).expect("plain data");
        assert_eq!(json["line"], 2);
        assert_eq!(json["span"]["start"], 6);
        assert!(json.get("source").is_none());
    }
}
