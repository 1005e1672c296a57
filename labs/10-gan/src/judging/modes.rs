//! Counting the clouds that are covered.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Points = Vec<(f64, f64)>;
type Input = (Points, Points, f64, f64);

/// Three centres and ten points: four near the first, two near the second (and one in the corner of its square), one
/// near the third, two near none.
fn three() -> (Points, Points) {
    let points = vec![
        (0.1, 0.2),
        (-0.3, 0.1),
        (0.2, -0.2),
        (0.0, 0.4),
        (5.1, 0.2),
        (4.9, -0.1),
        (5.4, 0.4),
        (0.2, 6.1),
        (2.5, 2.9),
        (9.0, 9.0),
    ];
    (points, vec![(0.0, 0.0), (5.0, 0.0), (0.0, 6.0)])
}

pub fn modes_covered() -> Exercise {
    let probe = |radius: f64, enough: f64| -> Input {
        let (points, centres) = three();
        (points, centres, radius, enough)
    };
    Exercise::new("modes_covered", 20, "how many clouds a generator covers")
        .hints([
            "Two questions, one inside the other: is this point good for this centre? Are there enough good points for it?",
            "The distance is √(Δx² + Δy²), `hypot` in Rust; good is at most `radius`.",
            "Compare the count with `enough · points.len()`, at least as much; and a count of 0 never covers.",
        ])
        // Counted by hand: within 0.5 lie 4, 2 and 1 of the 10 points.
        .probes([
            (probe(0.5, 0.15), 2),
            (probe(0.5, 0.2), 2),
            (probe(0.5, 0.1), 3),
            (probe(0.5, 0.25), 1),
            // The corner is 0.566 away: 4, 3, 1.
            (probe(0.6, 0.3), 2),
            (probe(0.5, 0.12), 2),
            // Nothing is near enough: nothing is covered, though nothing is asked for.
            (probe(0.05, 0.0), 0),
            ((vec![], vec![(0.0, 0.0), (1.0, 0.5)], 0.5, 0.0), 0),
        ])
        .answer(|(points, centres, r, e)| exercises::modes_covered(points, centres, *r, *e))
        .solution(|(points, centres, r, e)| solutions::modes_covered(points, centres, *r, *e))
        .mistake(
            "one point",
            "You counted every centre with a good point. One stray point is luck; `enough` asks for a share.",
            |(points, centres, r, e)| mistakes::modes_by_one_point(points, centres, *r, *e),
        )
        .mistake(
            "of the good",
            "You took the fraction of the *good* points. A generator whose points lie mostly nowhere would look fine; the fraction is of all points.",
            |(points, centres, r, e)| mistakes::modes_of_the_good(points, centres, *r, *e),
        )
        .mistake(
            "squares",
            "You compared x and y for themselves: that is a square around the centre. In its corner a point is farther away than `radius`.",
            |(points, centres, r, e)| mistakes::modes_in_squares(points, centres, *r, *e),
        )
        .mistake(
            "the nearest",
            "You gave every point to the nearest centre, however far. A point in the middle of nowhere covers nothing.",
            |(points, centres, r, e)| mistakes::modes_by_the_nearest(points, centres, *r, *e),
        )
        .mistake(
            "strictly more",
            "A centre with exactly `enough` is covered: at least, not more than.",
            |(points, centres, r, e)| mistakes::modes_strictly(points, centres, *r, *e),
        )
        .why("A loss never shows that seven clouds of eight are missing. Counting does, if one knows what to count; for pictures a classifier has to say which cloud a picture belongs to.")
        .done()
}
