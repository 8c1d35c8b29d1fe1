//! Texts that a scenario is read from, and places in them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

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
}

impl Source {
    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
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

    #[test]
    fn columns_count_characters() {
        let source =
            Source { name: String::new(), text: "a = 1\né = 2\n".to_owned(), layer: Layer::This, home: Home::Nowhere };
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
    fn a_longer_name_is_not_below_a_shorter_one() {
        assert!(is_within("arms.npm.start", "arms.npm"));
        assert!(!is_within("arms.npm_good", "arms.npm"));
    }
}
