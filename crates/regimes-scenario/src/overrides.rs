//! What is changed in a scenario on top of its file: a path, and the value that stands there instead.

use crate::source::{Home, Layer, Source};
use crate::tree::quoted;
use std::fmt;
use toml::de::{DeTable, DeValue};

/// One value of a scenario that is replaced.
///
/// It is read from `path=value`, as `--set` and files of experiments write it; what has no `=` is kept as it is and told
/// with the other problems of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Override {
    path: String,
    value: Option<String>,
}

impl Override {
    /// A number at a path.
    #[must_use]
    pub fn number(path: &str, value: f64) -> Override {
        Override { path: path.to_owned(), value: Some(format!("{value:?}")) }
    }

    /// A whole number at a path.
    #[must_use]
    pub fn whole(path: &str, value: u64) -> Override {
        Override { path: path.to_owned(), value: Some(value.to_string()) }
    }

    /// A value at a path, as `--set` takes it.
    #[must_use]
    pub fn literal(path: &str, value: &str) -> Override {
        Override { path: path.to_owned(), value: Some(value.to_owned()) }
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path.trim()
    }

    /// The value as it is written; empty where there is none.
    #[must_use]
    pub fn value(&self) -> &str {
        self.value.as_deref().unwrap_or_default().trim()
    }

    /// The first step of its path, as `arms`.
    #[must_use]
    pub fn section(&self) -> &str {
        self.path().split('.').next().unwrap_or_default()
    }

    /// The arm that it is about; none where it is about something else.
    #[must_use]
    pub fn arm(&self) -> Option<&str> {
        self.path().strip_prefix("arms.")?.split('.').next()
    }

    /// The same value at another path.
    #[must_use]
    pub fn at(&self, path: String) -> Override {
        Override { path, value: self.value.clone() }
    }

    /// The override as a layer of a scenario: what is not a value of TOML becomes a word.
    ///
    /// # Errors
    /// Says what is missing where there is no value.
    pub fn layer(&self) -> Result<Source, String> {
        let Some(value) = &self.value else {
            return Err("a `--set` has the form path.to.key=value".to_owned());
        };
        let text = self.to_string();
        let is_toml = DeTable::parse(&text).is_ok() || DeValue::parse(value.trim()).is_ok();
        let text = if is_toml { text } else { format!("{}={}", self.path, quoted(value.trim())) };
        Ok(Source::new("--set".to_owned(), text, Layer::Set, Home::Nowhere))
    }
}

impl From<&str> for Override {
    fn from(text: &str) -> Override {
        match text.split_once('=') {
            Some((path, value)) => Override { path: path.to_owned(), value: Some(value.to_owned()) },
            None => Override { path: text.to_owned(), value: None },
        }
    }
}

impl From<String> for Override {
    fn from(text: String) -> Override {
        Override::from(text.as_str())
    }
}

/// As `--set` takes it.
impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// Overrides from texts of the form `path=value`.
#[must_use]
pub fn read<S: AsRef<str>>(texts: &[S]) -> Vec<Override> {
    texts.iter().map(|text| Override::from(text.as_ref())).collect()
}

/// Overrides with blanks between, for messages.
#[must_use]
pub fn joined(overrides: &[Override]) -> String {
    overrides.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_word_after_set_is_a_word() {
        let text = |argument: &str| Override::from(argument).layer().map(|source| source.text);
        assert_eq!(text("a.b=npm").as_deref(), Ok("a.b=\"npm\""));
        assert_eq!(text("a.b=0.5").as_deref(), Ok("a.b=0.5"));
        assert_eq!(text("a={ b = 1 }").as_deref(), Ok("a={ b = 1 }"));
        assert_eq!(text("start=2026-01-05").as_deref(), Ok("start=2026-01-05"));
        assert!(text("a.b").is_err());
    }

    #[test]
    fn an_override_knows_its_path_its_value_and_its_arm() {
        let set = Override::from("arms.hls.fidelity = 1");
        assert_eq!(
            (set.path(), set.value(), set.section(), set.arm()),
            ("arms.hls.fidelity", "1", "arms", Some("hls"))
        );
        assert_eq!(Override::number("patterns.harm", 0.25).to_string(), "patterns.harm=0.25");
        assert_eq!(Override::from("seed=7").arm(), None);
    }
}
