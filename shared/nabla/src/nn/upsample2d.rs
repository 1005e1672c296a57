//! A layer that makes images larger and learns nothing.

use super::{Module, Param, Parameters, Row};
use crate::{Pair, Shape, Tape, Var};

/// Each pixel becomes a block of equal ones ([`Var::upsample2d`]): `[N, H, W, C]` → `[N, H·down, W·across, C]`.
#[derive(Clone, Copy, Debug)]
pub struct Upsample2d {
    factor: [usize; 2],
}

impl Upsample2d {
    /// So many times as large, down and across.
    ///
    /// # Panics
    /// If a factor is 0.
    #[track_caller]
    pub fn new(factor: impl Pair) -> Self {
        let factor = factor.pair();
        assert!(
            !factor.contains(&0),
            "upsample2d: {factor:?} times an image is nothing; a factor is at least 1"
        );
        Upsample2d { factor }
    }
}

impl Module for Upsample2d {
    #[track_caller]
    fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        x.upsample2d(self.factor)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let [height, width, channels] = *input.dims() else {
            panic!("upsample2d: takes images [H, W, C], here {input} comes in");
        };
        let [down, across] = self.factor;
        let output = Shape::from([height * down, width * across, channels]);
        rows.push(Row {
            layer: format!("Upsample2d {down}×{across}"),
            output,
            parameters: 0,
        });
        output
    }
}

impl Parameters for Upsample2d {
    fn visit(&self, _f: &mut dyn FnMut(&Param)) {}

    fn visit_mut(&mut self, _f: &mut dyn FnMut(&mut Param)) {}
}
