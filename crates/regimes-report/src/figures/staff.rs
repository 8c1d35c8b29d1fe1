//! Staff wellbeing and turnover, side by side.

use crate::figures::fan::Fan;
use crate::figures::figure::Figure;
use crate::figures::overview::side_by_side;
use crate::figures::{plain, series, together, words};
use crate::observed::Observed;

/// The figure.
///
/// # Errors
/// If one of the two is not observed, or there are no staff.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let columns = [series::column(observed, "staff_wellbeing")?, series::column(observed, "turnover")?];
    if columns.iter().all(|column| Fan::of_arms(observed, *column).series.is_empty()) {
        return Err(format!("staff: {}", words::MISSING));
    }
    let title = together::title(observed, &columns);
    let (scene, rows) = side_by_side(observed, &title, &columns);
    let alt = format!(
        "Two fan charts side by side {}: staff wellbeing and staff turnover by arm. {}",
        words::horizon(observed),
        [words::said_of_all(observed, &columns), plain::levels_of_all(observed, &columns)].join(" ")
    );
    let header = [&["outcome"], &super::fan::HEADER[..]].concat();
    Ok(Figure { name: "staff".into(), title, alt, header, rows, scene })
}
