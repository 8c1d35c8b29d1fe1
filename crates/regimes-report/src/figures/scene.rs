//! A drawing as a list of marks, in points from the upper left, before any file format.

/// A colour, as red, green and blue.
pub type Colour = (u8, u8, u8);

/// A place on the drawing (point).
pub type At = (f64, f64);

/// How a line is broken, so that lines can be told apart without colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Repeated lengths of line and gap (point).
    Broken(&'static [f64]),
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As in running text.
    Normal,
    /// As in titles.
    Bold,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// The em (point).
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// Where it stands from its place.
    pub anchor: Anchor,
}

/// A face of that size, weight, colour and anchor.
#[must_use]
pub const fn face(size: f64, weight: Weight, colour: Colour, anchor: Anchor) -> Face {
    Face { size, weight, colour, anchor }
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// An unbroken line.
    Line {
        /// Its points.
        points: Vec<At>,
        /// Its colour.
        colour: Colour,
        /// How thick it is (point).
        width: f64,
    },
    /// A filled outline.
    Area {
        /// The outline.
        points: Vec<At>,
        /// Its colour.
        colour: Colour,
        /// How much it covers, from 0 to 1.
        alpha: f64,
    },
    /// A filled disc.
    Disc {
        /// Its middle.
        at: At,
        /// Its radius (point).
        radius: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A line of text.
    Text {
        /// Its place on the baseline.
        at: At,
        /// The text.
        text: String,
        /// How it looks.
        face: Face,
    },
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width (point).
    pub width: f64,
    /// Height (point).
    pub height: f64,
    /// What is drawn, from the back to the front.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty drawing.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Scene {
        Scene { width, height, marks: Vec::new() }
    }

    /// Draws a line, broken as asked.
    pub fn line(&mut self, points: &[At], colour: Colour, width: f64, dash: Dash) {
        let pieces = match dash {
            Dash::Solid => vec![points.to_vec()],
            Dash::Broken(lengths) => broken(points, lengths),
        };
        for points in pieces.into_iter().filter(|piece| piece.len() > 1) {
            self.marks.push(Mark::Line { points, colour, width });
        }
    }

    /// Fills an outline.
    pub fn area(&mut self, points: Vec<At>, colour: Colour, alpha: f64) {
        self.marks.push(Mark::Area { points, colour, alpha });
    }

    /// Fills a rectangle between two corners.
    pub fn rectangle(&mut self, (x0, y0): At, (x1, y1): At, colour: Colour) {
        self.area(vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, 1.0);
    }

    /// Fills a disc.
    pub fn disc(&mut self, at: At, radius: f64, colour: Colour) {
        self.marks.push(Mark::Disc { at, radius, colour });
    }

    /// Writes a line of text.
    pub fn text(&mut self, at: At, text: impl Into<String>, face: Face) {
        let text = text.into();
        self.marks.push(Mark::Text { at, text, face });
    }
}

/// Cuts a line into the pieces that a dash pattern leaves.
fn broken(points: &[At], lengths: &[f64]) -> Vec<Vec<At>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<At> = points.first().copied().into_iter().collect();
    let (mut turn, mut left) = (0, lengths[0]);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let way = libm::hypot(to.0 - from.0, to.1 - from.1);
            if way <= left {
                left -= way;
                piece.push(to);
                break;
            }
            let part = left / way;
            from = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            piece.push(from);
            let drawn = std::mem::replace(&mut piece, vec![from]);
            if turn % 2 == 0 {
                pieces.push(drawn);
            }
            turn += 1;
            left = lengths[turn % lengths.len()];
        }
    }
    if turn % 2 == 0 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_keeps_its_pattern_around_corners() {
        let pieces = broken(&[(0.0, 0.0), (3.0, 0.0), (3.0, 7.0)], &[4.0, 2.0]);
        assert_eq!(pieces[0], [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)]);
        assert_eq!(pieces[1], [(3.0, 3.0), (3.0, 7.0)]);
    }

    #[test]
    fn a_solid_line_is_one_mark() {
        let mut scene = Scene::new(10.0, 10.0);
        scene.line(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)], (0, 0, 0), 1.0, Dash::Solid);
        assert_eq!(scene.marks.len(), 1);
    }
}
