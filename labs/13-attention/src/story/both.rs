//! Encoder and decoder.

use super::dates::{Dates, EPOCHS, SHOWN};
use crate::figures::alignment;
use lab13::dates::training::EXAMPLES;
use lab13::dates::transformer::Transformer;
use labkit::numerals::{count, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::parameters;

/// The section.
pub fn both(story: &Dates, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The dates once more, without a recurrent layer. The first transformer was made for translation (Vaswani and others, 2017). Its *encoder* is a block without a mask, which reads. In its *decoder* each character looks at those before it, by a causal mask; then it looks at the letters: queries from the decoder, keys and values from the encoder. That is *cross-attention*, the attention of the dates under another name. [PSC] calls the pair an autoencoder as a block in transformers.");
    let (recurrent, losses) = story.looking(lesson);
    let sizes = [parameters(recurrent), parameters(&fresh(lesson))];
    let (random, random_losses) = story.trained(lesson, fresh(lesson), EPOCHS);
    let right = story.exam(lesson, "dates_recurrent", recurrent);
    let of_random = story.exam(lesson, "dates_random", &random);
    let read = losses.len() * EXAMPLES;
    lesson.predict_number(
        &format!("The recurrent pair with attention has {} parameters. After {} spellings it writes {} of the held-out dates without a mistake. The transformer has {} parameters and reads as many spellings. Which share does it write?", count(sizes[0]), count(read), percentage(right, 2), count(sizes[1])),
        Quantity::percent(of_random, 2).within(0.1),
        &format!("{}. It has the shorter ways: every letter is one step from every other. What it lacks is an order. The vectors of the places were drawn at random, so it had to learn from the dates which place is *next to* which. A recurrent layer goes from letter to letter, and need not learn that.", percentage(of_random, 2)),
    );
    let (waves, waves_losses) = story.trained(lesson, fresh(lesson).waves(), EPOCHS);
    let of_waves = story.exam(lesson, "dates_waves", &waves);
    lesson.predict_number(
        "The same transformer, but the vectors of its places begin as sines and cosines, so neighbours are alike. All the rest is equal. Which share now?",
        Quantity::percent(of_waves, 2).within(0.1),
        &format!("{}. Part of what it lacked was indeed the order.", percentage(of_waves, 2)),
    );
    let rows = [
        ("recurrent, with attention", sizes[0], right),
        ("transformer, places at random", sizes[1], of_random),
        ("transformer, places as waves", sizes[1], of_waves),
    ];
    let cells = |(name, size, share): (&str, _, _)| {
        [name.into(), count(size), count(read), percentage(share, 2)]
    };
    let table = Table::new(["", "parameters", "spellings read", "without a mistake"]);
    lesson.table(&table.rows(rows.map(cells)));
    let chart = Chart::new("spellings read, in thousands", "loss, nats a character")
        .line("recurrent", losses.clone())
        .line("places at random", random_losses)
        .line("places as waves", waves_losses)
        .log_y();
    lesson.chart("both-loss", "What a character costs on the way.", &chart)?;
    let caption = "Cross-attention, the mean over four heads: each row a character that is written, each column a letter that was read.";
    let maps = SHOWN.map(|text| waves.alignment(text));
    alignment::show(lesson, "cross-alignment", caption, &maps)?;
    lesson.say("What a network is built to know it need not learn; what it is not built to know costs data. With 32,000 spellings that decides. With a million times as much text the order is a small part of what is learned, and then it counts that a transformer reads all places at the same time.");
    Ok(())
}

/// 32 numbers a letter, four heads, one block that reads: about as many parameters as the recurrent pair.
fn fresh(lesson: &Lesson) -> Transformer {
    Transformer::new(32, 4, &mut lesson.rng())
}
