//! Numbers as text: short for machines, grouped for people.

use regimes_model::units::MISSING;
use regimes_study::statistics::Estimate;

/// Powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Appends a number with at most nine significant digits and no digit that says nothing.
/// What is not a number appends nothing.
pub fn push(text: &mut Vec<u8>, value: f64) {
    if value.is_nan() {
        return;
    }
    if value == 0.0 {
        text.push(b'0');
        return;
    }
    let size = value.abs();
    if !(1e-5..1e15).contains(&size) {
        push_rare(text, value);
        return;
    }
    if value < 0.0 {
        text.push(b'-');
    }
    let (digits, places) = nine_digits(size);
    push_decimal(text, digits, places);
}

/// A number as a table holds it: what [`push`] writes, read back.
#[must_use]
pub fn in_nine_digits(value: f64) -> f64 {
    let size = value.abs();
    if size == 0.0 || value.is_nan() {
        return if value.is_nan() { MISSING } else { 0.0 };
    }
    if !(1e-5..1e15).contains(&size) {
        return short(value).parse().unwrap_or(MISSING);
    }
    let (digits, places) = nine_digits(size);
    // Both are whole numbers that a double holds, so that their ratio is the double nearest to the decimal number.
    let power = TENS[places.unsigned_abs() as usize];
    let size = if places >= 0 { digits as f64 / power } else { digits as f64 * power };
    size.copysign(value)
}

/// Nine significant digits `d` and the places `p` at which `d / 10^p` is the number; `p` may be negative.
fn nine_digits(size: f64) -> (u64, i32) {
    let mut places = 8 - exponent(size);
    let scaled = if places >= 0 { size * TENS[places as usize] } else { size / TENS[-places as usize] };
    let mut digits = scaled.round() as u64;
    while places > 0 && digits.is_multiple_of(10) {
        digits /= 10;
        places -= 1;
    }
    (digits, places)
}

/// The power of ten of the leading digit of a positive number.
fn exponent(size: f64) -> i32 {
    if size >= 1.0 {
        TENS.iter().take_while(|ten| **ten <= size).count() as i32 - 1
    } else {
        let mut power = 0;
        while power < 22 && size * TENS[power] < 1.0 {
            power += 1;
        }
        -(power as i32)
    }
}

fn push_decimal(text: &mut Vec<u8>, digits: u64, places: i32) {
    let mut buffer = [b'0'; 40];
    let mut end = buffer.len();
    let mut left = digits;
    let mut written = 0;
    while left > 0 || written <= places {
        if written == places && places > 0 {
            end -= 1;
            buffer[end] = b'.';
        }
        end -= 1;
        buffer[end] = b'0' + (left % 10) as u8;
        left /= 10;
        written += 1;
    }
    text.extend_from_slice(&buffer[end..]);
    for _ in 0..-places {
        text.push(b'0');
    }
}

fn push_rare(text: &mut Vec<u8>, value: f64) {
    if value.is_infinite() {
        let word: &[u8] = if value > 0.0 { b"inf" } else { b"-inf" };
        text.extend_from_slice(word);
        return;
    }
    let rounded: f64 = format!("{value:.8e}").parse().unwrap_or(value);
    text.extend_from_slice(format!("{rounded:e}").as_bytes());
}

/// A number as [`push`] writes it.
#[must_use]
pub fn short(value: f64) -> String {
    let mut text = Vec::with_capacity(16);
    push(&mut text, value);
    text.into_iter().map(char::from).collect()
}

/// A number for people: decimals as asked for, thousands set apart by commas, a hyphen for minus.
#[must_use]
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push('-');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// A difference for people: always with its sign, except for zero.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    let is_zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A difference for people, with its sign and three digits that say something.
#[must_use]
pub fn in_three_digits(value: f64) -> String {
    let power = format!("{value:.2e}").split_once('e').and_then(|(_, power)| power.parse::<i32>().ok());
    signed(value, (2 - power.unwrap_or(0)).clamp(0, 8) as usize)
}

/// A size for people, without a sign and with three digits that say something.
#[must_use]
pub fn three_digits(size: f64) -> String {
    in_three_digits(size).trim_start_matches('+').to_owned()
}

/// The text with a true minus sign, for figures.
#[must_use]
pub fn typeset(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

/// Decimals that are shown at most.
const MOST_DECIMALS: i32 = 7;

/// The decimals that an estimate, its interval and its Monte-Carlo error share: two digits of the error, for that is how
/// well the estimate is known.
/// Where no error is known, or there is none, three digits of the largest of the three.
#[must_use]
pub fn decimals_of(estimate: &Estimate) -> usize {
    let error = estimate.mcse;
    if !(error > 0.0 && error.is_finite()) {
        return decimals_for(&[estimate.value, estimate.low, estimate.high], &[]);
    }
    // Rounded first: 0.0996 is 0.10 in two digits.
    let power = exponent(error * (1.0 + 0.5 / 99.5));
    (1 - power).clamp(0, MOST_DECIMALS) as usize
}

/// The decimals at which values keep three digits and the smallest of the steps between them two.
#[must_use]
pub fn decimals_for(values: &[f64], steps: &[f64]) -> usize {
    let size = |list: &[f64], largest: f64| {
        let finite = list.iter().map(|v| v.abs()).filter(|v| v.is_finite() && *v > 1e-12);
        finite.fold(largest, if largest == 0.0 { f64::max } else { f64::min })
    };
    let top = size(values, 0.0);
    let step = size(steps, f64::INFINITY);
    let by_value = if top > 0.0 { 2 - exponent(top) } else { 0 };
    let by_step = if step.is_finite() { 1 - exponent(step) } else { 0 };
    by_value.max(by_step).clamp(0, 5) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_nine_digits_is_what_its_text_reads_as() {
        let mut seed = 7_u64;
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let power = libm::exp2(f64::from((seed >> 20) as u32 % 240) / 2.0 - 60.0);
            let value = ((seed >> 33) as f64 / 2_147_483_648.0 - 0.5) * power;
            let read: f64 = short(value).parse().unwrap();
            assert_eq!(in_nine_digits(value).to_bits(), read.to_bits(), "{value:e}");
        }
        for value in [f64::NAN, 0.0, -0.0, 1.0, -1e15, 1e-5, 123_456_789_500.0] {
            assert_eq!(in_nine_digits(value).to_bits(), short(value).parse().unwrap_or(MISSING).to_bits(), "{value}");
        }
        assert_eq!(in_nine_digits(f64::INFINITY), f64::INFINITY);
    }

    #[test]
    fn a_number_has_at_most_nine_digits_and_no_idle_ones() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.3"),
            (20000.0, "20000"),
            (1.0 / 3.0, "0.333333333"),
            (123_456_789_012.0, "123456789000"),
            (0.000_012_345, "0.000012345"),
            (999_999_999.9, "1000000000"),
            (1.5e-9, "1.5e-9"),
            (-2e18, "-2e18"),
            (0.999_999_999_9, "1"),
            (100.25, "100.25"),
            (f64::NAN, ""),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn a_written_number_reads_back_within_its_digits() {
        let mut value = 1.234_567_890_123e-4;
        while value < 1e14 {
            let read: f64 = short(value).parse().unwrap();
            assert!(((read - value) / value).abs() < 1e-8, "{value} {read}");
            value *= 3.7;
        }
    }

    #[test]
    fn people_meet_thousands_and_signs() {
        assert_eq!(grouped(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(grouped(-999.6, 0), "-1,000");
        assert_eq!(grouped(-0.0001, 2), "0.00");
        assert_eq!(signed(0.25, 2), "+0.25");
        assert_eq!(signed(0.0001, 2), "0.00");
        assert_eq!(grouped(f64::INFINITY, 2), "-");
    }

    #[test]
    fn an_estimate_has_as_many_digits_as_its_error_supports() {
        let shown = |value: f64, low: f64, high: f64, mcse: f64| {
            let estimate = Estimate { value, low, high, mcse, n: 5 };
            let decimals = decimals_of(&estimate);
            [value, low, high].map(|v| signed(v, decimals)).join(" ") + " " + &grouped(mcse, decimals)
        };
        assert_eq!(shown(0.000_83, -0.719_22, 1.065_29, 0.213_4), "0.00 -0.72 +1.07 0.21");
        assert_eq!(shown(0.004_31, 0.002_51, 0.009_82, 0.000_207), "+0.00431 +0.00251 +0.00982 0.00021");
        assert_eq!(shown(412.3, 81.2, 913.6, 37.7), "+412 +81 +914 38");
        assert_eq!(shown(41_234.6, 38_000.0, 44_000.0, 812.0), "+41,235 +38,000 +44,000 812");
        assert_eq!(shown(0.5, 0.1, 0.9, 0.099_7), "+0.50 +0.10 +0.90 0.10");
        assert_eq!(shown(0.25, 0.25, 0.25, 0.0), "+0.250 +0.250 +0.250 0.000");
        assert_eq!(shown(0.25, 0.25, 0.25, f64::NAN), "+0.250 +0.250 +0.250 -");
        assert_eq!(shown(f64::NAN, f64::NAN, f64::NAN, f64::NAN), "- - - -");
        assert_eq!(decimals_of(&Estimate { value: 1.0, low: 1.0, high: 1.0, mcse: 1e-12, n: 5 }), 7);
    }

    #[test]
    fn decimals_follow_the_smallest_step_that_matters() {
        assert_eq!(decimals_for(&[0.65], &[]), 3);
        assert_eq!(decimals_for(&[38.2], &[0.31]), 2);
        assert_eq!(decimals_for(&[12_000.0], &[250.0]), 0);
    }
}
