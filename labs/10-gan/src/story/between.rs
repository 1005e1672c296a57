//! From one drawing to another, on two ways.

use super::drawn::{Drawn, IN_A_ROW, first, surest};
use lab10::latent::{lerp, noise, norm, slerp, walk};
use lab10::measured::FRESH;
use lab10::training::draw;
use lab10::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Tensor;

type Arc = fn(&[f64], &[f64], f64) -> Vec<f64>;
type Way = fn(&[f32], &[f32], f32) -> Vec<f32>;

/// Points of noise that are looked at, to find two good ones.
const LOOKED_AT: usize = 200;
/// Pairs of points whose ways are measured.
const PAIRS: usize = 60;
/// Numbers of the noise whose length is asked for: as many as the generators of pictures take.
const SHOWN: usize = 32;
/// Points of noise whose lengths are measured.
const LENGTHS: usize = 20_000;

/// Interpolation.
pub fn between(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The generator answers every point of noise with a drawing, also those that nobody ever drew. So go from one point to another in small steps. If it had learned pictures by heart there would be nothing in between, or a jump.");
    lengths(lesson)?;
    let ours = lesson.answer("slerp", exercises::slerp as Arc, solutions::slerp);
    let on_arc = |from: &[f32], to: &[f32], at: f32| -> Vec<f32> {
        let wide = |z: &[f32]| z.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
        let point = ours(&wide(from), &wide(to), f64::from(at));
        point.into_iter().map(|x| x as f32).collect()
    };
    let film = drawn.dcgan(lesson);
    let z = noise(LOOKED_AT, film.recipe.latent, &mut nabla::rng(FRESH));
    let drawings = draw(&film.pair.generator, &z);
    let read = drawn.jury(lesson).judge.verdict(&drawings).digits();
    let ends = [3, 8, 6, 5].map(|wanted| surest(&read, wanted));
    let both = |from: usize, to: usize| {
        let ends = [from, to].map(|end| row(&z, ends[end]));
        [walk(ends, IN_A_ROW, on_arc), walk(ends, IN_A_ROW, lerp)]
            .map(|way| draw(&film.pair.generator, &way))
    };
    let drawings = [both(0, 1), both(2, 3)].concat();
    let names = ["arc", "line"].into_iter().cycle();
    let rows: Vec<_> = names.zip(drawings.iter().map(first)).collect();
    lesson.sheet(
        "between",
        "From a 3 to an 8, and from a 6 to a 5, each on the arc and on the straight line.",
        28,
        &rows,
    )?;
    on_the_way(drawn, lesson)?;
    lesson.say("No picture on these ways was ever shown to anybody, and most change little by little: strokes bend, close, and open. That is good evidence that the generator did not learn its pictures by heart. Between two digits there has to be a place that is neither: the world has no such pictures, but a generator without jumps cannot avoid them.");
    Ok(())
}

/// How long noise is.
fn lengths(lesson: &mut Lesson) -> Result<()> {
    let mut measured = 0.0;
    let mut table = Table::new([
        "numbers",
        "√numbers",
        "length",
        "standard deviation",
        "halfway on the line",
    ]);
    for width in [1, 2, 8, SHOWN, 128] {
        let mut rng = nabla::rng(lesson.flags().seed);
        let z = noise(LENGTHS, width, &mut rng);
        let lengths: Vec<f64> = z
            .data()
            .chunks_exact(width)
            .map(|z| f64::from(norm(z)))
            .collect();
        let middle = mean(lengths.iter().copied());
        let std_dev = mean(lengths.iter().map(|l| (l - middle).powi(2))).sqrt();
        if width == SHOWN {
            measured = middle;
        }
        let points: Vec<&[f32]> = z.data().chunks_exact(width).collect();
        let halfway = points
            .chunks_exact(2)
            .map(|ends| f64::from(norm(&lerp(ends[0], ends[1], 0.5))));
        table.push([
            width.to_string(),
            num((width as f64).sqrt(), 2),
            num(middle, 2),
            num(std_dev, 2),
            num(mean(halfway), 2),
        ]);
    }
    lesson.predict_number(
        &format!("{SHOWN} standard normal numbers: their most probable place is the origin. How far from it do they lie, on average?"),
        Quantity::new(measured, 1).within(0.5),
        "About √32 = 5.7, give or take 0.7. Of a million such points some five lie less than half as far out: in many dimensions there is hardly any room near the middle.",
    );
    lesson.table(&table.caption(format!("Lengths of {} points of normal noise, and how far from the origin the middle between two of them lies.", count(LENGTHS))));
    lesson.say("All noise lies in a thin shell: its radius is near √d for d numbers, and it is no thicker in many dimensions than in few. The straight line between two points of it cuts through the inside, where the generator was never trained. The *arc* keeps to the shell (spherical interpolation, *slerp*).");
    Ok(())
}

fn row(z: &Tensor, i: usize) -> &[f32] {
    let width = z.shape().last();
    &z.data()[i * width..][..width]
}

/// How different the drawings are from one another, along the way.
fn on_the_way(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "Halfway on a straight line z is too short, by √½. What does that do to the drawings there?",
        &["they are more alike", "they are more varied", "they are empty"],
        0,
        "Nearer to the origin all drawings are nearer to the mean of what the generator draws. (Some make a virtue of it: noise that is cut short gives fewer kinds of drawings, but better ones.) This generator loses little, another may lose more; the arc is right in any case, and costs nothing.",
    );
    let film = drawn.dcgan(lesson);
    let z = noise(2 * PAIRS, film.recipe.latent, &mut nabla::rng(FRESH + 1));
    let points = |way: Way, share: f32| {
        let points = (0..PAIRS).flat_map(|p| way(row(&z, 2 * p), row(&z, 2 * p + 1), share));
        Tensor::from_vec(points.collect(), [PAIRS, film.recipe.latent])
    };
    let along = |way: Way| -> Vec<(f64, f64)> {
        let at = |i: usize| -> (f64, f64) {
            let share = i as f32 / (IN_A_ROW - 1) as f32;
            let drawings = draw(&film.pair.generator, &points(way, share));
            (f64::from(share), variety(&drawings))
        };
        (0..IN_A_ROW).map(at).collect()
    };
    lesson.chart(
        "on-the-way",
        &format!("{PAIRS} ways: how far the drawings at one place of the way are from their mean. On the straight lines they become more alike in the middle, by a few per cent: mind the axis."),
        &Chart::new("share of the way", "variety")
            .line("arc", along(slerp))
            .line("line", along(lerp)),
    )?;
    let judge = &drawn.jury(lesson).judge;
    let mut table = Table::new(["halfway", "length of z", "variety", "judge's confidence"]);
    for (name, way) in [("arc", slerp as Way), ("line", lerp)] {
        let points = points(way, 0.5);
        let drawings = draw(&film.pair.generator, &points);
        let lengths = (0..PAIRS).map(|p| f64::from(norm(row(&points, p))));
        let sure = judge.verdict(&drawings).digits();
        table.push([
            super::made(name),
            num(mean(lengths), 2),
            num(variety(&drawings), 2),
            num(mean(sure.iter().map(|(_, sure)| f64::from(*sure))), 2),
        ]);
    }
    lesson.table(&table.caption("In the middle of the ways. The judge is the network that reads digits in [A score that does not flatter](#a-score-that-does-not-flatter)."));
    Ok(())
}

/// The mean distance of pictures to their mean picture.
fn variety(pictures: &Tensor) -> f64 {
    let count = pictures.dims()[0] as f64;
    let rows = || pictures.data().chunks_exact(784);
    let mut middle = vec![0.0; 784];
    for picture in rows() {
        for (m, p) in middle.iter_mut().zip(picture) {
            *m += f64::from(*p) / count;
        }
    }
    let far = |picture: &[f32]| {
        let squares = picture
            .iter()
            .zip(&middle)
            .map(|(p, m)| (f64::from(*p) - m).powi(2));
        squares.sum::<f64>().sqrt()
    };
    mean(rows().map(far))
}
