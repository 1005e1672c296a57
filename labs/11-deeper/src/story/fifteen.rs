//! Fifteen residual layers.

use lab11::blocks::Around;
use lab11::network::residual15;
use lab11::trial::{SMALL, pictures};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Sequential;
use trainer::{Augment, Examples, Recipe, Rule, accuracy};

/// Trains the long run's network, with half as many channels, with these pictures, moved or not.
pub fn trained(
    lesson: &Lesson,
    around: Around,
    examples: &Examples,
    epochs: usize,
    augment: Option<Augment>,
    seed: u64,
) -> Sequential {
    let rule = Rule::decaying_momentum(0.1, 0.9, 1e-4).one_cycle(0.25);
    let mut recipe = Recipe::new(rule, 32, epochs).seed(seed);
    recipe.augment = augment;
    let network = residual15([8, 16, 32], around).build(SMALL, &mut nabla::rng(seed));
    let network = network.expect("8 pixels can be halved twice");
    super::trained(lesson, "15 layers", network, &recipe, examples)
}

/// The section.
pub fn fifteen(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::digits8();
    let (train, test) = (pictures(split.train), pictures(split.test));
    let epochs = lesson.shortened(8, 4);
    lesson.say(format!("One of the lectures has \"15 residual layers on MNIST\" [PSC]. Ours: one convolution, six blocks of two, a hidden layer of 64, the logits; with batch norm. On our own {} digits of 8 × 8, {epochs} epochs:", count(train.len())));
    let seed = lesson.flags().seed;
    let model = trained(lesson, Around::Input, &train, epochs, None, seed);
    let right = lesson.number("fifteen", accuracy(&model, &test));
    lesson.predict_number(
        &format!("What share of the {} test digits does it read?", test.len()),
        Quantity::percent(right, 1).within(0.01),
        &format!(
            "{}: fifteen layers are no trouble any more.",
            percent(right)
        ),
    );
    let plain = trained(lesson, Around::Nothing, &train, epochs, None, seed);
    let rows = [("with a way around", &model), ("plain", &plain)].map(|(words, model)| {
        let parameters = count(nabla::trainable_parameters(model));
        [
            words.to_string(),
            parameters,
            percent(accuracy(model, &test)),
        ]
    });
    let table = Table::new(["15 layers", "parameters", "test digits read"]).rows(rows);
    lesson.table(&table.caption("One seed; a test digit is 0.3 %."));
    lesson.say("At this depth batch norm alone does it, too. On MNIST, moved by two pixels at random and with twice the channels, it takes minutes:");
    lesson.show(
        "cargo run -p datasets -- fetch mnist
         cargo run --release -p lab11 -- --network residual15 --data mnist",
    );
    Ok(())
}
