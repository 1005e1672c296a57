//! What the lesson says, asserted.

mod facts;
mod gradients;
mod learners;
mod reference;
mod trained;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab05::judging::exercises());
}
