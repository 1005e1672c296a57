//! The variational autoencoder.

use super::holes::{DRAWN, ROW, fitted};
use super::{Models, SIDE, far, roughly, slices};
use crate::figures;
use crate::figures::plane::Map;
use lab09::vae::Vae;
use lab09::vae::evaluate::{Bound, codes};
use lab09::vae::latent::drawn;
use lab09::vae::network::composed;
use lab09::vae::reader::clear;
use lab09::vae::training::LARGE;
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Result, Table};
use nabla::Tape;

/// The section.
pub fn generates(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Put it together. The encoder answers a picture with μ and ln σ²; a code is drawn; the decoder gives a grey g for each pixel. The network that the chapter trains on MNIST:");
    let full = Vae::new(784, LARGE.hidden, LARGE.latent, &mut nabla::rng(1));
    let parameters = nabla::parameters(&full);
    lesson.show(format!(
        "
        784 → 400 → (μ: 20, ln σ²: 20) → z: 20 → 400 → 784

        encoder   784·400 + 400 = {}        μ, ln σ²   2·(400·20 + 20) = {}
        decoder   20·400 + 400 + 400·784 + 784 = {}        together {}",
        count(784 * 400 + 400),
        count(2 * (400 * 20 + 20)),
        count(20 * 400 + 400 + 400 * 784 + 784),
        count(parameters),
    ));
    agree(models, lesson);
    trained(models, lesson)?;
    maps(models, lesson)?;
    judged(models, lesson)?;
    lesson.say("What the network with 20 numbers reaches on MNIST is told by one command; it needs a minute or two on a processor. It leaves a checkpoint after each epoch, and `--resume` goes on from it:");
    lesson.show(
        "
        cargo run -p datasets -- fetch mnist
        cargo run --release -p lab09 -- --network vae --data mnist",
    );
    Ok(())
}

/// The loss in one piece and from single operations, with the same draws.
fn agree(models: &Models, lesson: &mut Lesson) {
    let vae = Vae::new(784, 40, 4, &mut nabla::rng(3));
    let x = models.train.images.rows(0..16);
    let (fused, gradient) = {
        let tape = Tape::training(&mut nabla::rng(9));
        let loss = vae.loss(&tape, tape.constant(x.clone()));
        (loss.item(), encoder_gradient(&vae, &loss.backward()))
    };
    let (single, other) = {
        let tape = Tape::training(&mut nabla::rng(9));
        // The same seed, and the first draw of the tape: the same ε.
        let noise = tape.normal([16, 4]);
        let loss = composed(&vae, &tape, tape.constant(x), noise);
        (loss.item(), encoder_gradient(&vae, &loss.backward()))
    };
    let apart = gradient
        .iter()
        .zip(&other)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    lesson.say("`reparameterize`, `bernoulli_loss` and `gaussian_kl` are single operations of nabla. The same loss from exp, softplus, products and sums, with the same draws, on 16 pictures and fresh weights:");
    lesson.show(format!(
        "in three operations    {} nats a picture\nfrom single ones       {}\ngradients of the encoder's weights: {}",
        num(f64::from(fused), 2),
        num(f64::from(single), 2),
        if apart < 1e-4 {
            "the same, to within 0.0001"
        } else {
            "DIFFERENT"
        }
    ));
}

fn encoder_gradient(vae: &Vae, grads: &nabla::Grads) -> Vec<f32> {
    let mut all = Vec::new();
    nabla::Parameters::visit(&vae.encoder, &mut |param| {
        if let Some(gradient) = grads.param(param) {
            all.extend_from_slice(gradient.data());
        }
    });
    all
}

fn trained(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("The lesson has {} pictures only, so it takes 4 numbers a code: 784 → 400 → (4, 4) → 4 → 400 → 784.", count(models.train.len())));
    lesson.predict(
        "Which of the two terms is the larger in the end, by how much?",
        "The first, by far. A code says about 9 nats of a picture, 13 bits: enough to tell which of ten digits it is and a little of how it is written. All else is left to the pixels.",
    );
    let watched = models.few(lesson);
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
    lesson.table(&table.caption("Nats a picture. A picture that was copied without fault would still cost a good part of this: grey pixels are not free, see [Nats and bits](#nats-and-bits)."));
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
            figures::plane::draw(
                area,
                &[Map {
                    title: "codes of two numbers".to_string(),
                    codes: &codes.data()[..2 * shown],
                    digits: &models.train.labels.as_slice()[..shown],
                    middle: (0.0, 0.0),
                    reach: 3.4,
                    circle: Some(2.0),
                }],
            )
        },
    )?;
    lesson.say("With 2 numbers the codes can be seen. They fill the place that they were told to fill. And each of them is a small cloud, not a point: the decoder had to make sense of the surroundings too.");
    Ok(())
}

fn judged(models: &Models, lesson: &mut Lesson) -> Result<()> {
    let seed = lesson.flags().seed;
    let few = &models.few(lesson).vae;
    let made = |vae: &Vae| vae.draw(&drawn(DRAWN, vae.latent(), &mut nabla::rng(seed)));
    let pictures = made(few);
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
    let plain = fitted(models.plain(lesson), &models.train.images, seed);
    let sixteen = made(&models.sixteen(lesson).vae);
    let plane = made(&models.plane(lesson).vae);
    let mut table = Table::new([
        "codes drawn at random",
        "read clearly",
        "from the nearest training picture",
    ]);
    for (name, pictures) in [
        ("plain, 16 numbers", &plain),
        ("variational, 16 numbers", &sixteen),
        ("variational, 4 numbers", &pictures),
        ("variational, 2 numbers", &plane),
    ] {
        let fraction = clear(&models.read(lesson, pictures));
        let distance = far(models, pictures);
        table.push([
            name.to_string(),
            roughly(fraction).to_string(),
            num(distance, 0),
        ]);
    }
    lesson.table(&table.caption("As in [Holes in the latent space](#holes-in-the-latent-space). The first two networks differ in nothing but the draw and the price of a code; the network that reads was never shown a blot and may be sure of one, the distance is not deceived. Fewer numbers leave fewer gaps, and poorer copies."));
    lesson.say("Now nobody has to look where the codes lie: draw from N(0, I). Look at the digits yourself, for the network that reads is no person. Most can be read; some lie between two digits, as their codes do; and all are softer than what a pen writes. The decoder is asked for the mean of all pictures that a code may stand for, and a mean is blurred.");
    Ok(())
}
