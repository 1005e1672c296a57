//! What the lesson says, asserted.

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab08::judging::exercises());
}
