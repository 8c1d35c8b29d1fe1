//! Staff wellbeing and turnover, side by side.

use crate::report::figures::overview::side_by_side;
use crate::report::figures::{Figure, column, words};
use crate::report::observed::Observed;

/// The figure.
///
/// # Errors
/// If one of the two is not observed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let columns = [column(observed, "staff_wellbeing")?, column(observed, "turnover")?];
    let title = words::title(observed, columns[1]);
    let (scene, rows) = side_by_side(observed, &title, &columns);
    let alt = format!(
        "Two fan charts side by side {}: staff wellbeing and staff turnover by arm. {}",
        words::horizon(observed),
        words::said_of_all(observed, &columns)
    );
    let header = [&["outcome"], &super::fan::HEADER[..]].concat();
    Ok(Figure { name: "staff", title, alt, header, rows, scene })
}
