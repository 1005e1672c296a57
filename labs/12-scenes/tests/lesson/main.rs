//! What the lesson says, asserted.

mod boxes;
mod captions;
mod pairs;
mod pixels;
mod scenes;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab12::judging::exercises());
}
