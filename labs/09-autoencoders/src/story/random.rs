//! Random projection.

use super::Story;
use lab09::project::{random_projection, squared_ratios};
use labkit::numerals::{num, percentage};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Lesson, Quantity, Result, Table};

/// Pictures whose distances are measured.
const MEASURED: usize = 300;

/// The section.
pub fn random(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("PCA looks at the data. What if nobody looks? Take k directions at random: a matrix R of normal numbers with the variance 1/k, and z = x·R.");
    let x = story.x();
    let some = x.rows(0, MEASURED.min(x.nrows())).into_owned();
    let mut rng = lesson.rng();
    let mut sixteen = f64::NAN;
    let mut table = Table::new(["k", "mean", "standard deviation", "√(2/k)", "within 30 %"]);
    for k in [2, 4, 8, 16, 32, 64, 256] {
        // Pairs share their matrix, and are not independent: so several matrices.
        let mut ratios = Vec::new();
        for _ in 0..10 {
            let r = random_projection(x.ncols(), k, &mut rng);
            ratios.extend(squared_ratios(&some, &(&some * r)));
        }
        let (middle, sd) = (
            mean(ratios.iter().copied()),
            standard_deviation(ratios.iter().copied()),
        );
        let near = ratios.iter().filter(|r| (0.49..=1.69).contains(*r)).count();
        let near = near as f64 / ratios.len() as f64;
        if k == 16 {
            sixteen = near;
        }
        table.push([
            k.to_string(),
            num(middle, 2),
            num(sd, 3),
            num((2.0 / k as f64).sqrt(), 3),
            percentage(near, 0),
        ]);
    }
    lesson.predict_number(
        &format!("{} pixels become 16 random sums of pixels. For what share of all pairs of digits is their distance within 30 % of what it was?", x.ncols()),
        Quantity::percent(sixteen, 0),
        &format!("{}. Each of the 16 numbers sees the difference of the two pictures from its own random side, too long or too short, and the mean of 16 such looks is not far off.", percentage(sixteen, 0)),
    );
    lesson.table(&table.caption("Squared distances after the projection, as a fraction of what they were: all pairs of 300 pictures, ten matrices for each k. *Within 30 %* is about the distances themselves."));
    lesson.say("The standard deviation is √(2/k), as the chapter derives. The number of pixels is *not* in that formula: for a million it would be the same. With k = 256 there are more numbers than pixels, and the distances are still blurred: the cheapest way to keep most, and none to keep the last bit.");
    Ok(())
}
