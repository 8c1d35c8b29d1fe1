//! Documents of experiments, made from judgements: a summary that opens a page, the tables below it, and single results
//! that other pages mark.

pub mod claims;
pub mod contests;
pub mod judgements;
pub mod marked;
pub mod patterns;
pub mod sides;
pub mod words;

use regimes_study::experiment::file::Kind;
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::subject::Subject;
use std::ops::Range;

/// The made parts of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What a person reads first.
    pub summary: String,
    /// The tables.
    pub tables: String,
}

/// What begins and ends a made part.
const BEGINS: &str = "<!-- made from tables by the program: do not edit";
const ENDS: &str = "<!-- end of what is made from tables -->";

/// A document with its made parts replaced, or put at its end; a summary that is new stands before the tables.
#[must_use]
pub fn with_page(document: &str, subject: Subject, page: &Page) -> String {
    let command = subject.command();
    let tables = Mark(format!("{BEGINS}; `regimes {command}` -->"));
    let summary = Mark(format!("{BEGINS}; `regimes {command}`, summary -->"));
    let tables_made = tables.around(&page.tables);
    let document = match tables.range(document) {
        Some(range) => replaced(document, range, &tables_made),
        None if document.is_empty() => format!("{tables_made}\n"),
        None => format!("{}\n\n{tables_made}\n", document.trim_end()),
    };
    let summary_made = summary.around(&page.summary);
    match (summary.range(&document), tables.range(&document)) {
        (Some(range), _) => replaced(&document, range, &summary_made),
        (None, Some(tables)) => replaced(&document, tables.start..tables.start, &format!("{summary_made}\n\n")),
        (None, None) => document,
    }
}

/// A document with its table of the dominance audit replaced, where it has a place for one.
#[must_use]
pub fn with_dominance(document: &str, judgements: &[Judgement]) -> String {
    let of_audit: Vec<&Judgement> = judgements.iter().filter(|one| one.kind == Kind::Dominance).collect();
    let mark = Mark(format!("{BEGINS}; `regimes validate --only dominance` -->"));
    match mark.range(document) {
        Some(range) => replaced(document, range, &mark.around(&judgements::in_short(&of_audit))),
        None => document.to_owned(),
    }
}

fn replaced(document: &str, range: Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &document[..range.start], &document[range.end..])
}

/// The line that begins a made part.
struct Mark(String);

impl Mark {
    fn around(&self, text: &str) -> String {
        format!("{}\n\n{}\n\n{ENDS}", self.0, text.trim())
    }

    /// Where the part stands in a document, its marks included.
    fn range(&self, document: &str) -> Option<Range<usize>> {
        let from = document.find(&self.0)?;
        let length = document[from..].find(ENDS)?;
        Some(from..from + length + ENDS.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(summary: &str, tables: &str) -> Page {
        Page { summary: summary.to_owned(), tables: tables.to_owned() }
    }

    #[test]
    fn made_parts_are_replaced_and_the_rest_is_left() {
        let first = with_page("# Title\n\nBy hand.\n", Subject::Patterns, &page("short", "one"));
        assert!(first.starts_with("# Title\n\nBy hand.\n\n<!-- made"), "{first}");
        assert!(first.find("short") < first.find("one"), "{first}");
        let moved = first.replace("By hand.\n", "").replace("# Title", "# Title\n\nMoved by hand.");
        let second = with_page(&format!("{moved}\nBelow.\n"), Subject::Patterns, &page("shorter", "two"));
        assert!(second.contains("two") && !second.contains("one") && second.ends_with("\nBelow.\n"), "{second}");
        assert!(second.contains("shorter\n") && !second.contains("short\n"), "{second}");
        let both = with_page(&second, Subject::Claims, &page("brief", "three"));
        assert!(["two", "three", "shorter", "brief"].iter().all(|part| both.contains(part)), "{both}");
        assert_eq!(with_page(&both, Subject::Claims, &page("brief", "three")), both);
    }

    #[test]
    fn an_empty_document_becomes_the_made_parts() {
        let made = with_page("", Subject::Claims, &page("brief", "three"));
        assert!(made.starts_with(BEGINS) && made.ends_with(&format!("{ENDS}\n")), "{made}");
    }
}
