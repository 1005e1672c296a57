//! A network of many layers, a row of `speed`: a U-Net for scenes.

use nabla::{
    Activation, Conv2d, Init, MaxPool2d, Module, Padding, Rng, Tape, Upsample2d, Var, Window,
};

/// Scenes, [H, W, C].
pub const SCENE: [usize; 3] = [64, 64, 1];
/// What a pixel of a scene may be: a digit, or none.
pub const KINDS: usize = 11;

fn three(inputs: usize, outputs: usize, rng: &mut Rng) -> Conv2d {
    let window = Window::new(3).padding(Padding::all(1));
    Conv2d::new(inputs, outputs, window, Init::He, rng)
}

/// Down in two steps and up again, with what was seen on the way down beside it: 118,155 parameters.
pub struct UNet {
    down: [[Conv2d; 2]; 3],
    up: [[Conv2d; 2]; 2],
    output: Conv2d,
}
nabla::parts!(UNet { down, up, output });

impl UNet {
    pub fn new(rng: &mut Rng) -> Self {
        let mut two = |inputs, outputs| {
            [inputs, outputs]
                .map(|channels| three(channels, outputs, rng).activation(Activation::Relu))
        };
        UNet {
            down: [two(1, 16), two(16, 32), two(32, 64)],
            up: [two(64 + 32, 32), two(32 + 16, 16)],
            output: Conv2d::new(16, KINDS, Window::new(1), Init::Xavier, rng),
        }
    }

    /// The logits [N, 64, 64, 11] of scenes [N, 64, 64, 1].
    pub fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let two = |[first, second]: &[Conv2d; 2], x| second.forward(tape, first.forward(tape, x));
        let smaller = |x| MaxPool2d::new(Window::new(2).stride(2)).forward(tape, x);
        let larger = |x| Upsample2d::new(2).forward(tape, x);
        let [down1, down2, middle] = &self.down;
        let [up2, up1] = &self.up;
        let first = two(down1, x);
        let second = two(down2, smaller(first));
        let x = two(middle, smaller(second));
        let x = two(up2, Var::concat(&[larger(x), second], 3));
        let x = two(up1, Var::concat(&[larger(x), first], 3));
        self.output.forward(tape, x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_large_as_it_should_be() {
        let net = UNet::new(&mut nabla::rng(1));
        assert_eq!(nabla::trainable_parameters(&net), 118_155);
    }
}
