//! A picture of a digit, turned back into the strokes of a pen: so that pictures can be drawn again, with other pens, elsewhere, larger
//! or smaller. The weights of chapter 6's reader and the tests of its paper are made with it; a page does not need it.

use crate::Strokes;
use crate::strokes::SIDE;
use std::collections::BTreeSet;

/// A place in a picture: column and row.
type Place = [i32; 2];

/// The eight places around one, clockwise from above.
const AROUND: [Place; 8] = [
    [0, -1],
    [1, -1],
    [1, 0],
    [1, 1],
    [0, 1],
    [-1, 1],
    [-1, 0],
    [-1, -1],
];
/// From here on a pixel is ink.
const INK: f32 = 0.4;

/// The strokes of a picture of 28×28 pixels, each as points between (0, 0), its upper left corner, and (1, 1).
///
/// # Panics
/// If the picture has another size.
pub fn retrace(pixels: &[f32]) -> Vec<Vec<[f64; 2]>> {
    assert_eq!(
        pixels.len(),
        SIDE * SIDE,
        "a picture of {SIDE}×{SIDE} pixels"
    );
    let inked = (0..pixels.len()).filter(|&i| pixels[i] >= INK);
    let ink = inked
        .map(|i| [(i % SIDE) as i32, (i / SIDE) as i32])
        .collect();
    let middle = |place: Place| place.map(|v| (f64::from(v) + 0.5) / SIDE as f64);
    let strokes = follow(&thin(ink)).into_iter();
    strokes
        .map(|stroke| smooth(&stroke.into_iter().map(middle).collect::<Vec<_>>()))
        .collect()
}

/// A picture drawn again on a paper: its larger side `size` long, its middle at `middle`, both in parts of the paper.
///
/// # Panics
/// As [`retrace`].
pub fn drawn_again(pixels: &[f32], size: f64, middle: [f64; 2]) -> Strokes {
    let strokes = retrace(pixels);
    let reach = |axis: usize| {
        let along = strokes.iter().flatten().map(|point| point[axis]);
        let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        [(low + high) / 2.0, high - low]
    };
    let [across, down] = [reach(0), reach(1)];
    // A dot has no size.
    let scale = size / across[1].max(down[1]).max(0.05);
    let moved = |point: &[f64; 2]| {
        [
            middle[0] + scale * (point[0] - across[0]),
            middle[1] + scale * (point[1] - down[0]),
        ]
    };
    let moved: Vec<Vec<[f64; 2]>> = strokes
        .iter()
        .map(|stroke| stroke.iter().map(moved).collect())
        .collect();
    Strokes::through(&moved.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// A picture as somebody else would draw it.
pub struct Drawn {
    /// What it is.
    pub digit: u8,
    /// The strokes on the paper.
    pub strokes: Strokes,
    /// How wide the pen is, in 28ths of the paper.
    pub pen: f64,
}

/// Every so many-th of these pictures (28×28 pixels each, one after the other) drawn with a pen wider or thinner than the usual 1.8,
/// 30 % smaller or larger than the usual six tenths of the paper, and off its centre: each of the four ways in turn.
pub fn drawn_elsewhere<'p>(
    pixels: &'p [f32],
    labels: &'p [u8],
    every: usize,
) -> impl Iterator<Item = Drawn> + 'p {
    const WAYS: [(f64, f64, [f64; 2]); 4] = [
        (1.4, 0.7, [-0.18, 0.14]),
        (2.4, 1.3, [0.05, -0.06]),
        (2.4, 0.7, [0.2, 0.16]),
        (1.4, 1.3, [-0.06, 0.05]),
    ];
    let pictures = pixels.chunks_exact(SIDE * SIDE).zip(labels).step_by(every);
    pictures
        .zip(WAYS.into_iter().cycle())
        .map(|((picture, &digit), (pen, larger, off))| Drawn {
            digit,
            strokes: drawn_again(picture, 0.6 * larger, off.map(|v| 0.5 + v)),
            pen,
        })
}

/// Takes the edge away, layer by layer, where that tears nothing apart, until all lines are one pixel wide.
///
/// Source: T. Y. Zhang and C. Y. Suen, *A fast parallel algorithm for thinning digital patterns* (1984).
fn thin(mut ink: BTreeSet<Place>) -> BTreeSet<Place> {
    loop {
        let before = ink.len();
        // First what can go in the south and east, then what can go in the north and west.
        for guards in [[[0, 2, 4], [2, 4, 6]], [[0, 2, 6], [0, 4, 6]]] {
            let gone: Vec<Place> = ink
                .iter()
                .copied()
                .filter(|&place| can_go(&ink, place, guards))
                .collect();
            for place in gone {
                ink.remove(&place);
            }
        }
        if ink.len() == before {
            return without_corners(ink);
        }
    }
}

/// Takes the inner pixels of stairs away: where two neighbours touch each other, the one between them joins nothing.
fn without_corners(mut ink: BTreeSet<Place>) -> BTreeSet<Place> {
    for place in ink.clone() {
        let there: Vec<Place> = AROUND
            .iter()
            .map(|&step| beside(place, step))
            .filter(|at| ink.contains(at))
            .collect();
        let touch = |a: Place, b: Place| (a[0] - b[0]).abs().max((a[1] - b[1]).abs()) <= 1;
        let straight = |at: &&Place| (at[0] - place[0]).abs() + (at[1] - place[1]).abs() == 1;
        let corner = there.iter().filter(straight).any(|&a| {
            let others = there.iter().filter(straight);
            let mut turned =
                others.filter(|b| (b[0] - a[0]).abs() == 1 && (b[1] - a[1]).abs() == 1);
            turned.any(|&b| there.iter().all(|&c| touch(a, c) || touch(b, c)))
        });
        if corner {
            ink.remove(&place);
        }
    }
    ink
}

fn can_go(ink: &BTreeSet<Place>, place: Place, guards: [[usize; 3]; 2]) -> bool {
    let around = AROUND.map(|step| ink.contains(&beside(place, step)));
    let neighbours = around.iter().filter(|&&there| there).count();
    // How often white turns to ink on the way around: once, or a line would tear.
    let turns = (0..8)
        .filter(|&i| !around[i] && around[(i + 1) % 8])
        .count();
    let bare = |guard: [usize; 3]| guard.iter().any(|&i| !around[i]);
    (2..=6).contains(&neighbours) && turns == 1 && guards.into_iter().all(bare)
}

fn beside([x, y]: Place, [dx, dy]: Place) -> Place {
    [x + dx, y + dy]
}

/// Walks along the lines, from an end if there is one, straight on where they cross, until every pixel was passed.
fn follow(lines: &BTreeSet<Place>) -> Vec<Vec<Place>> {
    let mut left = lines.clone();
    let mut strokes = Vec::new();
    while let Some(start) = start(&left) {
        left.remove(&start);
        // A stroke that leaves another one begins on it.
        let from = AROUND.map(|step| beside(start, step)).into_iter();
        let passed = from
            .into_iter()
            .find(|place| lines.contains(place) && !left.contains(place));
        let mut stroke: Vec<Place> = passed.into_iter().chain([start]).collect();
        while let Some(next) = next(&left, &stroke) {
            left.remove(&next);
            stroke.push(next);
        }
        // It may end on one, too; a loop ends where it began.
        let end = stroke[stroke.len() - 1];
        let own = &stroke[stroke.len().saturating_sub(3)..];
        let touched = AROUND.map(|step| beside(end, step));
        let met = touched
            .into_iter()
            .find(|place| lines.contains(place) && !left.contains(place) && !own.contains(place));
        stroke.extend(met);
        strokes.push(stroke);
    }
    // What is left of a blot is no stroke, unless it is all there is.
    let long = strokes.iter().map(Vec::len).max().unwrap_or(0);
    strokes.retain(|stroke| stroke.len() > 2 || stroke.len() == long);
    strokes
}

/// A place with one neighbour, or any.
fn start(left: &BTreeSet<Place>) -> Option<Place> {
    let neighbours = |place: &&Place| {
        AROUND
            .iter()
            .filter(|&&step| left.contains(&beside(**place, step)))
            .count()
    };
    let end = left.iter().find(|place| neighbours(place) <= 1);
    end.or_else(|| left.iter().next()).copied()
}

/// The neighbour that lies straightest ahead.
fn next(left: &BTreeSet<Place>, stroke: &[Place]) -> Option<Place> {
    let here = *stroke.last()?;
    let back = stroke[stroke.len().saturating_sub(4)];
    let ahead = [here[0] - back[0], here[1] - back[1]];
    let straight = |step: &Place| {
        let along = f64::from(ahead[0] * step[0] + ahead[1] * step[1]);
        along / f64::from(step[0] * step[0] + step[1] * step[1]).sqrt()
    };
    let steps = AROUND
        .into_iter()
        .filter(|&step| left.contains(&beside(here, step)));
    let best = steps.max_by(|a, b| straight(a).total_cmp(&straight(b)));
    best.map(|step| beside(here, step))
}

/// Pixels make stairs; a hand does not.
fn smooth(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let last = points.len() - 1;
    let mean = |i: usize| {
        let reach = 2.min(i).min(last - i);
        let near = &points[i - reach..=i + reach];
        [0, 1].map(|axis| near.iter().map(|point| point[axis]).sum::<f64>() / near.len() as f64)
    };
    (0..=last).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(strokes: &[&[[f64; 2]]], radius: f64) -> Vec<f32> {
        Strokes::through(strokes).paint([SIDE, SIDE], radius)
    }

    #[test]
    fn a_thick_line_becomes_one_stroke_from_end_to_end() {
        let strokes = retrace(&painted(&[&[[0.3, 0.2], [0.6, 0.8]]], 1.6));
        assert_eq!(strokes.len(), 1, "{strokes:?}");
        let ends = [strokes[0][0], strokes[0][strokes[0].len() - 1]];
        let near = |end: [f64; 2], at: [f64; 2]| (end[0] - at[0]).hypot(end[1] - at[1]) < 0.1;
        assert!(
            ends.iter().any(|&end| near(end, [0.3, 0.2]))
                && ends.iter().any(|&end| near(end, [0.6, 0.8])),
            "{ends:?}"
        );
    }

    #[test]
    fn a_ring_is_closed_and_a_cross_has_two_strokes() {
        let ring: Vec<[f64; 2]> = (0..=24)
            .map(|i| f64::from(i) / 24.0 * std::f64::consts::TAU)
            .map(|turn| [0.5 + 0.25 * turn.cos(), 0.5 + 0.3 * turn.sin()])
            .collect();
        let strokes = retrace(&painted(&[&ring], 1.4));
        let longest = strokes.iter().max_by_key(|stroke| stroke.len()).unwrap();
        let (first, last) = (longest[0], longest[longest.len() - 1]);
        assert!(
            (first[0] - last[0]).hypot(first[1] - last[1]) < 0.12,
            "{first:?} {last:?}"
        );
        let cross = retrace(&painted(
            &[&[[0.2, 0.5], [0.8, 0.5]], &[[0.5, 0.2], [0.5, 0.8]]],
            1.2,
        ));
        assert!((2..=3).contains(&cross.len()), "{cross:?}");
    }

    #[test]
    fn drawn_again_it_covers_what_it_covered() {
        let seven = painted(&[&[[0.25, 0.25], [0.7, 0.27], [0.45, 0.8]]], 1.4);
        let strokes = retrace(&seven);
        let strokes: Vec<&[[f64; 2]]> = strokes.iter().map(Vec::as_slice).collect();
        let again = painted(&strokes, 1.4);
        let both: f32 = seven.iter().zip(&again).map(|(a, b)| a.min(*b)).sum();
        let part = both / seven.iter().sum::<f32>();
        // A thinned line ends before its ink does.
        assert!(part > 0.75, "{part}");
        assert!(retrace(&[0.0; SIDE * SIDE]).is_empty());
    }
}
