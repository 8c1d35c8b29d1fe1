//! Loading a scenario: from a file, a bundled one or a text, with what is changed in it.

use crate::bundled;
use crate::check::{Loaded, check};
use crate::nearest::nearest;
use crate::overrides::Override;
use crate::problem::Problems;
use crate::read::{Layers, layers};
use crate::source::{Home, Layer, Source, is_file};
use crate::text::Unreadable;
use std::path::Path;

/// Reads and checks a file or a bundled scenario with what is changed in it.
///
/// An argument with a `/` or ending in `.toml` is a file, else a bundled name.
///
/// # Errors
/// All problems of the file, together.
pub fn load(argument: &str, overrides: &[Override]) -> Result<Loaded, Problems> {
    load_source(find(argument)?, overrides)
}

/// Reads and checks a text as if it were a file of that name.
///
/// # Errors
/// All problems of the text, together.
pub fn load_text(name: &str, text: &str, overrides: &[Override]) -> Result<Loaded, Problems> {
    let source = Source::new(name.to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
    load_source(source, overrides)
}

fn load_source(source: Source, overrides: &[Override]) -> Result<Loaded, Problems> {
    let mut sources = layers::collect(source)?;
    sources.extend(layers::of_overrides(overrides)?);
    check(Layers::read(sources).reading())
}

/// A scenario that is read once and then loaded many times, each with other overrides.
#[derive(Clone, Debug)]
pub struct Prepared(Layers);

impl Prepared {
    /// Reads a file or a bundled scenario.
    ///
    /// # Errors
    /// That it is not there, or extends what is not.
    pub fn read(argument: &str) -> Result<Prepared, Problems> {
        Ok(Prepared(Layers::read(layers::collect(find(argument)?)?)))
    }

    /// Reads a file or a bundled scenario, with further arms after its own: each is a row of rules under its own name.
    ///
    /// # Errors
    /// That it is not there, or extends what is not.
    pub fn read_with_presets(argument: &str, presets: &[String]) -> Result<Prepared, Problems> {
        let mut sources = layers::collect(find(argument)?)?;
        let arms: Vec<String> = presets.iter().map(|row| format!("arms.{row}.preset = \"{row}\"\n")).collect();
        if !arms.is_empty() {
            sources.push(Source::new("--preset".to_owned(), arms.concat(), Layer::This, Home::Nowhere));
        }
        Ok(Prepared(Layers::read(sources)))
    }

    /// The scenario with what is changed in it: the same as [`load`] gives.
    ///
    /// # Errors
    /// All problems of the file and of the overrides, together.
    pub fn with(&self, overrides: &[Override]) -> Result<Loaded, Problems> {
        check(self.0.with(layers::of_overrides(overrides)?).reading())
    }
}

fn find(argument: &str) -> Result<Source, Problems> {
    if is_file(argument) {
        return layers::open(Path::new(argument), Layer::This).map_err(|error| {
            let remedy = if error.is_missing {
                format!("`regimes new {argument}` would make one")
            } else {
                error.remedy.clone()
            };
            Problems::from(Unreadable { remedy, ..error })
        });
    }
    bundled::source(argument, Layer::This).ok_or_else(|| {
        let message = format!("there is no bundled scenario `{argument}`");
        let near = nearest(argument, bundled::names()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let remedy =
            format!("{near}`regimes list` shows what is bundled; a file needs its ending, as in `{argument}.toml`");
        Problems::without_text(argument, message, remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overrides;

    #[test]
    fn a_prepared_scenario_loads_as_one_that_is_read_anew() {
        let changes = [
            &["seed=7", "patterns.harm=0.25"][..],
            &["arms.hls.fidelity=0.5", "seeking.rate=0.1"],
            &["status_quo.preset=hls", "arms.npm.preset=npm"],
            &["status_quo.support=menu"],
            &["patterns.harm=7", "no.such.key=1"],
            &["arms.hls=drop"],
        ];
        for name in ["tiny", "flagship", "audit"] {
            let prepared = Prepared::read(name).unwrap_or_else(|problems| panic!("{problems}"));
            for change in changes {
                let overrides = overrides::read(change);
                match (prepared.with(&overrides), load(name, &overrides)) {
                    (Ok(a), Ok(b)) => {
                        assert_eq!((a.scenario, a.calibration), (b.scenario, b.calibration), "{change:?}")
                    }
                    (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string(), "{name} {change:?}"),
                    (a, b) => panic!("{name} {change:?}: {} and {}", a.is_ok(), b.is_ok()),
                }
            }
        }
    }

    #[test]
    fn an_arm_of_a_preset_is_that_row_of_rules() {
        let prepared = Prepared::read_with_presets("tiny", &["mixed".to_owned()]).unwrap_or_else(|p| panic!("{p}"));
        let scenario = prepared.with(&overrides::read(&["arms.mixed.fidelity=0.5"])).unwrap().scenario;
        let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["npm", "hls", "graft", "mixed"]);
        let same = load("tiny", &overrides::read(&["status_quo.preset=mixed"])).unwrap().scenario;
        assert_eq!(scenario.arms.get("mixed").unwrap().arm.regime, same.status_quo.regime);
    }

    #[test]
    fn a_draw_leaves_alone_what_a_scenario_says_itself() {
        let town = load("town", &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(town.calibration.as_ref().map(|calibration| calibration.name.as_str()), Some("england"));
        // Said by nobody, and said by the calibrated base.
        assert!(town.may_be_drawn("patterns.harm") && town.may_be_drawn("seeking.rate"));
        let set = load("town", &overrides::read(&["seeking.rate=0.1"])).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(!set.may_be_drawn("seeking.rate"));
        let tiny = load("tiny", &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(tiny.calibration, None);
        assert!(!tiny.may_be_drawn("patterns.personal_variation") && tiny.may_be_drawn("patterns.harm"));
    }
}
