//! Encoder and decoder.

use super::dates::{Dates, share};
use crate::figures::alignment;
use lab13::dates::training::exact;
use lab13::dates::transformer::Transformer;
use labkit::numerals::{count, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn both(lesson: &mut Lesson) -> Result<()> {
    let story = Dates::new();
    lesson.say("The dates once more, without a recurrent layer. The first transformer was made for translation (Vaswani and others, 2017): an *encoder*, blocks without a mask, reads; a *decoder* writes. In the decoder each character looks at those before it, by a causal mask. Then it looks at the letters: queries from the decoder, keys and values from the encoder. That is *cross-attention*, and the attention of the first section under another name: the lecture calls the pair an autoencoder as a block in transformers [PSC].");
    let looking = story.looking(lesson);
    let network = Transformer::new(48, 4, 2, &mut lesson.rng());
    let (network, losses) = story.trained(lesson, "transformer", network, (0.003, 12));
    let recurrent = share(&exact(&looking.0, &story.held_out));
    let blocks = lesson.number("dates_blocks", share(&exact(&network, &story.held_out)));
    let read = losses.last().map_or(0.0, |last| last.0 * 1000.0) as usize;
    let sizes = [nabla::parameters(&looking.0), nabla::parameters(&network)];
    lesson.predict_number(
        &format!("The recurrent pair with attention has {} parameters, and after {} spellings it writes {} of the held-out dates without a mistake. The transformer has {} parameters and reads as many. Which share does it write?", count(sizes[0]), count(read), percent(recurrent), count(sizes[1])),
        Quantity::percent(blocks, 1).within(0.05),
        &format!("{}.", percent(blocks)),
    );
    let mut table = Table::new(["", "parameters", "spellings read", "exact"]);
    for (name, size, share) in [
        ("recurrent, with attention", sizes[0], recurrent),
        ("transformer", sizes[1], blocks),
    ] {
        table.push([name.to_string(), count(size), count(read), percent(share)]);
    }
    lesson.table(&table);
    let chart = Chart::new("spellings read, in thousands", "loss, nats a character")
        .line("recurrent, with attention", looking.1.clone())
        .line("transformer", losses)
        .log_y();
    lesson.chart("both-loss", "What a character costs on the way.", &chart)?;
    let texts = ["Saturday, May 3rd, 1997", "3.5.97", "5/3/97"];
    let all = texts.map(|text| network.alignment(text));
    let caption = "Cross-attention, the mean over four heads: each row a character that is written, each column a letter that was read.";
    lesson.figure("cross-alignment", caption, alignment::size(&all), |area| {
        alignment::draw(area, &all)
    })?;
    Ok(())
}
