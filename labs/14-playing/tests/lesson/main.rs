//! What the lesson says, asserted.

mod balancing;
mod choosing;
mod games;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab14::judging::exercises());
}
