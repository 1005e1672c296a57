//! "Sentences of uneven length": rows of uneven length, read too far, then not.

use lab08::reader::{Kind, Reader};
use lab08::uneven::{Ask, learn, mask, right};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Result, Table};
use nabla::{Labels, Tape, Tensor};

/// Hidden units.
const HIDDEN: usize = 16;

/// "Sentences of uneven length".
pub fn uneven(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A batch is a block, [N, T, C], with one T for all. So short rows are filled up: **padding**. Mostly with zeros, and mostly 0 is also the number of some word.");
    lesson.say("A row of votes, 0 for A and 1 for B, three to thirteen of them: who has the majority? The first network is trained carelessly: the batch goes in, the last step's state comes out, and the head answers.");
    lesson.predict_choice(
        "To that network, what are the zeros behind the end of a row?",
        &[
            "nothing: 0 times a weight is 0",
            "votes for A",
            "a sign that the row has ended",
        ],
        1,
        "Whatever the zeros were meant to be, it cannot tell them from votes.",
    );
    let steps = lesson.shortened(1_000, 5);
    let network = |ask: Ask| {
        let mut rng = lesson.rng();
        let mut reader = Reader::new(Kind::Gru, 1, HIDDEN, 2, &mut rng);
        learn(&mut reader, ask, steps, &mut rng);
        reader
    };
    let (careless, careful) = (network(Ask::AtTheLastStep), network(Ask::AtItsOwnEnd));
    let rows = [
        ("the last step", &careless, Ask::AtTheLastStep),
        ("its own end", &careful, Ask::AtTheLastStep),
        ("its own end", &careful, Ask::AtItsOwnEnd),
    ];
    let mut table = Table::new(["asked in training", "asked now", "filled up to 13", "to 40"]);
    for (learned, reader, ask) in rows {
        let asked = match ask {
            Ask::AtTheLastStep => "the last step",
            Ask::AtItsOwnEnd => "its own end",
        };
        let share = |length| match right(reader, ask, length, &mut nabla::rng(7)) {
            // How bad exactly depends on chance.
            share if share > 0.7 && share < 0.95 => "below 95 %".to_string(),
            share => percent(share),
        };
        table.push([learned, asked, &share(13), &share(40)]);
    }
    lesson.table(&table.caption("GRUs with 16 units; 1,000 new rows."));
    lesson.say("To the first one 1 1 0 and 1 1 0 0 0 are the same row. The second learned the right thing and is asked in the wrong place: its answer depends on *what else is in the batch*, for the longest row decides how many zeros follow. Alone, in the demonstration, it reads each sentence correctly. The third is told how long each row is: nabla's recurrent layers take `Some(&lengths)`, and beyond its length the state of a row stays what it was.");
    lesson.say("Where there is an answer at each step, the loss needs the same care. Two rows, of 2 and 4 steps, in a block of 4:");
    in_step(lesson);
    Ok(())
}

/// The mean loss over all places, and over those that are there.
fn in_step(lesson: &mut Lesson) {
    let tape = Tape::new();
    // Logits for class 1 against class 0; the padding is answered with great certainty, as it is after training.
    let logits = [0.5, -0.5, 9.0, 9.0, 0.5, 0.5, -0.5, 0.5];
    let rows: Vec<f32> = logits.iter().flat_map(|&z| [z, 0.0]).collect();
    let logits = tape.constant(Tensor::from_vec(rows, [8, 2]));
    let labels = Labels::new(&[0; 8], 2);
    let mask = mask(&[2, 4], 4);
    let all = logits.softmax_cross_entropy(&labels).item();
    let own = logits.weighted_softmax_cross_entropy(&labels, &mask).item();
    let shown: Vec<String> = mask.iter().map(|&m| num(f64::from(m), 0)).collect();
    lesson.show(format!(
        "mask                                 {}   {}\nloss, mean over all 8 places         {}\nloss, mean over the 6 that are there {}",
        shown[..4].join(" "),
        shown[4..].join(" "),
        num(f64::from(all), 4),
        num(f64::from(own), 4),
    ));
    lesson.say("The network soon knows what comes after the end: nothing. The loss looks better than it is. So give each place a weight, 1 or 0, as classes got one in [A class that hardly comes](lab07#a-class-that-hardly-comes): Σ mᵢ·Lᵢ / Σ mᵢ.");
}
