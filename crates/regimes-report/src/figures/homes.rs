//! Who has no home, and who was housed throughout, side by side, where homes are followed.

use crate::figures::fan::Fan;
use crate::figures::figure::Figure;
use crate::figures::overview::side_by_side;
use crate::figures::{series, titles, words};
use crate::findings::Finding;
use crate::observed::{Observed, Over};
use crate::verdicts;

/// The figure.
///
/// # Errors
/// If homes are not followed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let columns = [series::column(observed, "without_home")?, series::column(observed, "housed_throughout")?];
    if columns.iter().any(|column| Fan::of_arms(observed, *column).series.is_empty()) {
        return Err("homes are not followed".to_owned());
    }
    let title = title(observed, columns[0]);
    let (scene, rows) = side_by_side(observed, &title, &columns);
    let alt = format!(
        "Two fan charts side by side {}: the share of residents without a home and of those housed in every week of the last \
         half-year, by arm. {}",
        words::horizon(observed),
        words::said_of_all(observed, &columns)
    );
    let header = [&["outcome"], &super::fan::HEADER[..]].concat();
    Ok(Figure { name: "homes".into(), title, alt, header, rows, scene })
}

/// How many of a thousand have no home.
fn title(observed: &Observed, column: usize) -> String {
    const PER: f64 = 1000.0;
    let finding = Finding::of(observed, column, Over::Final);
    let arms = finding.with_value(observed, column);
    let values: Vec<(usize, f64)> = arms.into_iter().map(|arm| (arm, PER * finding.arms[arm].value)).collect();
    let said = observed.focus().map(|arm| verdicts::of_outcome(observed, column, arm).said);
    titles::of_values(observed, "Homeless per 1,000", (&values, said), 1)
}
