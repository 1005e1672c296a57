//! Section 3: random projection.

use super::{Story, deviation, mean, num};
use lab09::project::{random_projection, squared_ratios};
use labkit::{Lesson, Result, Table};

/// Pictures whose distances are measured.
const MEASURED: usize = 300;

/// Section 3.
pub fn random(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("PCA looks at the data. What if nobody looks? Take k directions by lot: a matrix R of normal numbers with the variance 1/k, and z = x·R.");
    lesson.predict(
        "64 pixels become 16 random sums of pixels. What becomes of the distance between two digits?",
        "It stays roughly what it was. Each of the 16 numbers sees the difference of the two pictures from its own random side, too long or too short, and the mean of 16 such looks is not far off.",
    );
    let x = story.x();
    let some = x.rows(0, MEASURED.min(x.nrows())).into_owned();
    let mut rng = lesson.rng();
    let mut table = Table::new(["k", "mean", "deviation", "√(2/k)", "within 30 %"]);
    for k in [2, 4, 8, 16, 32, 64, 256] {
        // Pairs share their matrix, and their luck: so several matrices.
        let mut ratios = Vec::new();
        for _ in 0..10 {
            let r = random_projection(x.ncols(), k, &mut rng);
            ratios.extend(squared_ratios(&some, &(&some * r)));
        }
        let (middle, spread) = (
            mean(ratios.iter().copied()),
            deviation(ratios.iter().copied()),
        );
        let near = ratios.iter().filter(|r| (0.49..=1.69).contains(*r)).count();
        let near = near as f64 / ratios.len() as f64;
        lesson.number(&format!("random_spread_{k}"), spread);
        lesson.number(&format!("random_near_{k}"), near);
        table.push([
            k.to_string(),
            num(middle, 2),
            num(spread, 3),
            num((2.0 / k as f64).sqrt(), 3),
            format!("{} %", num(100.0 * near, 0)),
        ]);
    }
    lesson.table(&table.caption("Squared distances after the throw, as a share of what they were: all pairs of 300 pictures, ten matrices for each k. *Within 30 %* is about the distances themselves."));
    lesson.say("The deviation is √(2/k), as the chapter derives in a few lines. Look at what is *not* in that formula: the number of pixels. It would be the same for pictures of a million pixels. That is the lemma of Johnson and Lindenstrauss (1984): n points fit into a few times ln n/ε² numbers, with all distances right up to the share ε, wherever they came from. With k = 256 there are more numbers than pixels, and the luck of the throw still blurs the distances: the throw is no way to save the last bit, but the cheapest to save most.");
    Ok(())
}
