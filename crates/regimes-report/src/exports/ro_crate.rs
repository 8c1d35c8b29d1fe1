//! `ro-crate-metadata.json`: a folder of results as an RO-Crate 1.1, with what made it, from which scenario, and the SHA-256 of
//! every file.

use crate::error::Error;
use crate::files;
use crate::machine::Machine;
use crate::manifest::{self, Manifest};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the file.
pub const FILE: &str = "ro-crate-metadata.json";

/// The context of the terms, with the one that it lacks.
const CONTEXT: &str = "https://w3id.org/ro/crate/1.1/context";
const PROFILE: &str = "https://w3id.org/ro/crate/1.1";
const LICENCES: [(&str, &str); 2] =
    [("https://spdx.org/licenses/MIT", "MIT License"), ("https://spdx.org/licenses/Apache-2.0", "Apache License 2.0")];
/// Who writes the program.
const AUTHORS: &str = "The regimes contributors";
const PROGRAM: &str = "regimes: an agent-based simulation of New Public Management and Human Learning Systems";

/// The text of a crate for a folder whose files are as its manifest says; `written` is the day on which they were.
///
/// # Errors
/// If a file cannot be read.
pub fn text(folder: &Path, manifest: &Manifest, written: &str) -> Result<String, Error> {
    let files = files_of(folder, manifest)?;
    let part = |name: &String| json!({ "@id": name });
    let parts: Vec<Value> = files.keys().map(part).collect();
    let graph: Vec<Value> = [
        json!({
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": { "@id": PROFILE },
            "about": { "@id": "./" },
        }),
        root(manifest, written, &parts),
        action(manifest, written, &files),
        program(manifest),
        json!({ "@id": "#contributors", "@type": "Organization", "name": AUTHORS }),
        json!({
            "@id": "#citation",
            "@type": "CreativeWork",
            "name": format!("{AUTHORS}. {PROGRAM}, version {}, commit {}.", manifest.version, manifest.commit),
            "author": { "@id": "#contributors" },
        }),
    ]
    .into_iter()
    .chain(LICENCES.map(|(id, name)| json!({ "@id": id, "@type": "CreativeWork", "name": name })))
    .chain(files.iter().map(|(name, hash)| file(folder, name, hash)))
    .collect();
    let context = json!([CONTEXT, { "sha256": "http://schema.org/sha256" }]);
    Ok(format!("{:#}\n", json!({ "@context": context, "@graph": graph })))
}

/// SHA-256 by name of all files of a folder that a program of ours left there, those of its draws among them.
fn files_of(folder: &Path, manifest: &Manifest) -> Result<BTreeMap<String, String>, Error> {
    let mut files = manifest.outputs.clone();
    files.extend(Machine::read(folder).map(|machine| machine.bitmaps).unwrap_or_default());
    for name in [manifest::FILE, crate::machine::FILE] {
        let path = folder.join(name);
        if path.is_file() {
            files.insert(name.to_owned(), files::sha256_of_file(&path)?);
        }
    }
    files.retain(|name, _| folder.join(name).is_file());
    let below = folder.join(DRAWS);
    if let (true, Some(draws)) = (manifest.study == "run", Manifest::find(&below)?) {
        files.extend(files_of(&below, &draws)?.into_iter().map(|(name, hash)| (format!("{DRAWS}/{name}"), hash)));
    }
    Ok(files)
}

/// The folder of draws within that of a run.
pub const DRAWS: &str = "draws";

fn licences() -> Value {
    json!(LICENCES.map(|(id, _)| json!({ "@id": id })))
}

fn root(manifest: &Manifest, written: &str, parts: &[Value]) -> Value {
    json!({
        "@id": "./",
        "@type": "Dataset",
        "name": format!("{} of {}, seed {}", manifest.study, manifest.scenario, manifest.seed),
        "description": format!(
            "Results of a simulation, not a forecast: {}. Arms: {}; {} replicates or draws.",
            manifest.described(),
            if manifest.arms.is_empty() { "those of each scenario".to_owned() } else { manifest.arms.join(", ") },
            manifest.replicates
        ),
        "datePublished": written,
        "license": licences(),
        "author": { "@id": "#contributors" },
        "citation": { "@id": "#citation" },
        "hasPart": parts,
        "mentions": { "@id": "#run" },
    })
}

/// What made the files from which inputs.
fn action(manifest: &Manifest, written: &str, files: &BTreeMap<String, String>) -> Value {
    let is_input = |name: &&String| name.as_str() == crate::RESOLVED;
    let refer = |name: &String| json!({ "@id": name });
    let mut action = json!({
        "@id": "#run",
        "@type": "CreateAction",
        "name": format!("regimes {}", manifest.study),
        "instrument": { "@id": "#regimes" },
        "endTime": written,
        "result": files.keys().filter(|name| !is_input(name)).map(refer).collect::<Vec<Value>>(),
    });
    let inputs: Vec<Value> = files.keys().filter(is_input).map(refer).collect();
    if !inputs.is_empty() {
        action["object"] = json!(inputs);
    }
    action
}

fn program(manifest: &Manifest) -> Value {
    json!({
        "@id": "#regimes",
        "@type": "SoftwareApplication",
        "name": manifest.program,
        "description": PROGRAM,
        "version": manifest.version,
        "softwareVersion": format!("{}, commit {}", manifest.version, manifest.commit),
        "sha256": manifest.sources,
        "license": licences(),
        "author": { "@id": "#contributors" },
    })
}

fn file(folder: &Path, name: &str, hash: &str) -> Value {
    let size = folder.join(name).metadata().map_or(0, |known| known.len());
    json!({
        "@id": name,
        "@type": "File",
        "name": name,
        "encodingFormat": media_type(name),
        "contentSize": size.to_string(),
        "sha256": hash,
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "gz" => "application/gzip",
        "json" => "application/json",
        "toml" => "application/toml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "html" => "text/html",
        "md" => "text/markdown",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Target;
    use crate::{Options, synthetic, write};

    fn crate_of(folder: &Path) -> Value {
        let (record, ensemble) = synthetic::small();
        let options = Options { page: true, ..Options::default() };
        let written = write(Target::Folder(folder), &record, &ensemble, &options).unwrap();
        serde_json::from_str(&text(folder, &written.manifest, "2026-11-30").unwrap()).unwrap()
    }

    #[test]
    fn every_part_is_described_once_with_the_hash_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let made = crate_of(folder.path());
        assert_eq!(made["@context"][0], CONTEXT);
        let graph = made["@graph"].as_array().unwrap();
        let find = |id: &str| {
            let found: Vec<&Value> = graph.iter().filter(|entity| entity["@id"] == id).collect();
            assert_eq!(found.len(), 1, "{id}");
            found[0]
        };
        assert_eq!(find(FILE)["about"]["@id"], "./");
        let root = find("./");
        assert_eq!((&root["@type"], &root["datePublished"]), (&json!("Dataset"), &json!("2026-11-30")));
        let parts = root["hasPart"].as_array().unwrap();
        assert!(parts.len() > 20);
        for part in parts {
            let name = part["@id"].as_str().unwrap();
            let entity = find(name);
            let hash = files::sha256_of_file(&folder.path().join(name)).unwrap();
            assert_eq!((&entity["@type"], &entity["sha256"]), (&json!("File"), &json!(hash)), "{name}");
        }
        for name in ["runs.csv", "economics.csv", "years.csv", "manifest.json", crate::RESOLVED] {
            find(name);
        }
    }

    #[test]
    fn all_that_is_referred_to_is_there_and_the_run_has_its_program_inputs_and_results() {
        let folder = tempfile::tempdir().unwrap();
        let made = crate_of(folder.path());
        let graph = made["@graph"].as_array().unwrap();
        let ids: Vec<&str> = graph.iter().map(|entity| entity["@id"].as_str().unwrap()).collect();
        fn references<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
            match value {
                Value::Array(all) => all.iter().for_each(|one| references(one, into)),
                Value::Object(fields) if fields.len() == 1 => into.extend(fields.get("@id").and_then(Value::as_str)),
                _ => {}
            }
        }
        let mut named = Vec::new();
        graph.iter().filter_map(Value::as_object).flatten().for_each(|(_, value)| references(value, &mut named));
        named.retain(|name| *name != PROFILE);
        assert!(named.len() > 40 && named.iter().all(|name| ids.contains(name)), "{named:?}");
        let action = graph.iter().find(|entity| entity["@type"] == "CreateAction").unwrap();
        assert_eq!(action["instrument"]["@id"], "#regimes");
        assert_eq!(action["object"][0]["@id"], crate::RESOLVED);
        assert!(action["result"].as_array().unwrap().iter().all(|result| result["@id"] != crate::RESOLVED));
    }
}
