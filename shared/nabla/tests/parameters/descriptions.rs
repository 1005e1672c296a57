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
