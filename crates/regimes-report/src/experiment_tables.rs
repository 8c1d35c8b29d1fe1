//! Tables of experiments: written as CSV, and read back for documents.

use crate::error::Error;
use crate::files::{self, Target, WrittenFile};
use regimes_study::experiment::findings::Win;
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::rows::{self, Row};
use regimes_study::experiment::subject::{Contests, Subject};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Quantities of patterns that the model is tested against.
pub const PATTERNS: &str = "patterns.csv";
/// Who wins which contest, in what share of draws.
pub const WINS: &str = "wins.csv";
/// Quantities of experiments that speak to claims.
pub const CLAIMS: &str = "claims.csv";

/// The table of a subject's experiments.
#[must_use]
pub fn name_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Patterns => PATTERNS,
        Subject::Claims => CLAIMS,
    }
}

/// All of them.
pub const FILES: [&str; 3] = [PATTERNS, WINS, CLAIMS];

/// Writes the tables of a subject: judgements, a row a quantity; and who wins contests, a row an arm and yardstick. A table
/// without a row is left out.
///
/// # Errors
/// If the disk refuses.
pub fn write(
    target: Target,
    subject: Subject,
    judgements: &[Judgement],
    wins: &[Win],
) -> Result<Vec<WrittenFile>, Error> {
    let mut written = Vec::new();
    if !judgements.is_empty() {
        written.push(write_rows(target, name_of(subject), &rows::rows(judgements))?);
    }
    if subject.contests() == Contests::Included && !wins.is_empty() {
        written.push(write_rows(target, WINS, wins)?);
    }
    Ok(written)
}

/// Judgements from the text of their table.
///
/// # Errors
/// The first row that does not fit.
pub fn read_judgements(subject: Subject, text: &str) -> Result<Vec<Judgement>, Error> {
    let rows: Vec<Row> = read(name_of(subject), text)?;
    rows::judgements(rows).map_err(|reason| Error::Content { path: name_of(subject).into(), reason })
}

/// Who wins, from the text of its table.
///
/// # Errors
/// The first row that does not fit.
pub fn read_wins(text: &str) -> Result<Vec<Win>, Error> {
    read(WINS, text)
}

/// Writes rows under a header of their fields.
fn write_rows<T: Serialize>(target: Target, name: &str, rows: &[T]) -> Result<WrittenFile, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let path = target.folder().join(name);
    let refused = |error: csv::Error| Error::Content { path: path.clone(), reason: error.to_string() };
    for row in rows {
        writer.serialize(row).map_err(refused)?;
    }
    let text = writer.into_inner().map_err(|error| Error::writing(&path)(error.into_error()))?;
    target.prepare("")?;
    files::write_bytes(target, name, &text)
}

/// Reads the rows of a table by the names of its columns.
pub(crate) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Error> {
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
    rows.map_err(|error| Error::Content { path: name.into(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::judgement::{Interval, Measured};
    use regimes_study::experiment::verdict::Verdict;

    #[test]
    fn a_table_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let interval = Interval { median: 0.1 + 0.2, low: 0.0, high: 1.0 };
        let judgements = [Judgement {
            id: "one".to_owned(),
            claims: vec!["S001".to_owned(), "S002".to_owned()],
            pattern: "a, \"b\"".to_owned(),
            quantities: vec![Measured { interval, ..Measured::default() }],
            verdict: Verdict::Supported,
            on_claims: Some(Verdict::Supported),
            ..Judgement::default()
        }];
        write(Target::Folder(folder.path()), Subject::Claims, &judgements, &[]).unwrap();
        let text = std::fs::read_to_string(folder.path().join(CLAIMS)).unwrap();
        assert_eq!(read_judgements(Subject::Claims, &text).unwrap(), judgements);
        let misspelt = text.replacen("supported", "suported", 1);
        let error = read_judgements(Subject::Claims, &misspelt).unwrap_err().to_string();
        assert!(error.contains("`suported`"), "{error}");
        assert!(read_judgements(Subject::Claims, "id,topic\na,b\n").is_err());
    }
}
