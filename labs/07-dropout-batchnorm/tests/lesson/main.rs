//! What the lesson says, asserted.

mod by_hand;
mod gradients;
mod learners;
mod networks;
mod reference;
mod trained;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab07::judging::exercises());
}
