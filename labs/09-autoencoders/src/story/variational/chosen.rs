//! A digit on demand: the conditional sister.

use super::{Models, SIDE, about, shortened, slices};
use lab09::vae::Conditional;
use lab09::vae::latent::drawn;
use lab09::vae::training::{Recipe, descend};
use labkit::{Lesson, Result};
use nabla::{Labels, Tensor};

/// Pictures of each digit that are shown, and that are judged.
const SHOWN: usize = 5;
const JUDGED: usize = 100;

/// The section.
pub fn chosen(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Draw me a 7. So far that cannot be asked: a code is drawn, and what comes of it is seen afterwards. But labels are at hand. Give the class to the encoder and to the decoder, as ten numbers of which one is 1, and derive the bound once more with y behind every bar: ln p(x | y) ≥ E ln p(x | z, y) − KL(q(z | x, y) ‖ N(0, I)). Nothing else changes.");
    lesson.predict(
        "What will the code say, if it need not say which digit it is?",
        "How it is written: slant, width, weight. And as class and code are drawn apart, the same code writes all ten digits in one hand.",
    );
    let recipe = shortened(
        lesson,
        Recipe {
            hidden: 300,
            latent: 4,
            beta: 1.0,
            rate: 3e-3,
            batch: 64,
            epochs: 110,
        },
    );
    let seed = lesson.flags().seed;
    let classes = models.train.labels.classes();
    let rng = &mut nabla::rng(seed);
    let mut network = Conditional::new(SIDE * SIDE, recipe.hidden, recipe.latent, classes, rng);
    let (images, given) = (&models.train.images, models.train.labels.one_hot());
    let mut bar = lesson.progress("conditional", recipe.epochs);
    descend(
        &mut network,
        models.train.len(),
        &recipe,
        seed,
        |network, tape, batch| {
            let x = tape.constant(images.gather_rows(batch));
            network.loss(tape, x, tape.constant(given.gather_rows(batch)))
        },
        |loss, _| bar.step(loss, None),
    );
    bar.done();
    hands(lesson, &network, &recipe)?;
    judged(models, lesson, &network, &recipe);
    Ok(())
}

/// Each row is one code, each column a digit.
fn hands(lesson: &mut Lesson, network: &Conditional, recipe: &Recipe) -> Result<()> {
    let codes = drawn(SHOWN, recipe.latent, &mut nabla::rng(lesson.flags().seed));
    let digits = Labels::new(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10).one_hot();
    let rows: Vec<(String, Tensor)> = (0..SHOWN)
        .map(|i| {
            let same = codes.gather_rows(&[i; 10]);
            (format!("hand {}", i + 1), network.draw(&same, &digits))
        })
        .collect();
    let rows: Vec<(&str, Vec<&[f32]>)> = rows
        .iter()
        .map(|(label, pictures)| (label.as_str(), slices(pictures)))
        .collect();
    lesson.sheet(
        "chosen",
        "Asked for 0 to 9. In each row all ten digits have the same code: one hand wrote them.",
        SIDE,
        &rows,
    )
}

/// Does it draw what was asked?
fn judged(models: &Models, lesson: &mut Lesson, network: &Conditional, recipe: &Recipe) {
    let codes = drawn(
        JUDGED,
        recipe.latent,
        &mut nabla::rng(lesson.flags().seed.wrapping_add(100)),
    );
    let mut right = 0;
    for digit in 0..10_u8 {
        let asked = Labels::new(&[digit; JUDGED], 10).one_hot();
        let verdicts = models.read(lesson, &network.draw(&codes, &asked));
        let hits = verdicts.iter().filter(|v| v.digit == usize::from(digit));
        right += hits.count();
    }
    let share = right as f64 / (10 * JUDGED) as f64;
    lesson.number("chosen_right", share);
    lesson.say(format!(
        "{JUDGED} drawings of each digit, from the same {JUDGED} codes: the network that reads takes {} of them for what was asked.",
        about(share)
    ));
}
