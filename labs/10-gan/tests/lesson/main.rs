//! What the lesson says, asserted.

mod by_hand;
mod learners;
mod line;
mod pictures;
mod play;
mod ring;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab10::judging::exercises());
}
