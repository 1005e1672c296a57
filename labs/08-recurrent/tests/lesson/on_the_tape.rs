//! Fused cells and their parts, masks, and what is cut: values and gradients on nabla's tape.

use crate::STORED;
use lab08::gates::{lstm_of_parts, small_gru, small_lstm};
use lab08::reader::{Kind, Reader};
use lab08::uneven::mask;
use labkit::reference::close;
use nabla::{Labels, Tape, Tensor, Var};

fn tensor(values: &ndarray::Array2<f64>) -> Tensor {
    values.mapv(|v| v as f32).into()
}

fn line(values: &ndarray::Array1<f64>) -> Tensor {
    values.mapv(|v| v as f32).into()
}

fn number(tape: &Tape, value: f32) -> Var<'_> {
    tape.constant(Tensor::full([1, 1], value))
}

#[test]
fn nablas_cells_are_pytorchs() {
    let tape = Tape::new();
    let (lstm, gru) = (small_lstm(), small_gru());
    let on = |w: Tensor| tape.constant(w);
    let (w_x, w_h, b) = (
        on(tensor(&lstm.w_x)),
        on(tensor(&lstm.w_h)),
        on(line(&lstm.b)),
    );
    let (g_x, g_h) = (on(tensor(&gru.w_x)), on(tensor(&gru.w_h)));
    let (b_x, b_h) = (on(line(&gru.b_x)), on(line(&gru.b_h)));
    let mut state = (number(&tape, 0.0), number(&tape, 0.0));
    let mut h = number(&tape, 0.0);
    let (mut shown, mut states) = (Vec::new(), Vec::new());
    for x in [1.0, 0.0, -1.0] {
        let x = number(&tape, x);
        state = x.lstm_cell(state, w_x, w_h, b);
        h = x.gru_cell(h, g_x, g_h, b_x, b_h);
        shown.extend([state.0.item(), state.1.item()]);
        states.push(h.item());
    }
    close(&shown, &STORED.values("lstm.hc"), 1e-6);
    close(&states, &STORED.values("gru.h"), 1e-6);
}

#[test]
fn the_fused_cell_and_its_parts_have_the_same_gradients() {
    let sample = |shape: [usize; 2], from: usize| {
        let numbers = (0..shape[0] * shape[1]).map(|i| ((i + from) * 37 % 23) as f32 / 12.0 - 1.0);
        Tensor::from_vec(numbers.collect(), shape)
    };
    let run = |fused: bool| {
        let tape = Tape::new();
        let [x, h, c] = [([3, 2], 1), ([3, 4], 5), ([3, 4], 9)]
            .map(|(shape, from)| tape.variable(sample(shape, from)));
        let [w_x, w_h] =
            [([2, 16], 2), ([4, 16], 7)].map(|(shape, from)| tape.variable(sample(shape, from)));
        let b = tape.variable(sample([1, 16], 3).reshape([16]));
        let (shown, kept) = if fused {
            x.lstm_cell((h, c), w_x, w_h, b)
        } else {
            lstm_of_parts(x, (h, c), (w_x, w_h, b))
        };
        let weights = tape.constant(sample([3, 4], 11));
        let grads = (shown * weights + kept.square()).sum().backward();
        [x, h, c, w_x, w_h, b].map(|v| grads.of(v).data().to_vec())
    };
    for (fused, parts) in run(true).iter().zip(&run(false)) {
        let want: Vec<f64> = parts.iter().map(|&g| f64::from(g)).collect();
        close(fused, &want, 1e-5);
    }
}

#[test]
fn an_answer_does_not_depend_on_the_padding_if_lengths_are_given() {
    for kind in Kind::ALL {
        let mut rng = nabla::rng(4);
        let reader = Reader::new(kind, 2, 5, 3, &mut rng);
        let short = Tensor::normal([1, 3, 2], &mut rng);
        let mut padded = Tensor::zeros([1, 9, 2]);
        padded.data_mut()[..6].copy_from_slice(short.data());
        let answer = |x: &Tensor, lengths: Option<&[usize]>| {
            let tape = Tape::new();
            let logits = reader.at_the_end(&tape, tape.constant(x.clone()), lengths);
            logits.value().data().to_vec()
        };
        let alone = answer(&short, None);
        assert_eq!(answer(&padded, Some(&[3])), alone, "{kind:?}");
        assert_ne!(answer(&padded, None), alone, "{kind:?}");
    }
}

#[test]
fn a_masked_loss_is_the_mean_over_what_is_there() {
    let tape = Tape::new();
    let logits = tape.constant(Tensor::normal([8, 3], &mut nabla::rng(6)));
    let labels = [0_u8, 2, 1, 1, 2, 0, 1, 2];
    let mask = mask(&[2, 4], 4);
    assert_eq!(mask, [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    let masked = logits.weighted_softmax_cross_entropy(&Labels::new(&labels, 3), &mask);
    let there = [0, 1, 4, 5, 6, 7];
    let rows = tape.constant(logits.value().gather_rows(&there));
    let own = rows.softmax_cross_entropy(&Labels::new(&there.map(|i| labels[i]), 3));
    close(&[masked.item()], &[f64::from(own.item())], 1e-6);
}

#[test]
fn a_detached_state_is_the_same_and_has_no_gradient() {
    let mut rng = nabla::rng(8);
    let reader = Reader::new(Kind::Lstm, 1, 4, 1, &mut rng);
    let bits = Tensor::normal([2, 6, 1], &mut rng);
    let whole = {
        let tape = Tape::new();
        reader
            .layer
            .run(&tape, tape.constant(bits.clone()), None, None)
            .last
            .value()
    };
    let tape = Tape::new();
    let x = tape.variable(bits);
    let first = reader.layer.run(&tape, x.slice(1, 0..4), None, None);
    let memory = first.state().detach();
    let second = reader
        .layer
        .run(&tape, x.slice(1, 4..6), Some(memory.on(&tape)), None);
    let want: Vec<f64> = whole.data().iter().map(|&h| f64::from(h)).collect();
    close(second.last.value().data(), &want, 1e-6);
    let grads = second.last.sum().backward();
    for row in grads.of(x).data().chunks_exact(6) {
        assert!(row[..4].iter().all(|&g| g == 0.0), "{row:?}");
        assert!(row[4..].iter().all(|&g| g != 0.0), "{row:?}");
    }
}
