//! What the lesson says, asserted: facts of the sources, reference values, gradients, properties.

mod curve;
mod gates;
mod learners;
mod learning;
mod support;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab01::judging::exercises());
}
