//! What the status quo misses of published figures of services, in a sentence.

use crate::numbers::grouped;
use crate::observed::Observed;
use crate::tables::census::{Figure, TABLE, figures, sentence};

/// Which published figures the status quo misses at the end of the burn-in, by their rows in the register; none where no
/// run holds a census.
#[must_use]
pub fn in_short(observed: &Observed) -> Option<String> {
    said(observed, |missed| {
        let mut rows: Vec<String> = missed.iter().map(|figure| row(figure)).collect();
        rows.dedup();
        rows.join(", ")
    })
}

/// The same, each with its value and its range.
#[must_use]
pub fn in_full(observed: &Observed) -> Option<String> {
    said(observed, |missed| missed.iter().map(|figure| in_words(figure)).collect::<Vec<_>>().join("; "))
}

fn said(observed: &Observed, list: impl Fn(&[&Figure]) -> String) -> Option<String> {
    let figures = figures(observed);
    if figures.is_empty() {
        return None;
    }
    let missed: Vec<&Figure> = figures.iter().filter(|figure| figure.misses()).collect();
    let list = if missed.is_empty() { String::new() } else { format!(": {}", list(&missed)) };
    Some(format!("{} ({}.csv){list}.", sentence(&figures).trim_end_matches('.'), TABLE.name))
}

/// The row of the register: the name of the target without what follows its number.
fn row(figure: &Figure) -> String {
    figure.target.id.split('_').next().unwrap_or_default().to_owned()
}

fn in_words(figure: &Figure) -> String {
    let target = figure.target;
    let (low, high) = target.range.unwrap_or_default();
    let decimals = |value: f64| if value.abs() < 10.0 { 2 } else { 1 };
    let number = |value: f64| grouped(value, if value.fract() == 0.0 { 0 } else { decimals(value) });
    let value = number(figure.median);
    format!("{} ({}) {value} against {} to {}", target.what, target.kind, number(low), number(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn what_is_out_of_its_range_is_named_and_what_has_none_is_not() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 3, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let short = in_short(&observed).unwrap();
        assert_eq!(short, "The status quo misses 1 of 3 published figures of services (census.csv): T10.");
        let line = in_full(&observed).unwrap();
        assert!(line.contains("(census.csv): open cases of a post (clinics with mental health) 6."), "{line}");
        assert!(line.ends_with("against 21 to 35."), "{line}");
    }
}
