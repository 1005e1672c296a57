//! What the lesson says, asserted.

mod chaos;
mod energy;
mod graphs;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab15::judging::exercises());
}
