//! What to write next.

use super::writer::{Writer, made_up};
use datasets::text::{END, character};
use lab13::gpt::cache::{Kept, Reader, Update, work};
use lab13::gpt::writing::{softmax, top_k, write};
use lab13::{exercises, solutions};
use labkit::numerals::{count, num, percent, power_above};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Tape, Tokens};
use std::collections::HashSet;

/// Two beginnings: after one many letters can come, after the other hardly any but one.
const BEGINNINGS: [&str; 2] = ["the network ", "the networ"];
/// How many are kept, and what share.
const KEPT: (usize, f64) = (5, 0.9);
/// Letters that are written each way.
const WRITTEN: usize = 1_000;

/// Probabilities of logits.
type Way<'a> = &'a dyn Fn(&[f32]) -> Vec<f64>;
type TopP = fn(&[f64], f64) -> Vec<f64>;

/// The section.
pub fn sampling(story: &Writer, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The network gives every letter a probability, and one is drawn. Drawn as they are, the many unlikely letters together come up often enough to spoil every second word. A **temperature** below 1 makes all of them rarer ([lab 8](08-recurrent.md)). **Top-k** lets in the k likeliest and no other. The **nucleus** (Holtzman and others, 2020), or top-p, lets in as many as make up a share p.");
    let top_p = lesson.answer("top_p", exercises::top_p as TopP, solutions::top_p);
    let model = story.model(lesson);
    let alphabet = &story.text.alphabet;
    let after = |beginning: &str| -> Result<Vec<f32>> {
        Ok(Reader::new(model).read(&alphabet.encode(beginning)?))
    };
    let logits = after(BEGINNINGS[0])?;
    let [open, sure] = [&logits, &after(BEGINNINGS[1])?].map(|logits| softmax(logits, 1.0));
    let (k, share) = KEPT;
    let left = |p: &[f64]| p.iter().filter(|&&p| p > 0.0).count();
    let [many, few] = [&open, &sure].map(|p| left(&top_p(p, share)));
    lesson.predict_number(
        &format!("After `{}` many letters can come: a nucleus of {} has {many} of them. How many has it after `{}`?", BEGINNINGS[0], num(share, 1), BEGINNINGS[1]),
        Quantity::new(few as f64, 0).within(1.0),
        &format!("{few}. Top-{k} has {k} letters here as there. The nucleus is as wide as the network is unsure."),
    );
    let ways: [(&str, Way<'_>); 4] = [
        ("as it is", &|z| softmax(z, 1.0)),
        ("temperature 0.7", &|z| softmax(z, 0.7)),
        ("top-5", &|z| top_k(&softmax(z, 1.0), k)),
        ("nucleus 0.9", &|z| top_p(&softmax(z, 1.0), share)),
    ];
    let mut places: Vec<usize> = (0..open.len()).collect();
    places.sort_by(|&a, &b| open[b].total_cmp(&open[a]));
    places.truncate(18);
    let mut chart = Chart::new("letter", "probability").size(900, 380);
    for (name, way) in ways {
        let p = way(&logits);
        let bar = |&place: &usize| (character(place as u32).to_string(), p[place]);
        chart = chart.bars(name, places.iter().map(bar));
    }
    let [beginning, _] = BEGINNINGS;
    let caption = format!("The likeliest letters after `{beginning}`, four ways.");
    lesson.chart("next-letter", &caption, &chart)?;
    let learned = words(&alphabet.decode(&story.text.learn));
    let known: HashSet<&String> = learned.iter().collect();
    let mut table = Table::new(["", "words known", "different words", "of"]);
    let mut shares = Vec::new();
    for (name, way) in ways {
        let (count_of, rng) = (lesson.shortened(WRITTEN, 5), &mut lesson.rng());
        let written = alphabet.decode(&write(model, &[END], count_of, way, rng));
        let all = words(&written);
        let met = all.iter().filter(|word| known.contains(word)).count();
        let different: HashSet<&String> = all.iter().collect();
        lesson.show(made_up(name, &written[..140]));
        let share = met as f64 / all.len() as f64;
        shares.push(share);
        let [different, all] = [different.len(), all.len()].map(count);
        table.push([format!("✎ {name}"), percent(share), different, all]);
    }
    lesson.predict_number(
        &format!("Drawn as it is, {} of the words stand in the text that was learned from. With the nucleus?", percent(shares[0])),
        Quantity::percent(shares[3], 1).within(0.05),
        &format!("{}. A word is spoiled by a single letter from the tail.", percent(shares[3])),
    );
    lesson.table(&table.caption("*Known*: in the text that was learned from. Every way buys known words with variety; none knows what it says."));
    cache(story, lesson)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_lowercase());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

/// The second half: what was read need not be read again.
fn cache(story: &Writer, lesson: &mut Lesson) -> Result<()> {
    lesson.say("To write one letter, the network reads all letters before it, and for the next one all of them again. But the mask lets no letter see a later one: what a letter has become in each block stays as it is. All that later letters want of it are its **keys and values**. Keep those, and only the new letter has to go through the blocks.");
    let (yours, ours) = (exercises::cache_update, solutions::cache_update);
    let update: Update = lesson.answer("cache_update", yours, ours);
    let mut kept = Kept::default();
    let letters = [[1.0, 0.0, 3.0], [1.0, 2.0, -1.0], [-1.0, 1.0, 5.0]];
    let rows = (1..).zip(letters).map(|(t, [q, k, v])| {
        let seen = update(&mut kept, &[q], &[k], &[v]);
        let numbers = [q, k, v].map(|x| num(x, 0));
        [&[count(t)], &numbers[..], &[num(seen[0], 3)]].concat()
    });
    let table = Table::new(["letter", "query", "key", "value", "sees"]).rows(rows);
    lesson.table(&table.caption("A head of width 1 reads three letters. A row needs the keys and values of those above it, and none of their queries."));
    let model = story.model(lesson);
    let (sizes, tape, mut reader) = (model.sizes(), Tape::new(), Reader::new(model));
    let context = sizes.context;
    let text = &story.text.valid[..context];
    let tokens = Tokens::new(text, [1, context], sizes.letters);
    let at_once = model.forward(&tape, &tokens).value();
    let one_by_one = text.iter().flat_map(|&letter| reader.read(&[letter]));
    let pairs = at_once.data().iter().zip(one_by_one);
    let off = pairs.map(|(a, b)| f64::from((a - b).abs()));
    let off = off.fold(0.0, f64::max);
    let with = work(sizes, 0..context);
    let without: usize = (1..=context).map(|read| work(sizes, 0..read)).sum();
    let factor = without as f64 / with as f64;
    lesson.predict_number(
        &format!("{context} letters are written. How many times as many multiplications are made without the cache?"),
        Quantity::new(factor, 0).factor(1.3),
        &format!("{} times: half of {context}, since on average half of them are there to be read again.", num(factor, 0)),
    );
    let rows = [
        ("with", context - 1..context, with),
        ("without", 0..context, without),
    ];
    let rows = rows.map(|(name, last, all)| {
        let work = [work(sizes, 0..1), work(sizes, last), all].map(count);
        [name.to_string()].into_iter().chain(work)
    });
    let last = format!("letter {context}");
    let header = ["multiplications for", "letter 1", &last, "all of them"];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption("Of the products with matrices, with and without a cache."));
    lesson.say(format!("The logits are the same: all {} of them differ by less than {}. What it costs is memory, two vectors a letter and block. And it ends where the context ends: a letter that moves to another place gets another vector, so all keys change. Then half of the text is forgotten, and the other half read again.", count(at_once.len()), power_above(off.max(2e-6))));
    Ok(())
}
