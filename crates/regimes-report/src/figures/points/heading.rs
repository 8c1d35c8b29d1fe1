//! What stands above a panel: the outcome, its unit and what the panel says.

use crate::figures::fonts;
use crate::figures::scene::{Anchor, At, Face, Scene, Weight, face};
use crate::figures::style::{self, BLACK};

const NAME: Face = face(12.5, Weight::Bold, BLACK, Anchor::Start);

/// Writes the name of an outcome at a place, and after it on the same line what there is to say.
pub fn in_a_line(scene: &mut Scene, (x, y): At, name: &str, text: &str) {
    scene.text((x, y), name, NAME);
    let wide = fonts::width(name, NAME.size, NAME.weight);
    scene.text((x + wide + 8.0, y), text, style::small(Anchor::Start));
}

/// Height of a line below a name (point).
pub const LINE: f64 = 13.0;

/// Writes the name of an outcome at a place, and what there is to say in lines below it.
pub fn in_lines(scene: &mut Scene, (x, y): At, name: &str, lines: &[String]) {
    scene.text((x, y), name, NAME);
    for (n, line) in lines.iter().enumerate() {
        scene.text((x, y + 14.0 + LINE * n as f64), line.clone(), style::small(Anchor::Start));
    }
}
