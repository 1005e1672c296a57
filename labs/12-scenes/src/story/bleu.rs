//! How good is a sentence.

use super::words::Captions;
use lab12::captions::bleu::{Bleu, Clipped};
use lab12::captions::grammar::turned_round;
use lab12::captions::writing::{bleu as bleu_of, captions as written, exact};
use lab12::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// What a person wrote.
const TRUE: &str = "a three left of a large seven";
/// What another person wrote, of the same scene.
const TRUE_TOO: &str = "a large seven right of a three";

/// "How good is a sentence".
pub fn bleu(captions: &Captions, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Exact match is strict: one word wrong is as bad as all. Real captions can be said in so many ways that hardly any equals a reference. **BLEU** (Papineni and others, 2002) counts smaller things: how many words of the sentence, pairs of words, threes and fours stand in a reference. Somebody wrote *{TRUE}*. A lazy captioner says *a a a a a a a*."));
    let (yours, ours) = (exercises::clipped_precision, solutions::clipped_precision);
    let clipped: Clipped = lesson.answer("clipped_precision", yours, ours);
    let lazy = "a a a a a a a";
    let (found, all) = clipped(lazy, &[TRUE], 1);
    lesson.predict_number(
        "Each of its seven words stands in the reference: 7 of 7. A group of words may count only as often as the reference has it. What is left of the seven?",
        Quantity::new(found as f64, 0),
        &format!("{found} of {all}: the reference has *a* twice. Its pairs, *a a*, are worth nothing at all."),
    );
    lesson.say("Of the four precisions BLEU takes the geometric mean, so one that is 0 makes all of it 0. And who says little, says little that is wrong: if the sentences are shorter than the references, a **brevity penalty** e^(1 − r/c) comes in, with r words wanted and c written. All counts are added up over the whole corpus first.");
    show_three(clipped, lesson);
    let turned = turned_round(TRUE);
    let score =
        |sentence: &str, references: &[&str]| Bleu::of([(sentence, references)], clipped).score();
    let (right, wrong) = (score(TRUE_TOO, &[TRUE]), score(&turned, &[TRUE]));
    lesson.predict_choice(
        &format!("The reference is *{TRUE}*. Which sentence gets more: *{TRUE_TOO}*, or *{turned}*?"),
        &["the first, which is true", "the second, which is false", "both the same"],
        1,
        &format!("The false one gets {}, the true one {}: that one shares no four words in a row with the reference.", num(wrong, 2), num(right, 2)),
    );
    whole(captions, clipped, lesson)
}

/// The parts of three scores.
fn show_three(clipped: Clipped, lesson: &mut Lesson) {
    let header = ["sentence", "1", "2", "3", "4", "brevity", "BLEU"];
    let rows = [TRUE, "a three left of a seven", "a three left of a"].map(|sentence| {
        let bleu = Bleu::of([(sentence, &[TRUE][..])], clipped);
        let groups = [0, 1, 2, 3].map(|n| format!("{}/{}", bleu.found[n], bleu.all[n]));
        let scores = [bleu.brevity(), bleu.score()].map(|x| num(x, 3));
        [&[sentence.to_string()], &groups[..], &scores].concat()
    });
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption(format!(
        "Groups of 1, 2, 3 and 4 words that were found, of how many. The reference is *{TRUE}*."
    )));
}

/// All test scenes: the captioner, and worse than the captioner.
fn whole(captions: &Captions, clipped: Clipped, lesson: &mut Lesson) -> Result<()> {
    let test = &captions.test;
    let own = written(captions.model(lesson), test);
    let other: Vec<String> = test.iter().map(|it| it.sentences[1].clone()).collect();
    let false_ones = test.iter().map(|it| turned_round(&it.sentences[0]));
    let false_ones: Vec<String> = false_ones.collect();
    let score = |sentences: &[String], references| bleu_of(sentences, test, references, clipped);
    let (turned, captioner) = (score(&false_ones, 2), score(&own, 2));
    lesson.predict_number(
        "Now the whole test set, each scene with both of its sentences as references. Take a right sentence for each, and turn its relation round, left for right and above for below: every one is false. What is their BLEU?",
        Quantity::new(turned, 2).within(0.1),
        &format!("{}. Every word is in a reference, and most pairs. The captioner's own sentences, of which some are true, get {}.", num(turned, 2), num(captioner, 2)),
    );
    let rows = [
        ("✎ the captioner's", &own),
        ("the second right one", &other),
        ("relation turned round", &false_ones),
    ];
    let rows = rows.map(|(what, sentences)| {
        let [both, one] = [2, 1].map(|references| num(score(sentences, references), 3));
        [what.to_string(), percent(exact(sentences, test)), both, one]
    });
    let table = Table::new(["sentences", "exactly right", "BLEU", "one reference"]).rows(rows);
    let caption =
        "*One reference*: BLEU when only the first right sentence of each scene is written down.";
    lesson.table(&table.caption(caption));
    programs_differ(lesson);
    lesson.say("BLEU was made to rank systems of translation over many sentences with several references each, and there it agrees with people fairly well. It knows nothing of the scene, takes every word for as important as every other, and a single number of it without its references says little.");
    Ok(())
}

/// Two sentences beside a reference each; the first is too short for groups of three.
const SHORT: [(&str, &[&str]); 2] = [
    ("a two", &["a two"]),
    ("a three left of a seven", &[LARGER]),
];
const LARGER: &str = "a large three left of a seven";

/// Two ways to count them.
fn programs_differ(lesson: &mut Lesson) {
    let ours = Bleu::of(SHORT, solutions::clipped_precision).score();
    let at_least_one: Clipped = |sentence, references, n| {
        let (found, all) = solutions::clipped_precision(sentence, references, n);
        (found, all.max(1))
    };
    let nltk = Bleu::of(SHORT, at_least_one).score();
    lesson.number("tiny_ours", ours);
    lesson.number("tiny_nltk", nltk);
    lesson.say(format!("Programs differ where a sentence is too short to have groups of three or four: sacrebleu counts none, as here, NLTK counts one that is missing. For *a two* and *a three left of a seven* beside *a two* and *a large three left of a seven* that makes {} or {}. Say which program a BLEU is from.", num(ours, 3), num(nltk, 3)));
}
