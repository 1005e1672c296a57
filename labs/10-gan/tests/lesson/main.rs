//! What the lesson says, asserted.

mod by_hand;
mod line;
mod play;
mod reference;
mod ring;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab10::judging::exercises());
}
