//! The line on which values over a grid are zero, by marching squares between the middles of cells.

use crate::figures::scene::At;

/// Pieces of the line on which a function that is known at the crossings of `xs` and `ys` is zero, interpolated linearly;
/// squares with a corner that is not a number are passed over.
#[must_use]
pub fn zero(xs: &[f64], ys: &[f64], value: impl Fn(usize, usize) -> f64) -> Vec<[At; 2]> {
    let mut pieces = Vec::new();
    for i in 0..xs.len().saturating_sub(1) {
        for j in 0..ys.len().saturating_sub(1) {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let corners = corners.map(|(i, j)| (xs[i], ys[j], value(i, j)));
            if corners.iter().all(|corner| !corner.2.is_nan()) {
                square(corners, &mut pieces);
            }
        }
    }
    pieces
}

/// The pieces within a square of corners in turn, each with its value.
fn square(corners: [(f64, f64, f64); 4], pieces: &mut Vec<[At; 2]>) {
    let edges = [0, 1, 2, 3].map(|n| crossing(corners[n], corners[(n + 1) % 4]));
    match edges {
        [Some(a), Some(b), Some(c), Some(d)] => {
            // Opposite corners agree: the middle says which of them are joined.
            let middle = corners.iter().map(|corner| corner.2).sum::<f64>();
            let is_joined = (middle > 0.0) == (corners[0].2 > 0.0);
            pieces.extend(if is_joined { [[a, b], [c, d]] } else { [[d, a], [b, c]] });
        }
        _ => {
            let ends: Vec<At> = edges.into_iter().flatten().collect();
            if let [from, to] = ends[..] {
                pieces.push([from, to]);
            }
        }
    }
}

/// Where an edge crosses zero; none where both ends lie on one side.
fn crossing(from: (f64, f64, f64), to: (f64, f64, f64)) -> Option<At> {
    if (from.2 > 0.0) == (to.2 > 0.0) {
        return None;
    }
    let way = from.2 / (from.2 - to.2);
    Some((from.0 + way * (to.0 - from.0), from.1 + way * (to.1 - from.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zero_line_of_a_plane_lies_on_the_plane() {
        let xs: Vec<f64> = (0..7).map(f64::from).collect();
        let ys: Vec<f64> = (0..5).map(|n| 0.5 * f64::from(n)).collect();
        let plane = |x: f64, y: f64| x - 2.0 * y - 0.7;
        let pieces = zero(&xs, &ys, |i, j| plane(xs[i], ys[j]));
        assert!(pieces.len() >= 5, "{pieces:?}");
        for (x, y) in pieces.iter().flatten() {
            assert!(plane(*x, *y).abs() < 1e-12, "{x} {y}");
        }
        let lowest = pieces.iter().flatten().fold(f64::INFINITY, |low, at| low.min(at.0));
        assert!((lowest - 0.7).abs() < 1e-12, "it begins where it meets the axis: {lowest}");
    }

    #[test]
    fn a_saddle_has_two_pieces_and_a_gap_none() {
        let saddle = [[1.0, -1.0], [-1.0, 1.0]];
        assert_eq!(zero(&[0.0, 1.0], &[0.0, 1.0], |i, j| saddle[i][j]).len(), 2);
        assert_eq!(zero(&[0.0, 1.0], &[0.0, 1.0], |i, j| if i + j == 2 { f64::NAN } else { saddle[i][j] }).len(), 0);
        assert_eq!(zero(&[0.0, 1.0], &[0.0, 1.0], |_, _| 1.0).len(), 0);
    }
}
