//! Values as TOML writes them: of which kind they are, and whole numbers in any notation.

use toml::de::{DeInteger, DeValue};

/// A whole number, however it is written; none where it has more digits than anything takes.
#[must_use]
pub fn whole(number: &DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(number.as_str(), number.radix()).ok()
}

/// What kind of value it is, in words.
#[must_use]
pub fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A number, whole or not; none where it is none.
#[must_use]
pub fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Integer(number) => whole(number)?.to_string(),
        _ => return None,
    };
    text.parse().ok()
}
