//! Weights that stand still, one by one, and what is looked up in a table.

use super::*;

/// The gradients of a layer's parameters, in their order, where the one at `fixed` is a constant.
fn gradients(layer: &dyn Recurrent, x: &Tensor, fixed: Option<usize>) -> Vec<Option<Tensor>> {
    let tape = Tape::new();
    let mut place = 0;
    layer.visit(&mut |param| {
        if Some(place) == fixed {
            tape.hold(param);
        }
        place += 1;
    });
    let run = layer.run(&tape, tape.variable(x.clone()), None, None);
    let grads = (run.outputs.powi(2).sum() + run.last.sum()).backward();
    let mut found = Vec::new();
    layer.visit(&mut |param| found.push(grads.param(param).cloned()));
    found
}

#[test]
fn each_weight_may_stand_still_alone() {
    let x = sample([2, 5, 3], 4);
    for layer in layers(3, 4) {
        let free = gradients(layer.as_ref(), &x, None);
        assert!(free.iter().all(Option::is_some));
        for fixed in 0..free.len() {
            let mut want = free.clone();
            want[fixed] = None;
            assert_eq!(gradients(layer.as_ref(), &x, Some(fixed)), want);
        }
    }
}

/// Few letters in a long text are multiplied by W_x once each. Who asks for every gradient gets those of the rows, too.
#[test]
fn the_short_way_through_a_table_hides_no_gradient() {
    let text = Tokens::new(&[0, 2, 1, 2, 0, 1, 1, 2, 0, 0], [2, 5], 3);
    for layer in layers(4, 3) {
        let tape = Tape::new();
        let table = tape.variable(sample([3, 4], 8));
        let rows = table.embedding(&text);
        let loss = layer.run(&tape, rows, None, None).outputs.powi(2).sum();
        let all = loss.backward_keeping_all();
        let mut by_hand = Tensor::zeros([3, 4]);
        let of_rows = all.of(rows).clone();
        for (place, &letter) in text.as_slice().iter().enumerate() {
            let to = &mut by_hand.data_mut()[letter as usize * 4..][..4];
            let from = &of_rows.data()[place * 4..][..4];
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
        assert!(close(all.of(table), &by_hand));
        assert!(close(loss.backward().of(table), &by_hand));
    }
}

#[test]
fn both_directions_are_changed() {
    let mut rng = nabla::rng(3);
    let mut model = Bidirectional::new(Gru::new(2, 3, &mut rng), Gru::new(2, 3, &mut rng));
    let mut count = 0;
    model.visit(&mut |_| count += 1);
    let mut changed = 0;
    model.visit_mut(&mut |param| {
        param.value_mut().data_mut().fill(0.5);
        changed += 1;
    });
    assert_eq!(changed, count);
    model.visit(&mut |param| assert!(param.value().data().iter().all(|&w| w == 0.5)));
}
