use crate::gradcheck::{assert_gradients, sample};
use crate::{Tape, Tensor, Var};

/// A loss, and its twin for every example.
type Row = (
    for<'t> fn(Var<'t>, &Tensor) -> Var<'t>,
    for<'t> fn(Var<'t>, &Tensor) -> Var<'t>,
);

fn table() -> [Row; 5] {
    [
        (|x, t| x.mse(t), |x, t| x.mse_each(t)),
        (|x, t| x.mae(t), |x, t| x.mae_each(t)),
        (|x, t| x.kl(t), |x, t| x.kl_each(t)),
        (
            |x, t| x.sigmoid_cross_entropy(t),
            |x, t| x.sigmoid_cross_entropy_each(t),
        ),
        (|x, t| x.bernoulli_loss(t), |x, t| x.bernoulli_loss_each(t)),
    ]
}

fn chances(shape: &[usize]) -> Tensor {
    let count: usize = shape.iter().product();
    let chances = (0..count).map(|i| (i * 7 % 10) as f32 / 9.0).collect();
    Tensor::from_vec(chances, shape)
}

#[test]
fn mse_by_hand() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(vec![1.0, 2.0, 4.0], [3]));
    let target = Tensor::from_vec(vec![1.0, 0.0, 1.0], [3]);
    assert_eq!(x.mse(&target).item(), 13.0 / 3.0);
    assert_eq!(x.mse_each(&target).value().data(), [0.0, 4.0, 9.0]);
}

#[test]
fn mae_by_hand() {
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_vec(vec![1.0, 2.0, -4.0], [3]));
    let loss = x.mae(&Tensor::from_vec(vec![1.0, 0.0, 1.0], [3]));
    assert_eq!(loss.item(), 7.0 / 3.0);
    let third = 1.0 / 3.0;
    assert_eq!(loss.backward().of(x).data(), [0.0, third, -third]);
}

#[test]
fn kl_by_hand() {
    let tape = Tape::new();
    let q = tape.constant(Tensor::from_vec(vec![0.5, 0.25, 0.25], [1, 3]));
    let p = Tensor::from_vec(vec![0.25, 0.75, 0.0], [1, 3]);
    // 0.25·ln(1/2) + 0.75·ln 3
    assert!((q.ln().kl(&p).item() - 0.650_672_4).abs() < 1e-6);
}

/// The mean over the examples is the loss, and the gradients are those of finite differences, with other
/// weights for each example: negative ones too.
#[test]
fn of_each_example() {
    let target = chances(&[3, 2, 5]);
    let weights = Tensor::from_vec(vec![0.5, -2.0, 1.25], [3]);
    for (of_all, of_each) in table() {
        let tape = Tape::new();
        let x = tape.constant(sample([3, 2, 5], 1)).log_softmax();
        let (all, each) = (of_all(x, &target), of_each(x, &target));
        assert_eq!(each.shape().dims(), [3]);
        assert!((all.item() - each.mean().item()).abs() < 1e-6 * (1.0 + all.item()));
        for n in 0..3 {
            let alone = x.slice(0, n..n + 1);
            let alone = of_all(alone, &target.rows(n..n + 1)).item();
            assert!((each.value().data()[n] - alone).abs() <= 1e-6 * alone.abs());
        }
        assert_gradients(&[sample([3, 2, 5], 2)], |_, v| of_all(v[0], &target) * 2.0);
        assert_gradients(&[sample([3, 2, 5], 2)], |tape, v| {
            (of_each(v[0], &target) * tape.constant(weights.clone())).mean()
        });
    }
}

#[test]
fn impossible_is_free_but_nan_is_seen() {
    let tape = Tape::new();
    let p = Tensor::from_vec(vec![1.0, 0.0], [1, 2]);
    let loss = |log_q| {
        let x = tape.constant(Tensor::from_vec(vec![0.0, log_q], [1, 2]));
        x.kl(&p).item()
    };
    assert_eq!(loss(f32::NEG_INFINITY), 0.0);
    assert!(loss(f32::NAN).is_nan());
}

#[test]
fn equals_its_composition_and_survives_where_that_does_not() {
    let target = Tensor::from_vec(vec![0.0, 1.0, 0.3, 0.8], [2, 2]);
    let tape = Tape::new();
    let x = tape.constant(sample([2, 2], 3));
    let (q, t) = (x.sigmoid(), tape.constant(target.clone()));
    let plain = -(t * q.ln() + (1.0 - t) * (1.0 - q).ln()).mean();
    assert!((x.sigmoid_cross_entropy(&target).item() - plain.item()).abs() < 1e-6);
    let sure = tape.constant(Tensor::from_vec(vec![200.0, -200.0], [1, 2]));
    let wrong = Tensor::from_vec(vec![0.0, 1.0], [1, 2]);
    assert_eq!(sure.sigmoid_cross_entropy(&wrong).item(), 200.0);
    assert_eq!(sure.bernoulli_loss(&wrong).item(), 400.0);
}

/// The right answer, and more certain of it from one to the next: ln(1 + e^−|x|), by Python's `math.log1p`.
#[test]
fn a_small_loss_of_a_certain_answer_is_not_rounded_away() {
    for (x, want) in [
        (15.0, 3.059_022_7e-7),
        (20.0, 2.061_153_6e-9),
        (60.0, 8.756_511e-27),
    ] {
        for (x, t) in [(x, 1.0), (-x, 0.0)] {
            let tape = Tape::new();
            let x = tape.constant(Tensor::full([1], x));
            let t = Tensor::full([1], t);
            for loss in [x.sigmoid_cross_entropy(&t), x.bernoulli_loss(&t)] {
                assert!((loss.item() / want - 1.0).abs() < 1e-6, "{}", loss.item());
            }
        }
    }
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(
        vec![f32::INFINITY, f32::NEG_INFINITY],
        [2],
    ));
    let [right, wrong] = [[1.0, 0.0], [0.0, 1.0]].map(|t| Tensor::from_vec(t.to_vec(), [2]));
    assert_eq!(x.sigmoid_cross_entropy(&right).item(), 0.0);
    assert_eq!(x.sigmoid_cross_entropy(&wrong).item(), f32::INFINITY);
    let nan = tape.constant(Tensor::full([2], f32::NAN));
    assert!(nan.sigmoid_cross_entropy(&right).item().is_nan());
}

#[test]
fn the_bernoulli_loss_is_the_mean_one_times_the_numbers_of_an_example() {
    let tape = Tape::new();
    let (x, target) = (tape.constant(sample([3, 2, 5], 1)), chances(&[3, 2, 5]));
    let sum = x.bernoulli_loss(&target).item();
    let mean = x.sigmoid_cross_entropy(&target).item();
    assert!((sum - 10.0 * mean).abs() < 1e-5);
}

#[test]
#[should_panic(expected = "mse: predictions are [3, 1], targets [3]")]
fn a_column_against_a_row_is_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([3, 1]))
        .mse(&Tensor::zeros([3]));
}

#[test]
#[should_panic(expected = "bernoulli_loss: predictions are [2, 3], targets [3]")]
fn nothing_is_broadcast() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::zeros([2, 3]));
    x.bernoulli_loss(&Tensor::zeros([3]));
}

#[test]
#[should_panic(expected = "mae_each: takes examples, [N, …], this is []")]
fn a_single_number_has_no_examples() {
    let tape = Tape::new();
    tape.constant(Tensor::scalar(1.0))
        .mae_each(&Tensor::scalar(0.0));
}

#[test]
#[should_panic(expected = "kl_each: takes examples, [N, …] with a row of probabilities or more")]
fn a_single_row_has_no_examples() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([3]))
        .kl_each(&Tensor::zeros([3]));
}
