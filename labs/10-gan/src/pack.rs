//! Several examples shown as one.

use nabla::{Module, Row, Shape, Tape, Var};

// ANCHOR: pack
/// Lays so many examples side by side: `[N, C]` → `[N/pack, pack·C]`. A discriminator that begins with this judges
/// them together, and sees when they are all alike (PacGAN: Lin, Khetan, Fanti and Oh, 2018).
#[derive(Clone, Copy, Debug)]
pub struct Pack(
    /// How many.
    pub usize,
);

impl Module for Pack {
    #[track_caller]
    fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (count, width) = x.shape().as_rows();
        assert!(
            count.is_multiple_of(self.0),
            "pack: {count} examples cannot be laid out in packs of {}; choose another batch",
            self.0
        );
        x.reshape([count / self.0, self.0 * width])
    }
    // ANCHOR_END: pack

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let output = Shape::new(&[self.0 * input.size()]);
        rows.push(Row {
            layer: format!("Pack of {}", self.0),
            output,
            parameters: 0,
        });
        output
    }
}

nabla::parts!(Pack {});
