//! Which texts a scenario consists of: a file, what it extends, and what the command line sets.

use crate::bundled;
use crate::problem::{Problem, Problems};
use crate::read::set_layer;
use crate::source::{Home, Layer, Mark, Source};
use crate::text::{self, Unreadable};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// All layers of a scenario, the deepest base first.
///
/// # Errors
/// All of: a base that is not there, bases in a circle, a `--set` without a value.
pub fn collect(file: Source, sets: &[String]) -> Result<Vec<Source>, Problems> {
    let mut chain = vec![file];
    let mut problems = Vec::new();
    while let Some((named, span)) = chain.last().and_then(extends) {
        let found = if chain.len() > DEEPEST { Err(too_deep()) } else { base(&chain, &named) };
        match found {
            Ok(source) => chain.push(source),
            Err((message, remedy)) => {
                let source = chain.len() - 1;
                let mark = Mark { source, span };
                problems.push(Problem::new(&chain, mark, "extends", message, remedy));
                break;
            }
        }
    }
    if !problems.is_empty() {
        return Err(Problems::new(problems, chain));
    }
    chain.reverse();
    for argument in sets {
        let message = format!("`{argument}` sets nothing");
        let source = set_layer(argument).map_err(|remedy| Problems::without_text("--set", message, remedy))?;
        chain.push(source);
    }
    Ok(chain)
}

/// Files that extend one another, at most.
const DEEPEST: usize = 32;

fn too_deep() -> (String, String) {
    let message = format!("more than {DEEPEST} files extend one another");
    (message, "write what they say together into fewer".to_owned())
}

/// What a text says that it extends, and where it says so.
fn extends(source: &Source) -> Option<(String, Range<usize>)> {
    let (document, _) = DeTable::parse_recoverable(&source.text);
    let value = document.get_ref().get("extends")?;
    match value.get_ref() {
        DeValue::String(named) => Some((named.to_string(), value.span())),
        _ => None,
    }
}

/// The text of that name, seen from the last of the chain.
fn base(chain: &[Source], named: &str) -> Result<Source, (String, String)> {
    let found = find_base(chain.last().map(|source| &source.home), named)?;
    if chain.iter().any(|source| is_same(source, &found)) {
        let mut names: Vec<&str> = chain.iter().map(|source| source.name.as_str()).collect();
        names.push(&found.name);
        return Err((
            format!("files extend each other in a circle: {}", names.join(" -> ")),
            "let one of them stand alone, without `extends`".to_owned(),
        ));
    }
    Ok(found)
}

fn is_same(a: &Source, b: &Source) -> bool {
    match (&a.home, &b.home) {
        (Home::Disk(a), Home::Disk(b)) => a.canonicalize().ok() == b.canonicalize().ok(),
        (Home::Bundled, Home::Bundled) => a.name == b.name,
        _ => false,
    }
}

fn find_base(home: Option<&Home>, named: &str) -> Result<Source, (String, String)> {
    let mut looked = Vec::new();
    if let Some(path) = beside(home, named) {
        match open(&path, Layer::Base) {
            Ok(source) => return Ok(source),
            Err(error) if !error.is_missing && !path.is_dir() => {
                return Err((format!("cannot read `{}`: {}", error.file, error.reason), error.remedy));
            }
            Err(_) => {}
        }
        looked.push(format!("`{}`", path.display()));
    }
    if let Some(source) = bundled::base(named) {
        return Ok(source);
    }
    let stem = Path::new(named).file_stem().and_then(|stem| stem.to_str()).unwrap_or(named);
    looked.push("the bundled scenarios".to_owned());
    let known = bundled::names();
    Err((format!("`{named}` is not there; looked at {}", looked.join(" and ")), crate::nearest::advice(stem, &known)))
}

fn beside(home: Option<&Home>, named: &str) -> Option<PathBuf> {
    match home {
        Some(Home::Disk(path)) => Some(path.parent().unwrap_or(Path::new("")).join(named)),
        Some(Home::Nowhere) => Some(PathBuf::from(named)),
        _ => None,
    }
}

/// A file as a source.
///
/// # Errors
/// Why it cannot be read.
pub fn open(path: &Path, layer: Layer) -> Result<Source, Unreadable> {
    let text = text::read(path)?;
    Ok(Source::new(path.display().to_string(), text, layer, Home::Disk(path.to_owned())))
}
