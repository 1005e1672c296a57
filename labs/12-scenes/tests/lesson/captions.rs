//! Captions: the language, the scenes, the network, searches and scores.

use lab12::captions::bleu::{Bleu, groups};
use lab12::captions::grammar::{
    BEGIN, END, LONGEST, WORDS, decode, encode, sentences, turned_round,
};
use lab12::captions::network::{Batch, Captioner};
use lab12::captions::pictures::Captioned;
use lab12::captions::writing::{captions, epoch, exact, log_p, next_words, right_parts, word_loss};
use lab12::judging::exercises;
use lab12::scene::{BBox, Object, Sources, pixels};
use lab12::solutions::{self, beam_search, clipped_precision};
use labkit::judge::says;
use labkit::reference::{Stored, close};
use nabla::{Device, Labels, Tape, Tokens};
use trainer::{Recipe, Rule, Run, Training};

const STORED: Stored = Stored(include_str!("../reference/bleu.txt"));

/// A small one.
fn captioner() -> Captioner {
    Captioner::new(2, 32, &mut nabla::rng(2))
}

/// A stored corpus: each sentence with its references.
fn corpus(name: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut rows: Vec<(&str, Vec<&str>)> = Vec::new();
    let lines = STORED
        .0
        .lines()
        .skip_while(|line| *line != format!("corpus {name}"));
    for line in lines.skip(1) {
        match line.split_at(2) {
            ("c ", sentence) => rows.push((sentence, Vec::new())),
            ("r ", reference) => rows.last_mut().expect("a sentence first").1.push(reference),
            _ => break,
        }
    }
    rows
}

fn scored(name: &str) -> Bleu {
    let rows = corpus(name);
    Bleu::of(
        rows.iter().map(|(said, all)| (*said, &all[..])),
        clipped_precision,
    )
}

#[test]
fn bleu_is_that_of_nltk_and_sacrebleu() {
    for name in [
        "one", "two", "three", "short", "long", "near", "tiny", "zero", "swapped",
    ] {
        let bleu = scored(name);
        let of = |what: &str| STORED.values(&format!("{name}.{what}"));
        let counts = |counts: [usize; 4]| counts.map(|n| n as f64);
        close(&counts(bleu.found), &of("found"), 0.0);
        close(&counts(bleu.all), &of("all"), 0.0);
        close(&[bleu.wanted as f64], &of("wanted"), 0.0);
        close(&[bleu.score()], &of("sacrebleu"), 1e-9);
        // NLTK counts one group where a sentence is too short to have any.
        if name != "tiny" {
            close(&[bleu.score()], &of("bleu"), 1e-9);
        }
    }
    assert!(scored("short").brevity() < 0.9 && scored("long").brevity() == 1.0);
    let rows = corpus("tiny");
    let nltk = Bleu::of(
        rows.iter().map(|(said, all)| (*said, &all[..])),
        |said, all, n| {
            let (found, all) = clipped_precision(said, all, n);
            (found, all.max(1))
        },
    );
    close(&[nltk.score()], &STORED.values("tiny.bleu"), 1e-9);
}

#[test]
fn nothing_said_is_worth_nothing() {
    let none: &[&str] = &["a two"];
    assert_eq!(Bleu::of([("", none)], clipped_precision).score(), 0.0);
    assert_eq!(groups("a two", 3), Vec::<Vec<&str>>::new());
}

#[test]
#[should_panic(expected = "a sentence needs a reference")]
fn a_sentence_without_references_is_refused() {
    let none: &[&str] = &[];
    Bleu::of([("a two", none)], clipped_precision);
}

fn object(class: u8, (left, top): (f32, f32), (width, height): (f32, f32)) -> Object {
    Object {
        class,
        bounds: BBox::new(left, top, left + width, top + height),
        mask: vec![],
    }
}

#[test]
fn both_sentences_are_true() {
    let three = object(3, (2.0, 20.0), (12.0, 20.0));
    let seven = object(7, (34.0, 10.0), (20.0, 29.0));
    let [first, second] = sentences(&three, &seven);
    assert_eq!(first, "a three left of a large seven");
    assert_eq!(second, "a large seven right of a three");
    let nine = object(9, (40.0, 40.0), (10.0, 14.0));
    let both = sentences(&nine, &seven);
    assert_eq!(both[0], "a small nine below a large seven");
    assert_eq!(both[1], turned_round("a large seven below a small nine"));
    assert_eq!(decode(encode(&first)), first);
    assert_eq!(encode("a small two right of a large six").len(), LONGEST);
    assert_eq!(encode("a two").last(), Some(&END));
}

#[test]
#[should_panic(expected = "no word \"seventy\"")]
fn other_words_are_refused() {
    encode("a seventy");
}

#[test]
fn scenes_leave_no_doubt() {
    let sources = Sources::load("digits").expect("they are embedded");
    let scenes = Captioned::several(&sources.test, 300, 5);
    let mut words = vec![0; WORDS.len()];
    for captioned in &scenes {
        let [a, b] = &captioned.scene.objects[..] else {
            panic!("two digits")
        };
        assert_eq!(a.bounds.common(&b.bounds), 0.0);
        let ((x1, y1), (x2, y2)) = (a.bounds.centre(), b.bounds.centre());
        assert!(((x1 - x2).abs() - (y1 - y2).abs()).abs() > 4.0);
        for object in [a, b] {
            let side = object.bounds.width().max(object.bounds.height());
            // Nowhere near the borders between the sizes.
            assert!(
                [17.0, 25.0]
                    .iter()
                    .all(|border: &f32| (side - border).abs() >= 1.0),
                "{side}"
            );
        }
        let said = captioned
            .sentences
            .iter()
            .flat_map(|sentence| encode(sentence));
        said.for_each(|word| words[word as usize] += 1);
    }
    assert_eq!(words[BEGIN as usize], 0);
    assert!(words[1..].iter().all(|&count| count > 30), "{words:?}");
    // Three sizes alike, and the four relations nearly so.
    let share = |word: &str| {
        let at = WORDS.iter().position(|w| *w == word).expect("a word");
        f64::from(words[at]) / 600.0
    };
    for size in ["small", "large"] {
        assert!((share(size) - 2.0 / 3.0).abs() < 0.3, "{size}");
    }
    for way in ["left", "right", "above", "below"] {
        // Digits are higher than wide, so there is more room beside one than above it.
        assert!((share(way) - 0.25).abs() < 0.15, "{way} {}", share(way));
    }
}

#[test]
fn the_network_writes_alike_word_by_word_and_at_once() {
    let sources = Sources::load("digits").expect("they are embedded");
    let scenes = Captioned::several(&sources.test, 3, 1);
    let model = captioner();
    let pictures = pixels(scenes.iter().map(|it| &it.scene));
    let said = [[BEGIN, 2, 7], [BEGIN, 12, 3], [BEGIN, 2, 2]];
    let tape = Tape::new();
    let cells = model.cells(&tape, tape.constant(pictures.clone()));
    let start = model.state(&tape, cells);
    let tokens = Tokens::new(said.as_flattened(), [3, 3], WORDS.len());
    let at_once = model.write(&tape, start, &tokens).log_softmax().value();
    let mut memory = model.memory(&pictures);
    for t in 0..3 {
        let words: Vec<u32> = said.iter().map(|row| row[t]).collect();
        let (log_p, next) = model.step(&words, &memory);
        memory = next;
        for n in 0..3 {
            for word in 0..WORDS.len() {
                let (a, b) = (log_p.at(&[n, word]), at_once.at(&[3 * n + t, word]));
                assert!((a - b).abs() < 1e-5, "{a} {b}");
            }
        }
    }
    let next = next_words(&model, &scenes[1]);
    let want = f64::from(at_once.at(&[3, 12])) + f64::from(at_once.at(&[4, 3]));
    close(&[log_p(&next, &[12, 3])], &[want], 1e-5);
    // Of width 1, a search is the greedy one.
    let greedy = captions(&model, &scenes);
    for (scene, greedy) in scenes.iter().zip(greedy) {
        let next = next_words(&model, scene);
        let found = beam_search(&next, END as usize, 1, LONGEST, 0.0);
        assert_eq!(decode(found.iter().map(|&word| word as u32)), greedy);
    }
}

#[test]
fn words_are_moved_by_one() {
    let sources = Sources::load("digits").expect("they are embedded");
    let scenes = Captioned::several(&sources.train, 4, 9);
    let batch = Batch::of(&scenes, &mut nabla::rng(1));
    for (n, scene) in scenes.iter().enumerate() {
        let row = n * LONGEST..(n + 1) * LONGEST;
        let (given, wanted) = (
            &batch.given.as_slice()[row.clone()],
            &batch.wanted.as_slice()[row],
        );
        let said = decode(wanted.iter().copied());
        assert!(scene.says(&said), "{said}");
        let length = encode(&said).len();
        assert_eq!(given[0], BEGIN);
        assert_eq!(given[1..length], wanted[..length - 1]);
        assert!(wanted[length..].iter().all(|&word| word == Labels::IGNORED));
    }
    let counted = batch.wanted.counted();
    let slip = batch.not_moved();
    assert_eq!(slip.wanted.counted(), counted);
    let pairs = slip.given.as_slice().iter().zip(slip.wanted.as_slice());
    assert!(
        pairs
            .filter(|(_, w)| **w != Labels::IGNORED)
            .all(|(g, w)| g == w)
    );
}

#[test]
fn not_moved_it_copies() {
    let sources = Sources::load("digits").expect("they are embedded");
    let recipe = Recipe::new(Rule::adam(0.02), 16, 1);
    let model = captioner();
    let mut training = Training::new(model, &recipe, 16 * 100, &Device::Cpu);
    epoch(&mut training, &sources.train, Batch::not_moved, |_| {});
    let scenes = Captioned::several(&sources.test, 5, 1);
    let batch = || Batch::of(&scenes, &mut nabla::rng(1));
    let (copied, moved) = (
        word_loss(&training.model, batch().not_moved()),
        word_loss(&training.model, batch()),
    );
    assert!(copied < 0.01 && moved > 2.0, "{copied} {moved}");
    // After that it has never seen what it is given.
    let said = captions(&training.model, &scenes);
    assert!(
        said.iter().all(|said| said.starts_with("<begin>")),
        "{said:?}"
    );
}

#[test]
fn a_training_can_be_interrupted_anywhere() {
    let sources = Sources::load("digits").expect("they are embedded");
    let recipe = Recipe::new(Rule::adam(0.01).cosine(), 4, 2).clip(1.0);
    let run = Run {
        network: "captions".into(),
        data: "digits".into(),
        examples: "drawn".into(),
        seed: 1,
        rule: recipe.rule,
        recipe: recipe.rest(),
        epochs: 2,
    };
    let fresh = || Training::new(captioner(), &recipe, 12, &Device::Cpu);
    trainer::prove(&run, fresh, |training| {
        epoch(training, &sources.train, |batch| batch, |_| {});
    });
}

#[test]
fn what_is_right_is_told_apart() {
    let sources = Sources::load("digits").expect("they are embedded");
    let scenes = Captioned::several(&sources.test, 40, 3);
    let second: Vec<String> = scenes.iter().map(|it| it.sentences[1].clone()).collect();
    assert_eq!(exact(&second, &scenes), 1.0);
    let turned: Vec<String> = second.iter().map(|said| turned_round(said)).collect();
    assert_eq!(exact(&turned, &scenes), 0.0);
    let [digits, sizes, relation] = right_parts(&turned, &scenes);
    close(&[digits, sizes, relation], &[1.0, 1.0, 0.0], 1e-12);
    close(&right_parts(&second, &scenes), &[1.0; 3], 1e-12);
    let silent = vec!["a".to_string(); 40];
    assert_eq!(right_parts(&silent, &scenes), [0.0; 3]);
}

#[test]
fn on_paper() {
    let greedy = |answer: [f64; 4]| says(&exercises(), "greedy_by_hand", move |()| answer);
    assert_eq!(greedy([0.18, 0.195, 0.225, 1.492]), "right");
    assert_eq!(greedy([0.18, 0.225, 0.225, 1.492]), "a beam sees all");
    assert_eq!(greedy([0.18, 0.2, 0.225, 1.492]), "wrong");
    let shifted = |answer: [f64; 4]| says(&exercises(), "shifted", move |()| answer);
    assert_eq!(shifted([0.0, 1.0, 0.0, 0.0866]), "right");
    assert_eq!(shifted([0.0, 1.0, 0.5, 0.0866]), "wrong");
    assert_eq!(shifted([0.0, 1.0, 0.0, 2.0_f64.ln()]), "a sentence's price");
    close(&solutions::shifted(), &[0.0, 1.0, 0.0, 0.086_643_4], 1e-6);
}

type Tree = Vec<(Vec<usize>, Vec<f64>)>;
type Search = (Tree, (usize, usize, usize, f64));

/// What an answer sees of a tree, as the judge shows it.
fn next(tree: &Tree, end: usize, said: &[usize]) -> Vec<f64> {
    match tree.iter().find(|(words, _)| words == said) {
        Some((_, p)) => p.iter().map(|p| p.ln()).collect(),
        None => (0..4)
            .map(|w| if w == end { 0.0 } else { f64::NEG_INFINITY })
            .collect(),
    }
}

type Searching = fn(&dyn Fn(&[usize]) -> Vec<f64>, (usize, usize, usize, f64)) -> Vec<usize>;

#[test]
fn searches() {
    let with = |answer: Searching| {
        says(&exercises(), "beam_search", move |(tree, rest): &Search| {
            answer(&|said| next(tree, rest.0, said), *rest)
        })
    };
    assert_eq!(
        with(|next, (e, w, l, a)| beam_search(next, e, w, l, a)),
        "right"
    );
    // One place too many or too few.
    assert_eq!(
        with(|next, (e, w, l, a)| beam_search(next, e, w + 1, l, a)),
        "wrong"
    );
    // Any other power than that asked for.
    assert_eq!(
        with(|next, (e, w, l, a)| beam_search(next, e, w, l, a.ceil())),
        "wrong"
    );
    // It never reads `end`, and stops at the word 0.
    assert_ne!(
        with(|next, (_, w, l, a)| beam_search(next, 0, w, l, a)),
        "right"
    );
    // The best of the last round's, reversed.
    assert_eq!(
        with(|next, (e, w, l, a)| beam_search(next, e, w, l, a).into_iter().rev().collect()),
        "wrong"
    );
}

#[test]
fn precisions() {
    type Counted = (&'static str, Vec<&'static str>, usize);
    let with =
        |answer: fn(&Counted) -> (usize, usize)| says(&exercises(), "clipped_precision", answer);
    // The same for the reference: a recall.
    let recall = |(said, all, n): &Counted| {
        let (found, _) = clipped_precision(said, all, *n);
        (found, groups(all[0], *n).len())
    };
    assert_eq!(with(recall), "wrong");
    // All groups of up to n words.
    let up_to = |(said, all, n): &Counted| {
        let each = (1..=*n).map(|n| clipped_precision(said, all, n));
        each.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    };
    assert_eq!(with(up_to), "wrong");
    let lengthened = |(said, all, n): &Counted| clipped_precision(said, all, n + 1);
    assert_eq!(with(lengthened), "wrong");
}
