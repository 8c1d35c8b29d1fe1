//! Names and free texts that reach tables: what they may look like, so that every reader reads them as words.
//!
//! A name is in snake case, and none of the words that pandas, R or a spreadsheet take for a missing value, a truth
//! value, a number or a date. A text holds nothing that cannot be seen, and does not begin as a formula does.

use std::fmt::Write as _;

/// What is wrong, and what to do about it.
pub type Fault = (String, String);

/// The longest name (character).
pub const LONGEST: usize = 64;

/// Words in snake case that readers of tables take for something else, and for what.
///
/// `none` is not among them: pandas and R read it as a word.
const TAKEN: [(&str, &str); 6] = [
    ("null", "pandas reads it as a missing value"),
    ("nan", "pandas and R read it as a number that is missing"),
    ("true", "pandas, R and spreadsheets read it as a truth value"),
    ("false", "pandas, R and spreadsheets read it as a truth value"),
    ("inf", "pandas and R read it as a number without end"),
    ("infinity", "pandas and R read it as a number without end"),
];

/// Words for months; with digits after them spreadsheets read dates.
const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

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
    let plain: String = plain.trim_matches('_').chars().take(LONGEST - 2).collect();
    let plain = plain.trim_end_matches('_');
    let plain = if plain.starts_with(|c: char| c.is_ascii_lowercase()) {
        plain.to_owned()
    } else {
        format!("a_{plain}").trim_end_matches('_').to_owned()
    };
    if taken_for(&plain).is_some() { format!("a_{plain}") } else { plain }
}

/// What readers of tables take a name for; none where they read it as the word that it is.
#[must_use]
pub fn taken_for(name: &str) -> Option<&'static str> {
    if let Some((_, why)) = TAKEN.iter().find(|(word, _)| *word == name) {
        return Some(why);
    }
    let is_day = |month: &&str| {
        let rest = name.strip_prefix(*month).unwrap_or_default();
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())
    };
    MONTHS.iter().any(is_day).then_some("spreadsheets read it as a date")
}

/// What is wrong with a name; none where it is in snake case, not too long, and read as a word by all readers.
#[must_use]
pub fn fault(name: &str) -> Option<Fault> {
    let like = as_identifier(name);
    if !is_identifier(name) {
        let message = format!("`{}` is not a name in snake case", shown(name));
        return Some((message, format!("small letters, digits and underscores, a letter first: `{like}`")));
    }
    if name.len() > LONGEST {
        let message = format!("`{}` is a name of {} letters", shown(name), name.len());
        return Some((message, format!("at most {LONGEST}")));
    }
    let why = taken_for(name)?;
    Some((format!("`{name}` cannot be a name: {why}"), format!("another name, such as `{like}`")))
}

/// What is wrong with a free text; none where it can be seen whole and no spreadsheet takes it for a formula.
#[must_use]
pub fn text_fault(text: &str) -> Option<Fault> {
    if let Some(sign) = text.trim_start().chars().next().filter(|sign| "=+-@".contains(*sign)) {
        let message = format!("a spreadsheet takes a text that begins with `{sign}` for a formula");
        return Some((message, "let it begin with a letter or a digit".to_owned()));
    }
    let hidden = |(n, c): (usize, char)| (is_hidden(c) && !is_line_end(text, n, c)).then_some(c);
    let hidden = text.char_indices().find_map(hidden)?;
    let message = format!("the text holds a character that cannot be seen, {}", code_of(hidden));
    Some((message, "take it out; it would stand in tables and change what readers see".to_owned()))
}

/// Whether a character is an end of a line within a text.
fn is_line_end(text: &str, n: usize, c: char) -> bool {
    c == '\n' || c == '\r' && text[n + 1..].starts_with('\n')
}

/// Whether a character shows nothing and changes what is shown: controls, marks of direction, blanks without width.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn code_of(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Letters of a name that a message shows.
const SHOWN: usize = 80;

/// A name as a message shows it: cut where it is long.
#[must_use]
pub fn shown(name: &str) -> String {
    if name.chars().count() <= SHOWN {
        return name.to_owned();
    }
    let start: String = name.chars().take(SHOWN).collect();
    format!("{start}…")
}

/// A text for a terminal: what cannot be seen is written out, lines excepted.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && c != '\n' {
            let _ = write!(whole, "<{}>", code_of(c));
        } else {
            whole.push(c);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_in_snake_case() {
        assert!(is_identifier("advice_centre_2"));
        for name in ["", "2nd", "Big", "a-b", "é", "null", "true", "Inf", "may1"] {
            assert!(fault(name).is_some(), "{name}");
            assert_eq!(fault(&as_identifier(name)), None, "{name}");
        }
        assert_eq!(fault(&as_identifier(&"x-".repeat(500))), None);
    }

    #[test]
    fn words_that_readers_take_for_something_else_are_no_names() {
        for name in ["null", "nan", "true", "false", "inf", "infinity", "march1", "sept2", "dec24", "may2026"] {
            assert!(fault(name).is_some_and(|(message, _)| message.contains("read")), "{name}");
        }
        for name in ["none", "na", "n", "t", "f", "may", "march", "may_1", "march_on", "marching1", "missing", "nil"] {
            assert_eq!(fault(name), None, "{name}");
        }
        assert!(fault(&"a".repeat(65)).is_some_and(|(message, _)| message.len() < 120));
    }

    #[test]
    fn a_text_is_seen_whole_and_is_no_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "a\u{202e}b", "a\u{200b}", "a\u{7}", "a\rb"]
        {
            assert!(text_fault(text).is_some(), "{text:?}");
        }
        for text in ["", "a = b", "two\nlines", "two\r\nlines", "Café – 3 £", "日本"] {
            assert_eq!(text_fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}\n"), "a<U+001B>[2Jb<U+202E>\n");
    }
}
