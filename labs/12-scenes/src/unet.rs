//! A U-Net: down to see far, up to see exactly, and what was seen on the way down handed across.
//!
//! Ronneberger, Fischer and Brox, 2015; smaller, and with neighbours doubled in place of a transposed convolution.

use nabla::{Activation, Conv2d, Init, Module, Padding, Rng, Tape, Var, Window};

/// Pictures of one channel in, logits of so many kinds for each pixel out. The parts have PyTorch's names but for the
/// numbers in them.
pub struct UNet {
    d1: [Conv2d; 2],
    d2: [Conv2d; 2],
    m: [Conv2d; 2],
    u2: [Conv2d; 2],
    u1: [Conv2d; 2],
    o: Conv2d,
}
nabla::parts!(UNet {
    d1,
    d2,
    m,
    u2,
    u1,
    o
});

/// Channels at full size: with 11 kinds, 118,155 parameters.
pub const WIDTH: usize = 16;

// ANCHOR: unet
impl UNet {
    /// With `width` channels at full size, twice as many at half of it, four times at a quarter.
    pub fn new(width: usize, kinds: usize, rng: &mut Rng) -> Self {
        let window = Window::new(3).padding(Padding::Same);
        let mut two = |inputs, outputs| {
            [inputs, outputs].map(|channels| {
                Conv2d::new(channels, outputs, window, Init::He, rng).activation(Activation::Relu)
            })
        };
        let [full, half, quarter] = [width, 2 * width, 4 * width];
        UNet {
            d1: two(1, full),
            d2: two(full, half),
            m: two(half, quarter),
            u2: two(quarter + half, half),
            u1: two(half + full, full),
            o: Conv2d::new(full, kinds, Window::new(1), Init::Xavier, rng),
        }
    }
}

impl Module for UNet {
    /// The logits `[N, H, W, kinds]` of pictures `[N, H, W, 1]`, whose sides four must divide.
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let fine = both(&self.d1, tape, x);
        let coarse = both(&self.d2, tape, smaller(fine));
        let deep = both(&self.m, tape, smaller(coarse));
        let up = Var::concat(&[larger(deep), coarse], 3);
        let up = both(&self.u2, tape, up);
        let up = Var::concat(&[larger(up), fine], 3);
        self.o.forward(tape, both(&self.u1, tape, up))
    }
}
// ANCHOR_END: unet

fn both<'t>([first, second]: &[Conv2d; 2], tape: &'t Tape, x: Var<'t>) -> Var<'t> {
    second.forward(tape, first.forward(tape, x))
}

fn smaller(x: Var<'_>) -> Var<'_> {
    x.max_pool2d(Window::new(2).stride(2))
}

fn larger(x: Var<'_>) -> Var<'_> {
    x.upsample2d(2)
}

/// How many numbers such a network learns.
pub fn size(width: usize, kinds: usize) -> usize {
    nabla::trainable_parameters(&UNet::new(width, kinds, &mut nabla::rng(0)))
}
