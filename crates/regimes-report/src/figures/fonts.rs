//! The embedded font, under the name that browsers know it by, and the width of a text in it.

use crate::figures::scene::{Face, Weight};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::Once;

/// The family: the embedded font first, then fonts of the same widths for readers of the SVG.
pub const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// The line height that the bitmap backend scales a font by, as a multiple of the em.
pub const LINE_HEIGHT: f64 = 1.164;

const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans-subset.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold-subset.ttf");

static REGISTERED: Once = Once::new();

/// Makes the font known to the drawing library.
pub fn register() {
    REGISTERED.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
            let registered = register_font(FAMILY, style, bytes);
            assert!(registered.is_ok(), "the embedded font is a font");
        }
    });
}

/// A face as the drawing library wants it, at a size in its own measure.
#[must_use]
pub fn of(weight: Weight, size: f64) -> FontDesc<'static> {
    let style = match weight {
        Weight::Normal => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    FontDesc::new(FontFamily::Name(FAMILY), size, style)
}

/// The width of a text (point).
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    register();
    // Measured large, since the library gives whole pixels.
    let em = 200.0;
    let measured = of(weight, em * LINE_HEIGHT).box_size(text);
    measured.map_or(0.0, |(width, _)| f64::from(width) * size / em)
}

/// The text broken into lines no wider than asked, at spaces.
#[must_use]
pub fn wrapped(text: &str, size: f64, weight: Weight, widest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, weight) <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text cut to a width, with an ellipsis where something is lost.
#[must_use]
pub fn cut(text: &str, face: &Face, widest: f64) -> String {
    if width(text, face.size, face.weight) <= widest {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let short = format!("{}\u{2026}", kept.trim_end());
        if width(&short, face.size, face.weight) <= widest {
            return short;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bold_text_is_wider() {
        let text = "Flourishing";
        assert!(width(text, 12.0, Weight::Bold) > width(text, 12.0, Weight::Normal));
        assert!((width(text, 24.0, Weight::Normal) / width(text, 12.0, Weight::Normal) - 2.0).abs() < 0.01);
    }

    #[test]
    fn wrapping_loses_no_word() {
        let text = "in this model under these assumptions";
        let lines = wrapped(text, 10.0, Weight::Normal, 80.0);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), text);
    }
}
