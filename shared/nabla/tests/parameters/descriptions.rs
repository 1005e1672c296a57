//! The row of a module that does not describe itself.

use super::*;

struct Residual<M>(M);

impl<M: Parameters> Parameters for Residual<M> {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.0.visit(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.0.visit_mut(f);
    }
}

impl<M: Module> Module for Residual<M> {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        Var::concat(&[x, self.0.forward(tape, x)], x.shape().rank() - 1)
    }
}

#[test]
fn a_module_without_one_is_a_row_with_its_type() {
    let mut rows = Vec::new();
    let output = Residual(linear(3, 2, 1)).describe(Shape::new(&[7, 3]), &mut rows);
    assert_eq!(output.dims(), [7, 5]);
    let row = Row {
        layer: "Residual".to_string(),
        output,
        parameters: 8,
    };
    assert_eq!(rows, [row]);
}

struct Total;

nabla::parts!(Total {});

impl Module for Total {
    fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        x.sum()
    }
}

#[test]
#[should_panic(expected = "one example of shape [3] went in, [] came out")]
fn what_has_no_batch_axis_needs_its_own() {
    Total.describe(Shape::new(&[3]), &mut Vec::new());
}

#[test]
fn layers_that_make_pictures_larger_say_how_large() {
    let mut rng = nabla::rng(1);
    let window = Window::new(2).stride(3).groups(3);
    let up = ConvTranspose2d::new(6, 9, window, Init::He, &mut rng);
    let images = Shape::new(&[5, 7, 6]);
    let tape = Tape::new();
    let made = up.forward(&tape, tape.constant(Tensor::zeros([1, 5, 7, 6])));
    let said = up.describe(images, &mut Vec::new());
    assert_eq!(made.shape().dims()[1..], *said.dims());
    let copied = Upsample2d::new([3, 2]).describe(images, &mut Vec::new());
    assert_eq!(copied.dims(), [15, 14, 6]);
}

/// Xavier's rule goes by what a number sees and what it feeds: a window's places times the channels of its group.
#[test]
fn windows_start_by_what_they_see_and_feed() {
    let conv = Conv2d::new(
        8,
        24,
        Window::new(3).groups(2),
        Init::Xavier,
        &mut nabla::rng(1),
    );
    let bound = (6.0_f32 / (9.0 * 4.0 + 9.0 * 12.0)).sqrt();
    let weights = conv.weight.value();
    let largest = weights.data().iter().fold(0.0_f32, |m, w| m.max(w.abs()));
    assert!(largest <= bound, "{largest}, at most {bound}");
    assert!(largest > 0.98 * bound, "{largest}, nearly {bound}");
}

#[test]
fn a_layer_is_found_as_what_it_is() {
    let model = Sequential::new().push(linear(3, 2, 1)).push(Flatten);
    assert_eq!(model.get::<Linear>(0).map(parameters), Some(8));
    assert!(model.get::<Flatten>(1).is_some());
    assert!(model.get::<Flatten>(0).is_none() && model.get::<Flatten>(2).is_none());
}

#[test]
fn the_tape_lists_operations_by_their_names() {
    let tape = Tape::new();
    let x = tape.variable(sample([2, 3], 1));
    let y = (x * 3.0 + x.exp()).matmul(tape.constant(sample([3, 2], 2)));
    y.mse(&Tensor::zeros([2, 2]));
    let listing = tape.listing();
    let kinds: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    let want = [
        "variable",
        "Scale(3.0)",
        "Exp",
        "Add",
        "constant",
        "MatMul",
        "Mse",
    ];
    assert_eq!(kinds, want, "{listing}");
}

/// Those of other rules a file may not make negative.
#[test]
fn rules_without_squares_name_none() {
    let rules: [Box<dyn Optimizer>; 3] = [
        Box::new(Sgd::new(0.1)),
        Box::new(Momentum::new(0.1, 0.9)),
        Box::new(Nesterov::new(0.1, 0.9)),
    ];
    for rule in rules {
        assert!(rule.squares().is_empty(), "{}", rule.name());
    }
}
