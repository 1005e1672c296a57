//! The engine's `backward` with one thing wrong each time. None of these is used to learn anything but how it fails.

use crate::engine::Value;
use std::collections::HashSet;
use std::rc::Rc;

fn order(end: &Value) -> Vec<Value> {
    let mut order = Vec::new();
    end.sort(&mut HashSet::new(), &mut order);
    order
}

fn clear(order: &[Value]) {
    for value in order {
        value.0.grad.set(0.0);
    }
}

/// Bug 1: the gradient is overwritten (`=`) where it should be added to (`+=`).
// ANCHOR: overwriting
pub fn backward_overwriting(end: &Value) {
    let order = order(end);
    clear(&order);
    end.0.grad.set(1.0);
    for value in order.iter().rev() {
        for (parent, derivative) in &value.0.parents {
            // What another child has written here is lost.
            parent.0.grad.set(derivative * value.grad());
        }
    }
}
// ANCHOR_END: overwriting

/// Bug 2: each value hands its gradient on as soon as it is reached, instead of waiting for all its children.
// ANCHOR: too_early
pub fn backward_too_early(end: &Value) {
    fn visit(value: &Value, seen: &mut HashSet<*const ()>) {
        if seen.insert(Rc::as_ptr(&value.0).cast()) {
            for (parent, derivative) in &value.0.parents {
                parent.0.grad.set(parent.grad() + derivative * value.grad());
                visit(parent, seen); // its gradient may not be complete yet
            }
        }
    }
    clear(&order(end));
    end.0.grad.set(1.0);
    visit(end, &mut HashSet::new());
}
// ANCHOR_END: too_early

/// Bugs 3 and 4: nothing is set back to zero first, so what an earlier walk has left is counted again.
// ANCHOR: not_zeroed
pub fn backward_without_zeroing(end: &Value) {
    end.0.grad.set(1.0);
    for value in order(end).iter().rev() {
        for (parent, derivative) in &value.0.parents {
            parent.0.grad.set(parent.grad() + derivative * value.grad());
        }
    }
}
// ANCHOR_END: not_zeroed

/// Gradient descent on (w − 3)² from w = 0 at rate 0.1 with the given `backward`; `w` after each of `steps` steps.
// ANCHOR: descend
pub fn descend(backward: fn(&Value), steps: usize) -> Vec<f64> {
    let w = Value::from(0.0);
    (0..steps)
        .map(|_| {
            let loss = (&w - 3.0).powi(2); // a new expression each step, the same w
            backward(&loss);
            w.set_data(w.data() - 0.1 * w.grad());
            w.data()
        })
        .collect()
}
// ANCHOR_END: descend

/// `levels` doublings of x, differentiated twice over without zeroing: ∂/∂x as reported, over what it should be.
pub fn inflation_by_second_walk(levels: usize) -> f64 {
    let x = Value::from(1.0);
    let end = (0..levels).fold(x.clone(), |value, _| value * 2.0);
    backward_without_zeroing(&end);
    let once = x.grad();
    backward_without_zeroing(&end);
    x.grad() / once
}
