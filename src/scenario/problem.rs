//! What is wrong with a scenario, with its place and what to do about it.

use crate::scenario::source::{Mark, Source};
use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
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
            path: path.to_owned(),
            message,
            remedy,
            source: mark.source,
        }
    }
}

/// All that is wrong with a scenario, in the order of the texts.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The problems.
    pub list: Vec<Problem>,
    sources: Vec<Source>,
}

/// How messages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Letters only.
    Plain,
    /// With the colours of a terminal.
    Coloured,
}

impl Problems {
    /// Problems with the texts that they are about.
    #[must_use]
    pub fn new(mut list: Vec<Problem>, sources: Vec<Source>) -> Self {
        list.sort_by_key(|problem| (problem.source, problem.span.start));
        list.dedup();
        Problems { list, sources }
    }

    /// A single problem that has no text to point at.
    #[must_use]
    pub fn without_text(file: &str, message: String, remedy: String) -> Self {
        let problem = Problem {
            file: file.to_owned(),
            line: 1,
            column: 1,
            span: 0..0,
            path: String::new(),
            message,
            remedy,
            source: 0,
        };
        Problems { list: vec![problem], sources: Vec::new() }
    }

    /// The problems as a page of text, each with a caret under its place.
    #[must_use]
    pub fn render(&self, looks: Looks) -> String {
        let mut page = String::new();
        for problem in &self.list {
            page.push_str(&self.render_one(problem, looks));
        }
        page
    }

    fn render_one(&self, problem: &Problem, looks: Looks) -> String {
        let Some(source) = self.sources.get(problem.source) else {
            return format!("Error: {}: {}\n  {}\n", problem.file, problem.message, problem.remedy);
        };
        let label = if problem.path.is_empty() { "here" } else { &problem.path };
        let place = (source.name.as_str(), problem.span.clone());
        let config = Config::default().with_color(looks == Looks::Coloured).with_index_type(IndexType::Byte);
        let mut report = Report::build(ReportKind::Error, place.clone())
            .with_config(config)
            .with_message(&problem.message)
            .with_label(Label::new(place).with_message(label).with_color(Color::Red));
        if !problem.remedy.is_empty() {
            report = report.with_help(&problem.remedy);
        }
        let mut bytes = Vec::new();
        let text = ariadne::Source::from(source.text.as_str());
        match report.finish().write((source.name.as_str(), text), &mut bytes) {
            Ok(()) => tidy(&String::from_utf8_lossy(&bytes)),
            Err(error) => format!("{} ({error})\n", problem.message),
        }
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
    use crate::scenario::source::{Home, Layer};

    fn source() -> Source {
        Source {
            name: "x.toml".to_owned(),
            text: "a = 1\nbeta = 2\n".to_owned(),
            layer: Layer::This,
            home: Home::Nowhere,
        }
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
    fn a_problem_is_written_as_json_with_its_place() {
        let json = serde_json::to_value(problem(6, "m")).expect("plain data");
        assert_eq!(json["line"], 2);
        assert_eq!(json["span"]["start"], 6);
        assert!(json.get("source").is_none());
    }
}
