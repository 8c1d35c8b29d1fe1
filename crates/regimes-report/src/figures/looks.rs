//! How each arm looks: up to six arms by colour and line, and beyond six the ones that matter in colour.

use crate::figures::scene::{Colour, Dash};
use crate::figures::style::{BLUE, GREY, LILAC, Look, NEUTRAL, ORANGE, PLUM, Shape, TEAL};
use crate::figures::titles;
use crate::observed::Observed;

/// Arms in colour, at most.
pub const COLOURED: usize = 6;

/// Colours of arms that have none of their own, in order.
const COLOURS: [Colour; COLOURED] = [TEAL, PLUM, LILAC, NEUTRAL, ORANGE, BLUE];
/// Lines of arms that have none of their own, in order.
const DASHES: [Dash; COLOURED] = [
    Dash::Broken(&[7.0, 2.5, 1.5, 2.5]),
    Dash::Broken(&[4.0, 2.0]),
    Dash::Broken(&[14.0, 2.5, 4.0, 2.5]),
    Dash::Broken(&[11.0, 2.5]),
    Dash::Solid,
    DOTTED,
];
/// Dots of arms that have none of their own, in order.
const SHAPES: [Shape; COLOURED] =
    [Shape::Diamond, Shape::Triangle, Shape::Wedge, Shape::Bar, Shape::Disc, Shape::Square];
/// The line of what stands for no change.
const DOTTED: Dash = Dash::Broken(&[2.0, 2.0]);

/// How each arm looks: `hls`, `npm` and `nothing_changed` have colours of their own, others take the further ones, the
/// focus first. No two of six arms share a colour or a line. Of more than six, those that [`coloured`] names have
/// colours, and the others are grey.
#[must_use]
pub fn of(observed: &Observed) -> Vec<Look> {
    let names: Vec<&str> = observed.record.arms.iter().map(|arm| arm.name.as_str()).collect();
    of_names(&names, observed.focus(), &coloured(observed))
}

/// How arms of these names look, of which some are in colour.
#[must_use]
pub fn of_names(names: &[&str], focus: Option<usize>, coloured: &[usize]) -> Vec<Look> {
    let mut order = coloured.to_vec();
    order.sort_by_key(|&arm| (rank(names[arm]), Some(arm) != focus, arm));
    let mut looks: Vec<Look> = (0..names.len()).map(grey).collect();
    let mut taken: Vec<Look> = Vec::new();
    for arm in order {
        let own = own(names[arm], Some(arm) == focus);
        let look = Look {
            colour: free(own.0, &COLOURS, &taken, |look| look.colour),
            dash: free(own.1, &DASHES, &taken, |look| look.dash),
            shape: free(own.2, &SHAPES, &taken, |look| look.shape),
        };
        looks[arm] = look;
        taken.push(look);
    }
    looks
}

/// Arms in colour: all of six or fewer; of more, the first, the focus, and who leads on a headline outcome.
#[must_use]
pub fn coloured(observed: &Observed) -> Vec<usize> {
    let n = observed.n_arms();
    if n <= COLOURED {
        return (0..n).collect();
    }
    let record = observed.record;
    let leads = record.headline.iter().filter_map(|name| titles::leader(observed, record.outcome(name)?));
    let mut chosen = vec![0];
    for arm in observed.focus().into_iter().chain(leads) {
        if chosen.len() < COLOURED && !chosen.contains(&arm) {
            chosen.push(arm);
        }
    }
    chosen
}

/// Who chooses first: those with a look of their own.
fn rank(name: &str) -> u32 {
    match name {
        "hls" | "npm" | "nothing_changed" => 0,
        "npm_good" => 1,
        name if stands_still(name) => 2,
        _ => 3,
    }
}

/// The colour, line and dots that an arm takes if nobody has them.
fn own(name: &str, is_focus: bool) -> (Option<Colour>, Option<Dash>, Option<Shape>) {
    match name {
        "hls" => (Some(BLUE), Some(Dash::Solid), Some(Shape::Disc)),
        "npm" => (Some(ORANGE), Some(Dash::Broken(&[11.0, 2.5])), Some(Shape::Square)),
        "nothing_changed" => (Some(NEUTRAL), Some(DOTTED), Some(Shape::Square)),
        "npm_good" => (Some(ORANGE), None, None),
        name if stands_still(name) => (None, Some(DOTTED), None),
        _ if is_focus => (None, Some(Dash::Solid), Some(Shape::Disc)),
        _ => (None, None, None),
    }
}

fn stands_still(name: &str) -> bool {
    ["status_quo", "placebo", "no_service", "baseline"].iter().any(|word| name.contains(word))
}

/// What is wanted, if no look has it, or else the first of a list that none has.
fn free<T: Copy + PartialEq>(wanted: Option<T>, list: &[T], taken: &[Look], part: impl Fn(&Look) -> T) -> T {
    let is_free = |value: &T| taken.iter().all(|look| part(look) != *value);
    wanted.into_iter().chain(list.iter().copied()).find(is_free).unwrap_or(list[0])
}

fn grey(arm: usize) -> Look {
    Look { colour: GREY, dash: DASHES[arm % 3], shape: SHAPES[arm % 3] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    const ARMS: [&str; 12] = [
        "nothing_changed",
        "npm_good",
        "hls_in_name",
        "none",
        "hls",
        "a",
        "npm",
        "status_quo",
        "placebo",
        "b",
        "c",
        "d",
    ];

    fn looks(arms: &[&str]) -> Vec<Look> {
        let (record, ensemble) = synthetic::make(arms, 5, 2);
        of(&Observed::new(&record, &ensemble).unwrap())
    }

    #[test]
    fn no_two_of_six_arms_share_a_colour_or_a_line_or_dots() {
        for n in 1..=COLOURED {
            for first in 0..=ARMS.len() - n {
                let looks = looks(&ARMS[first..first + n]);
                for (place, a) in looks.iter().enumerate() {
                    for b in &looks[place + 1..] {
                        assert!(a.colour != b.colour && a.dash != b.dash && a.shape != b.shape, "{a:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn beyond_six_arms_the_focus_the_first_and_the_leaders_have_colours_of_their_own() {
        for n in COLOURED + 1..=ARMS.len() {
            let (mut record, ensemble) = synthetic::make(&ARMS[..n], 5, 2);
            record.focus = Some(n - 1);
            let observed = Observed::new(&record, &ensemble).unwrap();
            let (looks, coloured) = (of(&observed), coloured(&observed));
            assert!(coloured.contains(&0) && coloured.contains(&(n - 1)) && coloured.len() <= COLOURED);
            let column = record.outcome("flourishing").unwrap();
            assert!(titles::leader(&observed, column).is_some_and(|arm| coloured.contains(&arm)));
            for (arm, look) in looks.iter().enumerate() {
                assert_eq!(look.colour == GREY, !coloured.contains(&arm));
                let alike = looks.iter().filter(|other| other.colour == look.colour).count();
                assert!(alike == 1 || look.colour == GREY);
            }
        }
    }

    #[test]
    fn the_two_paradigms_and_what_stands_still_look_the_same_everywhere() {
        let looks = looks(&["status_quo", "npm", "hls", "graft", "placebo", "npm_good"]);
        assert_eq!((looks[1].colour, looks[2].colour), (ORANGE, BLUE));
        assert_eq!((looks[0].dash, looks[2].dash), (DOTTED, Dash::Solid));
    }
}
