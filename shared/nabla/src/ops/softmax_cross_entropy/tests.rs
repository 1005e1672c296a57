use crate::gradcheck::{assert_gradients, sample};
use crate::{Labels, Tape, Tensor};

#[test]
fn equals_its_composition() {
    let labels = Labels::new(&[2, 0, 1, 1], 3);
    let run = |fused: bool| {
        let tape = Tape::new();
        let x = tape.variable(sample([4, 3], 5));
        let loss = if fused {
            x.softmax_cross_entropy(&labels)
        } else {
            let truth = tape.constant(labels.one_hot());
            -(x.log_softmax() * truth).sum() / 4.0
        };
        (loss.item(), loss.backward().of(x).clone())
    };
    let ((a, da), (b, db)) = (run(true), run(false));
    assert!((a - b).abs() < 1e-6);
    assert!(
        da.data()
            .iter()
            .zip(db.data())
            .all(|(a, b)| (a - b).abs() < 1e-6)
    );
}

#[test]
fn gradients() {
    let labels = Labels::new(&[2, 0, 1, 1], 3);
    assert_gradients(&[sample([4, 3], 5)], |_, v| {
        v[0].softmax_cross_entropy(&labels) * 3.0
    });
}

#[test]
fn a_confident_wrong_answer_costs_its_logit() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(vec![1000.0, 0.0], [1, 2]));
    assert_eq!(
        x.softmax_cross_entropy(&Labels::new(&[1], 2)).item(),
        1000.0
    );
}

/// `F.cross_entropy(x, torch.tensor([2, 0, 1, 1]), weight=torch.tensor([0.5, 2.0, 1.25]))` of PyTorch, in
/// double precision, and its gradient.
#[test]
fn weights_are_pytorchs() {
    let labels = Labels::new(&[2, 0, 1, 1], 3);
    let of_class = [0.5, 2.0, 1.25];
    let weights: Vec<f32> = [2, 0, 1, 1].map(|class: usize| of_class[class]).to_vec();
    let x = [
        1.5, -0.25, 0.75, -1.0, 0.5, 0.25, 2.0, 1.0, -0.5, 0.125, -0.75, 1.25,
    ];
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_slice(&x, [4, 3]));
    let loss = x.weighted_softmax_cross_entropy(&labels, &weights);
    assert!((loss.item() - 1.7665273).abs() < 1e-6);
    let want = [
        0.1320612, 0.0229488, -0.15501, -0.0772646, 0.0434363, 0.0338282, 0.2398859, -0.259577,
        0.0196910, 0.0773449, -0.3155839, 0.238239,
    ];
    let grads = loss.backward();
    for (got, want) in grads.of(x).data().iter().zip(want) {
        assert!((got - want).abs() < 1e-6, "{got} {want}");
    }
}

#[test]
fn equal_weights_change_nothing_and_any_weights_have_their_gradient() {
    let labels = Labels::new(&[2, 0, 1, 1], 3);
    let tape = Tape::new();
    let x = tape.constant(sample([4, 3], 5));
    let (plain, weighted) = (
        x.softmax_cross_entropy(&labels).item(),
        x.weighted_softmax_cross_entropy(&labels, &[3.0; 4]).item(),
    );
    assert!((plain - weighted).abs() < 1e-6);
    assert_gradients(&[sample([4, 3], 5)], |_, v| {
        v[0].weighted_softmax_cross_entropy(&labels, &[0.5, 2.0, 0.0, 1.25]) * 2.0
    });
}

/// One weight is negative: the gradients say so, and are those of finite differences.
#[test]
fn weights_may_have_any_sign() {
    let labels = Labels::new(&[2, 0, 1, 1], 3);
    let weights = [0.5, -2.0, 0.25, 3.0];
    assert_gradients(&[sample([4, 3], 5)], |_, v| {
        v[0].weighted_softmax_cross_entropy(&labels, &weights) * 2.0
    });
    let weights = weights.map(|w| w / 1.75);
    let tape = Tape::new();
    let x = tape.constant(sample([4, 3], 5));
    let each = x.softmax_cross_entropy_each(&labels);
    let sum = (each * tape.constant(Tensor::from_slice(&weights, [4]))).sum();
    let weighted = x.weighted_softmax_cross_entropy(&labels, &weights);
    assert!((sum.item() - weighted.item()).abs() < 1e-6);
}

#[test]
#[should_panic(expected = "2 labels need as many weights, all finite, that do not add up to 0")]
fn weights_that_add_up_to_nothing_are_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([2, 3]))
        .weighted_softmax_cross_entropy(&Labels::new(&[1, 0], 3), &[0.5, -0.5]);
}

#[test]
#[should_panic(expected = "all finite")]
fn an_infinite_weight_is_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([2, 3]))
        .weighted_softmax_cross_entropy(&Labels::new(&[1, 0], 3), &[1.0, f32::INFINITY]);
}

/// A class that cannot be, with a logit of −∞: 0 · ∞ is nowhere. ln(1 + 1/e) = 0.31326168751822, by Python.
#[test]
fn a_masked_class_costs_nothing() {
    let labels = Labels::new(&[1], 3);
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_slice(&[1.0, 2.0, f32::NEG_INFINITY], [1, 3]));
    for loss in [
        x.softmax_cross_entropy(&labels),
        x.weighted_softmax_cross_entropy(&labels, &[1.0]),
        x.weighted_softmax_cross_entropy(&labels, &[-2.0]),
        x.softmax_cross_entropy_each(&labels).sum(),
    ] {
        assert!((loss.item() - 0.313_261_7).abs() < 1e-6, "{}", loss.item());
        let dx = loss.backward().of(x).clone();
        assert!((dx.data()[0] - 0.268_941_4).abs() < 1e-6 && dx.data()[2] == 0.0);
    }
    // A row that counts nothing, and whose truth cannot be; but NaN is seen.
    let loss = |first: f32| {
        let x = tape.constant(Tensor::from_slice(&[first, 0.0, 0.0, 0.0], [2, 2]));
        x.weighted_softmax_cross_entropy(&Labels::new(&[0, 0], 2), &[0.0, 1.0])
            .item()
    };
    assert!((loss(f32::NEG_INFINITY) - 2.0_f32.ln()).abs() < 1e-6);
    assert!(loss(f32::NAN).is_nan());
}

/// Pixels that nobody labelled: as if the rows were not there, though they hold NaN.
#[test]
fn ignored_rows_do_not_count() {
    let labels = Labels::ignoring(&[2_u8, 255, 1, 0, 255, 1], 3, 255);
    let kept = [0, 2, 3, 5];
    let mut numbers = sample([6, 3], 5);
    numbers.data_mut()[4] = f32::NAN;
    let tape = Tape::new();
    let x = tape.variable(numbers.reshape([1, 2, 3, 3]));
    let few = tape.variable(numbers.gather_rows(&kept));
    let few_labels = labels.gather(&kept);
    let weights = [0.5, 9.0, 2.0, -0.25, 9.0, 1.0];
    for (loss, want) in [
        (
            x.softmax_cross_entropy(&labels),
            few.softmax_cross_entropy(&few_labels),
        ),
        (
            x.weighted_softmax_cross_entropy(&labels, &weights),
            few.weighted_softmax_cross_entropy(&few_labels, &kept.map(|i| weights[i])),
        ),
        (
            x.softmax_cross_entropy_each(&labels).sum(),
            few.softmax_cross_entropy_each(&few_labels).sum(),
        ),
    ] {
        assert!((loss.item() - want.item()).abs() < 1e-6);
        let dx = loss.backward().of(x).reshape([6, 3]);
        assert_eq!(dx.gather_rows(&kept), *want.backward().of(few));
        assert_eq!(dx.gather_rows(&[1, 4]), Tensor::zeros([2, 3]));
    }
    let each = x.softmax_cross_entropy_each(&labels).value();
    assert_eq!((each.dims(), each.data()[1]), (&[1, 2, 3][..], 0.0));
}

#[test]
fn where_all_is_ignored_there_is_nothing_to_learn() {
    let labels = Labels::ignoring(&[255_u8, 255], 3, 255);
    let tape = Tape::new();
    let x = tape.variable(sample([2, 3], 1));
    for loss in [
        x.softmax_cross_entropy(&labels),
        x.weighted_softmax_cross_entropy(&labels, &[1.0, 2.0]),
    ] {
        assert_eq!(loss.item(), 0.0);
        assert_eq!(*loss.backward().of(x), Tensor::zeros([2, 3]));
    }
}

/// The logits of pictures: rows are all axes but the last.
#[test]
fn of_pictures() {
    let labels = Labels::from_ids(&[2, 0, 1, 1, 2, 2, 0, 1], 3);
    let weights = Tensor::from_slice(&[1.0, -2.0, 0.5, 1.5], [2, 2, 1]);
    let tape = Tape::new();
    let x = tape.constant(sample([2, 2, 2, 3], 5));
    let rows = x.reshape([8, 3]);
    assert_eq!(
        x.softmax_cross_entropy(&labels).item(),
        rows.softmax_cross_entropy(&labels).item()
    );
    assert_gradients(&[sample([2, 2, 2, 3], 5)], |_, v| {
        v[0].softmax_cross_entropy(&labels) * 3.0
    });
    assert_gradients(&[sample([2, 2, 2, 3], 5)], |tape, v| {
        (v[0].softmax_cross_entropy_each(&labels) * tape.constant(weights.clone())).mean()
    });
}

/// ln(1 + e^−4) = 0.018149927917809, beside logits of a thousand: they are steps of 6·10⁻⁵ apart.
#[test]
fn a_small_loss_survives_large_logits() {
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(vec![1000.0, 996.0], [1, 2]));
    let loss = x.softmax_cross_entropy(&Labels::new(&[0], 2)).item();
    assert!((loss - 0.018_149_928).abs() < 1e-7, "{loss}");
    assert!((x.log_softmax().value().data()[0] + 0.018_149_928).abs() < 1e-7);
}

#[test]
#[should_panic(expected = "2 labels of 3 classes need logits [2, 3], they are [3, 2]")]
fn a_shape_mistake_is_explained() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([3, 2]))
        .softmax_cross_entropy(&Labels::new(&[1, 0], 3));
}
