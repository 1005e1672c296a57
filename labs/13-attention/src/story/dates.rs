//! Dates.

use crate::figures::alignment;
use lab13::dates::network::Network;
use lab13::dates::spellings::{Date, days, spell};
use lab13::dates::training::{Alignment, EXAMPLES, Translator, drawn, epoch, exact, recipe};
use lab13::{exercises, solutions};
use labkit::numerals::{count, percent, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Device;
use std::cell::OnceCell;
use trainer::Training;

/// A network that was trained, and the loss on the way: spellings read, and the mean loss of an epoch.
pub type Trained<M> = (M, Vec<(f64, f64)>);

/// What two sections share: the dates, and the network that looks back.
pub struct Dates {
    known: Vec<Date>,
    /// Spellings of days that no network learns from.
    pub held_out: Vec<(Date, String)>,
    looking: OnceCell<Trained<Network>>,
}

/// A query, and a vector for each letter, to weights and what is found.
type Attention = fn(&[f64], &[Vec<f64>]) -> (Vec<f64>, Vec<f64>);

/// Whose heat maps are shown.
pub const SHOWN: [&str; 3] = ["Saturday, May 3rd, 1997", "3.5.97", "5/3/97"];
/// Numbers of the decoder's state.
const STATE: usize = 48;
/// How long all of them learn: so often fifty batches of 64 spellings.
pub const EPOCHS: usize = 10;

impl Dates {
    /// The calendar, and the spellings of the exam.
    pub fn new() -> Self {
        let (known, held_out) = days();
        Dates {
            known,
            held_out: drawn(&held_out, 2000, &mut nabla::rng(9)),
            looking: OnceCell::new(),
        }
    }

    /// Trains a network on the days to learn from.
    pub fn trained<M: Translator>(&self, lesson: &Lesson, model: M, epochs: usize) -> Trained<M> {
        let recipe = recipe(lesson.shortened(epochs, 8), lesson.flags().seed);
        let training = Training::new(model, &recipe, EXAMPLES, &Device::Cpu);
        let mut losses = Vec::new();
        let model = training.finish(lesson, "dates", |training, step| {
            let loss = epoch(training, &self.known, step);
            let read = (losses.len() + 1) * EXAMPLES;
            losses.push((read as f64 / 1000.0, f64::from(loss)));
            loss
        });
        (model, losses)
    }

    /// The network with attention.
    pub fn looking(&self, lesson: &Lesson) -> &Trained<Network> {
        let network = || Network::new(32, STATE, true, &mut lesson.rng());
        let trained = || self.trained(lesson, network(), EPOCHS);
        self.looking.get_or_init(trained)
    }

    /// The share of the held-out dates that it writes without a mistake, to be remembered.
    pub fn exam<M: Translator>(&self, lesson: &mut Lesson, key: &str, model: &M) -> f64 {
        lesson.number(key, exact(model, &self.held_out))
    }
}

/// The section.
pub fn dates(story: &Dates, lesson: &mut Lesson) -> Result<()> {
    lesson.say("*3 May 97*, *05/03/1997*, *Saturday, the 3rd of May 1997*: people write dates as they like, and a program wants `1997-05-03`. The example is that of [FAR]. One recurrent network reads the letters, another writes the ten characters: an *encoder* and a *decoder*. Between them stands a vector.");
    let (date, rng) = (Date::new(1997, 5, 3, 6), &mut lesson.rng());
    let rows = [(); 6].map(|()| [spell(&date, rng), spell(&date, rng)]);
    let table = Table::new(["", "spelled"]).rows(rows);
    let caption =
        "Twelve spellings of one day. With points the day comes first, with strokes the month.";
    lesson.table(&table.caption(caption));
    let (known, held_out) = days();
    lesson.say(format!("A grammar draws them from a seed: every training batch is new. {} days are there to learn from; {} days are held out, and no network sees them in any spelling. Wrong by one character is wrong.", count(known.len()), count(held_out.len())));
    let seed = lesson.flags().seed;
    let plain = || Network::new(32, STATE, false, &mut nabla::rng(seed));
    let (network, losses) = story.trained(lesson, plain(), EPOCHS);
    let without = story.exam(lesson, "dates_without", &network);
    let read = count(losses.len() * EXAMPLES);
    lesson.predict_number(
        &format!("All that the decoder gets is {STATE} numbers, made of the encoder's last states. After {read} spellings: which share of the held-out dates is written without a mistake?"),
        Quantity::percent(without, 2).within(0.05),
        &format!("{}.", percentage(without, 2)),
    );
    lesson.say("*Attention* keeps the state at every letter. For each character that it writes, the decoder asks with a vector. The dot product with each state is a *score*, the softmax of the scores are *weights*, and what is found is the mean of the states by these weights (Bahdanau, Cho and Bengio, 2015; with dot products: Luong, Pham and Manning, 2015).");
    let (looking, looking_losses) = story.looking(lesson);
    let with = story.exam(lesson, "dates_with", looking);
    lesson.predict_number(
        "The same two networks, as many spellings, and for each character the decoder looks at the letters. Which share now?",
        Quantity::percent(with, 2).within(0.02),
        &format!("{}.", percentage(with, 2)),
    );
    let (network, more_losses) = story.trained(lesson, plain(), 2 * EPOCHS);
    let longer = story.exam(lesson, "dates_longer", &network);
    lesson.predict_number(
        &format!("Are {STATE} numbers too few? The network without attention begins again, and reads twice as many spellings. Which share?"),
        Quantity::percent(longer, 2).within(0.02),
        &format!("{}. There are 36,525 dates, so a date is about 15 bits, and {STATE} numbers have room for it. It is *learning* that is slow.", percentage(longer, 2)),
    );
    let chart = Chart::new("spellings read, in thousands", "loss, nats a character")
        .line("without attention", losses)
        .line("without, twice as many", more_losses)
        .line("with attention", looking_losses.clone())
        .log_y();
    lesson.chart("dates-loss", "What a character costs on the way.", &chart)?;
    where_it_looks(lesson, looking)?;
    lesson.say("Nobody told it where the month stands. It learned that from wanting to be right about the next character, for every step of looking has a derivative. The encoder need not guess what will be asked: what is needed is fetched when it is needed.");
    Ok(())
}

/// A date in three spellings: the heat maps, and where the month is looked for.
fn where_it_looks(lesson: &mut Lesson, network: &Network) -> Result<()> {
    let (yours, ours) = (exercises::attention_weights, solutions::attention_weights);
    let attention: Attention = lesson.answer("attention_weights", yours, ours);
    let all = SHOWN.map(|text| {
        let (date, [queries, letters]) = network.asked(text);
        let weights = queries.iter().map(|query| attention(query, &letters).0);
        Alignment::new(text, date, weights.collect())
    });
    // The two digits of the month are rows 5 and 6.
    let letters = [0..9, 10..13, 14..18, 19..23];
    let weights = letters.map(|letters| {
        let of_row = |row: &Vec<f64>| row[letters.clone()].iter().sum::<f64>();
        all[0].weights[5..7].iter().map(of_row).sum::<f64>() / 2.0
    });
    let most = weights.iter().copied().fold(0.0, f64::max);
    lesson.predict_choice(
        "It reads `Saturday, May 3rd, 1997`. Where does it look most while it writes the month, `05`?",
        &["`Saturday,`", "`May`", "`3rd,`", "`1997`"],
        weights.iter().position(|weight| *weight == most).unwrap_or(0),
        &format!("{} of the weight lies there.", percent(most)),
    );
    let caption = "Each row a character that is written, each column a letter that was read. With points the month stands second, with strokes it stands first.";
    alignment::show(lesson, "alignment", caption, &all)
}
