//! What the status quo misses of published figures of services, in a sentence.

use crate::numbers::grouped;
use crate::observed::Observed;
use crate::tables::census::{Figure, TABLE, figures, sentence};

/// Figures that a sentence names; the others are counted.
const NAMED: usize = 3;

/// How many published figures the status quo misses at the end of the burn-in, and the first of them; none where no run
/// holds a census.
#[must_use]
pub fn line(observed: &Observed) -> Option<String> {
    let figures = figures(observed);
    if figures.is_empty() {
        return None;
    }
    let missed: Vec<&Figure> = figures.iter().filter(|figure| figure.misses()).collect();
    let mut named: Vec<String> = missed.iter().take(NAMED).map(|figure| told(figure)).collect();
    if missed.len() > NAMED {
        named.push(format!("and {} more", missed.len() - NAMED));
    }
    let list = if named.is_empty() { String::new() } else { format!(": {}", named.join("; ")) };
    let said = sentence(&figures);
    Some(format!("{}{list} ({}.csv).", said.trim_end_matches('.'), TABLE.name))
}

fn told(figure: &Figure) -> String {
    let target = figure.target;
    let (low, high) = target.range.unwrap_or_default();
    let number = |value: f64| grouped(value, if value.abs() < 10.0 && value.fract() != 0.0 { 2 } else { 0 });
    format!("{} ({}) {} against {} to {}", target.what, target.kind, number(figure.median), number(low), number(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn what_is_out_of_its_range_is_named_and_what_has_none_is_not() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 3, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let line = line(&observed).unwrap();
        assert!(
            line.starts_with("The status quo misses 1 of 3 published figures of services: open cases of a post"),
            "{line}"
        );
        assert!(line.contains("against 21 to 35") && line.ends_with("(census.csv)."), "{line}");
    }
}
