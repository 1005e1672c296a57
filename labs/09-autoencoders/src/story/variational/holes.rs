//! What a plain autoencoder draws from codes at random.

use super::{Models, ROUGHLY, SIDE, how_roughly, judged, roughly, slices};
use lab09::vae::Vae;
use lab09::vae::evaluate::codes;
use lab09::vae::latent::drawn;
use lab09::vae::reader::clear;
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

/// How many codes are drawn to judge, and how many of them are in a row of a sheet.
pub const DRAWN: usize = 1_000;
/// Pictures in a row of a sheet.
pub const ROW: usize = 12;

/// Pictures from codes that are drawn number by number with the mean and the standard deviation of the codes of `pictures`.
pub fn fitted(vae: &Vae, pictures: &Tensor, seed: u64) -> Tensor {
    let (points, _) = codes(vae, pictures);
    let (count, latent) = (points.dims()[0] as f32, vae.latent());
    let mut made = drawn(DRAWN, latent, &mut nabla::rng(seed));
    for j in 0..latent {
        let column = || points.data().iter().skip(j).step_by(latent);
        let mean = column().sum::<f32>() / count;
        let squares: f32 = column().map(|c| (c - mean).powi(2)).sum();
        let sigma = (squares / count).sqrt();
        for z in made.data_mut().iter_mut().skip(j).step_by(latent) {
            *z = mean + sigma * *z;
        }
    }
    vae.draw(&made)
}

/// The section.
pub fn holes(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Can an autoencoder draw *new* digits? Draw a code at random, and decode it. Here is a plain one for pictures of 28 × 28 pixels: 784 → 150 → 16 → 150 → 784. Nothing in its loss says where codes ought to lie. So take for each of the 16 numbers the normal distribution with the mean and the standard deviation that it has over the training pictures.");
    let network = models.plain(lesson);
    let copied = network.draw(&codes(network, &models.test.images).0);
    let made = fitted(network, &models.train.images, lesson.flags().seed);
    let drawn = how_roughly(clear(&models.read(lesson, &made)));
    lesson.predict_choice(
        &format!("A network that reads digits finds {} of the copies of test pictures clear. A thousand codes are drawn so, and decoded. How many of these?", roughly(clear(&models.read(lesson, &copied)))),
        &ROUGHLY,
        drawn,
        "Each number alone is a usual one, but together they are a code that no picture ever had, and the decoder was never asked about it.",
    );
    let mut table = Table::new([
        "pictures",
        "read clearly",
        "from the nearest training picture",
    ]);
    for (name, pictures) in [
        ("test pictures", &models.test.images),
        ("their copies", &copied),
        ("from codes drawn at random", &made),
    ] {
        table.push(judged(models, lesson, name, pictures));
    }
    let (real, copies, shown) = (slices(&models.test.images), slices(&copied), slices(&made));
    lesson.sheet(
        "holes",
        "Test pictures; the plain autoencoder's copies of them; and two rows of what it makes of codes drawn at random.",
        SIDE,
        &[
            ("real", real[..ROW].to_vec()),
            ("copied", copies[..ROW].to_vec()),
            ("drawn", shown[..ROW].to_vec()),
            ("drawn", shown[ROW..2 * ROW].to_vec()),
        ],
    )?;
    lesson.table(&table.caption("*Read clearly*: a network that learned to read the training pictures is at least 80 % sure of a digit. *From the nearest*: squared differences, added up over the pixels."));
    lesson.say("It copies well. What it draws are scraps and blots, and of some of these even the network that reads is sure: the distance is not deceived.");
    Ok(())
}
