//! The section on reviews: words in a bag, and words in a row.

use crate::figures;
use lab08::bag::{Bag, BagModel, Example};
use lab08::films::{Films, Review, Way};
use lab08::sentiment::{self, Sentiment, accuracy, logits};
use lab08::words::Vocabulary;
use labkit::numerals::{count, num, percent};
use labkit::{Error, Lesson, Quantity, Result, Table};
use nabla::{Device, parameters};
use trainer::Recipe;

/// Reviews to learn from, to choose by, and to test on for each way of saying it.
const LEARN: usize = 2_000;
const CHOOSE: usize = 300;
const TEST: usize = 250;
/// How the network learns from them.
const RECIPE: Recipe = sentiment::recipe(0.003, 8);
/// Passes of the bags, and the rates that are tried.
const BAG_EPOCHS: usize = 20;
const BAG_RATES: [f64; 5] = [0.003, 0.01, 0.03, 0.1, 0.3];
/// No review is longer.
const LONGEST: usize = 100;

/// "Not a bad film".
pub fn not_bad(lesson: &mut Lesson) -> Result<()> {
    let films = Films::new(LEARN, CHOOSE, TEST, lesson.flags().seed);
    lesson.say("Is a review praise or blame? Many words give it away. A **bag of words** counts how often each word occurs, in whatever order, and gives each a weight: one neuron as in [The parts of a neuron](lab01#the-parts-of-a-neuron), with an input for each word. But then there is this:");
    let shown = Way::ALL.map(|way| example(&films, way));
    lesson.show(shown.join("\n"));
    lesson.say(format!(
        "A grammar of ours makes such reviews, one to three clauses and perhaps an aside. {} are there to learn from: half of them plain, three of ten deny the opposite of what they mean, and in two of ten there is a word of denial that denies nothing. Four words (honest, lovely, clumsy, dreary) are never denied in them. No test review occurs among them.",
        count(LEARN)
    ));
    let list = Vocabulary::new(films.learn.iter().map(|review| review.text.as_str()), 1_000);
    let encode = |review: &Review| (list.encode(&review.text, LONGEST), review.positive);
    let [learn, choose, test] = [&films.learn, &films.choose, &films.test]
        .map(|part| part.iter().map(encode).collect::<Vec<Example>>());
    let seed = lesson.flags().seed;
    let bag = |bag| BagModel::best(bag, (&learn, &choose), &BAG_RATES, BAG_EPOCHS, seed).0;
    let (words, pairs) = (bag(Bag::Words), bag(Bag::Pairs));
    let network = train(&list, &learn, lesson);
    let kinds = Way::ALL.into_iter().zip(test.chunks(TEST));
    let judged: Vec<(Way, [f64; 3])> = kinds
        .map(|(way, part)| {
            let shares = [
                words.accuracy(part),
                pairs.accuracy(part),
                accuracy(&network, part),
            ];
            (way, shares)
        })
        .collect();
    let [_, (_, denied), _, (_, newly)] = judged[..] else {
        return Err(Error::new("there are not four kinds of reviews"));
    };
    lesson.predict_number(
        "How many of the denied reviews does the bag of words judge right?",
        Quantity::percent(denied[0], 1).within(0.1),
        &format!("{}, far fewer than by tossing a coin. What it learned about *dull* speaks against the film, and “not” is as frequent in praise as in blame, so its weight tells nothing.", percent(denied[0])),
    );
    lesson.say(format!("Two models see some order. A bag of words *and pairs* of neighbours has a weight for “not dull” as well. And a network reads: Embedding 64 → BiLSTM 64 → BiLSTM 32 → Dense 64 → dropout ½ → 1 [PSC]; with the {} words of this list {} parameters.", list.len(), count(parameters(&network))));
    lesson.predict_number(
        "How many does the network judge right if a word is denied that was never denied before?",
        Quantity::percent(newly[2], 1).within(0.1),
        &format!(
            "{}: it has learned that a denial reverses what comes later, whatever that is.",
            percent(newly[2])
        ),
    );
    let mut table = Table::new(["test reviews", "bag of words", "and pairs", "BiLSTM"]);
    for (way, shares) in judged {
        let mut cells = vec![way.name().to_string()];
        cells.extend(shares.map(percent));
        table.push(cells);
    }
    lesson.table(&table.caption(format!("Judged right, of {TEST} reviews of each kind. *Newly denied*: of the four words. The bags' rates are the best of five.")));
    weights(&words, &list, lesson);
    verdicts(&network, &list, lesson)?;
    lesson.say("The pairs know “not dull” if they have met just that pair; of a word that was never denied they have none. Nor does the network understand: the grammar is small, and it has seen all its patterns. What it has, and no bag has, is order. Real reviews are read by `--network sentiment --data imdb`, if you have unpacked them; `cargo run -p datasets -- list` says where they come from.");
    Ok(())
}

/// A short review of this kind.
fn example(films: &Films, way: Way) -> String {
    let such = films.test.iter().filter(|review| review.way == way);
    let short = such.min_by_key(|review| (review.text.len().abs_diff(38), review.text.clone()));
    short.map_or_else(String::new, |review| {
        let verdict = if review.positive { "praise" } else { "blame" };
        format!("{:<16} {:<44} {verdict}", way.name(), review.text)
    })
}

fn train(list: &Vocabulary, learn: &[Example], lesson: &Lesson) -> Sentiment {
    let recipe = RECIPE.seed(lesson.flags().seed);
    let model = Sentiment::new(list.len(), &mut nabla::rng(recipe.seed));
    let mut training = sentiment::training(model, &recipe, learn.len(), &Device::Cpu);
    let epochs = lesson.shortened(recipe.epochs, 5);
    let mut bar = lesson.progress("reviews", epochs * training.steps_an_epoch());
    for _ in 0..epochs {
        sentiment::epoch(&mut training, learn, |loss| bar.step(loss, None));
    }
    bar.done();
    training.model
}

/// What the bag of words has learned.
fn weights(words: &BagModel, list: &Vocabulary, lesson: &mut Lesson) {
    let line = |names: &[&str]| -> String {
        let shown = names
            .iter()
            .map(|name| format!("{name} {:>5}", num(words.weight(list.number(name)), 1)));
        shown.collect::<Vec<_>>().join("   ")
    };
    lesson.say("A few of the bag's weights. It is surest of the words that were never denied:");
    lesson.show(format!(
        "{}\n{}\n{}",
        line(&["great", "honest", "lovely"]),
        line(&["awful", "clumsy", "dreary"]),
        line(&["not", "nobody", "nothing"]),
    ));
}

/// How sure the network is after each word.
fn verdicts(network: &Sentiment, list: &Vocabulary, lesson: &mut Lesson) -> Result<()> {
    let lines = [
        "i would say that the plot was dull",
        "i would not say that the plot was dull",
        "nobody in the room found the music lovely",
        "there is no doubt that the ending was clever",
    ];
    let read: Vec<(Vec<&str>, Vec<f64>)> = lines
        .iter()
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let beginnings: Vec<Example> = (1..=words.len())
                .map(|n| (list.encode(&words[..n].join(" "), LONGEST), true))
                .collect();
            let p = logits(network, &beginnings)
                .into_iter()
                .map(|logit| 1.0 / (1.0 + (-f64::from(logit)).exp()));
            (words, p.collect())
        })
        .collect();
    lesson.figure(
        "verdicts",
        "How sure the BiLSTM is of praise (blue, upwards) or blame (orange, downwards), if the review ended after this word. Only the last bar is about a whole sentence; the others jump about, since no review it learned from ended there.",
        (900, 470),
        |area| figures::verdicts::draw(area, &read),
    )
}
