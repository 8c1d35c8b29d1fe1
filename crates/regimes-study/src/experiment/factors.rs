//! Which uncertain parameters a sensitivity analysis moves, and between which ends.
//!
//! By default those that experiments draw: where a calibration fitted them, over the span of the draws of its ensemble;
//! elsewhere over their declared ranges, which is no fit and is labelled so.

use crate::experiment::axes::{Axis, Values};
use crate::experiment::design::ranges_of;
use crate::experiment::draws::{Draw, Fitted};
use regimes_scenario::check::Loaded;
use std::collections::BTreeMap;

/// The parameters that are drawn for a scenario, each with the ends between which it is moved.
#[must_use]
pub fn drawn(loaded: &Loaded, draws: &[Draw]) -> Vec<Axis> {
    let mut spans: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for one in draws.iter().flat_map(|draw| draw.of(loaded)) {
        let Ok(value) = one.value().parse::<f64>() else { continue };
        let (low, high) = spans.entry(one.path().to_owned()).or_insert((value, value));
        (*low, *high) = (low.min(value), high.max(value));
    }
    if Fitted::of(loaded) == Fitted::Ranges {
        let ranges = ranges_of(&loaded.scenario);
        spans
            .iter_mut()
            .filter_map(|(path, span)| Some((span, ranges.get(path)?)))
            .for_each(|(span, range)| *span = *range);
    }
    let axis =
        |(path, (low, high)): (String, (f64, f64))| Axis { path, values: Values::Range { low, high, levels: None } };
    spans.into_iter().filter(|(_, (low, high))| low < high).map(axis).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::draws::shipped;
    use regimes_scenario::load::load;

    #[test]
    fn spans_are_those_of_the_draws_or_else_of_the_declaration() {
        let draws = shipped(usize::MAX).expect("sound");
        let ends = |name: &str, path: &str| {
            let loaded = load(name, &[]).expect("bundled");
            let axes = drawn(&loaded, &draws);
            let axis = axes.into_iter().find(|axis| axis.path == path).expect("it is drawn");
            let Values::Range { low, high, .. } = axis.values else { panic!("a range") };
            (low, high, ranges_of(&loaded.scenario)[path])
        };
        let (low, high, (lowest, highest)) = ends("town", "patterns.harm");
        assert!(lowest <= low && low < high && high <= highest && high - low < highest - lowest);
        let (low, high, range) = ends("tiny", "patterns.harm");
        assert_eq!((low, high), range);
    }
}
