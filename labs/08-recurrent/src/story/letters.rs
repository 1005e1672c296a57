//! The sections on letters: how well the next one is guessed, and what comes of drawing it.

use crate::figures;
use lab08::model::{CharLstm, surprises};
use lab08::ngrams::{Ngrams, chosen_weights};
use lab08::text::{self, Corpus, VOCABULARY};
use lab08::writing::{Plan, Writing, write};
use lab08::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Result, Table};
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
#[derive(Default)]
pub struct Letters {
    corpus: Corpus,
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
    /// Trains at the first call.
    fn trained(&self, lesson: &Lesson) -> &Trained {
        self.trained.get_or_init(|| {
            let seed = lesson.flags().seed;
            let text = self.corpus.learn_and_choose();
            let mut rng = nabla::rng(seed);
            let model = CharLstm::new(VOCABULARY, EMBEDDING, HIDDEN, &mut rng).dropout(DROPOUT);
            let plan = Plan::new(lesson.shortened(STEPS, 10));
            let mut writing = Writing::new(model, &text, plan, seed, &Device::Cpu);
            let some = &self.corpus.test[..1_500];
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
    lesson.say("You have read seven chapters of this book; now a network reads them too, as they stood in November 2026. Their prose, that is: in lower case, without programs, and with a # for every formula and for everything else that is no letter, digit or common mark. One paragraph looks like this:");
    lesson.show(wrapped(shown.unwrap_or_default(), 70));
    lesson.say(format!(
        "These are {} thousand characters, {VOCABULARY} different ones. Paragraphs are dealt out: eight of ten to learn from, one to choose by, one to test on. The task: say before each character which one it will be. Not with a single answer but with a probability for each; and the model pays for the one that came, −log₂ p bits. A probability of 1/2 costs one bit, one of 1/1,000 ten. The mean over the test paragraphs is the number of **bits a character**.",
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
    lesson.say("First an opponent without any network: counting. A **3-gram** model looks at the last two characters and knows how often each third one followed them. Where the two were seldom seen, it leans on what the last one alone says, and that leans on how frequent a character is at all. How much it leans is chosen on the paragraphs set aside for that.");
    lesson.predict(
        "Ignorance costs log₂ 58 = 5.9 bits. What will it cost to know how frequent each character is? And to know the two before it?",
        "About 4.4 and 2.7. A space is more than a hundred times as frequent as a z, and knowing that saves a bit and a half. Two characters are worth as much again: after th comes mostly an e.",
    );
    let mut rows = vec![("all alike".to_string(), (VOCABULARY as f64).log2())];
    for order in 1..=ORDERS {
        let model = Ngrams::new(&learn, VOCABULARY, &weights[..order]);
        let p: Vec<f64> = (1..test.len())
            .map(|at| model.probability(&test[..at], test[at]))
            .collect();
        rows.push((format!("{order}-gram"), bits(&p)));
    }
    let three = rows[3].1;
    let trained = letters.trained(lesson);
    let all = surprises(&trained.model, text::END, &corpus.test);
    let lstm = bits(&all.iter().map(|bits| (-bits).exp2()).collect::<Vec<_>>());
    rows.push(("LSTM".to_string(), lstm));
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
    lesson.say("The LSTM needs far less than the 3-gram. But look at the lines between them: longer contexts catch up, as long as they are smoothed with care. In a text as short as this one phrases come again word for word, and then a table of the last five characters is a good teacher. The network does without a table: its memory has 128 units, however much it has read, and it uses the same weights for a word it never saw.");
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
    lesson.say(format!("Where does it hesitate? Where you would. The first letter of a word costs {} bits on the test text, every later letter {}. At the beginning it has to guess what is meant; after that, how it is spelled.", num(first, 1), num(later, 1)));
    Ok(())
}

/// Characters that are written at each temperature.
const WRITTEN: usize = 1_500;
/// And how many of them are shown.
const SHOWN: usize = 200;

/// "Hot and cold".
pub fn hot_and_cold(letters: &Letters, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A model that says what comes next can write: draw a character from its probabilities, let it read that, draw the next. How bold the draws are is up to us. Divide the logits by a **temperature** τ before the softmax. Odds of a to b become odds of a to b raised to 1/τ: below 1 the likely becomes likelier, above 1 everything gets its chance.");
    lesson.show("p = softmax(logits / τ)");
    let with_temperature = lesson.answer(
        "with_temperature",
        exercises::with_temperature as fn(&[f64], f64) -> Vec<f64>,
        solutions::with_temperature,
    );
    lesson.predict(
        "What will the network write at τ = 0.3, and what at 1.5?",
        "At 0.3 the same few words in circles; at 1.5 words that no language has.",
    );
    let known = text::decode(&letters.corpus.learn_and_choose());
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_lowercase());
        words
            .filter(|w| !w.is_empty())
            .map(str::to_string)
            .collect()
    };
    let known: HashSet<String> = words(&known).into_iter().collect();
    let model = &letters.trained(lesson).model;
    let mut table = Table::new(["✎ τ", "words of the book", "different words", "of"]);
    for temperature in [0.3, 0.7, 1.0, 1.5] {
        let distribution = |logits: &[f64]| with_temperature(logits, temperature);
        let mut rng = lesson.rng();
        let written = write(model, &[text::END], WRITTEN, distribution, &mut rng);
        let written = text::decode(&written);
        lesson.show(made_up(&format!("τ = {temperature}"), &written[..SHOWN]));
        let all = words(&written);
        let right = all.iter().filter(|word| known.contains(*word)).count();
        let different: HashSet<&String> = all.iter().collect();
        table.push([
            format!("✎ {temperature}"),
            percent(right as f64 / all.len().max(1) as f64),
            count(different.len()),
            count(all.len()),
        ]);
    }
    lesson.table(&table.caption(format!("In {} characters at each temperature: how many of the words occur in the text that was learned from, and how many different ones there are.", count(WRITTEN))));
    lesson.say("Cold, the network says what is most often said, and goes round in circles. Hot, it invents. In between it sounds like this book for half a line and then loses the thread: it has learned spelling, many words, what kind of word follows what, where a sentence ends; what the sentences are about it does not know. (Lines that begin with ✎ are made up by a network. A processor that rounds differently may draw other letters, so yours may read differently.)");
    Ok(())
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
