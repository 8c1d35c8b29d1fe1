//! A drawing as SVG and as PNG, by plotters.
//!
//! Both are drawn on one grid of four dots to the point. The SVG keeps the grid as its view box; the bitmap is
//! averaged down to two dots to the point, which smooths every edge.

use crate::figures::fonts;
use crate::figures::scene::{Anchor, Colour, Face, Mark, Scene};
use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Polygon, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoTextStyle, RGBColor, ShapeStyle, WHITE};
use std::path::Path;

/// Dots of the grid to a point.
const GRID: f64 = 4.0;
/// Dots of the grid to a dot of the bitmap, each way.
const AVERAGED: usize = 2;

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
        draw(&root, scene, pen)?;
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
    let mut dots = vec![255_u8; wide as usize * high as usize * 3];
    {
        let root = BitMapBackend::with_buffer(&mut dots, (wide, high)).into_drawing_area();
        let pen = Pen { em: fonts::LINE_HEIGHT, baseline: 0.5, joints: Joints::Round };
        draw(&root, scene, pen)?;
        root.present().map_err(|error| error.to_string())?;
    }
    let small = averaged(&dots, wide as usize, high as usize);
    let size = (wide / AVERAGED as u32, high / AVERAGED as u32);
    let mut image = BitMapBackend::new(path, size);
    image.blit_bitmap((0, 0), size, &small).map_err(|error| error.to_string())?;
    image.present().map_err(|error| error.to_string())
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

fn on_grid((x, y): (f64, f64)) -> (i32, i32) {
    ((x * GRID).round() as i32, (y * GRID).round() as i32)
}

fn ink((r, g, b): Colour, alpha: f64) -> ShapeStyle {
    ShapeStyle { color: RGBColor(r, g, b).mix(alpha), filled: true, stroke_width: 1 }
}

fn draw<DB: DrawingBackend>(root: &DrawingArea<DB, Shift>, scene: &Scene, pen: Pen) -> Result<(), String> {
    fonts::register();
    root.fill(&WHITE).map_err(|error| error.to_string())?;
    for mark in &scene.marks {
        draw_mark(root, mark, pen).map_err(|error| error.to_string())?;
    }
    Ok(())
}

type Drawn<DB> = Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn draw_mark<DB: DrawingBackend>(root: &DrawingArea<DB, Shift>, mark: &Mark, pen: Pen) -> Drawn<DB> {
    match mark {
        Mark::Line { points, colour, width } => draw_line(root, points, *colour, *width, pen.joints),
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
    points: &[(f64, f64)],
    colour: Colour,
    width: f64,
    joints: Joints,
) -> Drawn<DB> {
    let dots: Vec<(i32, i32)> = points.iter().map(|at| on_grid(*at)).collect();
    let stroke = (width * GRID).round().max(1.0) as u32;
    let style = ink(colour, 1.0).stroke_width(stroke);
    match joints {
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
    (x, y): (f64, f64),
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
    let (x, y) = on_grid((x, y));
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
    fn the_bitmap_has_two_dots_to_the_point() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        png(&scene(), &path).unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(bytes[1..4], *b"PNG");
        assert_eq!((bytes[19], bytes[23]), (80, 40));
    }
}
