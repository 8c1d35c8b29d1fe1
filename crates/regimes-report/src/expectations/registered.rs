//! The tables of expectations in the register, as they stand there.

use crate::expectations::mark::Mark;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Flourishing of those with three or more needs at the start.
    SeveralNeeds,
    /// Flourishing of the top tenth of need.
    TopTenth,
    /// Flourishing of those in crisis at the start.
    InCrisis,
    /// Flourishing of those who asked for help.
    AskedForHelp,
    /// Flourishing of all first residents.
    All,
    /// Public cost as it was spent.
    CostAsSpent,
    /// Public cost with all arms paid alike.
    CostOnEqualPayment,
    /// Wellbeing of staff.
    Staff,
    /// Freedom of staff from exhaustion.
    Exhaustion,
}

impl Quantity {
    /// How tables of effects call its cohort and its outcome.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Quantity::SeveralNeeds => ("three_or_more_needs", "flourishing"),
            Quantity::TopTenth => ("top_tenth_of_need", "flourishing"),
            Quantity::InCrisis => ("in_crisis", "flourishing"),
            Quantity::AskedForHelp => ("asked_for_help", "flourishing"),
            Quantity::All => ("all", "flourishing"),
            Quantity::CostAsSpent => ("all", "public_cost"),
            Quantity::CostOnEqualPayment => ("all", "public_cost_on_equal_payment"),
            Quantity::Staff => ("staff", "staff_wellbeing"),
            Quantity::Exhaustion => ("staff", "freedom_from_exhaustion"),
        }
    }

    /// Whether it is money, in which less is a win.
    #[must_use]
    pub fn is_cost(self) -> bool {
        matches!(self, Quantity::CostAsSpent | Quantity::CostOnEqualPayment)
    }
}

/// What a line of the register is about.
fn quantities(label: &str) -> Option<Vec<Quantity>> {
    let one = |quantity| Some(vec![quantity]);
    match label {
        "outcome, three or more needs" => one(Quantity::SeveralNeeds),
        "outcome, top tenth of need" => one(Quantity::TopTenth),
        "outcome, in crisis" => one(Quantity::InCrisis),
        "outcome, asked for help" => one(Quantity::AskedForHelp),
        "outcome, all residents" => one(Quantity::All),
        "cost, as spent" => one(Quantity::CostAsSpent),
        "cost, equal payment" => one(Quantity::CostOnEqualPayment),
        "cost, as spent or equal payment" => Some(vec![Quantity::CostAsSpent, Quantity::CostOnEqualPayment]),
        "exhaustion alone" => one(Quantity::Exhaustion),
        _ if label.starts_with("staff wellbeing") => one(Quantity::Staff),
        _ => None,
    }
}

/// A line of a table of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The two rows of rules; the second is compared with the first.
    pub pair: [String; 2],
    /// The line's label.
    pub label: String,
    /// What it is about.
    pub quantities: Vec<Quantity>,
    /// For each density, what the project, the HLS advocate and the NPM advocate expect.
    pub marks: Vec<[Mark; 3]>,
}

/// The lines of all tables that compare a pair over densities, in order; a line that cannot be read is left out.
#[must_use]
pub fn expected(register: &str) -> Vec<Expected> {
    let mut pair = None;
    let mut found = Vec::new();
    for line in register.lines() {
        if line.starts_with('#') {
            pair = pair_of(line);
        }
        let Some(pair) = &pair else { continue };
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let Some((quantities, marks)) = quantities(cells[0]).zip(cells[1..].iter().map(|cell| marks(cell)).collect())
        else {
            continue;
        };
        found.push(Expected { pair: pair.clone(), label: cells[0].to_owned(), quantities, marks });
    }
    found
}

/// The pair of a heading such as "6.1 `npm` with `hls`".
fn pair_of(heading: &str) -> Option<[String; 2]> {
    let mut parts = heading.split('`');
    let (_, first, with, second) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (with == " with ").then(|| [first.to_owned(), second.to_owned()])
}

/// The three marks of a cell.
fn marks(cell: &str) -> Option<[Mark; 3]> {
    let marks: Vec<Mark> = cell.split(' ').map(Mark::of_letter).collect::<Option<_>>()?;
    marks.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTER: &str = include_str!("../../../../docs/register.md");

    #[test]
    fn the_register_has_three_pairs_at_five_densities() {
        let all = expected(REGISTER);
        let of = |a: &str, b: &str| all.iter().filter(|line| line.pair == [a, b]).count();
        assert_eq!([of("npm", "hls"), of("npm_lean", "hls_lean"), of("npm_deliver", "hls")], [9, 9, 8]);
        assert!(all.len() == 26 && all.iter().all(|line| line.marks.len() == 5));
        assert_eq!(all[1].label, "outcome, top tenth of need");
        assert_eq!(all[1].marks[4], [Mark::Win, Mark::Win, Mark::Undecided]);
    }
}
