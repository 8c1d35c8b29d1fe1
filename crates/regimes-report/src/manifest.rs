//! `manifest.json`: how the results came about, and the hashes by which they can be checked.
//!
//! It is the same on every machine for the same commit: it holds no time, no path and no name of a host. Bitmaps are
//! not hashed in it, since their last bits may depend on the processor; each has a vector twin that is. Nor is the page
//! of a run, which names a commit; `machine.json` has the hashes of both as they were written there.

use crate::error::Error;
use crate::files::{self, WrittenFile};
use crate::machine::{self, Machine};
use crate::run_record::Record;
use regimes_model::randomness::SLOT_TABLE_VERSION;
use regimes_study::program;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the file.
pub const FILE: &str = "manifest.json";

/// The format of the folders of results that this program writes and reads: it rises with what their files mean.
pub const FORMAT: u32 = 2;

/// How a folder of results came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the folder.
    pub format: u32,
    /// The name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The commit it was built from, or `unknown`.
    pub commit: String,
    /// SHA-256 of the sources of model, scenario and study, which decide every number.
    #[serde(default)]
    pub sources: String,
    /// The features it was built with.
    pub features: Vec<String>,
    /// The kind of study: `run`, `validate`, `claims`, `calibrate`.
    #[serde(default = "run")]
    pub study: String,
    /// What was asked for, beside what the inputs say.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// The calibration that the base of the scenario names; the scenario as resolved does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<String>,
    /// The version of the table of random draws.
    pub slot_table: u32,
    /// The scenario's name; of a study of many, what it is about.
    pub scenario: String,
    /// The seed; with the number of a replicate it fixes every draw. It is written as text, since readers of JSON lose
    /// the last digits of numbers above 2^53.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub seed: u64,
    /// Replicates asked for; of experiments, draws.
    pub replicates: u32,
    /// Names of the arms, in order.
    pub arms: Vec<String>,
    /// SHA-256 of what went in.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 of what came out.
    pub outputs: BTreeMap<String, String>,
    /// Tables and figures that this run has no rows for, and why.
    pub left_out: BTreeMap<String, String>,
}

/// What the manifest of any format says.
#[derive(Deserialize)]
struct Version {
    format: u32,
    #[serde(default)]
    version: String,
}

fn run() -> String {
    "run".to_owned()
}

fn as_text<S: Serializer>(seed: &u64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&seed.to_string())
}

/// A seed that was written as text, or as a number by an earlier version.
fn from_text<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(u64),
        Text(String),
    }
    match Written::deserialize(from)? {
        Written::Number(seed) => Ok(seed),
        Written::Text(text) => text.parse().map_err(|_| D::Error::custom(format!("`{text}` is not a seed"))),
    }
}

/// A way in which results are not those of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// A fact about the run is another one.
    #[error("{what}: {here} here, {there} there")]
    Fact {
        /// Which fact.
        what: &'static str,
        /// Its value in the first manifest.
        here: String,
        /// Its value in the second.
        there: String,
    },
    /// A file's content is another one.
    #[error("{0}: the content differs")]
    Content(String),
    /// A file is in one alone.
    #[error("{0}: missing")]
    Missing(String),
}

impl Manifest {
    /// The manifest of a run and the files that it wrote.
    #[must_use]
    pub fn of(record: &Record, written: &[WrittenFile], left_out: &[(String, String)]) -> Manifest {
        let hashed = written.iter().filter(|file| is_hashed(&file.name));
        let resolved = files::sha256(record.resolved.as_bytes());
        Manifest {
            format: FORMAT,
            program: "regimes".to_owned(),
            version: record.version.clone(),
            commit: program::COMMIT.to_owned(),
            sources: program::SOURCES.to_owned(),
            features: Vec::new(),
            study: run(),
            settings: record.settings.iter().cloned().collect(),
            calibration: record.calibration.clone(),
            slot_table: record.slot_table,
            scenario: record.scenario.clone(),
            seed: record.seed,
            replicates: record.replicates,
            arms: record.arms.iter().map(|arm| arm.name.clone()).collect(),
            inputs: BTreeMap::from([("scenario.resolved.toml".to_owned(), resolved)]),
            outputs: hashed.map(|f| (f.name.clone(), f.sha256.clone())).collect(),
            left_out: left_out.iter().cloned().collect(),
        }
    }

    /// The manifest of a study of another kind, as far as it is known beforehand.
    #[must_use]
    pub fn of_study(study: &str, about: &str, replicates: u32) -> Manifest {
        Manifest {
            format: FORMAT,
            program: "regimes".to_owned(),
            version: program::VERSION.to_owned(),
            commit: program::COMMIT.to_owned(),
            sources: program::SOURCES.to_owned(),
            features: Vec::new(),
            study: study.to_owned(),
            settings: BTreeMap::new(),
            calibration: None,
            slot_table: SLOT_TABLE_VERSION,
            scenario: about.to_owned(),
            seed: 0,
            replicates,
            arms: Vec::new(),
            inputs: BTreeMap::new(),
            outputs: BTreeMap::new(),
            left_out: BTreeMap::new(),
        }
    }

    /// The same with the files that were written.
    #[must_use]
    pub fn with_outputs(mut self, written: &[WrittenFile]) -> Manifest {
        let hashed = written.iter().filter(|file| is_hashed(&file.name));
        self.outputs = hashed.map(|file| (file.name.clone(), file.sha256.clone())).collect();
        self
    }

    /// What tells the study from any other: inputs, settings and the sources of the program; neither outputs nor the names
    /// that arms are shown under.
    #[must_use]
    pub fn identity(&self) -> String {
        let facts = (&self.study, &self.settings, &self.inputs, &self.sources, self.slot_table);
        files::sha256(format!("{facts:?}").as_bytes())
    }

    /// The study in words.
    #[must_use]
    pub fn described(&self) -> String {
        let commit: String = self.commit.chars().take(10).collect();
        let by = format!("(version {}, commit {commit})", self.version);
        match self.study.as_str() {
            "run" => format!("a run of `{}` {by}", self.scenario),
            study => format!("results of `{study}`, {} {by}", self.scenario),
        }
    }

    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// If it is not there, is not a manifest, or is that of a folder in another format.
    #[allow(clippy::disallowed_methods, reason = "reads what a run left in its folder")]
    pub fn read(folder: &Path) -> Result<Manifest, Error> {
        let path = folder.join(FILE);
        if std::fs::metadata(&path).is_ok_and(|kind| !kind.is_file()) {
            return Err(Error::Content { path, reason: "it is not a file".to_owned() });
        }
        let text = std::fs::read(&path).map_err(Error::reading(&path))?;
        let other = serde_json::from_slice::<Version>(&text).ok().filter(|version| version.format != FORMAT);
        if let Some(Version { format, version }) = other {
            return Err(Error::Format { folder: folder.to_owned(), format, version, reads: FORMAT });
        }
        serde_json::from_slice(&text).map_err(|error| Error::Content { path, reason: error.to_string() })
    }

    /// The manifest of a folder; none where there is none.
    ///
    /// # Errors
    /// If it is there and cannot be read, or is not a manifest.
    pub fn find(folder: &Path) -> Result<Option<Manifest>, Error> {
        match Manifest::read(folder) {
            Err(Error::Read { source, .. }) if is_absent(&source) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Where this manifest and another part: none where the results are identical, whichever commit made them.
    #[must_use]
    pub fn differences(&self, other: &Manifest) -> Vec<Difference> {
        let mut found = self.other_facts(other);
        found.extend(compare(&self.inputs, &other.inputs));
        found.extend(compare(&self.outputs, &other.outputs));
        found
    }

    /// Which files of a folder are not as the manifest says.
    ///
    /// # Errors
    /// If a file that is there cannot be read.
    pub fn check_files(&self, folder: &Path) -> Result<Vec<Difference>, Error> {
        compare_with_files(&self.outputs, folder)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a manifest has only text keys");
        json + "\n"
    }

    fn other_facts(&self, other: &Manifest) -> Vec<Difference> {
        let facts = [
            ("version", self.version.clone(), other.version.clone()),
            ("slot table", self.slot_table.to_string(), other.slot_table.to_string()),
            ("scenario", self.scenario.clone(), other.scenario.clone()),
            ("seed", self.seed.to_string(), other.seed.to_string()),
            ("replicates", self.replicates.to_string(), other.replicates.to_string()),
            ("arms", self.arms.join(", "), other.arms.join(", ")),
        ];
        let other = facts.into_iter().filter(|(_, here, there)| here != there);
        other.map(|(what, here, there)| Difference::Fact { what, here, there }).collect()
    }
}

/// Whether an error of reading says that nothing is there.
#[must_use]
pub fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Which bitmaps of a folder are not as its machine wrote them: none where that is not known.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn check_bitmaps(folder: &Path) -> Result<Vec<Difference>, Error> {
    let bitmaps = Machine::read(folder).map(|machine| machine.bitmaps).unwrap_or_default();
    compare_with_files(&bitmaps, folder)
}

fn compare_with_files(hashes: &BTreeMap<String, String>, folder: &Path) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    for (name, hash) in hashes {
        let path = folder.join(name);
        if !path.exists() {
            found.push(Difference::Missing(name.clone()));
        } else if files::sha256_of_file(&path)? != *hash {
            found.push(Difference::Content(name.clone()));
        }
    }
    Ok(found)
}

/// Whether a file's bytes are the same on every machine.
#[must_use]
pub fn is_hashed(name: &str) -> bool {
    !name.ends_with(".png") && ![machine::FILE, machine::PAGE, FILE].contains(&name)
}

fn compare(here: &BTreeMap<String, String>, there: &BTreeMap<String, String>) -> Vec<Difference> {
    let names: std::collections::BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let differ = |name: &String| match (here.get(name), there.get(name)) {
        (Some(a), Some(b)) if a == b => None,
        (Some(_), Some(_)) => Some(Difference::Content(name.clone())),
        _ => Some(Difference::Missing(name.clone())),
    };
    names.into_iter().filter_map(differ).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    fn manifest(hash: &str) -> Manifest {
        let file = |name: &str| WrittenFile { name: name.to_owned(), bytes: 1, sha256: hash.to_owned(), differs: None };
        let written = [file("runs.csv"), file("figures/cost.png"), file("machine.json")];
        Manifest::of(&synthetic::small().0, &written, &[])
    }

    #[test]
    fn a_manifest_holds_neither_bitmaps_nor_the_machine() {
        let names: Vec<_> = manifest("a").outputs.into_keys().collect();
        assert_eq!(names, ["runs.csv"]);
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        files::write_bytes(files::Target::Folder(folder.path()), FILE, manifest("a").text().as_bytes()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest("a"));
    }

    #[test]
    fn the_calibration_that_a_base_names_is_recorded_and_none_is_not() {
        let mut record = synthetic::small().0;
        assert!(!Manifest::of(&record, &[], &[]).text().contains("calibration"));
        record.calibration = Some("england".to_owned());
        let manifest = Manifest::of(&record, &[], &[]);
        assert!(manifest.text().contains("\"calibration\": \"england\""));
        assert_eq!(serde_json::from_str::<Manifest>(&manifest.text()).unwrap(), manifest);
    }

    #[test]
    fn a_folder_of_another_format_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        for (format, expected) in [(1, "results of the older format 1"), (3, "results of the later format 3")] {
            let text = format!("{{\"format\": {format}, \"version\": \"0.1.0\", \"other\": []}}");
            files::write_bytes(files::Target::Folder(folder.path()), FILE, text.as_bytes()).unwrap();
            let error = Manifest::read(folder.path()).unwrap_err();
            assert!(error.is_bad_input());
            let said = error.to_string();
            for part in [expected, "version 0.1.0", "reads format 2", "make them again"] {
                assert!(said.contains(part), "{said}");
            }
        }
    }

    #[test]
    fn a_changed_byte_and_a_lost_file_are_told_apart() {
        assert_eq!(manifest("a").differences(&manifest("b")), [Difference::Content("runs.csv".to_owned())]);
        let folder = tempfile::tempdir().unwrap();
        let lost = manifest("a").check_files(folder.path()).unwrap();
        assert_eq!(lost, [Difference::Missing("runs.csv".to_owned())]);
    }

    #[test]
    fn another_seed_is_named() {
        let mut other = manifest("a");
        other.seed = 7;
        assert_eq!(manifest("a").differences(&other)[0].to_string(), "seed: 20260101 here, 7 there");
    }
}
