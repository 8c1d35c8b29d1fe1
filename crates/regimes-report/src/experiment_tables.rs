//! Tables of experiments: written as CSV, and read back for documents.

use crate::error::Error;
use crate::files;
use regimes_study::experiment::findings::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Quantities of patterns that the model is held against.
pub const PATTERNS: &str = "patterns.csv";
/// Who wins which contest, in what share of draws.
pub const WINS: &str = "wins.csv";
/// Quantities of experiments that speak to claims.
pub const CLAIMS: &str = "claims.csv";

/// Writes rows under a header of their fields.
///
/// # Errors
/// If the disk refuses.
pub fn write<T: Serialize>(folder: &Path, name: &str, rows: &[T]) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let path = folder.join(name);
    let refused = |error: csv::Error| Error::Content { path: path.clone(), reason: error.to_string() };
    for row in rows {
        writer.serialize(row).map_err(refused)?;
    }
    let text = writer.into_inner().map_err(|error| Error::writing(&path)(error.into_error()))?;
    files::make_folder(folder)?;
    files::write_bytes(folder, name, &text).map(drop)
}

/// Rows from the text of a table.
///
/// # Errors
/// The first row that does not fit.
pub fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Error> {
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
    rows.map_err(|error| Error::Content { path: name.into(), reason: error.to_string() })
}

/// A claim of the seeds, as the ledger states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// What sort of claim it is.
    pub kind: String,
    /// Where it was read.
    pub seed: String,
    /// What is claimed, in the project's own words.
    pub claim: String,
    /// The figure that is claimed; empty where there is none.
    pub figure: String,
}

/// What the experiments that speak to a claim say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The verdict.
    pub verdict: String,
    /// The experiments, each with its own.
    pub experiments: Vec<(String, String)>,
    /// Where it comes out otherwise, or turns; or why there is no experiment.
    pub where_: Vec<String>,
}

/// Judges a claim by its experiments, or says why there is none.
#[must_use]
pub fn judge(claim: &str, rows: &[Row], reasons: &BTreeMap<String, String>) -> Judged {
    let speaks = |row: &&Row| !row.on_claims.is_empty() && row.claims.split(' ').any(|id| id == claim);
    let rows: Vec<&Row> = rows.iter().filter(speaks).collect();
    if rows.is_empty() {
        let why = reasons.get(claim).cloned();
        let verdict = if why.is_some() { "not represented" } else { "not run" };
        return Judged { verdict: verdict.to_owned(), where_: why.into_iter().collect(), ..Judged::default() };
    }
    let elsewhere =
        |row: &&Row| (!row.found_elsewhere.is_empty()).then(|| format!("elsewhere: {}", row.found_elsewhere));
    let along = |row: &&Row| (!row.turns_at.is_empty()).then(|| row.turns_at.clone());
    Judged {
        verdict: together(&rows.iter().map(|row| row.on_claims.as_str()).collect::<Vec<_>>()).to_owned(),
        experiments: rows.iter().map(|row| (row.id.clone(), row.on_claims.clone())).collect(),
        where_: rows.iter().filter_map(elsewhere).chain(rows.iter().filter_map(along)).collect(),
    }
}

/// One word for several: what is supported by one and contradicted by another depends on what tells them apart.
fn together(verdicts: &[&str]) -> &'static str {
    let has = |word: &str| verdicts.contains(&word);
    match (has("supported"), has("contradicted"), has("depends on")) {
        (_, _, true) | (true, true, _) => "depends on",
        (true, false, _) => "supported",
        (false, true, _) => "contradicted",
        (false, false, false) if verdicts.iter().all(|word| *word == "not run") => "not run",
        (false, false, false) => "undecided",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, on_claims: &str) -> Row {
        Row { id: id.to_owned(), claims: "S001 S002".to_owned(), on_claims: on_claims.to_owned(), ..Row::default() }
    }

    #[test]
    fn a_table_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let rows = [Row { median: 0.1 + 0.2, pattern: "a, \"b\"".to_owned(), ..row("one", "supported") }];
        write(folder.path(), PATTERNS, &rows).unwrap();
        let text = std::fs::read_to_string(folder.path().join(PATTERNS)).unwrap();
        assert_eq!(read::<Row>(PATTERNS, &text).unwrap(), rows);
        assert!(read::<Row>(PATTERNS, "id,topic\na,b\n").is_err());
    }

    #[test]
    fn several_experiments_speak_with_one_voice() {
        assert_eq!(together(&["supported", "undecided"]), "supported");
        assert_eq!(together(&["supported", "contradicted"]), "depends on");
        assert_eq!(together(&["contradicted", "not run"]), "contradicted");
        assert_eq!(together(&["undecided"]), "undecided");
        assert_eq!(together(&["not run"]), "not run");
    }

    #[test]
    fn a_claim_without_experiment_says_why() {
        let reasons = BTreeMap::from([("S003".to_owned(), "no homes".to_owned())]);
        let rows = [row("one", "supported"), row("two", "")];
        assert_eq!(judge("S002", &rows, &reasons).experiments, [("one".to_owned(), "supported".to_owned())]);
        assert_eq!(judge("S003", &rows, &reasons).where_, ["no homes"]);
        assert_eq!(judge("S004", &rows, &reasons).verdict, "not run");
    }
}
