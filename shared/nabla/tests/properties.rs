//! What holds for every shape and every number, on cases that chance picks.

use nabla::{Labels, Shape, Tape, Tensor, Var, naive};
use ndarray::{ArrayD, IxDyn, Zip};
use proptest::collection::vec;
use proptest::prelude::*;

fn filled(shape: impl Into<Shape>, seed: u64) -> Tensor {
    nabla::gradcheck::sample(shape, seed)
}

fn turned(t: &Tensor) -> Tensor {
    Tensor::from(t.view().reversed_axes().to_owned())
}

fn close(got: &[f32], want: &[f32], tolerance: f32) -> Result<(), TestCaseError> {
    prop_assert_eq!(got.len(), want.len());
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        let fits = (got - want).abs() <= tolerance * (1.0 + want.abs());
        prop_assert!(fits, "number {}: {} is not {}", i, got, want);
    }
    Ok(())
}

/// One to four axes, some of them of size 1, some absent in the second shape: two shapes that fit.
fn shapes_that_fit() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    let axis = (1..5_usize, 0..4_u8).prop_map(|(size, which)| match which {
        0 => (1, size),
        1 => (size, 1),
        _ => (size, size),
    });
    (vec(axis, 0..4), 0..3_usize, any::<bool>()).prop_map(|(axes, absent, swap)| {
        let (a, b): (Vec<usize>, Vec<usize>) = axes.into_iter().unzip();
        let b = b[absent.min(b.len())..].to_vec();
        if swap { (b, a) } else { (a, b) }
    })
}

/// What an operator does with two numbers.
type Rule = fn(f32, f32) -> f32;

fn array(t: &Tensor) -> ArrayD<f32> {
    t.view().to_owned()
}

/// ndarray's own broadcasting of two arrays to one shape.
fn with_ndarray(a: &Tensor, b: &Tensor, shape: &[usize], f: Rule) -> ArrayD<f32> {
    let (a, b) = (array(a), array(b));
    let full = IxDyn(shape);
    let (a, b) = (a.broadcast(full.clone()), b.broadcast(full));
    Zip::from(a.expect("fits"))
        .and(b.expect("fits"))
        .map_collect(|&a, &b| f(a, b))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn products_agree_with_three_loops(m in 1..=70_usize, n in 1..=70_usize, k in 1..=70_usize, seed: u64) {
        let (a, b) = (filled([m, k], seed), filled([k, n], seed ^ 1));
        let want = naive::matmul(&a, &b);
        let tape = Tape::new();
        let [a_, b_, at, bt] = [&a, &b, &turned(&a), &turned(&b)].map(|t| tape.constant(t.clone()));
        for y in [a_.matmul(b_), at.t().matmul(b_), a_.matmul(bt.t()), bt.matmul(at).t()] {
            prop_assert_eq!(y.shape(), Shape::new(&[m, n]));
            close(y.value().data(), want.data(), 1e-5)?;
        }
    }

    #[test]
    fn gradients_of_a_product_are_products(m in 1..=40_usize, n in 1..=40_usize, k in 1..=40_usize, seed: u64) {
        let tape = Tape::new();
        let (a, b, dy) = (filled([m, k], seed), filled([k, n], seed ^ 1), filled([m, n], seed ^ 2));
        let (va, vb) = (tape.variable(a.clone()), tape.variable(b.clone()));
        let grads = (va.matmul(vb) * tape.constant(dy.clone())).sum().backward();
        close(grads.of(va).data(), naive::matmul(&dy, &turned(&b)).data(), 1e-5)?;
        close(grads.of(vb).data(), naive::matmul(&turned(&a), &dy).data(), 1e-5)?;
    }

    #[test]
    fn broadcasting_is_ndarrays((a, b) in shapes_that_fit(), seed: u64) {
        let (a, b) = (filled(&a[..], seed), filled(&b[..], seed ^ 1));
        let full = a.shape().broadcast(&b.shape()).expect("made to fit");
        let tape = Tape::new();
        let (va, vb) = (tape.constant(a.clone()), tape.constant(b.clone()));
        let cases: [(Var, Rule); 4] = [
            (va + vb, |a, b| a + b),
            (va - vb, |a, b| a - b),
            (va * vb, |a, b| a * b),
            (va / vb, |a, b| a / b),
        ];
        for (y, f) in cases {
            prop_assert_eq!(array(&y.value()), with_ndarray(&a, &b, full.dims(), f));
        }
        let repeated = array(&va.broadcast_to(full).value());
        prop_assert_eq!(repeated, with_ndarray(&a, &b, full.dims(), |a, _| a));
    }

    #[test]
    fn a_broadcast_operand_gets_one_share_a_copy((a, b) in shapes_that_fit(), seed: u64) {
        let tape = Tape::new();
        let (va, vb) = (tape.variable(filled(&a[..], seed)), tape.variable(filled(&b[..], seed ^ 1)));
        let sum = va + vb;
        let grads = sum.sum().backward();
        for (var, shape) in [(va, &a), (vb, &b)] {
            prop_assert_eq!(grads.of(var).dims(), &shape[..]);
            let copies = sum.shape().size() / var.shape().size();
            prop_assert!(grads.of(var).data().iter().all(|&g| g == copies as f32));
        }
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused(a in vec(2..5_usize, 1..4), extra in 1..4_usize) {
        let mut b = a.clone();
        *b.last_mut().expect("an axis") += extra;
        prop_assert!(Shape::new(&a).broadcast(&Shape::new(&b)).is_none());
    }

    #[test]
    fn softmax_rows_are_probabilities(rows in 1..20_usize, columns in 1..20_usize, scale in 0.1..60.0_f32, seed: u64) {
        let tape = Tape::new();
        let x = tape.constant(filled([rows, columns], seed)) * scale;
        let (p, log_p) = (x.softmax().value(), x.log_softmax().value());
        for (p, log_p) in p.data().chunks(columns).zip(log_p.data().chunks(columns)) {
            prop_assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            prop_assert!(p.iter().all(|p| (0.0..=1.0 + 1e-6).contains(p)));
            for (p, log_p) in p.iter().zip(log_p) {
                prop_assert!((p - log_p.exp()).abs() < 1e-5, "{} {}", p, log_p);
            }
        }
        // A constant added to a row changes nothing.
        let moved = (x + 3.0).softmax().value();
        close(moved.data(), p.data(), 1e-4)?;
    }

    #[test]
    fn the_gradient_of_cross_entropy_sums_to_nothing(rows in 1..12_usize, classes in 1..12_usize, seed: u64) {
        let ids: Vec<u8> = (0..rows).map(|i| ((i as u64 * 5 + seed % 7) % classes as u64) as u8).collect();
        let tape = Tape::new();
        let x = tape.variable(filled([rows, classes], seed));
        let grads = x.softmax_cross_entropy(&Labels::new(&ids, classes)).backward();
        for (row, &label) in grads.of(x).data().chunks(classes).zip(&ids) {
            prop_assert!(row.iter().sum::<f32>().abs() < 1e-6);
            // Only the true class is asked to grow.
            let signs = row.iter().enumerate().all(|(j, &g)| if j == usize::from(label) { g <= 0.0 } else { g >= 0.0 });
            prop_assert!(signs, "{:?} {}", row, label);
        }
    }

    #[test]
    fn a_value_used_twice_gets_the_sum(shape in vec(1..5_usize, 0..3), seed: u64) {
        let x = filled(&shape[..], seed);
        let gradient = |f: &dyn for<'t> Fn(Var<'t>) -> Var<'t>| {
            let tape = Tape::new();
            let v = tape.variable(x.clone());
            f(v).backward().of(v).clone()
        };
        let (one, two) = (gradient(&|v| v.tanh().sum()), gradient(&|v| (v * v * v).sum()));
        let both = gradient(&|v| v.tanh().sum() + (v * v * v).sum());
        let want: Vec<f32> = one.data().iter().zip(two.data()).map(|(a, b)| a + b).collect();
        close(both.data(), &want, 1e-6)?;
    }

    #[test]
    fn gradients_are_linear_in_the_loss(factor in -4.0..4.0_f32, seed: u64) {
        let tape = Tape::new();
        let v = tape.variable(filled([3, 4], seed));
        let loss = v.sigmoid().mean();
        let (plain, scaled) = (loss.backward(), (loss * factor).backward());
        let want: Vec<f32> = plain.of(v).data().iter().map(|g| g * factor).collect();
        close(scaled.of(v).data(), &want, 1e-6)?;
    }

    #[test]
    fn turning_and_reshaping_lose_nothing(m in 1..30_usize, n in 1..30_usize, seed: u64) {
        let tape = Tape::new();
        let x = filled([m, n], seed);
        let v = tape.constant(x.clone());
        prop_assert_eq!(&v.t().t().value(), &x);
        prop_assert_eq!(v.t().value(), turned(&x));
        prop_assert_eq!(&v.reshape([n, m]).reshape([m, n]).value(), &x);
    }

    #[test]
    fn sums_along_axes_make_the_whole_sum(shape in vec(1..6_usize, 1..5), seed: u64) {
        let tape = Tape::new();
        let v = tape.constant(filled(&shape[..], seed));
        let whole = v.sum().item();
        for axis in 0..shape.len() {
            let along = v.sum_axis(axis);
            prop_assert_eq!(along.shape(), v.shape().with_axis(axis, 1));
            prop_assert!((along.sum().item() - whole).abs() < 1e-4);
            let want = v.value().view().sum_axis(ndarray::Axis(axis));
            close(along.value().data(), want.as_slice().expect("row-major"), 1e-5)?;
        }
        prop_assert!((v.mean().item() * v.shape().size() as f32 - whole).abs() < 1e-4);
    }

    #[test]
    fn gathered_rows_are_the_rows(rows in 1..20_usize, columns in 1..10_usize, picks in vec(0..1000_usize, 0..30), seed: u64) {
        let x = filled([rows, columns], seed);
        let picks: Vec<usize> = picks.iter().map(|i| i % rows).collect();
        let picked = x.gather_rows(&picks);
        prop_assert_eq!(picked.dims(), [picks.len(), columns]);
        for (row, &i) in picked.data().chunks(columns).zip(&picks) {
            let want = x.rows(i..i + 1);
            prop_assert_eq!(row, want.data());
        }
    }
}
