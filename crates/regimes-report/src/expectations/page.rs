//! The tables of the page of expectations.

use crate::expectations::found::{Cell, Found, judged, scores};
use crate::expectations::registered::{Expected, Quantity};
use crate::numbers::signed;
use std::fmt::Write as _;

/// What the tables stand between.
const BEGIN: &str = "<!-- made from tables by the program: do not edit -->";
const END: &str = "<!-- end of what is made -->";

/// Who expected something, in the order of their marks.
const WHO: [&str; 3] = ["project", "HLS advocate", "NPM advocate"];

/// Pounds of services for each lasting need and week, in the order of points.
const DENSITIES: [u32; 5] = [5, 10, 15, 20, 30];

/// Pairs of which the register says something in words, which nobody can score.
const BESIDE: [[&str; 2]; 4] = [["npm", "hls_in_name"], ["hls_in_name", "hls"], ["npm", "mixed"], ["hls", "mixed"]];

/// Quantities that stand beside.
const QUANTITIES: [(&str, Quantity); 7] = [
    ("outcome, three or more needs", Quantity::SeveralNeeds),
    ("outcome, top tenth of need", Quantity::TopTenth),
    ("outcome, asked for help", Quantity::AskedForHelp),
    ("outcome, all residents", Quantity::All),
    ("cost, as spent", Quantity::CostAsSpent),
    ("staff wellbeing", Quantity::Staff),
    ("exhaustion alone", Quantity::Exhaustion),
];

/// A document with its tables made again; one without a place for them stays as it is.
#[must_use]
pub fn with_tables(document: &str, register: &[Expected], all: &[Found]) -> String {
    let Some((before, rest)) = document.split_once(BEGIN) else { return document.to_owned() };
    let Some((_, after)) = rest.split_once(END) else { return document.to_owned() };
    format!("{before}{BEGIN}\n\n{}{END}{after}", tables(register, all))
}

/// All tables: who was right, then each pair.
fn tables(register: &[Expected], all: &[Found]) -> String {
    let mut text = sources(all);
    let mut pairs: Vec<&[String; 2]> = register.iter().map(|line| &line.pair).collect();
    pairs.dedup();
    let _ = write!(text, "### Who was right\n\n| pair | cells | {} |\n|---|---:|---:|---:|---:|\n", WHO.join(" | "));
    for pair in &pairs {
        let lines: Vec<Expected> = register.iter().filter(|line| line.pair == **pair).cloned().collect();
        text += &score_line(&names(pair), &lines, all);
    }
    text += &score_line("all", register, all);
    for pair in &pairs {
        let _ = write!(text, "\n### {}\n\n{}", names(pair), head());
        for line in register.iter().filter(|line| line.pair == **pair) {
            for quantity in &line.quantities {
                let label = if line.quantities.len() > 1 { label_of_cost(*quantity) } else { line.label.as_str() };
                let cells = (0..DENSITIES.len()).map(|density| {
                    let marks =
                        line.marks.get(density).map(|marks| marks.map(|mark| mark.letter().to_string()).join(" "));
                    cell(all, pair, *quantity, density, marks)
                });
                let _ = writeln!(text, "| {label} | {} |", cells.collect::<Vec<String>>().join(" | "));
            }
        }
    }
    for pair in BESIDE.map(|pair| pair.map(str::to_owned)) {
        let _ = write!(text, "\n### {}\n\n{}", names(&pair), head());
        for (label, quantity) in QUANTITIES {
            let cells = (0..DENSITIES.len()).map(|density| cell(all, &pair, quantity, density, None));
            let _ = writeln!(text, "| {label} | {} |", cells.collect::<Vec<String>>().join(" | "));
        }
    }
    text + "\n"
}

fn sources(all: &[Found]) -> String {
    let of = |found: &Found| {
        let (source, draws) = found.source()?;
        Some(format!("- Status quo `{}`: {draws} draws ({source}).\n", found.status_quo))
    };
    all.iter().filter_map(of).collect::<String>() + "\n"
}

fn names([a, b]: &[String; 2]) -> String {
    format!("`{b}` less `{a}`")
}

fn label_of_cost(quantity: Quantity) -> &'static str {
    if quantity == Quantity::CostAsSpent { "cost, as spent" } else { "cost, equal payment" }
}

fn head() -> String {
    let densities = DENSITIES.map(|pounds| pounds.to_string()).join(" | ");
    format!("| quantity | {densities} |\n|---|---|---|---|---|---|\n")
}

fn score_line(name: &str, lines: &[Expected], all: &[Found]) -> String {
    let (right, of) = scores(lines, all);
    format!("| {name} | {of} | {} | {} | {} |\n", right[0], right[1], right[2])
}

/// What was found at a density under each status quo, then what was expected.
fn cell(all: &[Found], pair: &[String; 2], quantity: Quantity, density: usize, expected: Option<String>) -> String {
    let judged = judged(all, pair, quantity, density);
    let one = |cell: &Option<Cell>| {
        let Some(cell) = cell else { return "not run".to_owned() };
        let (decimals, unit) = if quantity.is_cost() { (1, " %") } else { (2, "") };
        format!("{} {}{unit}", cell.mark.letter(), signed(cell.size, decimals))
    };
    let together = judged.mark.map_or_else(String::new, |mark| format!("**{}** ", mark.letter()));
    let found = if judged.cells.iter().all(Option::is_none) {
        "not run".to_owned()
    } else {
        judged.cells.iter().map(one).collect::<Vec<String>>().join(", ")
    };
    let expected = expected.map_or_else(String::new, |marks| format!("; expected {marks}"));
    format!("{together}({found}{expected})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectations::registered::expected;

    const TABLE: &str = "point_id,arm_a,arm_b,cohort,outcome,source,draws,effect,effect_in_sd,a,verdict\n\
        0,npm,hls,all,flourishing,drawn,40,0.01,0.061,0.5,win\n";

    #[test]
    fn found_and_expected_stand_side_by_side_and_what_was_not_run_says_so() {
        let register = expected(include_str!("../../../../docs/register.md"));
        let all = [Found::read("npm", TABLE).expect("sound")];
        let made = with_tables(&format!("before\n{BEGIN}\nold\n{END}\nafter\n"), &register, &all);
        assert!(made.starts_with("before\n") && made.ends_with("after\n") && !made.contains("old"));
        assert!(
            made.contains("| outcome, all residents | **W** (W +0.06; expected = W =) | (not run; expected = W =) |"),
            "{made}"
        );
        assert!(made.contains("| all | 1 | 0 | 1 | 0 |"));
        assert_eq!(with_tables("nothing", &register, &all), "nothing");
        assert_eq!(with_tables(&made, &register, &all), made);
    }
}
