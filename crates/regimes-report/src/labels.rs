//! What figures and tables call arms: words made from names, shortened where there is little room, and never so that
//! two arms are called the same.

/// Stands where something is left out.
const LEFT_OUT: &str = "…";

/// A name in words: `npm_good` is "NPM good".
#[must_use]
pub fn worded(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty()).map(|word| match word {
        "npm" | "hls" => word.to_uppercase(),
        _ => word.to_owned(),
    });
    let text = words.collect::<Vec<String>>().join(" ");
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Names in words, each at most `longest` characters long and no two alike; names differ, and so do their labels.
///
/// A long one loses its end, or its middle where its end tells it from another: of "Trauma informed" and
/// "Trauma informed and contracts" the second becomes "Trauma…contracts", not a second "Trauma informed".
#[must_use]
pub fn within(names: &[&str], longest: usize) -> Vec<String> {
    let words: Vec<String> = names.iter().map(|name| worded(name)).collect();
    // Names that differ in underscores alone read the same; such ones are shown as they are written.
    let is_alone = |text: &String| words.iter().filter(|other| same(other, text)).count() == 1;
    let whole: Vec<String> =
        names.iter().zip(&words).map(|(name, text)| if is_alone(text) { text } else { *name }.to_owned()).collect();
    let mut short: Vec<String> = Vec::new();
    for (place, text) in whole.iter().enumerate() {
        let others = || whole.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, text)| text.as_str());
        let is_free = |candidate: &str| {
            short.iter().all(|taken| !same(taken, candidate)) && others().all(|other| !same(other, candidate))
        };
        let found = candidates(text, longest, &others().collect::<Vec<&str>>()).into_iter().find(|text| is_free(text));
        short.push(found.unwrap_or_else(|| numbered(text, longest, is_free)));
    }
    short
}

/// Whether a reader takes two labels for the same.
fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A label's shortened forms, the best first.
fn candidates(text: &str, longest: usize, others: &[&str]) -> Vec<String> {
    if length(text) <= longest {
        return vec![text.to_owned()];
    }
    let ends: Vec<String> = at_word_ends(text, longest).chain([cut(text, longest)]).collect();
    let tells = |short: &&String| {
        let kept = short.trim_end_matches(LEFT_OUT);
        others.iter().all(|other| is_told_from(kept, text, other))
    };
    let telling: Vec<String> = ends.iter().filter(tells).cloned().collect();
    let middles = without_middle(text, longest);
    [telling, middles, ends].concat()
}

/// Whether the beginning of a text that is kept holds, whole, the first word in which the text differs from another;
/// a text that only adds words to the other is distinguished from it by its end.
fn is_told_from(kept: &str, text: &str, other: &str) -> bool {
    let shared = text.split(' ').zip(other.split(' ')).take_while(|(a, b)| same(a, b)).count();
    if shared == 0 {
        return length(kept) > text.chars().zip(other.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    }
    let needed: Vec<&str> = text.split(' ').take(shared + 1).collect();
    shared < other.split(' ').count() && length(kept) >= length(&needed.join(" "))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn start(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect::<String>().trim_end().to_owned()
}

fn cut(text: &str, longest: usize) -> String {
    format!("{}{LEFT_OUT}", start(text, longest.saturating_sub(1)))
}

/// The text cut at the end of a word, where that keeps most of the room.
fn at_word_ends(text: &str, longest: usize) -> impl Iterator<Item = String> {
    let kept = start(text, longest);
    let end = kept.rfind(' ').filter(|end| 4 * length(&kept[..*end]) >= 3 * longest && length(&kept[..*end]) < longest);
    end.map(|end| format!("{}{LEFT_OUT}", &kept[..end])).into_iter()
}

/// The text without its middle, with as many of its last words as leave its beginning some letters.
fn without_middle(text: &str, longest: usize) -> Vec<String> {
    const LEAST: usize = 4;
    let tails = text.match_indices(' ').map(|(place, _)| &text[place + 1..]);
    let fitting = tails.filter(|tail| length(tail) + 1 + LEAST <= longest);
    let joined = |tail: &str| {
        let head = start(text, longest - 1 - length(tail));
        let is_whole = text[head.len()..].starts_with(' ');
        let end = head.rfind(' ').filter(|end| !is_whole && *end >= LEAST).unwrap_or(head.len());
        format!("{}{LEFT_OUT}{tail}", &head[..end])
    };
    let mut all: Vec<String> = fitting.map(joined).collect();
    // The last word alone leaves the most of the beginning.
    all.reverse();
    all
}

/// The text's beginning with a number that no other label bears.
fn numbered(text: &str, longest: usize, is_free: impl Fn(&str) -> bool) -> String {
    let with = |number: usize| {
        let number = number.to_string();
        format!("{}{LEFT_OUT}{number}", start(text, longest.saturating_sub(1 + number.len())))
    };
    (1..).map(with).find(|label| is_free(label)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::bundled;
    use regimes_scenario::load::load;

    fn check(names: &[&str]) {
        for longest in [8, 12, 16, 20, 26] {
            let labels = within(names, longest);
            assert!(labels.iter().all(|label| label.chars().count() <= longest), "{labels:?}");
            for (place, label) in labels.iter().enumerate() {
                let others = &labels[place + 1..];
                assert!(others.iter().all(|other| !other.eq_ignore_ascii_case(label)), "{longest}: {labels:?}");
            }
        }
    }

    #[test]
    fn a_label_follows_from_a_name() {
        assert_eq!(within(&["npm_good", "status_quo", "hls"], 26), ["NPM good", "Status quo", "HLS"]);
    }

    #[test]
    fn a_label_keeps_what_tells_it_from_others() {
        let labels = within(&["trauma_informed", "trauma_informed_and_contracts"], 16);
        assert_eq!(labels, ["Trauma informed", "Trauma…contracts"]);
        let labels = within(&["lived_experience", "lived_experience_and_cycles", "cycles"], 16);
        assert_eq!(labels, ["Lived experience", "Lived…cycles", "Cycles"]);
        let labels = within(&["few_begin", "few_begin_with_money", "few_begin_with_both"], 16);
        assert_eq!(labels, ["Few begin", "Few begin…money", "Few begin…both"]);
    }

    #[test]
    fn a_label_that_differs_early_is_cut_at_a_word() {
        assert_eq!(within(&["hls", "learning_across_places"], 20)[1], "Learning across…");
    }

    #[test]
    fn no_two_arms_of_a_bundled_scenario_have_one_label() {
        for name in bundled::names() {
            let scenario = load(name, &[]).expect("a bundled scenario is sound").scenario;
            let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
            check(&names);
        }
    }

    #[test]
    fn no_two_names_have_one_label_however_alike_they_are() {
        check(&["a_b", "a__b", "a_b_", "ab"]);
        let alike: Vec<String> =
            (0..12).map(|i| format!("the_same_long_beginning_{i}_and_the_same_long_end")).collect();
        check(&alike.iter().map(String::as_str).collect::<Vec<&str>>());
        let ends: Vec<String> = (0..12).map(|i| format!("averyveryveryverylongwordwithoutanybreak{i}")).collect();
        check(&ends.iter().map(String::as_str).collect::<Vec<&str>>());
    }
}
