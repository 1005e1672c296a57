//! What the lesson says, asserted.

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab09::judging::exercises());
}
