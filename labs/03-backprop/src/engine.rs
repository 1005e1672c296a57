//! Reverse-mode differentiation of scalar expressions. The plan is Andrej Karpathy's micrograd: each [`Value`]
//! remembers the values it was made from and its derivative with respect to each of them, and [`Value::backward`] walks from the
//! end of an expression to its beginning and multiplies derivatives.

use std::ops::{Add, Div, Mul, Sub};
use std::{cell::Cell, collections::HashSet, rc::Rc};

// ANCHOR: value
/// A number that knows where it came from. Cloning copies the handle, not the number.
#[derive(Clone)]
pub struct Value(pub(crate) Rc<Node>);

/// What a [`Value`] points at.
pub(crate) struct Node {
    pub(crate) data: Cell<f64>,
    pub(crate) grad: Cell<f64>,
    /// Each value this one was computed from, with ∂(this)/∂(that).
    pub(crate) parents: Vec<(Value, f64)>,
}

impl Value {
    fn from_parents(data: f64, parents: Vec<(Value, f64)>) -> Value {
        Value(Rc::new(Node {
            data: Cell::new(data),
            grad: Cell::new(0.0),
            parents,
        }))
    }

    /// The number itself.
    pub fn data(&self) -> f64 {
        self.0.data.get()
    }

    /// ∂(the value `backward` was last called on)/∂(this one).
    pub fn grad(&self) -> f64 {
        self.0.grad.get()
    }

    /// Overwrites the number, as descent moves a weight. Expressions made from it do not follow.
    pub fn set_data(&self, data: f64) {
        self.0.data.set(data);
    }
    // ANCHOR_END: value

    // ANCHOR: backward
    /// Appends all values this one depends on to `order`, parents first, this one last.
    pub(crate) fn sort(&self, seen: &mut HashSet<*const Node>, order: &mut Vec<Value>) {
        if seen.insert(Rc::as_ptr(&self.0)) {
            for (parent, _) in &self.0.parents {
                parent.sort(seen, order);
            }
            order.push(self.clone());
        }
    }

    /// Fills in `grad` of every value this one depends on. Recursive: a chain of 100,000
    /// operations overflows the stack.
    pub fn backward(&self) {
        let mut order = Vec::new();
        self.sort(&mut HashSet::new(), &mut order);
        order.iter().for_each(|value| value.0.grad.set(0.0));
        self.0.grad.set(1.0);
        for value in order.iter().rev() {
            for (parent, derivative) in &value.0.parents {
                parent.0.grad.set(parent.grad() + derivative * value.grad());
            }
        }
    }
    // ANCHOR_END: backward

    // ANCHOR: functions
    /// A function of one value: its result here, and its derivative here.
    fn apply(&self, result: f64, derivative: f64) -> Value {
        Value::from_parents(result, vec![(self.clone(), derivative)])
    }

    /// eᵃ
    pub fn exp(&self) -> Value {
        self.apply(self.data().exp(), self.data().exp())
    }

    /// ln a
    pub fn ln(&self) -> Value {
        self.apply(self.data().ln(), 1.0 / self.data())
    }

    /// aⁿ
    pub fn powi(&self, n: i32) -> Value {
        self.apply(self.data().powi(n), f64::from(n) * self.data().powi(n - 1))
    }

    /// tanh a
    pub fn tanh(&self) -> Value {
        self.apply(self.data().tanh(), 1.0 - self.data().tanh().powi(2))
    }

    /// σ(a)
    pub fn sigmoid(&self) -> Value {
        let output = 1.0 / (1.0 + (-self.data()).exp());
        self.apply(output, output * (1.0 - output))
    }

    /// max(a, 0)
    pub fn relu(&self) -> Value {
        self.apply(self.data().max(0.0), f64::from(self.data() > 0.0))
    }
    // ANCHOR_END: functions
}

// ANCHOR: operators
/// A number from outside, an input or a weight, has no parents.
impl From<f64> for Value {
    fn from(data: f64) -> Value {
        Value::from_parents(data, vec![])
    }
}

impl From<&Value> for Value {
    fn from(value: &Value) -> Value {
        value.clone()
    }
}

/// One line an operator: its result y, its derivative with respect to a, and to b.
macro_rules! operator {
    ($Op:ident, $op:ident, |$a:ident, $b:ident| $y:expr, $da:expr, $db:expr) => {
        impl<T: Into<Value>> $Op<T> for &Value {
            type Output = Value;
            fn $op(self, right: T) -> Value {
                let right = right.into();
                let ($a, $b) = (self.data(), right.data());
                Value::from_parents($y, vec![(self.clone(), $da), (right, $db)])
            }
        }
        impl<T: Into<Value>> $Op<T> for Value {
            type Output = Value;
            fn $op(self, right: T) -> Value {
                (&self).$op(right)
            }
        }
    };
}

operator!(Add, add, |a, b| a + b, 1.0, 1.0);
operator!(Sub, sub, |a, b| a - b, 1.0, -1.0);
operator!(Mul, mul, |a, b| a * b, b, a);
operator!(Div, div, |a, b| a / b, 1.0 / b, -a / (b * b));
// ANCHOR_END: operators
