//! Texts that a scenario is read from, and places in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What a text is to the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// A file that another extends.
    Base,
    /// The file that was asked for.
    This,
    /// A `--set` of the command line.
    Set,
}

/// Where a text came from, for what it extends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A file.
    Disk(PathBuf),
    /// Compiled into the program.
    Bundled,
    /// Typed or made.
    Nowhere,
}

impl Home {
    /// What a text of this home means by the name of a scenario: a bundled one, or a file seen from its own folder.
    #[must_use]
    pub fn beside(&self, named: &str) -> String {
        match self {
            Home::Disk(own) if is_file(named) => {
                let folder = own.parent().filter(|folder| !folder.as_os_str().is_empty());
                folder.map_or_else(|| named.to_owned(), |folder| folder.join(named).display().to_string())
            }
            _ => named.to_owned(),
        }
    }
}

/// Whether an argument of the command line is a file rather than a bundled name.
#[must_use]
pub fn is_file(argument: &str) -> bool {
    argument.contains(['/', '\\']) || Path::new(argument).extension().is_some_and(|end| end == "toml")
}

/// A text that a scenario is read from.
#[derive(Clone, Debug)]
pub struct Source {
    /// What messages call it.
    pub name: String,
    /// The text.
    pub text: String,
    /// What it is to the scenario.
    pub layer: Layer,
    /// Where it came from.
    pub home: Home,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Characters before each stretch of [`STRETCH`] bytes.
    characters: Vec<usize>,
}

/// Bytes of a stretch whose characters are counted once, so that a place is found without reading the text again.
const STRETCH: usize = 256;

impl Source {
    /// A text, with the places of its lines.
    #[must_use]
    pub fn new(name: String, text: String, layer: Layer, home: Home) -> Source {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        let mut characters = Vec::with_capacity(text.len() / STRETCH + 1);
        let mut before = 0;
        for stretch in text.as_bytes().chunks(STRETCH) {
            characters.push(before);
            before += begun(stretch);
        }
        Source { name, text, layer, home, lines, characters }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = if self.text.is_char_boundary(offset) { offset } else { self.text.len() };
        let line = self.lines.partition_point(|&first| first <= offset);
        let first = self.lines[line - 1];
        (line, self.characters_before(offset) - self.characters_before(first) + 1)
    }

    /// The line around a byte, without its end, and the place of its first byte.
    #[must_use]
    pub fn line(&self, offset: usize) -> (usize, &str) {
        let line = self.lines.partition_point(|&first| first <= offset.min(self.text.len()));
        let first = self.lines[line - 1];
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        (first, self.text[first..end].trim_end_matches('\r'))
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let counted = self.characters.get(stretch).copied();
        let from = if counted.is_some() { stretch * STRETCH } else { (stretch.max(1) - 1) * STRETCH };
        let counted = counted.or_else(|| self.characters.last().copied()).unwrap_or(0);
        counted + begun(&self.text.as_bytes()[from.min(offset)..offset])
    }
}

/// How many characters begin in a stretch of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A stretch of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The number of the source.
    pub source: usize,
    /// Its bytes.
    pub span: Range<usize>,
}

/// Where each value was written, by path; what is missing here stands at its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(BTreeMap<String, Mark>);

impl Marks {
    /// Remembers where the value of a path was written.
    pub fn set(&mut self, path: &str, mark: Mark) {
        self.0.insert(path.to_owned(), mark);
    }

    /// Forgets where the value of a path was written.
    pub fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Forgets all that stands below a path.
    pub fn forget_below(&mut self, path: &str) {
        for (first, after) in [('.', '/'), ('[', '\\')] {
            let below = format!("{path}{first}")..format!("{path}{after}");
            let below: Vec<String> = self.0.range(below).map(|(path, _)| path.clone()).collect();
            for path in below {
                self.0.remove(&path);
            }
        }
    }

    /// Where a value was written.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Mark> {
        self.0.get(path)
    }

    /// Where a value was written, or else the nearest section around it.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<&Mark> {
        let mut path = path;
        loop {
            if let Some(mark) = self.0.get(path) {
                return Some(mark);
            }
            path = &path[..path.rfind(['.', '['])?];
        }
    }
}

/// Paths, each of which can be asked for with all that is above and below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths(BTreeSet<String>);

impl Paths {
    /// Puts a path in.
    pub fn insert(&mut self, path: &str) {
        self.0.insert(path.to_owned());
    }

    /// Whether this very path is among them.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// Whether one of them is, or lies above or below, a path.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        let mut above = Some(path);
        while let Some(known) = above {
            if self.0.contains(known) {
                return true;
            }
            above = known.rfind(['.', '[']).map(|end| &known[..end]);
        }
        let below = |first| {
            let from = format!("{path}{first}");
            self.0.range(from.clone()..).next().is_some_and(|next| next.starts_with(&from))
        };
        self.0.contains("") || below('.') || below('[')
    }
}

/// Whether a path is, or lies below, another.
#[must_use]
pub fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| above.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A path and a key below it.
#[must_use]
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Source {
        Source::new(String::new(), text.to_owned(), Layer::This, Home::Nowhere)
    }

    #[test]
    fn places_are_those_that_counting_finds() {
        for long in ["é".repeat(700), format!("{}\n", "aé".repeat(90)).repeat(5), "x".repeat(STRETCH), String::new()]
        {
            let source = text(&long);
            for offset in (0..=long.len()).filter(|offset| long.is_char_boundary(*offset)) {
                let before = &long[..offset];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
                assert_eq!(source.position(offset), (line, column), "{offset}");
            }
        }
    }

    #[test]
    fn a_line_is_found_around_any_of_its_bytes() {
        let source = text("a = 1\r\nbc = 2");
        assert_eq!((source.line(0), source.line(8), source.line(99)), ((0, "a = 1"), (7, "bc = 2"), (7, "bc = 2")));
    }

    #[test]
    fn a_file_is_seen_from_the_folder_of_what_names_it() {
        let home = Home::Disk(PathBuf::from("study/questions.toml"));
        assert_eq!(home.beside("town.toml"), "study/town.toml");
        assert_eq!((home.beside("town").as_str(), Home::Bundled.beside("a/b").as_str()), ("town", "a/b"));
        assert_eq!(Home::Disk(PathBuf::from("questions.toml")).beside("town.toml"), "town.toml");
    }

    #[test]
    fn columns_count_characters() {
        let source = text("a = 1\né = 2\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(8), (2, 2));
        assert_eq!(source.position(99), (3, 1));
    }

    #[test]
    fn what_is_forgotten_is_found_at_the_section_around() {
        let mut marks = Marks::default();
        let mark = Mark { source: 0, span: 3..4 };
        marks.set("arms.npm", mark.clone());
        marks.set("arms.npm.headline[2]", mark.clone());
        marks.set("arms.npm_good", mark.clone());
        marks.forget_below("arms.npm.headline");
        assert_eq!(marks.get("arms.npm.headline[2]"), None);
        assert_eq!(marks.get("arms.npm_good"), Some(&mark));
        assert_eq!(marks.nearest("arms.npm.headline[2]"), Some(&mark));
        assert_eq!(marks.nearest("arms"), None);
    }

    #[test]
    fn a_path_is_touched_by_what_is_above_and_below_it() {
        let mut paths = Paths::default();
        paths.insert("arms.npm.only[3]");
        for path in ["arms", "arms.npm", "arms.npm.only", "arms.npm.only[3]", "arms.npm.only[3].x"] {
            assert!(paths.touches(path), "{path}");
        }
        for path in ["arm", "arms.npm.only[2]", "arms.np", "arms.npm.only[33]", "arms.npm_good"] {
            assert!(!paths.touches(path), "{path}");
        }
    }

    #[test]
    fn a_longer_name_is_not_below_a_shorter_one() {
        assert!(is_within("arms.npm.start", "arms.npm"));
        assert!(!is_within("arms.npm_good", "arms.npm"));
    }
}
