//! What the lesson says, asserted.

mod counting;
mod depth;
mod looking;
mod transfer;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab11::judging::exercises());
}
