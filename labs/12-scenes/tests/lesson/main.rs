//! What the lesson says, asserted.

mod boxes;
mod captions;
mod pairs;
mod pixels;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab12::judging::exercises());
}
