//! Pairs of letters.

use datasets::text::{Corpus, decode};
use lab13::pairs::{Merge, Pairs};
use lab13::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};

/// Pairs that are joined.
const MERGES: u32 = 500;
/// A word that the text has not.
const WORD: &str = "backpropagationist";
/// Bytes that the text has not.
const CRAB: &str = "🦀";

/// The section.
pub fn merges(lesson: &mut Lesson) -> Result<()> {
    let corpus = Corpus::new();
    let [learn, test] = [corpus.learn_and_choose(), corpus.test].map(|part| decode(&part));
    lesson.say("A GPT looks at so many *tokens*, whatever they are. Letters are short: 64 of them are ten words. Words are long, and there is always one that is not in the list. **Byte-pair encoding** stands in between. It begins with the 256 bytes, joins the two that stand together most often into a new token, and does that again, and again.");
    let (yours, ours) = (exercises::bpe_merge, solutions::bpe_merge);
    let merge: Merge = lesson.answer("bpe_merge", yours, ours);
    let (pairs, lengths) = Pairs::learn(&learn, MERGES, merge);
    let spelled = |token: u32| {
        let bytes = pairs.spelled(token);
        let text = String::from_utf8_lossy(&bytes).replace(' ', "␣");
        format!("`{}`", text.replace('\n', "⏎"))
    };
    let first: Vec<String> = (256..266).map(spelled).collect();
    lesson.predict(
        "Which two letters of this book are joined first?",
        &format!(
            "{}: a space, written ␣, belongs to the token before it. The first ten: {}.",
            first[0],
            first.join(", ")
        ),
    );
    let some = |merges: usize| Pairs(pairs.0[..merges].to_vec());
    let tokens = |merges: usize| some(merges).encode(test.as_bytes()).len();
    let a_token = |merges: usize| test.len() as f64 / tokens(merges) as f64;
    let all = MERGES as usize;
    let usual = lesson.number("letters_a_token", a_token(all));
    lesson.predict_number(
        "After 500 merges, how many letters does a token have on average, in a text that no pair was learned from?",
        Quantity::new(usual, 1).within(0.3),
        &format!("{}: what was a window of 64 letters is now one of {}.", num(a_token(all), 1), num(64.0 * a_token(all), 0)),
    );
    let rows = [0, 50, 200, all].map(|merges| {
        let sizes = [merges, 256 + merges, lengths[merges], tokens(merges)];
        [&sizes.map(count)[..], &[num(a_token(merges), 2)]].concat()
    });
    let table = Table::new([
        "merges",
        "kinds of tokens",
        "the learned text",
        "another text",
        "letters a token",
    ])
    .rows(rows);
    lesson.table(&table.caption(format!(
        "Tokens that the learned chapters take, {} letters, and the test paragraphs, {}.",
        count(learn.len()),
        count(test.len())
    )));
    let pieces = pairs.encode(WORD.as_bytes()).into_iter();
    let pieces: Vec<String> = pieces.map(spelled).collect();
    lesson.say(format!(
        "A word that it never saw falls into pieces that it knows: `{WORD}` becomes {}.",
        pieces.join(" ")
    ));
    let crab = pairs.encode(CRAB.as_bytes()).len();
    lesson.predict_number(
        &format!("And a {CRAB}, which the book has never had, and which UTF-8 writes with {} bytes: how many tokens?", CRAB.len()),
        Quantity::new(crab as f64, 0),
        &format!("{crab}. Nothing was ever joined to these bytes, but bytes are tokens too: whatever a file holds can be said, and comes back as it was."),
    );
    let there_and_back = [WORD.as_bytes(), CRAB.as_bytes(), &[0xff, 0x00, 0xfe]].concat();
    let same = pairs.decode(&pairs.encode(&there_and_back)) == there_and_back;
    lesson.say(format!("GPT-2 goes on to 50,000 merges, and has 50,257 tokens with the bytes and one that ends a text. More kinds of tokens are longer ones, so a window holds more; but the table has a row for each, and a rare one is seldom practised. There and back, also of bytes that are no text: {}.", if same { "the same" } else { "not the same" }));
    Ok(())
}
