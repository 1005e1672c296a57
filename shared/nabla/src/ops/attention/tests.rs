use super::*;
use crate::gradcheck::{assert_gradients, sample};
use crate::{Shape, Tape, naive};

/// What is looked at: `[N, T, S]`, heads and their width, and how.
struct Case {
    sizes: [usize; 3],
    heads: [usize; 2],
    causal: bool,
    lengths: Option<Vec<usize>>,
}

impl Case {
    fn heads(&self) -> Heads<'_> {
        Heads {
            count: self.heads[0],
            causal: self.causal,
            lengths: self.lengths.as_deref(),
        }
    }

    fn reaches(&self, n: usize, t: usize) -> usize {
        let [_, queries, keys] = self.sizes;
        let length = self.lengths.as_ref().map_or(keys, |lengths| lengths[n]);
        let own = (keys + t + 1).saturating_sub(queries);
        if self.causal { own.min(length) } else { length }
    }

    fn inputs(&self) -> [Tensor; 3] {
        let [n, t, s] = self.sizes;
        let columns = self.heads[0] * self.heads[1];
        [(t, 1), (s, 2), (s, 3)].map(|(rows, seed)| sample([n, rows, columns], seed))
    }
}

/// Sizes around those of a tile and of a block of queries, all ways to look.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (sizes, heads) in [
        ([1, 1, 1], [1, 1]),
        ([2, 5, 5], [3, 4]),
        ([2, 7, 7], [1, 5]),
        ([1, 1, 9], [2, 3]),
        ([2, 3, 8], [2, 16]),
        ([2, 8, 3], [1, 2]),
        ([2, 33, 65], [2, 20]),
        ([1, 64, 64], [1, 32]),
        ([3, 70, 131], [3, 7]),
        ([1, 131, 70], [1, 33]),
    ] {
        let [n, _, s] = sizes;
        let lengths: Vec<usize> = (0..n).map(|n| (s / 2 + 1) * (n + 1) % (s + 1)).collect();
        for causal in [false, true] {
            for lengths in [None, Some(lengths.clone()), Some(vec![0; n])] {
                cases.push(Case {
                    sizes,
                    heads,
                    causal,
                    lengths,
                });
            }
        }
    }
    cases
}

fn close(got: &Tensor, want: &Tensor, tolerance: f32) {
    assert_eq!(got.shape(), want.shape());
    for (got, want) in got.data().iter().zip(want.data()) {
        let error = (got - want).abs() / (1.0 + want.abs());
        assert!(error <= tolerance, "{got} {want}");
    }
}

/// The columns of one head.
fn head(of: &Tensor, h: usize, width: usize) -> Tensor {
    let tape = Tape::new();
    let columns = h * width..(h + 1) * width;
    tape.constant(of.clone()).slice(2, columns).value()
}

#[test]
fn agrees_with_the_formula() {
    for case in cases() {
        let tape = Tape::new();
        let inputs = case.inputs();
        let [q, k, v] = inputs.each_ref().map(|x| tape.constant(x.clone()));
        let y = q.attention(k, v, case.heads()).value();
        let [heads, width] = case.heads;
        for h in 0..heads {
            let [q, k, v] = inputs.each_ref().map(|x| head(x, h, width));
            let want = naive::attention(&q, &k, &v, |n, t| case.reaches(n, t));
            close(&head(&y, h, width), &want, 1e-5);
        }
    }
}

/// The same with the operations that there were before.
fn composed<'t>(case: &Case, [q, k, v]: [Var<'t>; 3]) -> Var<'t> {
    let [n, t, s] = case.sizes;
    let [heads, width] = case.heads;
    let part = |x: Var<'t>, rows| x.reshape([n, rows, heads, width]).swap_axes(1, 2);
    let mut mask = Tensor::zeros([n, 1, t, s]);
    for (row, mask) in mask.data_mut().chunks_exact_mut(s).enumerate() {
        mask[case.reaches(row / t, row % t)..].fill(f32::NEG_INFINITY);
    }
    let scores = (part(q, t) * (width as f32).powf(-0.5)).matmul_t(part(k, s));
    let p = scores.softmax_masked(q.tape().constant(mask));
    let y = p.matmul(part(v, s)).swap_axes(1, 2);
    y.reshape([n, t, heads * width])
}

#[test]
fn equals_its_composition_in_value_and_gradient() {
    for case in cases() {
        let run = |fused: bool| {
            let tape = Tape::new();
            let inputs = case.inputs().map(|x| tape.variable(x));
            let [q, k, v] = inputs;
            let y = match fused {
                true => q.attention(k, v, case.heads()),
                false => composed(&case, inputs),
            };
            let grads = (y.square() + y).sum().backward();
            [q, k, v]
                .map(|x| grads.of(x).clone())
                .into_iter()
                .chain([y.value()])
                .collect::<Vec<_>>()
        };
        for (got, want) in run(true).iter().zip(run(false)) {
            close(got, &want, 5e-5);
        }
    }
}

#[test]
fn packed_is_the_same() {
    for case in cases().iter().filter(|case| case.sizes[1] == case.sizes[2]) {
        let tape = Tape::new();
        let [q, k, v] = case.inputs().map(|x| tape.variable(x));
        let packed = tape.variable(Var::concat(&[q, k, v], 2).value());
        let y = packed.self_attention(case.heads());
        assert_eq!(y.value(), q.attention(k, v, case.heads()).value());
        let got = (y.square() + y).sum().backward();
        let y = q.attention(k, v, case.heads());
        let want = (y.square() + y).sum().backward();
        let want = [q, k, v].map(|x| tape.constant(want.of(x).clone()));
        assert_eq!(*got.of(packed), Var::concat(&want, 2).value());
    }
}

#[test]
fn gradients() {
    for (q, k, heads) in [
        ([2, 3, 4], [2, 5, 4], Heads::new(2)),
        ([1, 4, 6], [1, 4, 6], Heads::new(3).causal()),
        (
            [2, 2, 3],
            [2, 4, 3],
            Heads::new(1).causal().lengths(&[3, 4]),
        ),
        ([2, 3, 2], [2, 3, 2], Heads::new(1).lengths(&[0, 2])),
    ] {
        let inputs = [sample(q, 1), sample(k, 2), sample(k, 3)];
        assert_gradients(&inputs, |_, x| {
            x[0].attention(x[1], x[2], heads).square().sum()
        });
    }
    let packed = sample([2, 3, 12], 4);
    assert_gradients(&[packed], |_, x| {
        x[0].self_attention(Heads::new(2).causal()).square().sum()
    });
}

/// One input three times: its three gradients add up.
#[test]
fn a_sequence_may_look_at_itself() {
    let x = sample([2, 5, 6], 1);
    assert_gradients(&[x], |_, x| {
        x[0].attention(x[0], x[0], Heads::new(2)).square().sum()
    });
}

/// The last letters of a text, asking what came before, say what they say in the whole text.
#[test]
fn with_a_cache_it_is_the_end_of_the_whole() {
    let (t, s) = (3, 70);
    let tape = Tape::new();
    let [q, k, v] = [1, 2, 3].map(|seed| tape.constant(sample([2, s, 8], seed)));
    let heads = Heads::new(2).causal();
    let whole = q.attention(k, v, heads).slice(1, s - t..s).value();
    let end = q.slice(1, s - t..s).attention(k, v, heads).value();
    close(&end, &whole, 1e-6);
}

/// More queries than keys: the first stand before the first key.
#[test]
fn what_sees_nothing_says_nothing_and_learns_nothing() {
    let tape = Tape::new();
    let [q, k, v] =
        [(5, 1), (3, 2), (3, 3)].map(|(t, seed)| tape.variable(sample([1, t, 4], seed)));
    let y = q.attention(k, v, Heads::new(2).causal());
    assert_eq!(y.value().data()[..8], [0.0; 8]);
    assert!(y.value().data()[8..].iter().all(|&y| y != 0.0));
    let grads = (y + 1.0).square().sum().backward();
    assert_eq!(grads.of(q).data()[..8], [0.0; 8]);
    let empty = q.attention(k, v, Heads::new(2).lengths(&[0]));
    let grads = (empty + 1.0).square().sum().backward();
    for x in [q, k, v] {
        assert!(grads.of(x).data().iter().all(|&g| g == 0.0));
    }
}

/// Scores of a thousand, rising and falling while tiles go past.
#[test]
fn large_scores_do_not_overflow() {
    let case = Case {
        sizes: [1, 40, 200],
        heads: [1, 4],
        causal: false,
        lengths: None,
    };
    let tape = Tape::new();
    let [q, k, v] = case.inputs();
    let [q, k, v] = [
        tape.constant(q) * 40.0,
        tape.constant(k) * 40.0,
        tape.constant(v),
    ];
    let y = q.attention(k, v, case.heads()).value();
    let want = naive::attention(&q.value(), &k.value(), &v.value(), |_, _| 200);
    close(&y, &want, 2e-3);
    assert!(y.data().iter().all(|y| y.is_finite()));
}

#[test]
fn nan_is_not_swallowed_and_does_not_come_from_beyond_a_length() {
    let tape = Tape::new();
    let mut k = sample([1, 5, 2], 2);
    k.data_mut()[8] = f32::NAN; // Of the last key.
    let [q, v] = [1, 3].map(|seed| tape.constant(sample([1, 5, 2], seed)));
    let k = tape.constant(k);
    let y = |heads| q.attention(k, v, heads).value();
    assert!(y(Heads::new(1)).data().iter().all(|y| y.is_nan()));
    assert!(
        y(Heads::new(1).lengths(&[4]))
            .data()
            .iter()
            .all(|y| y.is_finite())
    );
}

#[test]
fn nothing_at_all_is_no_reason_to_fail() {
    for (q, k) in [
        ([0, 3, 4], [0, 5, 4]),
        ([2, 0, 4], [2, 5, 4]),
        ([2, 3, 4], [2, 0, 4]),
        ([2, 3, 0], [2, 5, 0]),
    ] {
        let tape = Tape::new();
        let [q, k, v] = [q, k, k].map(|shape| tape.variable(sample(shape, 1)));
        let y = q.attention(k, v, Heads::new(2).causal());
        assert_eq!(y.shape(), q.shape());
        let grads = y.sum().backward();
        for x in [q, k, v] {
            assert!(
                grads.of(x).shape() == x.shape() && grads.of(x).data().iter().all(|&g| g == 0.0)
            );
        }
    }
}

#[track_caller]
fn refused(shapes: [&[usize]; 3], heads: Heads, message: &str) {
    let shapes = shapes.map(Shape::new);
    let refused = std::panic::catch_unwind(|| check::apart(shapes, heads)).map(|_| ());
    let why = refused.expect_err("these do not fit");
    let why = why.downcast_ref::<String>().expect("a message");
    assert!(why.contains(message), "{why}");
}

#[test]
fn a_shape_mistake_is_explained() {
    let (x, y): (&[usize], &[usize]) = (&[2, 5, 12], &[2, 7, 12]);
    refused([&[5, 12], x, x], Heads::new(3), "takes queries [N, T, C]");
    refused(
        [x, y, x],
        Heads::new(3),
        "queries are [2, 5, 12], keys [2, 7, 12], values [2, 5, 12]",
    );
    refused(
        [x, y, y],
        Heads::new(5),
        "12 columns do not make 5 equal heads",
    );
    refused([x, y, y], Heads::new(0), "do not make 0 equal heads");
    refused(
        [x, y, y],
        Heads::new(3).lengths(&[1]),
        "1 lengths for 2 examples",
    );
    refused(
        [x, y, y],
        Heads::new(3).lengths(&[7, 8]),
        "a length is 8, but there are 7 keys",
    );
}

#[test]
#[should_panic(expected = "this is [2, 5, 32], and 32 is no multiple of 3")]
fn what_is_not_packed_is_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([2, 5, 32]))
        .self_attention(Heads::new(4));
}
