//! What the lesson says, asserted.

mod by_hand;
mod learners;
mod neighbours;
mod trained;
mod variational;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab09::judging::exercises());
}
