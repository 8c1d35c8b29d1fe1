//! Where small labels stand beside their dots, so that none lies on another.

use crate::figures::scene::At;

/// A rectangle: left, right, upper and lower edge (point).
pub type Edges = [f64; 4];

/// Places for labels of a width and a height beside dots of a radius, within a field: each the first of sixteen around its
/// dot that lies on no other dot, label or what else is there; none where there is no such place. What `places` gives is the left end of the
/// baseline.
#[must_use]
pub fn places(
    (dots, others): (&[At], &[Edges]),
    labelled: &[(usize, f64)],
    (height, radius): (f64, f64),
    field: Edges,
) -> Vec<Option<At>> {
    let mut taken: Vec<Edges> = dots.iter().map(|(x, y)| [x - radius, x + radius, y - radius, y + radius]).collect();
    taken.extend(others);
    let mut found = Vec::new();
    for &(dot, width) in labelled {
        let place = around(dots[dot], (width, height), radius).into_iter().find(|edges| {
            let is_within =
                edges[0] >= field[0] && edges[1] <= field[1] && edges[2] >= field[2] && edges[3] <= field[3];
            is_within && taken.iter().enumerate().all(|(n, other)| n == dot || !is_on(edges, other))
        });
        found.push(place.map(|edges| (edges[0], edges[3] - 0.2 * height)));
        taken.extend(place);
    }
    found
}

fn is_on(a: &Edges, b: &Edges) -> bool {
    a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3]
}

/// Rectangles around a dot, the nearest first: on eight sides, and on eight sides further away.
fn around((x, y): At, (width, height): (f64, f64), radius: f64) -> Vec<Edges> {
    let mut all = Vec::new();
    for away in [radius + 1.5, radius + 10.0] {
        let slant = 0.7 * away;
        let [right, left] = [x + away, x - away - width];
        let [above, below, middle] = [y - away - height, y + away, y - height / 2.0];
        let centred = x - width / 2.0;
        let [right_of, left_of] = [x + slant, x - slant - width];
        let [over, under] = [y - slant - height, y + slant];
        for (at_x, at_y) in [
            (right, middle),
            (right_of, over),
            (centred, above),
            (right_of, under),
            (centred, below),
            (left_of, over),
            (left, middle),
            (left_of, under),
        ] {
            all.push([at_x, at_x + width, at_y, at_y + height]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_dots_that_crowd_stand_apart_or_not_at_all() {
        let dots: Vec<At> = (0..12).map(|n| (50.0 + 3.0 * f64::from(n), 50.0 + 2.0 * f64::from(n % 4))).collect();
        let labelled: Vec<(usize, f64)> = (0..12).map(|n| (n, 12.0)).collect();
        let placed = places((&dots, &[]), &labelled, (9.0, 3.0), [0.0, 200.0, 0.0, 100.0]);
        assert!(placed.iter().flatten().count() >= 8, "{placed:?}");
        let boxes: Vec<Edges> = placed.iter().flatten().map(|(x, y)| [*x, x + 12.0, y - 7.2, y + 1.8]).collect();
        for (n, a) in boxes.iter().enumerate() {
            assert!(boxes[n + 1..].iter().all(|b| !is_on(a, b)), "{boxes:?}");
            assert!(dots.iter().enumerate().all(|(dot, (x, y))| {
                dot == n || !is_on(a, &[x - 2.9, x + 2.9, y - 2.9, y + 2.9]) || placed.iter().any(Option::is_none)
            }));
        }
        assert_eq!(places((&[(1.0, 1.0)], &[]), &[(0, 500.0)], (9.0, 3.0), [0.0, 200.0, 0.0, 100.0]), [None]);
    }
}
