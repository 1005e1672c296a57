//! A digit on demand: the conditional sister.

use super::{Models, SIDE, asked, sheet};
use lab09::vae::latent::drawn;
use lab09::vae::training::fit;
use lab09::vae::{Conditional, Plan};
use labkit::numerals::percentage;
use labkit::{Lesson, Result};
use nabla::{Labels, Tensor};

/// Pictures of each digit that are shown, and that are judged.
const SHOWN: usize = 5;
const JUDGED: usize = 100;

/// The section.
pub fn chosen(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Draw me a 7. So far that cannot be asked. But labels are at hand: give the class to the encoder and to the decoder, as ten numbers of which one is 1. Nothing else changes.");
    lesson.predict_choice(
        "What will the code say, if it need not say which digit it is?",
        &["the digit all the same", "how the digit is written", "nothing: KL is then cheapest"],
        1,
        "Slant, width, weight. And as class and code are drawn apart, the same code writes all ten digits in one handwriting.",
    );
    let latent = lesson.given("latent").unwrap_or(4);
    let plan = asked(lesson, Plan::small(300, latent, 110));
    let classes = models.train.labels.classes();
    let rng = &mut nabla::rng(plan.recipe.seed);
    let network = Conditional::new(SIDE * SIDE, plan.hidden, plan.latent, classes, rng);
    let (images, given) = (&models.train.images, models.train.labels.one_hot());
    let mut bar = lesson.progress("conditional", plan.recipe.epochs);
    let network = fit(
        network,
        models.train.len(),
        &plan.recipe,
        |network, tape, places| {
            let x = tape.constant(images.gather_rows(places));
            network.loss(tape, x, tape.constant(given.gather_rows(places)))
        },
        |loss| bar.step(loss, None),
    );
    bar.done();
    styles(lesson, &network, &plan)?;
    judged(models, lesson, &network, &plan);
    Ok(())
}

/// Each row is one code, each column a digit.
fn styles(lesson: &mut Lesson, network: &Conditional, plan: &Plan) -> Result<()> {
    let codes = drawn(SHOWN, plan.latent, &mut nabla::rng(lesson.flags().seed));
    let digits = Labels::new(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10).one_hot();
    let rows: Vec<(String, Tensor)> = (0..SHOWN)
        .map(|i| {
            let same = codes.gather_rows(&[i; 10]);
            (format!("code {}", i + 1), network.draw(&same, &digits))
        })
        .collect();
    sheet(
        lesson,
        "chosen",
        "Asked for 0 to 9. In each row all ten digits have the same code.",
        &rows,
    )
}

/// Does it draw what was asked?
fn judged(models: &Models, lesson: &mut Lesson, network: &Conditional, plan: &Plan) {
    let codes = drawn(
        JUDGED,
        plan.latent,
        &mut nabla::rng(lesson.flags().seed.wrapping_add(100)),
    );
    let mut right = 0;
    for digit in 0..10_u8 {
        let asked = Labels::new(&[digit; JUDGED], 10).one_hot();
        let verdicts = models.read(lesson, &network.draw(&codes, &asked));
        let hits = verdicts.iter().filter(|v| v.digit == usize::from(digit));
        right += hits.count();
    }
    let fraction = right as f64 / (10 * JUDGED) as f64;
    lesson.number("chosen_right", fraction);
    lesson.say(format!(
        "{JUDGED} drawings of each digit, from the same {JUDGED} codes: the network that reads takes {} of them for what was asked.",
        percentage(fraction, 0)
    ));
}
