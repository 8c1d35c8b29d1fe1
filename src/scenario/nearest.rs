//! The nearest known name, and how lists of names are put into a sentence.

/// Lists of names up to this length are shown whole.
const SHOWN: usize = 16;

/// The known name that a misspelt one is nearest to; none where all are far.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
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
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Whether a name is in snake case, and so a name in Python and R as well.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase();
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit() || c == '_')
}

/// A name in snake case that is like the given one.
#[must_use]
pub fn as_identifier(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let plain = plain.trim_matches('_');
    if plain.starts_with(|c: char| c.is_ascii_lowercase()) {
        plain.to_owned()
    } else {
        format!("a_{plain}").trim_end_matches('_').to_owned()
    }
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
    fn identifiers_are_in_snake_case() {
        assert!(is_identifier("advice_centre_2"));
        for name in ["", "2nd", "Big", "a-b", "é"] {
            assert!(!is_identifier(name), "{name}");
            assert!(is_identifier(&as_identifier(name)), "{name}");
        }
    }
}
