//! The points on which experiments are run, as the table that they read.

use crate::experiment::calibration::findings::ranges::{cell, members};
use crate::experiment::calibration::fit::Fit;
use crate::experiment::calibration::plan::Plan;
use crate::statistics::luck::Luck;
use crate::statistics::sampling::latin_hypercube_from;
use std::fmt::Write as _;

/// The stream of luck that conditions are drawn from.
const CONDITIONS: u64 = 99;

/// `ensemble.csv`: a point a line under each status quo, all of equal weight, the short list first; conditions are drawn from
/// their ranges, evenly over the short list and over the others.
#[must_use]
pub fn ensemble_table(plan: &Plan, fits: &[Fit]) -> String {
    let paths: Vec<&str> = plan.dimensions.iter().chain(&plan.conditions).map(|d| d.path.as_str()).collect();
    let mut text = format!("draw,status_quo,status,short_list,implausibility,misses,unmet,{}\n", paths.join(","));
    for fit in fits {
        let members_of = &fit.ensemble.members;
        let short = members_of.iter().filter(|member| member.is_short_listed).count();
        let mut luck = Luck::new(plan.file.seed, CONDITIONS);
        let mut conditions = latin_hypercube_from(short, plan.conditions.len(), &mut luck);
        conditions.extend(latin_hypercube_from(members_of.len() - short, plan.conditions.len(), &mut luck));
        for (draw, ((member, point), places)) in members_of.iter().zip(members(fit)).zip(&conditions).enumerate() {
            let drawn = plan.conditions.iter().zip(places).map(|(condition, &place)| condition.at(place));
            let values: Vec<String> =
                point.values.iter().copied().chain(drawn).map(|value| value.to_string()).collect();
            let miss =
                |(id, by): &(&str, f64)| if by.is_finite() { format!("{id}:{by:+.1}") } else { format!("{id}:none") };
            let misses: Vec<String> = member.misses.iter().map(miss).collect();
            let is_short = if member.is_short_listed { "yes" } else { "no" };
            let _ = writeln!(
                text,
                "{draw},{},{},{is_short},{},{},{},{}",
                fit.status_quo,
                fit.ensemble.status.word(),
                cell(member.counts),
                misses.join(" "),
                member.unmet.join(" "),
                values.join(",")
            );
        }
    }
    text
}
