//! What the help of `validate` and `claims` says of files of experiments.

/// What the help of commands that run experiments says of files of experiments.
pub const FILES_OF_EXPERIMENTS: &str = r#"A file of experiments:
  format = 1
  [experiments.newcomers_gain]
  pattern = "Newcomers gain where services listen."
  source = "own expectation, written before the run"
  kind = "contingency"      # for `claims`: "claim", and claims = ["S001"]
  switch = "how many factors of need belong to others"
  scenario = "tiny"         # bundled, or a file beside this one: "my_town.toml"
  settings = { few = [], many = ["domains.housing.outside=6"] }
  expects = { above = 0.0 }
  [experiments.newcomers_gain.quantities]
  gap = "few.hls.group.newcomers.flourishing - few.npm.flourishing@final"

Quantities:
  Numbers and terms with + - * / ( ) abs() min() max().
  A term is setting.arm.WHAT, where WHAT is one of
    OUTCOME             as `regimes doc outcomes` lists them
    group.NAME.flourishing              place.NAME.flourishing
    organisation.NAME.true_performance  also reported_performance
    crisis.KIND.crises                  also in_crisis, crisis_cost
  each over the horizon, or over a part of it: @final, @year1, @slope; or
    evaluation.true     also apparent, twin, before, after;
                        evaluation_middle is the cohort of middling need
  `regimes show SCENARIO` lists arms, groups, places, organisations and kinds
  of crisis; a name that means nothing is answered with the nearest that does.
Examples:
  regimes validate --quick --draws 1
  regimes claims --quick --draws 1"#;

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::source::{Home, Layer, Source};
    use regimes_study::experiment::bundled;

    #[test]
    fn the_file_that_the_help_shows_is_sound() {
        let text = FILES_OF_EXPERIMENTS.split("Quantities:").next().unwrap_or_default();
        let text = text.trim_start_matches("A file of experiments:").to_owned();
        let source = Source::new("x.toml".to_owned(), text, Layer::This, Home::Nowhere);
        let files = bundled::read_all(vec![source]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(files[0].experiments.len(), 1);
    }
}
