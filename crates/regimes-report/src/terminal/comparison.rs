//! The closing table of a comparison: contenders beside the reference, outcome by outcome.

use crate::comparison_tables::{Chance, Of, Threshold};
use crate::findings::better_in;
use crate::money::Money;
use crate::numbers::{decimals_of, grouped, short, signed};
use crate::terminal::closing::direction;
use crate::terminal::equal_payment;
use crate::terminal::grid::{self, Line};
use crate::terminal::{CAVEATS, WIDTH, sentence, wrapped};
use regimes_model::model::arm::EqualPayment;
use regimes_model::model::outcomes::{Better, OUTCOMES, Outcome};
use regimes_study::experiment::contenders::{Compared, Contenders, Values};
use regimes_study::statistics::Estimate;

/// The heads of the columns.
const HEADS: [&str; 6] = ["median", "difference", "90 % of pairs", "MC error", "in pairs", "worth"];

/// The closing table: each outcome over the horizon, by contender and in pairs, the chances that were asked for, and the
/// caveats that belong to it.
#[must_use]
pub fn text(contenders: &Contenders, values: &Values, thresholds: &[Threshold]) -> String {
    let weeks = contenders.reference().horizon_weeks as usize;
    let opening = format!("In this model, under these assumptions, over {}:", sentence::period(weeks));
    let mut lines = vec![wrapped(&opening, 0), String::new()];
    lines.extend(table(contenders, values));
    lines.push(wrapped(
        &format!(
            "Differences are against {}, pair by pair on the same luck: their median, the range of 90 % of pairs, the \
             Monte-Carlo error of the median, in how many of the pairs the contender is better (or higher, where neither \
             end is better), and how many unpaired runs would tell the mean difference as precisely.",
            contenders.contenders()[0].name
        ),
        0,
    ));
    lines.extend(chances(contenders, values, thresholds));
    if matches!(contenders.reference().equal_payment, EqualPayment::Instead(_)) {
        lines.extend(equal_payment::note(contenders.reference()).map(|note| wrapped(note, 0)));
    }
    let others = contenders.of_other_people();
    if !others.is_empty() {
        lines.push(wrapped(
            &format!(
                "Other people live in the world of {}: pairs share the luck of the draws there, and no residents.",
                others.join(", ")
            ),
            0,
        ));
    }
    if let Some(reason) = &values.failure {
        lines.push(wrapped(&format!("{} runs failed and are left out; the first: {reason}", values.failed), 0));
    }
    lines.push(String::new());
    lines.extend(CAVEATS.iter().enumerate().map(|(i, caveat)| wrapped(&format!("  {}. {caveat}", i + 1), 5)));
    lines.join("\n") + "\n"
}

fn table(contenders: &Contenders, values: &Values) -> Vec<String> {
    let rule = || Line::Across("-".repeat(WIDTH));
    let mut lines = vec![Line::Cells(String::new(), HEADS.map(str::to_owned).to_vec()), rule()];
    for (column, outcome) in contenders.outcomes().iter().enumerate() {
        let outcome = &OUTCOMES[*outcome];
        lines.push(Line::Across(title(contenders, outcome)));
        for (number, contender) in contenders.contenders().iter().enumerate() {
            lines.push(row(&contender.name, outcome, &values.compared(number, 0, column)));
        }
    }
    lines.push(rule());
    grid::text(&lines)
}

fn title(contenders: &Contenders, outcome: &Outcome) -> String {
    let unit = Money::of(&contenders.reference().costs).unit_at_prices(outcome.unit);
    match outcome.better {
        Better::Neither => format!("{} ({unit})", outcome.label),
        _ => format!("{} ({unit}; {})", outcome.label, direction(outcome.better)),
    }
}

fn row(name: &str, outcome: &Outcome, compared: &Compared) -> Line {
    let own = &compared.own;
    if own.n == 0 {
        return Line::Words(format!("  {name}"), "nobody was in it");
    }
    let [low, high] = own.ends;
    let of_own = Estimate { value: own.median, low, high, mcse: f64::NAN, n: own.n };
    let mut cells = vec![grouped(own.median, decimals_of(&of_own))];
    if let Some(paired) = &compared.paired {
        let difference = &paired.difference;
        let decimals = decimals_of(difference);
        let [low, middle, high] = [difference.low, difference.value, difference.high].map(|d| signed(d, decimals));
        let (better, _) = better_in(outcome, paired);
        let word = if outcome.better == Better::Neither { "higher" } else { "better" };
        let worth = if paired.worth.is_finite() { grouped(paired.worth, 0) } else { "-".to_owned() };
        let mcse = grouped(difference.mcse, decimals);
        let often = format!("{word} {better} of {}", difference.n);
        // One pair has no range.
        let range = if difference.n > 1 { format!("{low} to {high}") } else { "-".to_owned() };
        cells.extend([middle, range, mcse, often, worth]);
    }
    Line::Cells(format!("  {name}"), cells)
}

fn chances(contenders: &Contenders, values: &Values, thresholds: &[Threshold]) -> Vec<String> {
    let line = |threshold: &Threshold| {
        let outcome = &OUTCOMES[contenders.outcomes()[threshold.outcome]];
        let what = match threshold.of {
            Of::Value => outcome.label.to_lowercase(),
            Of::Difference => format!("difference in {}", outcome.label.to_lowercase()),
        };
        let first = usize::from(threshold.of == Of::Difference);
        let one = |number: usize| {
            let chance = Chance::of(values, number, *threshold);
            format!("{} in {} of {}", contenders.contenders()[number].name, chance.above, chance.n)
        };
        let all: Vec<String> = (first..contenders.contenders().len()).map(one).collect();
        wrapped(&format!("Futures with {what} above {}: {}.", short(threshold.at), all.join(", ")), 2)
    };
    thresholds.iter().map(line).collect()
}
