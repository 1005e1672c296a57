//! Dates: their spellings, and the networks that read them.

use lab13::dates::network::{Network, weights};
use lab13::dates::spellings::{Date, LONGEST, TOKENS, days, encode, spell};
use lab13::dates::training::{
    EXAMPLES, Read, Spelled, Translator, WRITTEN, drawn, epoch, exact, given, loss, recipe,
    translate,
};
use lab13::dates::transformer::{Cross, Transformer};
use lab13::solutions::attention_weights;
use labkit::reference::{Stored, close};
use nabla::{Device, Heads, LayerNorm, Linear, Parameters, Tape, Tensor, Var};
use trainer::Training;

const STORED: Stored = Stored(include_str!("../reference/dates.txt"));

/// Another reading of a spelling, by its separators: year, month and day.
fn understood(text: &str) -> Option<(usize, usize, usize)> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let text = text.to_lowercase();
    let american = text.contains('/');
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_noise = |word: &&str| {
        *word != "the"
            && *word != "of"
            && !(word.ends_with("day")
                || ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains(word))
    };
    let words: Vec<&str> = words.filter(is_noise).collect();
    let [a, b, c] = words[..] else { return None };
    let number = |word: &str| {
        word.trim_end_matches(char::is_alphabetic)
            .parse::<usize>()
            .ok()
    };
    let month = |word: &str| match number(word) {
        Some(n) => Some(n),
        None => MONTHS.find(&word[..3]).map(|place| place / 3 + 1),
    };
    let is_name = |word: &str| word.starts_with(char::is_alphabetic);
    let (year, month, day) = match () {
        () if a.len() == 4 && a.parse::<usize>().is_ok() => (number(a)?, month(b)?, number(c)?),
        () if is_name(a) || american => (number(c)?, month(a)?, number(b)?),
        () => (number(c)?, month(b)?, number(a)?),
    };
    let year = match year {
        0..50 => 2000 + year,
        50..100 => 1900 + year,
        _ => year,
    };
    Some((year, month, day))
}

#[test]
fn every_spelling_can_be_understood() {
    let (known, held_out) = days();
    let rng = &mut nabla::rng(3);
    let mut longest = 0;
    for date in known.iter().chain(&held_out) {
        let text = spell(date, rng);
        let wanted = Some((date.year, date.month, date.day));
        assert_eq!(understood(&text), wanted, "{text} for {date}");
        assert!(
            encode(&text)
                .iter()
                .all(|&token| (1..TOKENS as u32).contains(&token)),
            "{text}"
        );
        longest = longest.max(text.len());
    }
    let whole = Date::new(1997, 9, 24, 3);
    let many = (0..20_000).map(|_| spell(&whole, rng));
    let many: std::collections::HashSet<String> = many.collect();
    longest = many.iter().map(String::len).fold(longest, usize::max);
    assert_eq!(longest, LONGEST);
    assert!(many.len() > 500, "{}", many.len());
    assert!(
        many.iter()
            .all(|text| understood(text) == Some((1997, 9, 24)))
    );
}

#[test]
fn the_calendar_is_that_of_the_century() {
    let (known, held_out) = days();
    assert_eq!((known.len(), held_out.len()), (32_872, 3_653));
    let on = |year, month, day| {
        let mut all = known.iter().chain(&held_out);
        all.find(|date| (date.year, date.month, date.day) == (year, month, day))
    };
    // Days that stand in every history book.
    for (date, weekday) in [
        ((1969, 7, 20), 0),
        ((1989, 11, 9), 4),
        ((2000, 2, 29), 2),
        ((2020, 2, 29), 6),
    ] {
        assert_eq!(
            on(date.0, date.1, date.2).map(|date| date.weekday),
            Some(weekday),
            "{date:?}"
        );
    }
    assert!(on(1999, 2, 29).is_none() && on(2049, 12, 31).is_some());
    assert_eq!(
        on(1997, 5, 3).map(Date::to_string).as_deref(),
        Some("1997-05-03")
    );
    assert!(held_out.iter().all(|date| !known.contains(date)));
}

/// sin(0.7·k + 1.3·i), as `make_dates.py` has them.
fn numbers<const N: usize>(shape: [usize; N], k: usize) -> Tensor {
    let number = |i| (0.7 * k as f64 + 1.3 * i as f64).sin() as f32;
    Tensor::from_vec((0..shape.iter().product()).map(number).collect(), shape)
}

fn networks() -> [Network; 2] {
    [false, true].map(|attends| Network::new(6, 8, attends, &mut nabla::rng(4)))
}

fn transformer() -> Transformer {
    Transformer::new(8, 2, &mut nabla::rng(5))
}

#[test]
fn attention_to_another_sequence_is_pytorchs() {
    let linear = |k| {
        let mut linear = Linear::new(4, 4, nabla::Init::Xavier, &mut nabla::rng(1)).without_bias();
        *linear.weight.value_mut() = numbers([4, 4], k);
        linear
    };
    let norm = |k| {
        let mut norm = LayerNorm::new(4).without_bias();
        let gain = numbers([4], k);
        let gain = gain.data().iter().map(|x| 1.0 + 0.5 * x).collect();
        let gain = Tensor::from_vec(gain, [4]);
        norm.visit_mut(&mut |gains| *gains.value_mut() = gain.clone());
        norm
    };
    let cross = Cross {
        norms: [7, 8].map(norm),
        look: [3, 4, 5].map(linear),
        seen: linear(6),
    };
    let tape = Tape::new();
    let (x, read) = (
        tape.constant(numbers([2, 3, 4], 1)),
        tape.constant(numbers([2, 5, 4], 2)),
    );
    let seen = cross.forward(&tape, x, read, Heads::new(2).lengths(&[5, 3]));
    close(seen.value().data(), &STORED.values("cross"), 2e-5);
    let first = |x: Var<'_>| tape.constant(x.value().rows(0..1));
    let weights = cross.weights(&tape, first(x), first(read), 2);
    close(
        weights.value().data(),
        &STORED.values("cross.weights"),
        2e-6,
    );
}

#[test]
fn attention_of_a_recurrent_decoder_is_pytorchs() {
    let tape = Tape::new();
    let read = Read {
        states: tape.constant(numbers([2, 5, 4], 2)),
        lengths: vec![5, 3],
        start: None,
    };
    let weights = weights(tape.constant(numbers([2, 3, 4], 1)), &read);
    close(weights.value().data(), &STORED.values("dot.weights"), 2e-6);
    let found = weights.matmul(read.states);
    close(found.value().data(), &STORED.values("dot.found"), 2e-6);
}

/// Both recurrent networks and the transformer, each with what it makes of these texts: logits of the right dates.
fn logits(texts: &[&str]) -> Vec<Vec<f32>> {
    fn of<M: Translator>(model: &M, texts: &[&str]) -> Vec<f32> {
        let tape = Tape::new();
        let read = model.read(&tape, &Spelled::new(texts));
        let dates = vec!["1997-05-03".to_string(); texts.len()];
        model
            .write(&tape, &read, &given(&dates))
            .value()
            .data()
            .to_vec()
    }
    let mut all: Vec<Vec<f32>> = networks()
        .iter()
        .map(|network| of(network, texts))
        .collect();
    all.push(of(&transformer(), texts));
    all
}

#[test]
fn padding_changes_nothing() {
    let alone = logits(&["3 May 97"]);
    let beside = logits(&["3 May 97", "saturday, the 3rd of may 1997"]);
    for (alone, beside) in alone.iter().zip(&beside) {
        let wanted: Vec<f64> = alone.iter().map(|&x| f64::from(x)).collect();
        close(&beside[..alone.len()], &wanted, 1e-5);
        assert!(
            alone
                .iter()
                .zip(&beside[alone.len()..])
                .any(|(a, b)| (a - b).abs() > 1e-3)
        );
    }
}

#[test]
fn nothing_is_seen_before_it_is_written() {
    fn check<M: Translator>(model: &M) {
        let tape = Tape::new();
        let read = model.read(&tape, &Spelled::new(["5/3/97"]));
        let [a, b] = ["1997-05-03", "1997-12-24"].map(|date| {
            let logits = model.write(&tape, &read, &given(&[date.to_string()]));
            logits.value().data().to_vec()
        });
        // Up to the first digit of the month all that is given is the same.
        let same = 6 * a.len() / WRITTEN;
        assert_eq!(a[..same], b[..same]);
        assert_ne!(a[same..], b[same..]);
    }
    networks().iter().for_each(check);
    check(&transformer());
}

#[test]
fn the_gradient_reaches_every_weight() {
    fn check<M: Translator>(model: &M) {
        let (known, _) = days();
        let dates = drawn(&known, 4, &mut nabla::rng(6));
        let tape = Tape::new();
        let grads = loss(model, &tape, &dates).backward();
        model.visit_named("", &mut |name, param| {
            let grad = grads.param(param).expect(name);
            assert!(grad.data().iter().any(|x| x.abs() > 1e-7), "{name}");
        });
    }
    networks().iter().for_each(check);
    check(&transformer());
}

#[test]
fn the_learners_function_draws_what_the_network_does() {
    let [blind, looking] = networks();
    assert!(blind.asked("3 May 97").1[0].is_empty());
    let (written, [queries, letters]) = looking.asked("3 May 97");
    assert_eq!(
        (written.len(), queries.len(), letters.len()),
        (WRITTEN, WRITTEN, 8)
    );
    let tape = Tape::new();
    let read = looking.read(&tape, &Spelled::new(["3 May 97"]));
    let asked = queries.concat().iter().map(|&x| x as f32).collect();
    let asked = tape.constant(Tensor::from_vec(asked, [1, WRITTEN, 16]));
    let weights = weights(asked, &read).value();
    for (query, weights) in queries.iter().zip(weights.data().chunks_exact(8)) {
        close(weights, &attention_weights(query, &letters).0, 1e-5);
    }
}

#[test]
fn looking_back_is_learned() {
    let (known, held_out) = days();
    let test = drawn(&held_out, 200, &mut nabla::rng(7));
    let recipe = recipe(4, 1);
    let mut training = Training::new(
        Network::new(16, 32, true, &mut nabla::rng(1)),
        &recipe,
        EXAMPLES,
        &Device::Cpu,
    );
    let losses: Vec<f32> = (0..4)
        .map(|_| epoch(&mut training, &known, |_| {}))
        .collect();
    assert!(losses[3] < 0.5 * losses[0], "{losses:?}");
    let right = exact(&training.model, &test);
    let texts: Vec<String> = test.iter().map(|(_, text)| text.clone()).collect();
    let written = translate(&training.model, &texts);
    assert!(written.iter().all(|date| date.len() == WRITTEN));
    let pairs = written.iter().zip(&test);
    let same = pairs.filter(|(written, (date, _))| **written == date.to_string());
    assert_eq!(right, same.count() as f64 / 200.0);
    assert!(right > 0.5, "{right}");
}
