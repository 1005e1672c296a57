//! What does not fit, and what the message says.

use nabla::rnn::{Gru, Lstm, Recurrent, Rnn, State};
use nabla::{Tape, Tensor, summary};

fn lstm(shape: &[usize], lengths: Option<&[usize]>) {
    let tape = Tape::new();
    let layer = Lstm::new(3, 4, &mut nabla::rng(1));
    layer.run(&tape, tape.constant(Tensor::zeros(shape)), None, lengths);
}

#[test]
#[should_panic(expected = "lstm: x must be [N, T, C] (batch, steps, features), it is [2, 3]")]
fn a_step_is_no_sequence() {
    lstm(&[2, 3], None);
}

#[test]
#[should_panic(
    expected = "lstm_cell: x must be [N, C], one step of each sequence, it is [2, 5, 3]"
)]
fn a_sequence_is_no_step() {
    let tape = Tape::new();
    let layer = Lstm::new(3, 4, &mut nabla::rng(1));
    layer.step(&tape, tape.constant(Tensor::zeros([2, 5, 3])), None);
}

#[test]
#[should_panic(
    expected = "lstm: x is [2, 5, 7] and w_h [4, 16], so w_x must be [7, 16], it is [3, 16]"
)]
fn other_features_are_refused() {
    lstm(&[2, 5, 7], None);
}

#[test]
#[should_panic(expected = "lstm: 3 lengths for 2 sequences; give one each")]
fn a_length_too_many_is_refused() {
    lstm(&[2, 5, 3], Some(&[1, 2, 3]));
}

#[test]
#[should_panic(expected = "lstm: a length is 6, but x is [2, 5, 3], 5 steps")]
fn a_length_beyond_the_end_is_refused() {
    lstm(&[2, 5, 3], Some(&[1, 6]));
}

#[test]
#[should_panic(expected = "rnn: w_h must be [H, H], it is [3, 4]; is it transposed?")]
fn a_state_that_changes_its_size_is_refused() {
    let tape = Tape::new();
    let [x, h, w_x, w_h, b] = [&[2, 3][..], &[2, 4], &[3, 4], &[3, 4], &[4]]
        .map(|shape| tape.constant(Tensor::zeros(shape)));
    x.rnn_cell(h, w_x, w_h, b);
}

#[test]
#[should_panic(expected = "gru: w_h is [4, 12], so a bias must be [12], it is [4]")]
fn a_bias_of_another_size_is_refused() {
    let tape = Tape::new();
    let [x, h, w_x, w_h, b_x, b_h] = [&[2, 3][..], &[2, 4], &[3, 12], &[4, 12], &[12], &[4]]
        .map(|shape| tape.constant(Tensor::zeros(shape)));
    x.gru_cell(h, w_x, w_h, b_x, b_h);
}

#[test]
#[should_panic(expected = "rnn: x is [2, 5, 3], so the state must be [2, 4], it is [1, 4]")]
fn a_state_of_another_batch_is_refused() {
    let tape = Tape::new();
    let start = State {
        hidden: tape.constant(Tensor::zeros([1, 4])),
        cell: None,
    };
    let x = tape.constant(Tensor::zeros([2, 5, 3]));
    Rnn::new(3, 4, &mut nabla::rng(1)).run(&tape, x, Some(start), None);
}

#[test]
#[should_panic(expected = "the state needs a cell; it comes from a network that is no LSTM")]
fn an_lstm_does_not_go_on_from_a_gru() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::zeros([2, 5, 3]));
    let mut rng = nabla::rng(1);
    let start = Gru::new(3, 4, &mut rng).run(&tape, x, None, None).state();
    Lstm::new(3, 4, &mut rng).run(&tape, x, Some(start), None);
}

#[test]
#[should_panic(expected = "the state has a cell, so it comes from an LSTM")]
fn nor_a_gru_from_an_lstm() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::zeros([2, 5, 3]));
    let mut rng = nabla::rng(1);
    let start = Lstm::new(3, 4, &mut rng).run(&tape, x, None, None).state();
    Gru::new(3, 4, &mut rng).run(&tape, x, Some(start), None);
}

#[test]
#[should_panic(expected = "different tapes")]
fn a_state_of_another_tape_is_refused() {
    let (one, two) = (Tape::new(), Tape::new());
    let layer = Rnn::new(3, 4, &mut nabla::rng(1));
    let [x, y] = [&one, &two].map(|tape| tape.constant(Tensor::zeros([2, 5, 3])));
    let start = layer.run(&one, x, None, None).state();
    layer.run(&two, y, Some(start), None);
}

#[test]
#[should_panic(expected = "lstm: the layer takes [steps, 3], here [7, 4] comes in")]
fn a_summary_of_what_does_not_fit_is_refused() {
    summary(&Lstm::new(3, 5, &mut nabla::rng(1)), [7, 4]);
}
