//! Networks trained on what the lesson trains them on, and what it says of them.

use lab08::cliff::train;
use lab08::counting::{counts_to, learn_as_then_bs, learn_parity, parity_right};
use lab08::holding::{self, CAPITALS, SYMBOLS};
use lab08::reach::arrival;
use lab08::reader::{Kind, Reader};
use lab08::truncated::{self, Echo};
use lab08::uneven::{self, Ask};
use lab08::window;
use nabla::rnn::{Lstm, Recurrent};

#[test]
fn a_window_knows_a_word_only_where_it_was_shown() {
    let mut rng = nabla::rng(1);
    let mut model = window::dense(16, &mut rng);
    window::train(&mut model, 0..4, 300, &mut rng);
    let seen = window::right(&model, &window::sentences(1000, 0..4, &mut rng));
    let moved = window::right(&model, &window::sentences(1000, 4..8, &mut rng));
    assert!(seen > 0.99 && moved < 0.6, "{seen} {moved}");
}

#[test]
fn a_reader_too_learns_where_it_was_shown() {
    let mut rng = nabla::rng(1);
    let mut reader = Reader::new(Kind::Rnn, window::VOCABULARY, 8, 1, &mut rng);
    window::train_reader(&mut reader, 0..4, 600, &mut rng);
    let moved = window::reader_right(&reader, &window::sentences(1000, 4..8, &mut rng));
    let seen = window::reader_right(&reader, &window::sentences(1000, 0..4, &mut rng));
    assert!(seen > 0.98 && moved < 0.65, "{seen} {moved}");
}

#[test]
fn parity_is_learned_from_sixteen_bits_and_holds_for_hundreds() {
    let mut rng = nabla::rng(1);
    let mut reader = Reader::new(Kind::Rnn, 1, 8, 1, &mut rng);
    learn_parity(&mut reader, 16, 2_000, &mut rng, |_| {});
    let right = parity_right(&reader, 400, &mut rng);
    assert!(right > 0.95, "{right}");
}

#[test]
fn counting_ends_where_the_examples_ended() {
    let mut rng = nabla::rng(1);
    let mut reader = Reader::new(Kind::Rnn, 2, 8, 2, &mut rng);
    learn_as_then_bs(&mut reader, 10, 3_000, &mut rng, |_| {});
    let inside = (1..=10).filter(|&n| counts_to(&reader, n)).count();
    let outside = (14..=30).filter(|&n| counts_to(&reader, n)).count();
    assert!(inside >= 9 && outside <= 3, "{inside} {outside}");
}

fn held(layer: Box<dyn Recurrent>, gap: usize, seed: u64) -> f64 {
    let mut rng = nabla::rng(seed);
    let mut reader = Reader::of(layer, CAPITALS, &mut rng);
    holding::learn(&mut reader, gap, 600, &mut rng);
    holding::right(&reader, gap, &mut rng)
}

#[test]
fn an_rnn_holds_a_letter_over_a_short_gap_and_not_over_a_long_one() {
    let rnn = || Kind::Rnn.layer(SYMBOLS, 16, &mut nabla::rng(1));
    assert!(held(rnn(), 10, 1) > 0.95);
    let long = held(rnn(), 60, 1);
    assert!(long < 0.6, "{long}");
}

#[test]
fn an_lstm_holds_it_if_its_forget_gates_begin_open() {
    let lstm = |bias| Box::new(Lstm::new(SYMBOLS, 16, &mut nabla::rng(2)).forget_bias(bias));
    let (open, half) = (held(lstm(3.0), 60, 2), held(lstm(0.0), 60, 2));
    assert!(open > 0.95 && half < 0.6, "{open} {half}");
}

#[test]
fn gradients_arrive_through_open_gates() {
    let at_60 = |bias: f32| {
        let mut rng = nabla::rng(1);
        let layer = Lstm::new(8, 32, &mut rng).forget_bias(bias);
        arrival(&layer, 8, 61, &mut rng)[60]
    };
    let [half, usual, open] = [0.0, 1.0, 3.0].map(at_60);
    assert!(
        half < 1e-7 && usual > 1e3 * half && open > 100.0 * usual,
        "{half} {usual} {open}"
    );
}

#[test]
fn clipping_turns_nan_into_learning() {
    let run = |clip| train(1.5, 0.1, clip, 200, &mut nabla::rng(1)).losses;
    let (bare, clipped) = (run(f32::INFINITY), run(1.0));
    assert!(!bare[199].is_finite());
    let end = clipped[160..].iter().sum::<f64>() / 40.0;
    assert!(end < 0.8, "{end}");
}

#[test]
fn a_delay_is_learned_only_by_pieces_that_hold_it() {
    let right = |window: usize| {
        let mut rng = nabla::rng(1);
        let mut reader = Reader::new(Kind::Rnn, 1, 8, 1, &mut rng);
        let mut echo = Echo::new(5, rng);
        truncated::learn(&mut reader, &mut echo, window, 18_000 / window);
        truncated::right(&reader, &mut echo, 300)
    };
    let (short, enough) = (right(3), right(6));
    assert!(short < 0.75 && enough > 0.95, "{short} {enough}");
}

#[test]
fn an_answer_read_behind_the_end_depends_on_the_padding() {
    let network = |ask| {
        let mut rng = nabla::rng(1);
        let mut reader = Reader::new(Kind::Gru, 1, 16, 2, &mut rng);
        uneven::learn(&mut reader, ask, 800, &mut rng);
        reader
    };
    let careful = network(Ask::AtItsOwnEnd);
    let right = |ask, steps| uneven::right(&careful, ask, steps, &mut nabla::rng(7));
    assert!(right(Ask::AtItsOwnEnd, 40) > 0.97);
    assert!(right(Ask::AtTheLastStep, 13) < 0.8 && right(Ask::AtTheLastStep, 40) < 0.6);
    let careless = network(Ask::AtTheLastStep);
    let best = uneven::right(&careless, Ask::AtTheLastStep, 13, &mut nabla::rng(7));
    assert!(best < 0.96, "{best}");
}
