//! The variational autoencoder.

use super::holes::{DRAWN, ROW, fitted};
use super::{FEW, Models, ROUGHLY, SIDE, how_roughly, judged, roughly, slices};
use crate::figures;
use lab09::vae::Vae;
use lab09::vae::evaluate::{Bound, codes};
use lab09::vae::latent::drawn;
use lab09::vae::reader::clear;
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn generates(models: &Models, lesson: &mut Lesson) -> Result<()> {
    trained(models, lesson)?;
    maps(models, lesson)?;
    read(models, lesson)
}

fn trained(models: &Models, lesson: &mut Lesson) -> Result<()> {
    let watched = models.few(lesson);
    let (n, hidden, last) = (watched.vae.latent(), FEW.hidden, watched.test());
    lesson.say(format!("The encoder answers a picture with μ and ln σ²; a code is drawn; the decoder gives a grey g for each pixel. The lesson has {} pictures only, so it takes {n} numbers a code: 784 → {hidden} → ({n}, {n}) → {n} → {hidden} → 784.", count(models.train.len())));
    lesson.predict_number(
        &format!("In the end reconstruction + KL of a test picture come to {} nats. How many of these are KL?", num(-last.elbo(), 0)),
        Quantity::new(last.divergence, 1).factor(1.5).unit("nats"),
        &format!("{}, or {} bits. To tell ten digits apart takes 3.3; the rest says how they are written, and all else is left to the pixels.", num(last.divergence, 1), num(last.divergence / std::f64::consts::LN_2, 0)),
    );
    let line = |of: fn(&Bound) -> f64| {
        let points = watched.history.iter();
        points.map(move |(epoch, _, test)| (*epoch as f64, of(test)))
    };
    lesson.chart(
        "vae-training",
        "The two terms on the test pictures, and their sum, which is minus the bound.",
        &Chart::new("epoch", "nats a picture")
            .log_y()
            .y_range(2.0..300.0)
            .line("reconstruction + KL", line(|b| -b.elbo()))
            .line("reconstruction", line(|b| b.reconstruction))
            .line("KL", line(|b| b.divergence)),
    )?;
    let mut table = Table::new([
        "epoch",
        "reconstruction",
        "KL",
        "bound, test",
        "bound, training",
    ]);
    for (epoch, train, test) in &watched.history {
        if [1, 5, 20, 50, 100].contains(epoch) {
            table.push([
                epoch.to_string(),
                num(test.reconstruction, 0),
                num(test.divergence, 1),
                num(test.elbo(), 0),
                num(train.elbo(), 0),
            ]);
        }
    }
    lesson.table(&table.caption("Nats a picture. A copy without fault would still cost a good part of this: see [Nats and bits](#nats-and-bits)."));
    Ok(())
}

fn maps(models: &Models, lesson: &mut Lesson) -> Result<()> {
    let (codes, _) = codes(&models.plane(lesson).vae, &models.train.images);
    // More dots than these only make the file larger.
    let shown = models.train.len().min(700);
    lesson.figure(
        "map",
        "Means μ of training pictures, from a network of the same kind with 2 numbers to a code. Discs are 0 to 5, squares 6 to 9, and the large digit stands in the middle of its dots. Of codes drawn from N(0, I) six in seven lie within the circle.",
        (360, 378),
        |area| {
            let digits = models.train.labels.as_slice();
            figures::plane::draw(area, &codes.data()[..2 * shown], &digits[..shown])
        },
    )?;
    lesson.say("The codes fill the place that they were told to fill. And each is a small cloud, not a point: the decoder had to make sense of the surroundings too.");
    Ok(())
}

fn read(models: &Models, lesson: &mut Lesson) -> Result<()> {
    let seed = lesson.flags().seed;
    let few = &models.few(lesson).vae;
    let made = |vae: &Vae| vae.draw(&drawn(DRAWN, vae.latent(), &mut nabla::rng(seed)));
    let pictures = made(few);
    let plain = fitted(models.plain(lesson), &models.train.images, seed);
    let [before, now] = [&plain, &pictures].map(|made| clear(&models.read(lesson, made)));
    lesson.predict_choice(
        &format!("Of what the plain autoencoder of [Codes at random](#codes-at-random) drew, {} could be read clearly. Now nobody has to look where the codes lie: draw from N(0, I). How many can be read?", roughly(before)),
        &ROUGHLY,
        how_roughly(now),
        "Some lie between two digits, as their codes do.",
    );
    let shown = slices(&pictures);
    let rows: Vec<(&str, Vec<&[f32]>)> = shown
        .chunks_exact(ROW)
        .take(4)
        .map(|row| ("drawn", row.to_vec()))
        .collect();
    lesson.sheet(
        "vae-drawn",
        "Digits that nobody wrote: 48 codes from N(0, I), decoded, not one of them chosen. What is shown is the grey g of each pixel.",
        SIDE,
        &rows,
    )?;
    let sixteen = made(&models.sixteen(lesson).vae);
    let plane = made(&models.plane(lesson).vae);
    let mut table = Table::new([
        "codes drawn at random",
        "read clearly",
        "from the nearest training picture",
    ]);
    for (name, latent, pictures) in [
        ("plain", 16, &plain),
        ("variational", 16, &sixteen),
        ("variational", few.latent(), &pictures),
        ("variational", 2, &plane),
    ] {
        table.push(judged(
            models,
            lesson,
            format!("{name}, {latent} numbers"),
            pictures,
        ));
    }
    lesson.table(&table.caption("The first two networks differ in nothing but the draw and the price of a code. Fewer numbers leave fewer gaps, and poorer copies."));
    lesson.say("All are softer than what a pen writes: the decoder is asked for the mean of all pictures that a code may stand for, and a mean is blurred.");
    Ok(())
}
