//! Walks through the space of the codes: a grid, a line, a direction that means something.

use super::{Models, SIDE, places, roughly, sheet, slices};
use lab09::vae::Vae;
use lab09::vae::evaluate::codes;
use lab09::vae::latent::{direction, grid, line, moved, slant};
use lab09::vae::reader::clear;
use labkit::numerals::{num, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tensor;
use trainer::half;

/// Steps of a walk, both ends included.
const STEPS: usize = 9;
/// Side of the grid.
const GRID: usize = 10;

/// The section.
pub fn walks(models: &Models, lesson: &mut Lesson) -> Result<()> {
    the_grid(models, lesson)?;
    lines(models, lesson)?;
    directions(models, lesson)
}

fn the_grid(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Codes of two numbers can be walked through completely. A grid from −2 to 2 in both directions, each code decoded:");
    let pictures = models.plane(lesson).vae.draw(&grid(GRID, 2.0));
    let small: Vec<Vec<f32>> = slices(&pictures).into_iter().map(half).collect();
    let rows: Vec<(String, Vec<&[f32]>)> = small
        .chunks_exact(GRID)
        .enumerate()
        .map(|(i, row)| {
            let up = 2.0 - 4.0 * i as f64 / (GRID - 1) as f64;
            (num(up, 1), row.iter().map(Vec::as_slice).collect())
        })
        .collect();
    lesson.sheet(
        "grid",
        "The plane of the codes: the first number goes from −2 at the left to 2 at the right, the second stands beside each row. Where the map shows no dots, a picture may be no digit.",
        SIDE / 2,
        &rows,
    )
}

fn lines(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "With more numbers, walk on a line, from one picture to another. Half way from a 3 to a 5 *among the pixels* lie two faint digits on top of each other. What does the code half way draw?",
        &["a blot", "one digit that lies between", "two faint digits as well"],
        1,
        "A code near both has to mean a picture. In the plane, too, one digit turns into another without a leap.",
    );
    let vae = &models.few(lesson).vae;
    let mut walks: Vec<(&str, Tensor)> = Vec::new();
    for digits in [(3, 5), (6, 0), (4, 9)] {
        for ends in pairs(models, digits, 1) {
            let [in_codes, in_pixels] = walk(vae, &ends, STEPS);
            walks.extend([("codes", in_codes), ("pixels", in_pixels)]);
        }
    }
    sheet(
        lesson,
        "walk",
        "Three walks, each among the codes and among the pixels.",
        &walks,
    )?;
    // The middle of many such walks.
    let mut between = [Vec::new(), Vec::new()];
    for digits in (0..10).flat_map(|d| (d + 1..10).map(move |o| (d, o))) {
        for ends in pairs(models, digits, 8) {
            for (middles, pictures) in between.iter_mut().zip(walk(vae, &ends, 3)) {
                middles.extend_from_slice(pictures.rows(1..2).data());
            }
        }
    }
    let grey = |pixels: &[f32]| {
        // Neither ink nor paper.
        let between = pixels.iter().filter(|&&p| p > 0.25 && p < 0.75).count();
        let ink = pixels.iter().filter(|&&p| p >= 0.25).count();
        between as f64 / ink.max(1) as f64
    };
    let mut table = Table::new([
        "half way",
        "of inked pixels, neither ink nor paper",
        "read clearly",
    ]);
    for (name, pixels) in [
        ("among the codes", &between[0]),
        ("among the pixels", &between[1]),
    ] {
        let count = pixels.len() / (SIDE * SIDE);
        let pictures = Tensor::from_slice(pixels, [count, SIDE * SIDE]);
        let fraction = clear(&models.read(lesson, &pictures));
        table.push([
            name.to_string(),
            percentage(grey(pixels), 0),
            roughly(fraction).to_string(),
        ]);
    }
    lesson
        .table(&table.caption("Half way between many pairs of test pictures of different digits."));
    Ok(())
}

/// So many pairs of test pictures of the two digits, `[2, pixels]` each.
fn pairs(models: &Models, (from, to): (u32, u32), count: usize) -> Vec<Tensor> {
    let places = |digit| places(&models.test, digit, count);
    let pairs = places(from).into_iter().zip(places(to).into_iter().rev());
    pairs
        .map(|(a, b)| models.test.images.gather_rows(&[a, b]))
        .collect()
}

/// So many steps from one picture to another, both ends included: among the codes, and among the pixels.
fn walk(vae: &Vae, ends: &Tensor, steps: usize) -> [Tensor; 2] {
    let (means, _) = codes(vae, ends);
    let (first, last) = means.data().split_at(vae.latent());
    let in_codes = vae.draw(&line(first, last, steps));
    let (first, last) = ends.data().split_at(SIDE * SIDE);
    [in_codes, line(first, last, steps)]
}

fn directions(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Does a direction mean something? From the mean code of the third of the training pictures that leans most to the right subtract that of the third that leans most to the left, and add the difference to the codes of other pictures. The same with how much ink there is. The network is the one with 16 numbers to a code.");
    let vae = &models.sixteen(lesson).vae;
    let (means, _) = codes(vae, &models.train.images);
    let ink = |picture: &[f32]| picture.iter().map(|&p| f64::from(p)).sum::<f64>();
    let leans = |picture: &[f32]| slant(picture, SIDE);
    let measured = |of: &dyn Fn(&[f32]) -> f64| -> Vec<f64> {
        slices(&models.train.images).into_iter().map(of).collect()
    };
    let (test, _) = codes(vae, &models.test.images);
    let along = |codes: &Tensor, way: &[f32], by| {
        let moved: Vec<f32> = (codes.data().chunks_exact(vae.latent()))
            .flat_map(|code| moved(code, way, by))
            .collect();
        vae.draw(&Tensor::from_vec(moved, codes.shape()))
    };
    let mean_of = |pictures: &Tensor, of: &dyn Fn(&[f32]) -> f64| {
        slices(pictures).into_iter().map(of).sum::<f64>() / pictures.dims()[0] as f64
    };
    let amounts = [-1.0_f32, -0.5, 0.0, 0.5, 1.0];
    let ways = [&leans as &dyn Fn(&[f32]) -> f64, &ink].map(|of| direction(&means, &measured(of)));
    let slants = amounts.map(|by| {
        mean_of(&along(&test, &ways[0], by), &leans)
            .atan()
            .to_degrees()
    });
    let inks = amounts.map(|by| mean_of(&along(&test, &ways[1], by), &ink));
    let mut table = Table::new(["added", "−1 ×", "−½ ×", "0", "½ ×", "1 ×"]);
    for (what, means) in [("slant, degrees", slants), ("ink, pixels", inks)] {
        table.push(
            [what.to_string()]
                .into_iter()
                .chain(means.map(|mean| num(mean, 0))),
        );
    }
    let mut drawn: Vec<(&str, Tensor)> = Vec::new();
    for (name, way) in ["slant", "ink"].into_iter().zip(&ways) {
        for place in [7, 4, 0]
            .map(|digit| places(&models.test, digit, 1))
            .concat()
        {
            let code = test.rows(place..place + 1);
            let steps = amounts.map(|by| along(&code, way, by).data().to_vec());
            drawn.push((
                name,
                Tensor::from_vec(steps.concat(), [amounts.len(), SIDE * SIDE]),
            ));
        }
    }
    let (usual, moved) = (slants[2], slants[4]);
    lesson.predict_number(
        &format!("Nobody told the network about leaning. The test pictures, redrawn, lean by {}° on average (negative: to the left). And with the whole slant direction added?", num(usual, 0)),
        Quantity::new(moved, 0).unit("degrees").within(3.0),
        &format!("{}°.", num(moved, 0)),
    );
    sheet(
        lesson,
        "slant-and-ink",
        "Three digits, first along the slant, then along the ink; to the left the direction was subtracted, to the right it was added.",
        &drawn,
    )?;
    lesson.table(&table.caption("Means over all test pictures, moved by so much of the direction. Positive slant leans to the right."));
    lesson.say("Codes that lie close make pictures that look alike, so differences of codes mean something. But a direction is a mean: go far along it, and a 4 becomes what leans like that more often.");
    Ok(())
}
