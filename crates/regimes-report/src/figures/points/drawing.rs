//! Which figure goes with a design: a fan along one axis, a map over two, or else a strip of scatter plots.

use crate::figures::points::varied::{Varied, varied};
use regimes_study::experiment::points::Points;
use std::collections::BTreeSet;

/// Values of an axis below which a curve says nothing.
const LEAST_VALUES: usize = 3;
/// Cells of a map, at most: more could not be distinguished.
const MOST_CELLS: usize = MOST_POINTS;
/// Points of a study that is drawn, at most: memory for the figures of more would grow with them, and their dots lie on one
/// another.
const MOST_POINTS: usize = 5_000;
/// Panels of a strip, at most.
pub const MOST_PANELS: usize = 6;

/// A figure, and what it is drawn over.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    /// Medians and bands along one axis.
    Fan(Varied),
    /// Cells over two axes.
    Map(Box<[Varied; 2]>),
    /// A scatter plot a path; paths that are varied and not drawn.
    Strip(Vec<Varied>, Vec<String>),
    /// None, and why.
    Nothing(String),
}

impl Drawing {
    /// The figure that goes with points.
    #[must_use]
    pub fn of(points: &Points) -> Drawing {
        if points.base().arms.len() < 2 {
            return Drawing::Nothing("the scenario has one arm, and so no difference between arms".to_owned());
        }
        if points.points().len() < 2 {
            return Drawing::Nothing("there is one point alone".to_owned());
        }
        if points.points().len() > MOST_POINTS {
            return Drawing::Nothing(format!("there are more than {MOST_POINTS} points; points.csv holds them all"));
        }
        let (numbers, words) = varied(points);
        Drawing::over(numbers, words)
    }

    fn over(mut numbers: Vec<Varied>, words: Vec<String>) -> Drawing {
        match (numbers.as_slice(), words.as_slice()) {
            ([], _) => Drawing::Nothing("none of the paths that are varied takes numbers".to_owned()),
            ([one], []) if one.values.len() >= LEAST_VALUES => Drawing::Fan(one.clone()),
            ([x, y], []) if is_grid(x, y) => Drawing::Map(Box::new([x.clone(), y.clone()])),
            _ => {
                let others = numbers.iter().skip(MOST_PANELS).map(|varied| varied.path.clone());
                let others = others.chain(words.iter().cloned()).collect();
                numbers.truncate(MOST_PANELS);
                Drawing::Strip(numbers, others)
            }
        }
    }
}

/// Whether points fill more than half of the cells that two axes make.
fn is_grid(x: &Varied, y: &Varied) -> bool {
    let cells = x.values.len() * y.values.len();
    let taken: BTreeSet<[u64; 2]> = x.at.iter().zip(&y.at).map(|(x, y)| [x.to_bits(), y.to_bits()]).collect();
    cells <= MOST_CELLS && 2 * taken.len() > cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::overrides;

    fn of(scenario: &str, points: &[&[&str]]) -> Drawing {
        let points = points.iter().map(|point| overrides::read(point)).collect();
        Drawing::of(&Points::of(scenario, Vec::new(), points, vec![0]).unwrap())
    }

    #[test]
    fn one_axis_is_a_fan_two_are_a_map_and_others_a_strip() {
        let fan = of("tiny", &[&["patterns.harm=0.1"], &["patterns.harm=0.2"], &["patterns.harm=0.3"]]);
        let Drawing::Fan(varied) = fan else { panic!("{fan:?}") };
        assert_eq!((varied.values.as_slice(), varied.unit.is_empty()), (&[0.1, 0.2, 0.3][..], false));
        let map = of(
            "tiny",
            &[
                &["patterns.harm=0.1", "support.gamma=1"],
                &["patterns.harm=0.1", "support.gamma=2"],
                &["patterns.harm=0.2", "support.gamma=1"],
            ],
        );
        assert!(matches!(map, Drawing::Map(_)), "{map:?}");
        let apart = of(
            "tiny",
            &[
                &["patterns.harm=0.1", "support.gamma=1"],
                &["patterns.harm=0.2", "support.gamma=1.5"],
                &["patterns.harm=0.3", "support.gamma=2"],
            ],
        );
        assert!(matches!(&apart, Drawing::Strip(paths, others) if paths.len() == 2 && others.is_empty()), "{apart:?}");
        let two = of("tiny", &[&["patterns.harm=0.1"], &["patterns.harm=0.2"]]);
        assert!(matches!(&two, Drawing::Strip(paths, _) if paths.len() == 1), "{two:?}");
    }

    #[test]
    fn words_are_not_drawn_and_named() {
        let mixed = of(
            "tiny",
            &[&["patterns.harm=0.1", "arms.hls.casework=menu"], &["patterns.harm=0.2", "arms.hls.casework=bespoke"]],
        );
        assert!(
            matches!(&mixed, Drawing::Strip(paths, others) if paths.len() == 1 && others == &["arms.hls.casework"])
        );
        let words = of("tiny", &[&["arms.hls.casework=menu"], &["arms.hls.casework=bespoke"]]);
        assert!(matches!(words, Drawing::Nothing(why) if why.contains("numbers")));
    }

    #[test]
    fn more_points_than_can_be_distinguished_are_left_to_the_table() {
        let points =
            (0..=MOST_POINTS).map(|n| overrides::read(&[format!("patterns.harm={}", n as f64 / 1e5)])).collect();
        let many = Drawing::of(&Points::of("tiny", Vec::new(), points, vec![0]).unwrap());
        assert!(matches!(many, Drawing::Nothing(why) if why.contains("points.csv")));
    }
}
