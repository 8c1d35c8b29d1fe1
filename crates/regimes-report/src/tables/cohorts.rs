//! `cohorts.csv`: what has become of people who were chosen before any arm began, and of the staff, run by run.

use crate::effects::outcomes;
use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, RUN_ID};
use crate::tables::declaration::Table;
use regimes_study::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT, Word, YEARS_DISCOUNTED};

/// The table.
pub const TABLE: Table = Table {
    name: "cohorts",
    about: |_| {
        "What has become, at the end of the horizon, of people who were chosen at the end of the burn-in: the same in every \
         arm, whatever help they got. Those who moved away are left out, those who died count 0 and as a death. Staff are \
         those at work then."
            .to_owned()
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.cohorts(run).is_empty());
        empty.then(|| "no run follows cohorts".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        columns::arm(observed),
        cohort(),
        outcome().of(outcomes(observed).into_iter().chain([Word::Borrowed(COST_ON_EQUAL_PAYMENT)])),
        Column::count(
            "people",
            "people",
            "Who was followed, the dead among them; of weeks_to_first_home and tenancy_length those who have one; of \
             staff, those at work.",
        ),
        Column::number(
            "mean",
            "",
            "Mean over them: an index from 0 to 1; weeks_to_first_home and tenancy_length in weeks; cost in money; all else per 1,000.",
        ),
        Column::number("sd", "", "Standard deviation over those of them who live, in the unit of the mean."),
    ]
}

/// The column of cohorts, with their names.
#[must_use]
pub fn cohort() -> Column {
    let about = "all residents; three_or_more_needs: of severity 0.3 or more (A203); top_tenth_of_need: the tenth with the \
                 highest sum of needs; in_crisis; asked_for_help in the last half-year; without_home: of their own, where \
                 a domain has a tenancy in place of a crisis; staff. All but staff as they were at the end of the \
                 burn-in.";
    Column::text("cohort", about).of(COHORTS)
}

/// The column of what is observed of cohorts.
#[must_use]
pub fn outcome() -> Column {
    let about = "What is observed of them. At the end of the horizon: indices and in_crisis; main_need_met: the need at the \
                 start that they find most important is below 0.3; tenancy_length: weeks of the home of those who had none \
                 at the start. Since its start: deaths; crises_entered, and by kind; admissions, which are those that \
                 health pays for; weeks_without_home; weeks_to_first_home of those who had none and got one; \
                 flourishing_years, the index summed over years; public_cost_on_equal_payment: what all cost over the \
                 horizon, a resident and week, where every arm is paid alike (A330).";
    Column::text("outcome", about)
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            // Discounted years stand in `years.csv`.
            for line in observed.cohorts(run).iter().filter(|line| line.outcome != YEARS_DISCOUNTED) {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.cohort, &line.outcome])?;
                rows.word(&line.people.to_string())?;
                rows.numbers(&[line.mean, line.sd])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
