//! Nats, bits, and what may be compared.

use super::{Models, asked};
use lab09::vae::bound::{Blurred, Normal};
use lab09::vae::evaluate::{bits_per_number, log_mean_exp, log_weights, tightened};
use lab09::vae::likelihood::{Bells, SHADES, grey_floor, grey_total, pixels_apart, ways};
use lab09::vae::training::fit;
use lab09::vae::{Plan, Vae};
use labkit::numerals::{count, list, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tensor;
use rand_distr::{Distribution, StandardNormal};

/// Draws of a code for each picture, and how many of them make a bound.
const SAMPLES: usize = 64;
const GROUPS: [usize; 4] = [1, 4, 16, 64];

/// The section.
pub fn bits(models: &Models, lesson: &mut Lesson) -> Result<()> {
    let watched = models.few(lesson);
    let elbo = watched.test().elbo();
    lesson.say("Whoever knows p(x) can store x in −log₂ p(x) bits, and a bit is ln 2 nats. The network of [Drawing new digits](#drawing-new-digits):");
    lesson.show(format!(
        "{} nats a picture, {} bits a pixel",
        num(-elbo, 0),
        num(bits_per_number(-elbo, 784), 2)
    ));
    lesson.say("How far is such a bound below ln p(x)? And is it a likelihood at all? The first, where ln p(x) is known: draw not one z but K of them, and take the logarithm of their *mean* weight.");
    tighter(lesson);
    on_pictures(models, lesson);
    grey(models, lesson);
    dequantised(lesson);
    honest(lesson);
    Ok(())
}

/// The bound from several draws, where ln p(x) is known.
fn tighter(lesson: &mut Lesson) {
    let (model, x, q) = (Blurred { tau: 0.5 }, 1.5, Normal::STANDARD);
    let mut rng = lesson.rng();
    let mut bound_of = |draws: usize| {
        let rounds = 200_000 / draws;
        let one = |_| {
            let weights: Vec<f64> = (0..draws)
                .map(|_| {
                    let (mean, sigma) = (StandardNormal.sample(&mut rng), model.tau);
                    // q is the prior here, so ln p(z) − ln q(z) is 0.
                    Normal { mean, sigma }.ln_density(x)
                })
                .collect();
            log_mean_exp(&weights)
        };
        (0..rounds).map(one).sum::<f64>() / rounds as f64
    };
    let mut table = Table::new(["draws K", "bound", "below ln p(x)"]);
    let exact = model.ln_evidence(x);
    for draws in [1, 2, 5, 20, 100, 1_000] {
        let bound = bound_of(draws);
        table.push([count(draws), num(bound, 2), num(exact - bound, 2)]);
    }
    lesson.table(&table.caption(format!(
        "The example with ln p(x) = {}, and a poor guess: q = N(0, 1), which does not look at x. With K = 1 it is the bound, exactly {}.",
        num(exact, 2),
        num(model.bound(x, &q), 2)
    )));
}

fn on_pictures(models: &Models, lesson: &mut Lesson) {
    let vae = &models.few(lesson).vae;
    let some = models.test.images.rows(0..models.test.len().min(200));
    let mut rng = nabla::rng(lesson.flags().seed);
    let weights = log_weights(vae, &some, SAMPLES, 1.0, &mut rng);
    let mut table = Table::new(["draws K", "−bound, nats a picture", "bits a pixel"]);
    for samples in GROUPS {
        let nats = -tightened(&weights, samples);
        table.push([
            samples.to_string(),
            num(nats, 1),
            num(bits_per_number(nats, 784), 3),
        ]);
    }
    lesson.table(&table.caption(format!(
        "The same network, {} test pictures. What K draws gain is part of the gap KL(q ‖ p(z | x)); the true number lies lower still.",
        some.dims()[0]
    )));
}

/// Why the second question is to be answered with no.
fn grey(models: &Models, lesson: &mut Lesson) {
    lesson.predict_number(
        "A grey pixel of ½ is copied without fault, g = ½. What does the loss charge for it?",
        Quantity::new(grey_floor(0.5), 3).unit("nats").within(0.02),
        "−½·ln ½ − ½·ln ½ = ln 2 = 0.693, as for a coin. Black and white pixels, copied without fault, cost nothing.",
    );
    lesson.say("Is it a likelihood? Probabilities of all that can happen add up to 1. For a pixel that is black or white they do: g + (1 − g). For a grey one, the integral of gˣ(1 − g)¹⁻ˣ over all greys x from 0 to 1:");
    let said = [0.5, 0.1, 0.01, 0.001];
    lesson.show(format!(
        "g                  {}\nadds up to         {}",
        list(said, 3),
        list(said.map(grey_total), 3)
    ));
    let pictures = &models.test.images;
    let floor: f64 = (pictures.data().iter())
        .map(|&x| grey_floor(f64::from(x)))
        .sum();
    let floor = floor / pictures.dims()[0] as f64;
    let last = models.few(lesson).test();
    lesson.number("grey_floor", floor);
    lesson.say(format!(
        "Never 1. And there is a floor: a perfect copy of a test picture costs {} nats; the network pays {}. So such numbers may be compared with each other on the same pictures, and with nothing else. On *binarised* digits, each pixel made 0 or 1, the same program's number is a likelihood, and papers print those: other numbers, not better ones.",
        num(floor, 0),
        num(last.reconstruction, 0),
    ));
}

/// Density of whole numbers, and what to do about it.
fn dequantised(lesson: &mut Lesson) {
    let bells = |sigma| Bells {
        probabilities: vec![0.4, 0.3, 0.2, 0.1],
        sigma,
    };
    let ceiling = num(bells(1.0).ceiling(), 2);
    lesson.say("Would a density do, say a normal distribution about each grey? Take whole numbers 0 to 3 with probabilities 0.4, 0.3, 0.2, 0.1, and as density a bell of standard deviation σ on each.");
    lesson.predict_choice(
        "How large can the mean logarithm of that density become, on the numbers as they are?",
        &[
            &format!("{ceiling}: that of the probabilities"),
            "0",
            "as large as you like",
        ],
        2,
        "Data that sit on a grid can be hit with needles: the smaller σ, the higher each bell.",
    );
    let mut table = Table::new(["σ", "as they are", "dequantised"]);
    for sigma in [1.0, 0.5, 0.3, 0.2, 0.1, 0.01, 0.001] {
        let model = bells(sigma);
        table.push([
            format!("{sigma}"),
            num(model.as_it_is(), 2),
            if model.dequantised() < -100.0 {
                "below −100".to_string()
            } else {
                num(model.dequantised(), 2)
            },
        ]);
    }
    lesson.table(&table.caption(format!(
        "Mean ln of the density. No program can store these numbers in less than {} nats each, on average.",
        num(-bells(1.0).ceiling(), 2)
    )));
    lesson.say("*Dequantised*: each number is shaken evenly within its field, and needles miss. Better still, model the grid itself.");
}

/// The 8 × 8 digits, by a likelihood that adds up to 1.
fn honest(lesson: &mut Lesson) {
    lesson.say("Here is one honest number. A pixel of the 8 × 8 digits counts ink dots in a field of 4 × 4: 0 to 16. Let the decoder's g be the probability of each dot: then the shades have binomial probabilities, which add up to 1.");
    let split = datasets::digits8();
    let (train, test) = (
        Tensor::from(split.train.pixels),
        Tensor::from(split.test.pixels),
    );
    let plan = asked(lesson, Plan::small(128, 8, 150));
    let seed = plan.recipe.seed;
    let throws = SHADES as f32;
    let mut bar = lesson.progress("binomial", plan.recipe.epochs);
    let vae = fit(
        Vae::new(64, plan.hidden, plan.latent, &mut nabla::rng(seed)),
        train.dims()[0],
        &plan.recipe,
        |vae, tape, places| {
            let terms = vae.terms(tape, tape.constant(train.gather_rows(places)));
            throws * terms.reconstruction + terms.divergence
        },
        |loss| bar.step(loss, None),
    );
    bar.done();
    let mut rng = nabla::rng(seed);
    let weights = log_weights(&vae, &test, SAMPLES, f64::from(SHADES), &mut rng);
    let pictures = test.data().chunks_exact(64);
    let constant: f64 = pictures.map(ways).sum::<f64>() / test.dims()[0] as f64;
    let mut table = Table::new([
        "model of the 8 × 8 digits",
        "nats a picture",
        "bits a pixel",
    ]);
    let rows = [
        ("every shade alike", 64.0 * f64::from(SHADES + 1).ln()),
        (
            "each pixel by itself",
            pixels_apart(train.data(), test.data(), 64),
        ),
        ("VAE, the bound", -tightened(&weights, 1) - constant),
        ("VAE, 64 draws", -tightened(&weights, SAMPLES) - constant),
    ];
    for (name, nats) in rows {
        let bits = bits_per_number(nats, 64);
        table.push([name.to_string(), num(nats, 0), num(bits, 2)]);
    }
    lesson.table(&table.caption("Test pictures. All four are probabilities of the same 17 shades, so they may be compared: with each other, and with whatever else stores these pictures without loss."));
}
