//! Plain English: what the glossary says never to write stands nowhere.
//!
//! The phrases are those of the table in `docs/glossary.md`, so the list for people and the list for the test are one.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The heading in the glossary below which the phrases stand, in a table with the columns *never* and *say*.
const HEADING: &str = "### Never, in any use";

/// Words that a `*` in a phrase may stand for at most.
const GAP: usize = 4;

/// A phrase that is wrong in every use, and what to say.
struct Phrase {
    words: Vec<String>,
    never: String,
    say: String,
}

/// A word of prose, and the line on which it stands; a break keeps phrases within a sentence.
struct Word {
    text: String,
    line: usize,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The phrases of the glossary.
fn phrases() -> Vec<Phrase> {
    let glossary = read(&root().join("docs/glossary.md"));
    let table = glossary.split_once(HEADING).expect("the glossary has the table").1;
    let rows = table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let mut all = Vec::new();
    for row in rows.skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [never, say] = cells[..] else { panic!("two cells in `{row}`") };
        for phrase in never.split(", ").map(|phrase| phrase.trim_matches('`')) {
            let words = phrase.split(' ').map(str::to_owned).collect();
            all.push(Phrase { words, never: phrase.to_owned(), say: say.to_owned() });
        }
    }
    all
}

/// The files with prose, relative to the project.
fn files() -> Vec<String> {
    let mut files = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    let mut folders: Vec<String> = ["docs", "scenarios", "src", "crates", "benches", "tests"].map(str::to_owned).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).into_iter().flatten() {
            let entry = entry.expect("the folder can be read");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push(path);
            } else if [".md", ".rs", ".toml"].iter().any(|end| path.ends_with(end)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The prose of a file, line by line, in place of what is none: code, fences of commands, names in backticks.
fn prose(path: &str, text: &str) -> Vec<String> {
    let lines = if path.ends_with(".md") {
        of_markdown(text)
    } else if path.ends_with(".rs") {
        of_rust(text)
    } else {
        of_toml(text)
    };
    lines.iter().map(|line| without_code(line)).collect()
}

fn of_markdown(text: &str) -> Vec<String> {
    let (mut is_inside, mut is_code) = (false, false);
    let lines = text.lines().map(|line| {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_inside = !is_inside;
            is_code = is_inside && language.trim() != "text";
            return String::new();
        }
        if is_code { String::new() } else { line.to_owned() }
    });
    lines.collect()
}

/// Comments, and sentences about a scenario; what experiments say reaches tables that are made by long runs.
fn of_toml(text: &str) -> Vec<String> {
    let said = |line: &&str| ["about = ", "label = "].iter().any(|key| line.starts_with(key));
    let lines = text.lines().map(|line| match line.find('#') {
        _ if said(&line) => line.to_owned(),
        Some(at) => line[at..].to_owned(),
        None => String::new(),
    });
    lines.collect()
}

/// Comments and the text of strings.
fn of_rust(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, is_prose) = token(rest);
        for part in rest[..length].split_inclusive('\n') {
            let line = part.trim_end_matches('\n');
            let line = line.trim_start_matches(['/', '!', ' ']);
            if is_prose {
                lines.last_mut().expect("a line").push_str(&without_values(line));
            } else if first != '\n' {
                lines.last_mut().expect("a line").push_str(" . ");
            }
            if part.ends_with('\n') {
                lines.push(String::new());
            }
        }
        rest = &rest[length..];
    }
    lines
}

/// How long the first token is, and whether it is prose: a comment, a string, a character, or any one character.
fn token(text: &str) -> (usize, bool) {
    let until = |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |at| from + at);
    let one = text.chars().next().map_or(1, char::len_utf8);
    if text.starts_with("//") {
        return (until(0, "\n"), true);
    }
    for (opens, closes) in [("r#\"", "\"#"), ("r##\"", "\"##")] {
        if text.starts_with(opens) {
            return ((until(opens.len(), closes) + closes.len()).min(text.len()), true);
        }
    }
    if text.starts_with('"') {
        let mut escaped = false;
        let end = text.char_indices().skip(1).find(|&(_, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        return (end.map_or(text.len(), |(at, _)| at + 1), true);
    }
    for quoted in ["'\"'", "'\\\"'", "b'\"'"] {
        if text.starts_with(quoted) {
            return (quoted.len(), false);
        }
    }
    (one, false)
}

/// A line of a string without the values that are put in: `{name}`.
fn without_values(line: &str) -> String {
    let mut parts = line.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "_" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// A line without what stands in backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" _ ")
}

/// The words of prose in small letters, with a break where a sentence or a cell ends.
fn words(lines: &[String]) -> Vec<Word> {
    let mut words = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let line = line.to_lowercase();
        let mut text = String::new();
        for c in line.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '\'' || c == '-' || c == '_' {
                text.push(c);
                continue;
            }
            if !text.is_empty() {
                words.push(Word { text: std::mem::take(&mut text), line: number + 1 });
            }
            if ".;:!?|".contains(c) {
                words.push(Word { text: ".".to_owned(), line: number + 1 });
            }
        }
    }
    words
}

/// Whether a phrase begins with the first of some words; a `*` stands for up to `GAP` words of the same sentence.
fn begins(words: &[Word], phrase: &[String]) -> bool {
    let Some((first, rest)) = phrase.split_first() else {
        return true;
    };
    if first == "*" {
        let within = words.iter().take(GAP).take_while(|word| word.text != ".").count();
        return (0..=within).any(|skipped| begins(&words[skipped..], rest));
    }
    words.first().is_some_and(|word| word.text == *first) && begins(&words[1..], rest)
}

/// The hits of a file: line, phrase, and what to say.
fn hits(path: &str, phrases: &[Phrase]) -> Vec<String> {
    let words = words(&prose(path, &read(&root().join(path))));
    let mut hits = Vec::new();
    for at in 0..words.len() {
        for phrase in phrases.iter().filter(|phrase| begins(&words[at..], &phrase.words)) {
            let Phrase { never, say, .. } = phrase;
            hits.push(format!("{path}:{}: \"{never}\"; say: {say}", words[at].line));
        }
    }
    hits
}

#[test]
fn nothing_says_what_the_glossary_says_never_to_write() {
    let phrases = phrases();
    let mut wrong = String::new();
    for path in files() {
        hits(&path, &phrases).iter().for_each(|hit| writeln!(wrong, "{hit}").expect("a string takes everything"));
    }
    assert!(wrong.is_empty(), "{} hits:\n{wrong}", wrong.lines().count());
}
