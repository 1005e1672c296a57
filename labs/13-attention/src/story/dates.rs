//! Dates.

use crate::figures::alignment;
use lab13::dates::network::Network;
use lab13::dates::spellings::{Date, days, spell};
use lab13::dates::training::{Alignment, STEPS, Translator, drawn, epoch, exact, recipe, training};
use lab13::{exercises, solutions};
use labkit::numerals::{count, num, percent, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use std::cell::OnceCell;

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

/// Numbers of a vector, and of a state.
const SIZE: (usize, usize) = (32, 48);
/// Fifty batches of 64 spellings each.
pub const EPOCHS: usize = 10;
/// The learning rate of all these networks.
const RATE: f32 = 0.008;

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
    pub fn trained<M: Translator>(
        &self,
        lesson: &Lesson,
        name: &str,
        model: M,
        epochs: usize,
    ) -> Trained<M> {
        let recipe = recipe(RATE, lesson.shortened(epochs, 8), lesson.flags().seed);
        let training = training(model, &recipe);
        let mut losses = Vec::new();
        let model = training.finish(lesson, name, |training, step| {
            let loss = epoch(training, &self.known, step);
            let read = (losses.len() + 1) * STEPS * recipe.batch;
            losses.push((read as f64 / 1000.0, f64::from(loss)));
            loss
        });
        (model, losses)
    }

    /// The network with attention.
    pub fn looking(&self, lesson: &Lesson) -> &Trained<Network> {
        let network = || Network::new(SIZE.0, SIZE.1, true, &mut lesson.rng());
        let train = || self.trained(lesson, "with attention", network(), EPOCHS);
        self.looking.get_or_init(train)
    }

    /// Which of the held-out dates this network writes without a mistake; and their share, to be remembered.
    pub fn exam<M: Translator>(
        &self,
        lesson: &mut Lesson,
        key: &str,
        model: &M,
    ) -> (Vec<bool>, f64) {
        let right = exact(model, &self.held_out);
        let share = lesson.number(key, share(&right));
        (right, share)
    }
}

/// The share of those that are right.
fn share(right: &[bool]) -> f64 {
    right.iter().filter(|&&right| right).count() as f64 / right.len().max(1) as f64
}

/// The section alone.
pub fn dates(lesson: &mut Lesson) -> Result<()> {
    section(&Dates::new(), lesson)
}

/// The section.
pub fn section(story: &Dates, lesson: &mut Lesson) -> Result<()> {
    lesson.say("*3 May 97*, *05/03/1997*, *saturday, the 3rd of May 1997*: people write dates as they like, and a program wants `1997-05-03`. The example is that of [FAR]. One recurrent network reads the letters, another writes the ten characters: an *encoder* and a *decoder*. Between them stands a vector.");
    let date = Date {
        year: 1997,
        month: 5,
        day: 3,
        weekday: 6,
    };
    let rng = &mut lesson.rng();
    let seed = lesson.flags().seed;
    let mut table = Table::new(["", "spelled"]);
    for _ in 0..6 {
        table.push([spell(&date, rng), spell(&date, rng)]);
    }
    lesson.table(&table.caption(
        "Twelve spellings of one day. With points the day comes first, with strokes the month.",
    ));
    let (known, held_out) = days();
    lesson.say(format!("A grammar draws them from a seed: every training batch is new. {} days are there to learn from; {} days are held out, and no network sees them in any spelling. Wrong by one character is wrong.", count(known.len()), count(held_out.len())));
    let plain = || Network::new(SIZE.0, SIZE.1, false, &mut nabla::rng(seed));
    let (network, losses) = story.trained(lesson, "without", plain(), EPOCHS);
    let (short, without) = story.exam(lesson, "dates_without", &network);
    let read = |losses: &[(f64, f64)]| losses.last().map_or(0.0, |last| last.0 * 1000.0) as usize;
    lesson.predict_number(
        &format!("All that the decoder gets is {} numbers, made of the encoder's last states. After {} spellings: which share of the held-out dates is written without a mistake?", SIZE.1, count(read(&losses))),
        Quantity::percent(without, 2).within(0.05),
        &format!("{}.", percentage(without, 2)),
    );
    by_hand(lesson);
    let (looking, looking_losses) = story.looking(lesson);
    let (seen, with) = story.exam(lesson, "dates_with", looking);
    lesson.predict_number(
        "The same two networks, as many spellings, and for each character the decoder looks at the letters. Which share now?",
        Quantity::percent(with, 2).within(0.02),
        &format!("{}.", percentage(with, 2)),
    );
    let (network, more_losses) = story.trained(lesson, "without, longer", plain(), 2 * EPOCHS);
    let (long, longer) = story.exam(lesson, "dates_longer", &network);
    lesson.predict_number(
        &format!("Are {} numbers too few? The network without attention begins again, and reads {} spellings. Which share?", SIZE.1, count(read(&more_losses))),
        Quantity::percent(longer, 2).within(0.02),
        &format!("{}. There are 36,525 dates, so a date is 15 bits, and {} numbers have room for it. It is *learning* that is slow.", percentage(longer, 2), SIZE.1),
    );
    let chart = Chart::new("spellings read, in thousands", "loss, nats a character")
        .line("without attention", losses)
        .line("without, twice as many", more_losses)
        .line("with attention", looking_losses.clone())
        .log_y();
    lesson.chart("dates-loss", "What a character costs on the way.", &chart)?;
    by_length(lesson, &story.held_out, [&short, &long, &seen]);
    where_it_looks(lesson, looking)?;
    lesson.say("Nobody told it where the month stands. It learned that from wanting to be right about the next character, for every step of looking has a derivative. The encoder need not guess what will be asked: what is needed is fetched when it is needed.");
    Ok(())
}

/// Three letters, and what is found there.
fn by_hand(lesson: &mut Lesson) {
    let (yours, ours) = (exercises::attention_weights, solutions::attention_weights);
    let attention: Attention = lesson.answer("attention_weights", yours, ours);
    lesson.say("*Attention* keeps the state at every letter. For each character that it writes, the decoder asks with a vector. The dot product with each state is a *score*, the softmax of the scores are *weights*, and what is found is the mean of the states by these weights (Bahdanau, Cho and Bengio, 2015; with dot products: Luong, Pham and Manning, 2015).");
    let letters = [vec![2.0, 0.0], vec![0.0, 1.0], vec![-1.0, 1.0]];
    let (weights, found) = attention(&[1.0, 0.5], &letters);
    let mut table = Table::new(["state at a letter", "score", "weight"]);
    for (letter, weight) in letters.iter().zip(weights) {
        let score = letter[0] + 0.5 * letter[1];
        table.push([
            format!("({}, {})", num(letter[0], 0), num(letter[1], 0)),
            num(score, 1),
            num(weight, 3),
        ]);
    }
    lesson.table(&table.caption(format!(
        "Asked with (1, 0.5), the decoder finds ({}, {}).",
        num(found[0], 2),
        num(found[1], 2)
    )));
}

/// The shares by the length of what was read.
fn by_length(lesson: &mut Lesson, dates: &[(Date, String)], right: [&[bool]; 3]) {
    let names = [
        "letters",
        "spellings",
        "without attention",
        "without, twice as many",
        "with",
    ];
    let mut table = Table::new(names);
    for (name, lengths) in [
        ("up to 10", 0..11),
        ("11 to 20", 11..21),
        ("21 and more", 21..usize::MAX),
        ("all", 0..usize::MAX),
    ] {
        let inside = right.map(|right| {
            let pairs = right.iter().zip(dates);
            let inside = pairs.filter(|(_, (_, text))| lengths.contains(&text.len()));
            inside.map(|(right, _)| *right).collect::<Vec<_>>()
        });
        let cells = inside.each_ref().map(|right| percentage(share(right), 2));
        table.push(
            [name.to_string(), count(inside[0].len())]
                .into_iter()
                .chain(cells),
        );
    }
    lesson.table(&table.caption("Written without a mistake, by the length of the spelling."));
}

/// A date in three spellings: the heat maps, and where the month is looked for.
fn where_it_looks(lesson: &mut Lesson, network: &Network) -> Result<()> {
    let (yours, ours) = (exercises::attention_weights, solutions::attention_weights);
    let attention: Attention = lesson.answer("attention_weights", yours, ours);
    let all = ["Saturday, May 3rd, 1997", "3.5.97", "5/3/97"].map(|text| {
        let (date, [queries, letters]) = network.asked(text);
        let weights = queries.iter().map(|query| attention(query, &letters).0);
        Alignment {
            text: text.to_string(),
            date,
            weights: weights.collect(),
        }
    });
    let parts = [
        ("Saturday,", 0..9),
        ("May", 10..13),
        ("3rd,", 14..18),
        ("1997", 19..23),
    ];
    let written = [("1997", 0..4), ("05", 5..7), ("03", 8..10)];
    let looked = |rows: &std::ops::Range<usize>, columns: &std::ops::Range<usize>| {
        let rows = &all[0].weights[rows.clone()];
        let sums = rows
            .iter()
            .map(|weights| weights[columns.clone()].iter().sum::<f64>());
        sums.sum::<f64>() / rows.len() as f64
    };
    let month = parts
        .clone()
        .map(|(_, columns)| looked(&written[1].1, &columns));
    let most = (0..month.len())
        .max_by(|&a, &b| month[a].total_cmp(&month[b]))
        .unwrap_or(0);
    lesson.predict_choice(
        "It reads `Saturday, May 3rd, 1997`. Where does it look most while it writes the month, `05`?",
        &parts.clone().map(|(part, _)| part),
        most,
        &format!("{} of the weight lies there.", percent(month[most])),
    );
    let mut table = Table::new(
        ["written"]
            .into_iter()
            .chain(parts.iter().map(|(part, _)| *part)),
    );
    for (name, rows) in &written {
        let cells = parts
            .iter()
            .map(|(_, columns)| percent(looked(rows, columns)));
        table.push([name.to_string()].into_iter().chain(cells));
    }
    lesson.table(&table.caption(
        "Where the weight lies, the mean over the characters. What is left lies on the spaces.",
    ));
    let caption = "Each row a character that is written, each column a letter that was read. With points the month stands second, with strokes it stands first.";
    lesson.figure("alignment", caption, alignment::size(&all), |area| {
        alignment::draw(area, &all)
    })
}
