//! Sentences: which is the best, how it is found, and how good it is.
//!
//! What a search finds was checked by `tests/reference/make_beam.py`, the rest by hand.

use crate::mistakes::captions::{self as mistakes, Counted, Slip};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![
        greedy_by_hand(),
        beam_search(),
        shifted(),
        clipped_precision(),
    ]
}

fn greedy_by_hand() -> Exercise {
    Exercise::new("greedy_by_hand", 10, "what greedy search, a beam of two and a perfect search write; three decimals")
        .entries(["greedy", "a beam of width 2", "the most probable", "what it costs"])
        .hints([
            "Greedy search takes the likeliest first word, and then the likeliest word behind it.",
            "A beam of width 2 goes on from `no` and from `two`, and keeps the better of what comes out. `all` is lost after the first word.",
            "Multiply: 0.45 · 0.4; 0.3 · 0.65; 0.25 · 0.9. Then −ln of the largest.",
        ])
        .probes([((), [0.18, 0.195, 0.225, 1.491_654_876_777_717])])
        .digits(3)
        .answer(|()| exercises::greedy_by_hand())
        .solution(|()| solutions::greedy_by_hand())
        .slips([
            ("greedy looks ahead", "You let greedy search know how the sentences end. When it chooses its first word it knows the probabilities of first words alone.",
                [0.225, 0.225, 0.225, 1.491_655]),
            ("a beam sees all", "Two sentences are kept after the first word: `no` and `two`. What begins with `all` is lost by then.",
                [0.18, 0.225, 0.225, 1.491_655]),
            ("one word", "These are probabilities of single words. That of a sentence is the product over its words.",
                [0.45, 0.45, 0.9, 0.105_361]),
            ("greedy is the best", "You trust that the best first word begins the best sentence. Compute the others as well.",
                [0.18, 0.18, 0.18, 1.714_798]),
            ("in bits", "You took the logarithm to base 2. In nats it is the natural one.",
                [0.18, 0.195, 0.225, 2.152_003]),
            ("a negative price", "That is ln p. What a sentence costs is its negative, and positive.",
                [0.18, 0.195, 0.225, -1.491_655]),
        ])
        .why("What greedy search leaves behind at a word it never comes back to. A beam leaves less behind, and may still lose the best; only a search through everything cannot.")
        .done()
}

/// What can follow some beginnings, with probabilities; every other beginning ends there.
type Tree = Vec<(Vec<usize>, Vec<f64>)>;
/// `end`, `width`, `longest`, `alpha`.
type Asked = (usize, usize, usize, f64);
type Search = (Tree, Asked);

/// The logarithms of what comes next, as a tree has them.
fn next(tree: &Tree, end: usize, said: &[usize]) -> Vec<f64> {
    let known = tree.iter().find(|(words, _)| words == said);
    let surely = || (0..4).map(|word| f64::from(u8::from(word == end)));
    let p = known.map_or_else(|| surely().collect(), |(_, p)| p.clone());
    p.into_iter().map(f64::ln).collect()
}

fn tree<const N: usize>(rows: [(&[usize], [f64; 4]); N]) -> Tree {
    rows.map(|(words, p)| (words.to_vec(), p.to_vec())).into()
}

fn searches() -> Vec<(Search, Vec<usize>)> {
    let turn = tree([
        (&[], [0.0, 0.55, 0.45, 0.0]),
        (&[1], [0.0, 0.0, 0.52, 0.48]),
        (&[2], [0.0, 0.1, 0.1, 0.8]),
    ]);
    let length = tree([
        (&[], [0.0, 0.7, 0.3, 0.0]),
        (&[1], [0.5, 0.3, 0.2, 0.0]),
        (&[2], [0.0, 0.05, 0.0, 0.95]),
        (&[2, 3], [0.1, 0.9, 0.0, 0.0]),
    ]);
    let early = tree([
        (&[], [0.32, 0.4, 0.28, 0.0]),
        (&[1], [0.55, 0.45, 0.0, 0.0]),
        (&[0], [0.4, 0.6, 0.0, 0.0]),
    ]);
    let crowded = tree([
        (&[], [0.4, 0.35, 0.25, 0.0]),
        (&[0], [0.0, 0.52, 0.48, 0.0]),
        (&[1], [0.58, 0.0, 0.42, 0.0]),
        (&[0, 1], [0.5, 0.3, 0.2, 0.0]),
        (&[1, 0], [0.6, 0.0, 0.4, 0.0]),
        (&[2], [0.3, 0.7, 0.0, 0.0]),
        (&[0, 2], [0.0, 0.1, 0.0, 0.9]),
    ]);
    let late = tree([
        (&[], [0.0, 0.6, 0.4, 0.0]),
        (&[1], [0.52, 0.0, 0.0, 0.48]),
        (&[2], [0.0, 0.0, 0.0, 1.0]),
        (&[2, 3], [0.0, 0.55, 0.45, 0.0]),
        (&[2, 3, 1], [0.3, 0.4, 0.3, 0.0]),
        (&[2, 3, 2], [0.0, 1.0, 0.0, 0.0]),
    ]);
    let stop = tree([(&[], [0.2, 0.8, 0.0, 0.0]), (&[1], [0.0, 0.0, 0.6, 0.4])]);
    vec![
        // Short, and less probable as well.
        ((stop, (0, 3, 6, 1.0)), vec![1, 2, 0]),
        // The first word misleads, unless two are kept.
        ((turn.clone(), (0, 1, 6, 0.0)), vec![1, 2, 0]),
        ((turn.clone(), (0, 2, 6, 0.0)), vec![2, 3, 0]),
        ((turn, (0, 2, 2, 0.0)), vec![2, 3]),
        // Short and probable, or long and probable a word.
        ((length.clone(), (0, 2, 6, 0.0)), vec![1, 0]),
        ((length, (0, 2, 6, 1.0)), vec![2, 3, 1, 0]),
        // A finished one needs a place like any other.
        ((early.clone(), (2, 2, 6, 0.0)), vec![1, 0, 2]),
        ((early.clone(), (2, 3, 6, 0.0)), vec![2]),
        ((early, (2, 3, 6, 0.1)), vec![2]),
        // Each width finds another one.
        ((crowded.clone(), (3, 2, 6, 0.0)), vec![1, 0, 0, 3]),
        ((crowded.clone(), (3, 3, 6, 0.0)), vec![0, 2, 3]),
        ((crowded.clone(), (3, 12, 6, 0.0)), vec![2, 1, 3]),
        ((crowded, (3, 3, 6, 1.0)), vec![1, 0, 0, 3]),
        // A finished one that is probable, and short, loses its place.
        ((late, (0, 2, 6, 1.0)), vec![2, 3, 2, 1, 0]),
    ]
}

fn beam_search() -> Exercise {
    let ours = |(tree, asked): &Search| {
        let (end, width, longest, alpha) = *asked;
        solutions::beam_search(&|said| next(tree, end, said), end, width, longest, alpha)
    };
    let with = |change: fn(&mut Asked)| {
        move |(tree, asked): &Search| {
            let (next, mut other) = (|said: &[usize]| next(tree, asked.0, said), *asked);
            change(&mut other);
            solutions::beam_search(&next, other.0, other.1, other.2, other.3)
        }
    };
    let slip = |slip| {
        move |(tree, asked): &Search| {
            mistakes::beam_search(slip, &|said| next(tree, asked.0, said), *asked)
        }
    };
    Exercise::new("beam_search", 30, "the best sentence that a beam of some width finds")
        .hints([
            "Keep pairs: the words of a sentence, and ln p so far. A word more adds the logarithm that `next` gives for it.",
            "In each round make one list: the finished sentences of the beam, and for each other one all its continuations. Sort the whole list by score, and keep the first `width`.",
            "all.sort_by(|a, b| score(b).total_cmp(&score(a))); all.truncate(width). The score is ln p / (number of words)^alpha, also for sentences that are not finished.",
        ])
        .probes(searches())
        .answer(|(tree, (end, width, longest, alpha))| {
            exercises::beam_search(&|said| next(tree, *end, said), *end, *width, *longest, *alpha)
        })
        .solution(ours)
        .mistake("greedy", "Yours goes on from one sentence only. The beam keeps `width` of them.", with(|(_, width, ..)| *width = 1))
        .mistake("each its own", "You keep `width` continuations of each sentence, so the beam grows. All continuations compete for the same `width` places.", slip(Slip::EachItsOwn))
        .mistake("put aside", "You put finished sentences aside, where nothing can drive them out. Here they need a place in the beam like the others, and may lose it.", slip(Slip::Aside))
        .mistake("the first finished one", "You stop at the first sentence that is finished. An open one may still come out better.", slip(Slip::FirstFinished))
        .mistake("on and on", "You continue sentences behind their `end`.", with(|(end, ..)| *end = usize::MAX))
        .mistake("no length", "Right for alpha = 0. Otherwise ln p is divided by the length to the power of alpha.", with(|(.., alpha)| *alpha = 0.0))
        .mistake("length too late", "You keep sentences by ln p and look at the length only in the end. By then the long ones have been driven out.", slip(Slip::LateLength))
        .mistake("without its end", "The right sentence, without the `end` that it has.", move |search| {
            let words = ours(search).into_iter();
            words.filter(|&word| word != search.1.0).collect()
        })
        .mistake("one round more", "You go one round too far: after `longest` rounds it stops.", with(|(_, _, longest, _)| *longest += 1))
        .why("With width 1 this is greedy search; with a width as large as the number of sentences it finds the best. The work grows with the width alone, not with the number of sentences.")
        .done()
}

fn shifted() -> Exercise {
    let floor = 0.086_643_397_569_993_16;
    Exercise::new("shifted", 15, "predict, then see: what a captioner learns whose words are not moved by one; four decimals")
        .entries(["the loss", "the share right in training", "the share begun with a word", "the lowest loss of a right one"])
        .hints([
            "The word that is wanted is the one that was just given. What is the easiest way to be right?",
            "It copies. When it writes, it is given <begin> first.",
            "Two sentences, each with probability ½, cost ln 2 nats. That is shared by 8 words.",
        ])
        // ln 2 / 8.
        .probes([((), [0.0, 1.0, 0.0, floor])])
        .digits(4)
        .answer(|()| exercises::shifted())
        .solution(|()| solutions::shifted())
        .slips([
            ("it still has to choose", "This captioner has nothing to guess: the word that is wanted lies before it. Its loss falls to 0.", [floor, 1.0, 0.0, floor]),
            ("it learns nothing", "It learns something, perfectly: to repeat. That is what it was asked for.", [20.0_f64.ln(), 0.05, 0.95, floor]),
            ("it writes sentences", "In training it was shown whole sentences, and repeated them. Who shows it one when it writes? It is given <begin>, and repeats that.", [0.0, 1.0, 1.0, floor]),
            ("nothing left to pay", "Even who knows everything about the scene cannot know which of the two sentences is wanted.", [0.0, 1.0, 0.0, 0.0]),
            ("a sentence's price", "ln 2 is paid for a sentence. Divide by its words.", [0.0, 1.0, 0.0, 2.0_f64.ln()]),
            ("in bits", "That is in bits: 1/8. In nats it is ln 2 / 8.", [0.0, 1.0, 0.0, 0.125]),
            ("begin counted", "You divided by 9: <begin> is given and never wanted, so a sentence has 8 words to pay for.", [0.0, 1.0, 0.0, 2.0_f64.ln() / 9.0]),
        ])
        .why("A training loss of 0 where none is possible is a finding: something in the input gives the answer away. And what it writes after its first <begin> is anybody's guess: at the second place it never saw one.")
        .done()
}

fn clipped_precision() -> Exercise {
    let clipped = mistakes::clipped;
    const TWO: [&str; 2] = [
        "a three left of a large seven",
        "a large seven right of a three",
    ];
    Exercise::new("clipped_precision", 20, "how many word groups of a sentence its references allow")
        .entries(["groups found", "groups in all"])
        .hints([
            "`sentence.split_whitespace().collect::<Vec<_>>()` has the words, and its `.windows(n)` the groups.",
            "For each *different* group: how often it stands in the sentence, and how often in each reference.",
            "Add up min(count in the sentence, largest count in a reference) over the different groups. The second number is that of all windows.",
        ])
        .probes([
            // Counted by hand, as the comments say.
            (("a a a a a", TWO.into(), 1), (2, 5)), // two a in each reference
            (("a three right of a large seven", TWO.into(), 1), (7, 7)),
            (("a three right of a large seven", TWO.into(), 2), (5, 6)), // not "three right"
            (("a three right of a large seven", TWO.into(), 3), (3, 5)), // right of a, of a large, a large seven
            (("a three right of a large seven", TWO.into(), 4), (1, 4)), // of a large seven
            // Once in the first, three times in the second, twice in the third: 3 of 4. And "two" once.
            (("one one one one two", vec!["one two two", "one one one", "one one"], 1), (4, 5)),
            (("one one one one two", vec!["one two two", "one one one", "one one"], 2), (3, 4)), // one one twice, one two once
            (("two one", vec!["one two one two one", "one"], 2), (1, 1)),
            (("a nine", vec!["a nine above a two"], 3), (0, 0)),
            (("a nine   above a\ttwo", vec!["a nine"], 2), (1, 4)),
            (("four above four above four", vec!["four above four", "above four above"], 3), (2, 3)),
        ])
        .answer(|(sentence, references, n): &Counted| exercises::clipped_precision(sentence, references, *n))
        .solution(|(sentence, references, n)| solutions::clipped_precision(sentence, references, *n))
        .mistake("not clipped", "A group that stands in a reference once is paid for each time that you write it. Then `a a a a a` is a perfect sentence.", clipped(|own, counts| if counts.iter().any(|&n| n > 0) { own } else { 0 }))
        .mistake("all references together", "You allow a group as often as it stands in all references together. It is the reference that has it most often that counts, alone.", clipped(|own, counts| own.min(counts.iter().sum())))
        .mistake("the first reference", "You look at the first reference only.", clipped(|own, counts| own.min(counts[0])))
        .mistake("every reference", "You want a group in every reference. One is enough: people choose different words.", clipped(|own, counts| counts.iter().copied().fold(own, usize::min)))
        .mistake("each once", "You count each different group once. One that a reference has twice may come twice.", clipped(|_, counts| counts.iter().any(|&n| n > 0).into()))
        .mistake("words only", "These are single words. The groups have `n` of them.", |(s, r, _)| solutions::clipped_precision(s, r, 1))
        .mistake("one of none", "A sentence that is too short has no groups: 0 of 0, and not 0 of 1. (NLTK counts one, to be able to divide.)", |(s, r, n)| {
            let (found, all) = solutions::clipped_precision(s, r, *n);
            (found, all.max(1))
        })
        .mistake("split at each space", "You split at single spaces: two in a row make an empty word, and a tab none. `split_whitespace` takes them as they come.", |(s, r, n)| {
            let words: Vec<String> = s.split(' ').map(|w| if w.is_empty() { "·".into() } else { w.replace('\t', "·") }).collect();
            solutions::clipped_precision(&words.join(" "), r, *n)
        })
        .why("The clip is what makes it a precision that cannot be bought with repetition. What it cannot see is whether the sentence is true.")
        .done()
}
