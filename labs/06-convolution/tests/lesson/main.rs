//! What the lesson says, asserted.

mod facts;
mod gradients;
mod learners;
mod receptive;
mod reference;
#[cfg(feature = "gpu")]
mod shaders;
#[cfg(feature = "gpu")]
mod strange_shaders;
mod trained;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab06::judging::exercises());
}
