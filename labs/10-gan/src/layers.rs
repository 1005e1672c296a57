//! The one layer that nabla lacks for drawing: from a row of numbers back to a picture.

use nabla::{Module, Tape, Var};

/// The opposite of [`Flatten`](nabla::Flatten): `[N, H·W·C]` → `[N, H, W, C]`.
#[derive(Clone, Copy, Debug)]
pub struct Unflatten(
    /// `[H, W, C]`
    pub [usize; 3],
);

impl Module for Unflatten {
    #[track_caller]
    fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let [height, width, channels] = self.0;
        let count = x.shape().dims()[0];
        x.reshape([count, height, width, channels])
    }
}

nabla::parts!(Unflatten {});
