//! A drawing as SVG and as PNG, by plotters.
//!
//! Both are drawn on one grid of four dots to the point. The SVG keeps the grid as its view box; the bitmap is
//! averaged down to two dots to the point, which smooths every edge. It is drawn band by band, so that a high drawing
//! takes no more memory than a low one.

use crate::figures::fonts;
use crate::figures::scene::{Anchor, At, Colour, Face, Mark, Scene};
use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Polygon, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoTextStyle, RGBColor, ShapeStyle, WHITE};
use plotters_backend::{BackendColor, BackendStyle, DrawingErrorKind, rasterizer};
use std::path::Path;

/// Dots of the grid to a point.
const GRID: f64 = 4.0;
/// Dots of the grid to a dot of the bitmap, each way.
const AVERAGED: usize = 2;
/// Rows of the grid in a band; a multiple of [`AVERAGED`].
const BAND: u32 = 256;

/// The drawing as SVG, with a title and a description for readers who cannot see it.
///
/// # Errors
/// What the drawing library says.
pub fn svg(scene: &Scene, title: &str, description: &str) -> Result<String, String> {
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, grid(scene)).into_drawing_area();
        // Browsers join the pieces of a line themselves; the size of the em is that of the SVG backend.
        let pen = Pen { em: 1.24, baseline: 0.76 / 1.24, joints: Joints::Mitred };
        draw(&root, scene.marks.iter(), pen)?;
        root.present().map_err(|error| error.to_string())?;
    }
    Ok(described(&text, scene, title, description))
}

/// Writes the drawing as PNG, two dots to the point.
///
/// # Errors
/// What the drawing library says.
pub fn png(scene: &Scene, path: &Path) -> Result<(), String> {
    let (wide, high) = grid(scene);
    let small = bitmap(scene, BAND)?;
    let size = (wide / AVERAGED as u32, high / AVERAGED as u32);
    let mut image = BitMapBackend::new(path, size);
    image.blit_bitmap((0, 0), size, &small).map_err(|error| error.to_string())?;
    image.present().map_err(|error| error.to_string())
}

/// The dots of the drawing, two to the point, drawn `rows` rows of the grid at a time.
fn bitmap(scene: &Scene, rows: u32) -> Result<Vec<u8>, String> {
    let (wide, high) = grid(scene);
    let mut small = Vec::with_capacity((wide as usize / AVERAGED) * (high as usize / AVERAGED) * 3);
    for top in (0..high).step_by(rows as usize) {
        let rows = rows.min(high - top);
        let mut dots = vec![255_u8; wide as usize * rows as usize * 3];
        {
            let dots = BitMapBackend::with_buffer(&mut dots, (wide, rows));
            let root = Band { dots, size: (wide, high), top: top as i32 }.into_drawing_area();
            let pen = Pen { em: fonts::LINE_HEIGHT, baseline: 0.5, joints: Joints::Round };
            let touches = |mark: &&Mark| {
                let (first, last) = rows_of(mark);
                last >= f64::from(top) && first <= f64::from(top + rows)
            };
            draw(&root, scene.marks.iter().filter(touches), pen)?;
            root.present().map_err(|error| error.to_string())?;
        }
        small.extend(averaged(&dots, wide as usize, rows as usize));
    }
    Ok(small)
}

/// The rows of the grid between which a mark stands, with some room.
fn rows_of(mark: &Mark) -> (f64, f64) {
    let (points, around): (&[At], f64) = match mark {
        Mark::Line { points, width, .. } => (points, *width),
        Mark::Area { points, .. } => (points, 1.0),
        Mark::Disc { at, radius, .. } => (std::slice::from_ref(at), *radius),
        // Letters that reach highest and lowest stay within an em and a half of their place.
        Mark::Text { at, face, .. } => (std::slice::from_ref(at), 1.5 * face.size),
    };
    let rows = points.iter().map(|(_, y)| y * GRID);
    let (first, last) = rows.fold((f64::MAX, f64::MIN), |(first, last), row| (first.min(row), last.max(row)));
    let around = (around + 1.0) * GRID;
    (first - around, last + around)
}

/// How a backend measures letters and joins lines.
#[derive(Clone, Copy)]
struct Pen {
    /// The backend's size of a text, in em.
    em: f64,
    /// How far the baseline lies below the place of a text, in the backend's size.
    baseline: f64,
    joints: Joints,
}

/// A band of a drawing: marks are worked out as for the whole, and of their dots those within the band are drawn.
struct Band<'a> {
    dots: BitMapBackend<'a>,
    /// Of the whole drawing.
    size: (u32, u32),
    /// The first row of the band.
    top: i32,
}

impl Band<'_> {
    /// A place of the whole drawing on the band.
    fn within(&self, (x, y): (i32, i32)) -> (i32, i32) {
        (x, y - self.top)
    }
}

impl DrawingBackend for Band<'_> {
    type ErrorType = <BitMapBackend<'static> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.dots.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.dots.present()
    }

    fn draw_pixel(&mut self, at: (i32, i32), colour: BackendColor) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        // The backend of the band passes over what lies outside.
        self.dots.draw_pixel(self.within(at), colour)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: (i32, i32),
        to: (i32, i32),
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let is_straight = (from.0 == to.0 || from.1 == to.1) && style.stroke_width() == 1;
        if is_straight {
            // Of such lines areas are made: row by row the backend fills them at once.
            return self.dots.draw_line(self.within(from), self.within(to), style);
        }
        rasterizer::draw_line(self, from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        first: (i32, i32),
        last: (i32, i32),
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.dots.draw_rect(self.within(first), self.within(last), style, fill)
    }
}

#[derive(Clone, Copy)]
enum Joints {
    /// The whole line is one path.
    Mitred,
    /// Each piece is drawn by itself, with a disc at each joint.
    Round,
}

fn grid(scene: &Scene) -> (u32, u32) {
    ((scene.width * GRID) as u32, (scene.height * GRID) as u32)
}

fn on_grid((x, y): At) -> (i32, i32) {
    ((x * GRID).round() as i32, (y * GRID).round() as i32)
}

fn ink((r, g, b): Colour, alpha: f64) -> ShapeStyle {
    ShapeStyle { color: RGBColor(r, g, b).mix(alpha), filled: true, stroke_width: 1 }
}

fn draw<'a, DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    marks: impl Iterator<Item = &'a Mark>,
    pen: Pen,
) -> Result<(), String> {
    fonts::register();
    root.fill(&WHITE).map_err(|error| error.to_string())?;
    for mark in marks {
        draw_mark(root, mark, pen).map_err(|error| error.to_string())?;
    }
    Ok(())
}

type Drawn<DB> = Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn draw_mark<DB: DrawingBackend>(root: &DrawingArea<DB, Shift>, mark: &Mark, pen: Pen) -> Drawn<DB> {
    match mark {
        Mark::Line { points, colour, width } => draw_line(root, points, (*colour, *width), pen),
        Mark::Area { points, colour, alpha } => {
            let outline: Vec<(i32, i32)> = points.iter().map(|at| on_grid(*at)).collect();
            root.draw(&Polygon::new(outline, ink(*colour, *alpha)))
        }
        Mark::Disc { at, radius, colour } => {
            let radius = (radius * GRID).round() as i32;
            root.draw(&Circle::new(on_grid(*at), radius, ink(*colour, 1.0)))
        }
        Mark::Text { at, text, face } => draw_text(root, *at, text, face, pen),
    }
}

fn draw_line<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    points: &[At],
    (colour, width): (Colour, f64),
    pen: Pen,
) -> Drawn<DB> {
    let dots: Vec<(i32, i32)> = points.iter().map(|at| on_grid(*at)).collect();
    let stroke = (width * GRID).round().max(1.0) as u32;
    let style = ink(colour, 1.0).stroke_width(stroke);
    match pen.joints {
        Joints::Mitred => root.draw(&PathElement::new(dots, style)),
        Joints::Round => {
            for pair in dots.windows(2).filter(|pair| pair[0] != pair[1]) {
                root.draw(&PathElement::new(pair, style))?;
            }
            let inner = dots.len().saturating_sub(2);
            for joint in dots.iter().skip(1).take(inner).filter(|_| stroke > 3) {
                root.draw(&Circle::new(*joint, stroke as i32 / 2, ink(colour, 1.0)))?;
            }
            Ok(())
        }
    }
}

fn draw_text<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    at: At,
    text: &str,
    face: &Face,
    pen: Pen,
) -> Drawn<DB> {
    let size = face.size * pen.em * GRID;
    let side = match face.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let (r, g, b) = face.colour;
    let style = fonts::of(face.weight, size).into_text_style(root).pos(Pos::new(side, VPos::Top));
    let (x, y) = on_grid(at);
    let top = y - (size * pen.baseline).round() as i32;
    root.draw(&Text::new(text, (x, top), style.color(&RGBColor(r, g, b))))
}

fn averaged(dots: &[u8], wide: usize, high: usize) -> Vec<u8> {
    let row = wide * 3;
    let mut small = Vec::with_capacity(dots.len() / (AVERAGED * AVERAGED));
    for y in (0..high - high % AVERAGED).step_by(AVERAGED) {
        for x in (0..wide - wide % AVERAGED).step_by(AVERAGED) {
            for channel in 0..3 {
                let first = y * row + x * 3 + channel;
                let four = [first, first + 3, first + row, first + row + 3];
                let sum: u32 = four.iter().map(|place| u32::from(dots[*place])).sum();
                small.push(((sum + 2) / 4) as u8);
            }
        }
    }
    small
}

/// Gives the SVG its size in points, its role, its title and its description.
fn described(text: &str, scene: &Scene, title: &str, description: &str) -> String {
    let Some(end) = text.find('>') else {
        return text.to_owned();
    };
    let (wide, high) = grid(scene);
    let body = &text[end + 1..];
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>{body}",
        scene.width,
        scene.height,
        escaped(title),
        escaped(description.trim())
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::scene::{Dash, Weight, face};

    fn scene() -> Scene {
        let mut scene = Scene::new(40.0, 20.0);
        scene.line(&[(2.0, 2.0), (20.0, 18.0), (38.0, 2.0)], (18, 67, 109), 2.0, Dash::Solid);
        scene.text((20.0, 10.0), "a < b", face(6.0, Weight::Bold, (0, 0, 0), Anchor::Middle));
        scene
    }

    #[test]
    fn the_svg_says_what_it_shows() {
        let text = svg(&scene(), "A < B", "A lies below B.").unwrap();
        assert!(text.contains("<title>A &lt; B</title>") && text.contains("width=\"40\" height=\"20\""), "{text}");
        assert!(text.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn bands_make_the_drawing_that_is_made_at_once() {
        let whole = bitmap(&scene(), u32::MAX).unwrap();
        assert_eq!(whole.len(), 80 * 40 * 3);
        for rows in [2, 6, 34, 78] {
            assert!(bitmap(&scene(), rows).unwrap() == whole, "{rows}");
        }
    }

    #[test]
    fn the_bitmap_has_two_dots_to_the_point() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        png(&scene(), &path).unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(bytes[1..4], *b"PNG");
        assert_eq!((bytes[19], bytes[23]), (80, 40));
    }
}
