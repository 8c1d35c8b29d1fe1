//! The nearest known name, and how lists of names are put into a sentence.

use crate::name::{LONGEST, shown};

/// Lists of names up to this length are shown whole.
const SHOWN: usize = 16;

/// The known name that a misspelt one is nearest to; none where all are far.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    if letters > 2 * LONGEST {
        return None;
    }
    let allowed = (letters / 3).max(1);
    let distance = |other: &str| strsim::damerau_levenshtein(&name.to_lowercase(), other);
    let close = |other: &&str| distance(other) <= allowed || is_part(name, other);
    known.into_iter().filter(close).min_by_key(|&other| distance(other))
}

fn is_part(name: &str, other: &str) -> bool {
    name.len() >= 4 && other.len() >= 4 && (other.contains(name) || name.contains(other))
}

/// What to do about a name that is not known: the nearest one, and all of them where they are few.
#[must_use]
pub fn advice(name: &str, known: &[&str]) -> String {
    let guess = nearest(name, known.iter().copied());
    let list = (!known.is_empty() && known.len() <= SHOWN).then(|| listed(known));
    match (guess, list) {
        (Some(guess), Some(list)) => format!("did you mean `{guess}`? Known: {list}"),
        (Some(guess), None) => format!("did you mean `{guess}`?"),
        (None, Some(list)) => format!("known: {list}"),
        (None, None) if known.is_empty() => "there is none here".to_owned(),
        (None, None) => "`regimes doc parameters` lists what is known".to_owned(),
    }
}

/// Names with commas between them.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", shown(name))).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        assert_eq!(nearest("staek", ["stake", "audit"]), Some("stake"));
        assert_eq!(nearest("zebra", ["stake", "audit"]), None);
        assert_eq!(nearest("dialog", ["targets", "dialogue"]), Some("dialogue"));
    }

    #[test]
    fn a_name_that_is_far_too_long_is_near_to_nothing() {
        assert_eq!(nearest(&"stake".repeat(50_000), ["stake"]), None);
    }
}
