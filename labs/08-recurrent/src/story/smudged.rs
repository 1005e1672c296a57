//! The section on the smudged letter.

use super::letters::Letters;
use lab08::smudge::{Guess, Restorer, Score, guesses, is_letter, score, train};
use lab08::text::{self, Corpus, VOCABULARY};
use lab08::{exercises, solutions};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Result, Table};
use nabla::parameters;

/// Numbers of a character's vector.
const EMBEDDING: usize = 32;
/// Numbers of the memory: of one reader, or of two together.
const HIDDEN: usize = 128;
/// Steps of training, of each of the two.
const STEPS: usize = 400;
/// Characters shown to each side of a gap.
const AROUND: usize = 16;

type BothSides = fn(&[Vec<f64>], &[Vec<f64>], usize) -> Vec<f64>;

/// "A smudged letter".
pub fn smudged(text: &Letters, lesson: &mut Lesson) -> Result<()> {
    lesson.say("“the c?t”: one letter is smudged. Which was it? “chased the ca? up the tree” is decided by the last word alone [PSC], and a reader from left to right has not seen that yet. So take two readers: an LSTM from left to right, and one from right to left. Both come up to the smudge and stop there, and what they remember then is all that there is to guess from. Together they are a **bidirectional** network.");
    let both_sides = lesson.answer(
        "both_sides",
        exercises::both_sides as BothSides,
        solutions::both_sides,
    );
    small_example(both_sides, lesson);
    let corpus = &text.corpus;
    let learn = corpus.learn_and_choose();
    let mut rng = lesson.rng();
    let mut one = Restorer::one_sided(VOCABULARY, EMBEDDING, HIDDEN, &mut rng);
    let mut two = Restorer::two_sided(VOCABULARY, EMBEDDING, HIDDEN, &mut rng);
    let steps = lesson.shortened(STEPS, 10);
    let mut bar = lesson.progress("smudges", 2 * steps);
    for model in [&mut one, &mut two] {
        train(model, &learn, steps, lesson.flags().seed, |bits| {
            bar.step(bits as f32, None);
        });
    }
    bar.done();
    lesson.say(format!(
        "Two networks learn from the same text as before. The first has one reader with a memory of {HIDDEN} numbers, {} weights in all; the second two readers with {} each, {} weights. Then every letter of the test paragraphs is smudged, one at a time.",
        count(parameters(&one)),
        HIDDEN / 2,
        count(parameters(&two)),
    ));
    lesson.predict_choice(
        "At which letters of a word will the second reader help most?",
        &["at the last", "in the middle", "at the first", "at all alike"],
        2,
        "There the reader from the left knows only the words before, and the other knows how the word goes on. At the last letter the word is as good as read.",
    );
    let (left, both) = (score(&one, &corpus.test), score(&two, &corpus.test));
    results(&left, &both, lesson);
    lesson.say("At the end of a word the second reader has only the next word to offer, and there the single reader, with its larger memory, is even ahead. Where they disagree, on the test paragraphs, and then the sentences from the beginning, and others:");
    disagreements((&one, &two), corpus, lesson);
    let lines = [
        "the c?t",
        "chased the ca? up the tree",
        "the l?ss falls",
        "a large w?ight",
        "?eights are learned",
        "it is r?ght",
        "add the b?as",
    ];
    let mut shown = Vec::new();
    for line in lines {
        let gap = line.find('?').unwrap_or(0);
        let ids = text::encode(&format!("\n{}\n", line.replace('?', "e")));
        let best = |model: &Restorer| {
            let all = guesses(model, &ids, |place| place == gap + 1);
            all.into_iter()
                .next()
                .map_or_else(String::new, |(_, all)| first(&all))
        };
        shown.push(format!(
            "✎ {line:<28} left: {:<18} both: {}",
            best(&one),
            best(&two)
        ));
    }
    lesson.show(shown.join("\n"));
    lesson.say("A writer has one direction, a reader has two.");
    Ok(())
}

/// The first two guesses.
fn first(guesses: &[Guess]) -> String {
    let shown = guesses
        .iter()
        .take(2)
        .map(|(letter, p)| format!("{letter} {:.0} %", 100.0 * p));
    shown.collect::<Vec<_>>().join(", ")
}

/// Which memories meet at a gap.
fn small_example(both_sides: BothSides, lesson: &mut Lesson) {
    let left: Vec<Vec<f64>> = (1..=3).map(|t| vec![f64::from(t)]).collect();
    let right: Vec<Vec<f64>> = (1..=3).map(|t| vec![f64::from(10 * t)]).collect();
    let met: Vec<String> = both_sides(&left, &right, 1)
        .iter()
        .map(|x| format!("{x}"))
        .collect();
    lesson.show(format!(
        "letters                   c    ?    t\nfrom the left, after it   1    2    3\nfrom the right, after it  10   20   30\nboth_sides at the ?       {}",
        lesson.reveal("both_sides", met.join(" and "))
    ));
}

/// The table.
fn results(left: &Score, both: &Score, lesson: &mut Lesson) {
    type Such = fn((usize, usize)) -> bool;
    let kinds: [(&str, &str, Such); 4] = [
        ("all", "every letter", |_| true),
        ("first", "the first of three or more", |(place, long)| {
            place == 0 && long > 2
        }),
        ("middle", "in the middle", |(place, long)| {
            place > 0 && place + 1 < long
        }),
        ("last", "the last of three or more", |(place, long)| {
            place + 1 == long && long > 2
        }),
    ];
    let mut table = Table::new(["letter", "from the left", "both sides"]);
    for (key, name, such) in kinds {
        let (one, two) = (left.share(such), both.share(such));
        if key == "all" {
            lesson.number("smudge_left_all", one);
            lesson.number("smudge_both_all", two);
        }
        table.push([name.to_string(), percent(one), percent(two)]);
    }
    lesson.table(&table.caption(format!(
        "Letters restored, of {} in the test paragraphs.",
        count(left.right.len())
    )));
}

/// Gaps of the test text at which one is right and the other wrong, and at which both are wrong.
fn disagreements((one, two): (&Restorer, &Restorer), corpus: &Corpus, lesson: &mut Lesson) {
    let mut found: [Vec<String>; 3] = Default::default();
    let lines = corpus.test.split(|&id| id == text::END);
    for line in lines.filter(|line| line.len() > 60).take(12) {
        let line = [&[text::END], line, &[text::END]].concat();
        let inside =
            |place: usize| is_letter(line[place]) && place > AROUND && place + AROUND < line.len();
        let pairs = guesses(one, &line, inside)
            .into_iter()
            .zip(guesses(two, &line, inside));
        for ((place, left), (_, both)) in pairs {
            let truth = text::character(line[place]);
            let kind = match (left[0].0 == truth, both[0].0 == truth) {
                (false, true) => 0,
                (true, false) => 1,
                (false, false) => 2,
                (true, true) => continue,
            };
            let mut shown: Vec<char> = text::decode(&line[place - AROUND..=place + AROUND])
                .chars()
                .collect();
            shown[AROUND] = '?';
            let shown: String = shown.into_iter().collect();
            found[kind].push(format!(
                "✎ {shown}   {truth}; left: {}, both: {}",
                left[0].0, both[0].0
            ));
        }
    }
    let titles = [
        "✎ only both sides are right",
        "✎ only the left is right",
        "✎ neither is right",
    ];
    let mut shown = Vec::new();
    for (title, all) in titles.iter().zip(&found) {
        shown.push(title.to_string());
        // Spread over what was found, not the first ones only.
        let every = (all.len() / 3).max(1);
        shown.extend(all.iter().step_by(every).take(3).cloned());
    }
    lesson.show(shown.join("\n"));
}
