//! Pooling layers: nothing to learn, fewer pixels.

use super::{Module, Row};
use crate::{Shape, Tape, Var, Window};

/// Writes a layer that applies a window.
macro_rules! pooling {
    ($($(#[$doc:meta])* $Layer:ident, $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Layer {
            window: Window,
        }

        impl $Layer {
            /// Pools with this window; `Window::new(2).stride(2)` is the usual one.
            pub fn new(window: Window) -> Self {
                $Layer { window }
            }
        }

        impl Module for $Layer {
            #[track_caller]
            fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
                x.$method(self.window)
            }

            fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
                let [height, width, channels] = *input.dims() else {
                    panic!("{}: takes images [H, W, C], here {input} comes in", stringify!($method));
                };
                let [height, width] = self.window.output([height, width]);
                let output = Shape::from([height, width, channels]);
                let [down, right] = self.window.size;
                rows.push(Row {
                    layer: format!("{} {down}×{right}", stringify!($Layer)),
                    output,
                    parameters: 0,
                });
                output
            }
        }

        crate::parts!($Layer {});
    )*};
}

pooling! {
    /// The largest number under each place of a window: `[N, H, W, C]` → `[N, H′, W′, C]`.
    MaxPool2d, max_pool2d;
    /// The smallest number under each place of a window.
    MinPool2d, min_pool2d;
    /// The mean under each place of a window.
    AvgPool2d, avg_pool2d;
}

/// The mean of each channel over the whole image: `[N, H, W, C]` → `[N, C]`.
#[derive(Clone, Copy, Debug)]
pub struct GlobalAvgPool;

impl Module for GlobalAvgPool {
    #[track_caller]
    fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        x.global_avg_pool()
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let [_, _, channels] = *input.dims() else {
            panic!("global_avg_pool: takes images [H, W, C], here {input} comes in");
        };
        let output = Shape::from([channels]);
        rows.push(Row {
            layer: "GlobalAvgPool".to_string(),
            output,
            parameters: 0,
        });
        output
    }
}

crate::parts!(GlobalAvgPool {});
