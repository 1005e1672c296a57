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
            // Nothing is near enough.
            (probe(0.05, 0.1), 0),
            ((vec![], vec![(0.0, 0.0), (1.0, 0.5)], 0.5, 0.25), 0),
            // More centres than points: half of six is three.
            (
                (
                    vec![(0.0, 0.1), (0.1, 0.0), (9.0, 0.1), (18.0, 0.0), (18.1, 0.0), (18.0, 0.2)],
                    (0..8).map(|i| (9.0 * f64::from(i), 0.0)).collect(),
                    0.5,
                    0.5,
                ),
                1,
            ),
            // On the rim: 3, 4, 5; a point that is good for two centres; points and centres that come twice.
            ((vec![(3.0, 4.0), (9.0, 9.0)], vec![(0.0, 0.0), (8.0, 9.5)], 5.0, 0.5), 2),
            (
                (
                    vec![(1.0, 0.0), (1.0, 0.0), (2.0, 0.0), (9.0, 0.0)],
                    vec![(0.0, 0.0), (2.0, 0.0), (2.0, 0.0), (-1e9, 1e9)],
                    1.5,
                    0.5,
                ),
                3,
            ),
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
        .mistake(
            "without its rim",
            "A point at exactly `radius` is good: *at most* that far away.",
            |(points, centres, r, e)| mistakes::modes_without_rim(points, centres, *r, *e),
        )
        .mistake(
            "no root",
            "You compared the squared distance with the radius. Take its root, or square the radius.",
            |(points, centres, r, e)| mistakes::modes_without_root(points, centres, *r, *e),
        )
        .mistake(
            "around the corner",
            "You added the distances along both axes. The Euclidean distance is the root of the sum of their squares.",
            |(points, centres, r, e)| mistakes::modes_around_the_corner(points, centres, *r, *e),
        )
        .mistake(
            "of the centres",
            "You took a share of the *centres*. `enough` is a share of all points.",
            |(points, centres, r, e)| mistakes::modes_of_the_centres(points, centres, *r, *e),
        )
        .mistake(
            "once each",
            "You gave every point to one centre only. A point is good for every centre that it is near to.",
            |(points, centres, r, e)| mistakes::modes_once_each(points, centres, *r, *e),
        )
        .mistake(
            "covered by nothing",
            "Without points yours covers every centre: 0 is at least a share of 0. Without points none is covered.",
            |(points, centres, r, e)| match points.is_empty() {
                true => centres.len(),
                false => solutions::modes_covered(points, centres, *r, *e),
            },
        )
        .mistake(
            "the share",
            "The share of covered centres, not their number.",
            |(points, centres, r, e)| {
                solutions::modes_covered(points, centres, *r, *e) / centres.len()
            },
        )
        .mistake(
            "rounded down",
            "You rounded the share to whole points, down. At 15 % of ten points one is not enough: at least 1.5 are asked for.",
            |(points, centres, r, e)| mistakes::modes_rounded_down(points, centres, *r, *e),
        )
        .why("A loss never shows that seven clouds of eight are missing. Counting does, if one knows what to count; for pictures a classifier has to say which cloud a picture belongs to.")
        .done()
}
