//! The sections on letters: how well the next one is guessed, and what comes of drawing it.

use crate::figures;
use lab08::model::{CharLstm, surprises};
use lab08::ngrams::{Ngrams, chosen_weights};
use lab08::text::{self, Corpus, VOCABULARY};
use lab08::writing::{Plan, Writing, write};
use lab08::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Device;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Numbers of a character's vector.
const EMBEDDING: usize = 64;
/// Numbers of the memory.
const HIDDEN: usize = 128;
/// Chosen, as all of these, by what the tenth of the text takes that is set aside for choosing.
const DROPOUT: f32 = 0.35;
/// Steps of training.
const STEPS: usize = 1000;
/// Points of the figure that shows the training.
const POINTS: usize = 12;
/// The longest context that is counted, and one more.
const ORDERS: usize = 6;

/// The text, and the network that two sections look at.
pub struct Letters {
    pub corpus: Corpus,
    trained: OnceCell<Trained>,
}

/// A trained network and how it came about.
struct Trained {
    model: CharLstm,
    /// Step, and bits a character of the training, mean over some steps.
    learned: Vec<(f64, f64)>,
    /// Step, and bits a character of a part of the test text.
    tested: Vec<(f64, f64)>,
}

impl Letters {
    /// The text that the flags ask for, and no network yet.
    pub fn new(lesson: &Lesson) -> Result<Letters> {
        Ok(Letters {
            corpus: text::asked(lesson)?,
            trained: OnceCell::new(),
        })
    }

    /// Trains at the first call.
    fn trained(&self, lesson: &Lesson) -> &Trained {
        self.trained.get_or_init(|| {
            let seed = lesson.flags().seed;
            let text = self.corpus.learn_and_choose();
            let mut rng = nabla::rng(seed);
            let model = CharLstm::new(VOCABULARY, EMBEDDING, HIDDEN, &mut rng).dropout(DROPOUT);
            let plan = Plan::new(lesson.shortened(STEPS, 10));
            let mut writing = Writing::new(model, &text, plan, seed, &Device::Cpu);
            let some = &self.corpus.test[..self.corpus.test.len().min(1_500)];
            let every = (plan.steps / POINTS).max(1);
            let (mut learned, mut tested) = (Vec::new(), Vec::new());
            let mut bar = lesson.progress("letters", plan.steps);
            let mut mean_bits = 0.0;
            for step in 1..=plan.steps {
                let bits = writing.step();
                bar.step(bits as f32, None);
                mean_bits += bits / every as f64;
                if step.is_multiple_of(every) {
                    learned.push((step as f64 - 0.5 * every as f64, mean_bits));
                    mean_bits = 0.0;
                    let bits = surprises(&writing.model, text::END, some);
                    tested.push((step as f64, mean(bits.iter().copied())));
                }
            }
            bar.done();
            Trained {
                model: writing.model,
                learned,
                tested,
            }
        })
    }
}

/// "Which letter comes next".
pub fn next_letter(letters: &Letters, lesson: &mut Lesson) -> Result<()> {
    let corpus = &letters.corpus;
    let test = text::decode(&corpus.test);
    let shown = test
        .lines()
        .find(|line| line.len() > 150 && line.matches('#').count() == 1);
    lesson.say(match lesson.choice("text") {
        "" => "You have read seven chapters of this book; now a network reads their prose, as it stood in November 2026: in lower case, without programs, and with a # for every formula and for everything else that is no letter, digit or common mark. One paragraph:".to_string(),
        file => format!("A network reads {file}: in lower case, and with a # for everything that is no letter, digit or common mark. One paragraph:"),
    });
    let shown: String = shown
        .or(test.lines().next())
        .into_iter()
        .flat_map(|line| line.chars().take(500))
        .collect();
    lesson.show(wrapped(&shown, 70));
    lesson.say(format!(
        "These are {} thousand characters of {VOCABULARY} kinds. Of ten paragraphs eight are there to learn from, one to choose by, one to test on. The task: say before each character how probable each of them is. For the one that came the model pays −log₂ p bits: a probability of 1/2 costs one bit, one of 1/1,000 ten. The mean over the test paragraphs is the number of **bits a character**.",
        (corpus.learn.len() + corpus.choose.len() + corpus.test.len() + 500) / 1000,
    ));
    let bits = lesson.answer(
        "bits_per_character",
        exercises::bits_per_character as fn(&[f64]) -> f64,
        solutions::bits_per_character,
    );
    let test = [&[text::END], corpus.test.as_slice()].concat();
    let learn = corpus.learn_and_choose();
    let weights = chosen_weights(&corpus.learn, &corpus.choose, VOCABULARY, ORDERS);
    lesson.say("First an opponent without any network: counting. A **3-gram** model looks at the last two characters and knows how often each third one followed them. Where the two were seldom seen, it leans on what the last one alone says, and that on how frequent a character is at all.");
    let mut rows = vec![("all alike".to_string(), (VOCABULARY as f64).log2())];
    for order in 1..=ORDERS {
        let model = Ngrams::new(&learn, VOCABULARY, &weights[..order]);
        let p: Vec<f64> = (1..test.len())
            .map(|at| model.probability(&test[..at], test[at]))
            .collect();
        rows.push((format!("{order}-gram"), bits(&p)));
    }
    let three = rows[3].1;
    lesson.predict_number(
        &format!(
            "Ignorance costs log₂ {VOCABULARY} = {} bits, and knowing how frequent each character is {}. What will the 3-gram cost, which knows the two before it?",
            num(rows[0].1, 1),
            num(rows[1].1, 1)
        ),
        Quantity::new(three, 1).within(0.3),
        &format!("About {}. Two characters are worth much: after th comes mostly an e.", num(three, 1)),
    );
    let trained = letters.trained(lesson);
    let all = surprises(&trained.model, text::END, &corpus.test);
    let lstm = bits(&all.iter().map(|bits| (-bits).exp2()).collect::<Vec<_>>());
    rows.push(("LSTM".to_string(), lstm));
    lesson.predict_number(
        "And an LSTM with a memory of 128 units, which looks back as far as it likes?",
        Quantity::new(lstm, 1).within(0.2),
        &format!("About {}.", num(lstm, 1)),
    );
    lesson.chart(
        "letters",
        "Bits a character while the LSTM learns: of what it is learning (blue; a part of its memory is dropped there), of a piece of the test text (orange, only looked at).",
        &Chart::new("step", "bits a character")
            .line("learned", trained.learned.iter().copied())
            .line("test", trained.tested.iter().copied())
            .hline(rows[2].1, "2-gram")
            .hline(three, "3-gram")
            .y_range(1.5..4.0),
    )?;
    let mut table = Table::new(["model", "looks back", "bits a character"]);
    for (i, (name, bits)) in rows.iter().enumerate() {
        let back = match i {
            0 => "–".to_string(),
            i if i <= ORDERS => (i - 1).to_string(),
            _ => "as far as it likes".to_string(),
        };
        table.push([name.clone(), back, num(*bits, 2)]);
    }
    lesson.table(&table.caption(
        "On the test paragraphs: no model has seen them, and nothing was chosen by them.",
    ));
    lesson.number("bits_1gram", rows[1].1);
    lesson.number("bits_3gram", three);
    lesson.number("bits_longest", rows[ORDERS].1);
    lesson.number("bits_lstm", lstm);
    lesson.say("Longer contexts catch up with the network, as long as they are smoothed with care: in a short text phrases come again word for word. The network does without a table: its memory has 128 units, however much it has read, and it uses the same weights for a word it never saw.");
    where_it_hesitates(&trained.model, &all, corpus, lesson)
}

/// Where the surprises are: one line, letter by letter, and the means at the beginning and inside of words.
fn where_it_hesitates(
    model: &CharLstm,
    all: &[f64],
    corpus: &Corpus,
    lesson: &mut Lesson,
) -> Result<()> {
    let is_letter = lab08::smudge::is_letter;
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for (pair, bits) in corpus.test.windows(2).zip(&all[1..]) {
        match (is_letter(pair[0]), is_letter(pair[1])) {
            (false, true) => first.push(*bits),
            (true, true) => later.push(*bits),
            _ => {}
        }
    }
    let (first, later) = (mean(first.iter().copied()), mean(later.iter().copied()));
    let line = "the network learns the slope of the loss.";
    let surprise = surprises(model, text::END, &text::encode(line));
    lesson.figure(
        "surprise",
        "What each character of a sentence costs the LSTM, in bits. The beginnings of words (orange) cost much, their ends almost nothing.",
        (900, 250),
        |area| figures::letters::surprise(area, line, &surprise),
    )?;
    lesson.number("bits_first", first);
    lesson.number("bits_later", later);
    lesson.say(format!("It hesitates where you would. The first letter of a word costs {} bits on the test text, every later letter {}.", num(first, 1), num(later, 1)));
    Ok(())
}

/// Characters that are written at each temperature.
const WRITTEN: usize = 1_500;
/// And how many of them are shown.
const SHOWN: usize = 200;

/// "Hot and cold".
pub fn hot_and_cold(letters: &Letters, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A model that says what comes next can write: draw a character from its probabilities, let it read that, draw the next. How bold the draws are is up to us: divide the logits by a **temperature** τ before the softmax. Below 1 the likely becomes likelier, above 1 everything gets its chance.");
    lesson.show("p = softmax(logits / τ)");
    let with_temperature = lesson.answer(
        "with_temperature",
        exercises::with_temperature as fn(&[f64], f64) -> Vec<f64>,
        solutions::with_temperature,
    );
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_lowercase());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_string).collect()
    };
    let learned = text::decode(&letters.corpus.learn_and_choose());
    let known: HashSet<String> = words(&learned).into_iter().collect();
    let model = &letters.trained(lesson).model;
    let prompt = text::encode(&lesson.choice("prompt").to_lowercase());
    let start = [&[text::END], prompt.as_slice()].concat();
    let mut temperatures = vec![0.3, 1.0, 1.5, lesson.number_of("temperature")];
    temperatures.sort_by(f64::total_cmp);
    temperatures.dedup();
    let samples: Vec<Sample> = temperatures
        .into_iter()
        .map(|temperature| {
            let distribution = |logits: &[f64]| with_temperature(logits, temperature);
            let written = write(model, &start, WRITTEN, distribution, &mut lesson.rng());
            let all = words(&text::decode(&written));
            Sample {
                temperature,
                known: all.iter().filter(|word| known.contains(*word)).count(),
                different: all.iter().collect::<HashSet<_>>().len(),
                words: all.len(),
                text: text::decode(&[prompt.as_slice(), &written[..SHOWN]].concat()),
            }
        })
        .collect();
    let cold = &samples[0];
    lesson.predict_number(
        &format!(
            "The network writes {} characters at τ = {}, some 300 words. How many different ones?",
            count(WRITTEN),
            cold.temperature
        ),
        Quantity::new(cold.different as f64, 0).factor(1.5),
        "Few: cold, it says the same in circles.",
    );
    let hot = &samples[samples.len() - 1];
    lesson.predict_number(
        &format!(
            "At τ = {} there are many. But how many of them are words that it has ever read?",
            hot.temperature
        ),
        Quantity::percent(hot.known as f64 / hot.words.max(1) as f64, 0).within(0.15),
        "Hot, it makes up words that no language has.",
    );
    let mut table = Table::new(["✎ τ", "known words", "different words", "of"]);
    for sample in &samples {
        let title = format!("τ = {}", sample.temperature);
        lesson.show(made_up(&title, &sample.text));
        table.push([
            format!("✎ {}", sample.temperature),
            percent(sample.known as f64 / sample.words.max(1) as f64),
            count(sample.different),
            count(sample.words),
        ]);
    }
    lesson.table(&table.caption("*Known*: in the text that was learned from."));
    lesson.say("In between it sounds like what it has read for half a line and then loses the thread: it has learned spelling, many words, what kind of word follows what, where a sentence ends; what the sentences are about it does not know. (Lines that begin with ✎ are made up by a network. On another processor they may read differently.)");
    Ok(())
}

/// What was written at a temperature, and how many of its words were in the text and how many are different.
struct Sample {
    temperature: f64,
    known: usize,
    different: usize,
    words: usize,
    text: String,
}

/// Text in lines of at most so many characters, broken at spaces where there are any.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + 1 + word.len() > width {
            lines.push(word.to_string());
        } else {
            let gap = if lines[last].is_empty() { "" } else { " " };
            lines[last] += &format!("{gap}{word}");
        }
    }
    lines.join("\n")
}

/// What a network wrote, with the sign for that at each line.
pub fn made_up(title: &str, text: &str) -> String {
    let body = wrapped(text, 68);
    let lines =
        std::iter::once(format!("✎ {title}")).chain(body.lines().map(|line| format!("✎   {line}")));
    lines.collect::<Vec<_>>().join("\n")
}
