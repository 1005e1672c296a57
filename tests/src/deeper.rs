<<<<<<< HEAD
//! A network of many layers, a row of `speed`: a U-Net for scenes.

use nabla::{
    Activation, Conv2d, Init, MaxPool2d, Module, Padding, Rng, Tape, Upsample2d, Var, Window,
};

/// Scenes, [H, W, C].
pub const SCENE: [usize; 3] = [64, 64, 1];
/// What a pixel of a scene may be: a digit, or none.
pub const KINDS: usize = 11;
=======
//! A network of many layers, a row of `speed`: He and others' residual network for CIFAR-10.

use nabla::{BatchNorm, Conv2d, Init, Linear, Module, Padding, Rng, Tape, Tensor, Var, Window};

/// Pictures of CIFAR-10, [H, W, C].
pub const COLOUR: [usize; 3] = [32, 32, 3];
>>>>>>> pixels

fn three(inputs: usize, outputs: usize, rng: &mut Rng) -> Conv2d {
    let window = Window::new(3).padding(Padding::all(1));
    Conv2d::new(inputs, outputs, window, Init::He, rng)
}

<<<<<<< HEAD
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
=======
/// Two convolutions, and a way around them.
struct Block {
    conv1: Conv2d,
    norm1: BatchNorm,
    conv2: Conv2d,
    norm2: BatchNorm,
    /// [channels in, channels out].
    channels: [usize; 2],
}
nabla::parts!(Block {
    conv1,
    norm1,
    conv2,
    norm2
});

impl Block {
    fn new(channels: [usize; 2], rng: &mut Rng) -> Self {
        let [inputs, outputs] = channels;
        let stride = outputs / inputs;
        Block {
            conv1: three(inputs, outputs, stride, rng).without_bias(),
            norm1: BatchNorm::new(outputs),
            conv2: three(outputs, outputs, 1, rng).without_bias(),
            norm2: BatchNorm::new(outputs),
            channels,
        }
    }

    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let seen = self.conv1.forward(tape, x);
        let seen = self.norm1.forward(tape, seen).relu();
        let seen = self.conv2.forward(tape, seen);
        let seen = self.norm2.forward(tape, seen);
        (seen + self.around(tape, x)).relu()
    }

    /// Without parameters: where the picture shrinks, every second pixel, and zeros for the channels that are new.
    fn around<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let [inputs, outputs] = self.channels;
        if inputs == outputs {
            return x;
        }
        let x = x.max_pool2d(Window::new(1).stride(2));
        let [n, height, width, _] = *x.shape().dims() else {
            unreachable!("pictures are [N, H, W, C]")
        };
        let zeros = Tensor::zeros([n, height, width, (outputs - inputs) / 2]);
        let zeros = tape.constant(zeros.to(&x.value().device()));
        Var::concat(&[zeros, x, zeros], 3)
    }
}

/// Three stages of three blocks, with 16, 32 and 64 channels: 269,722 trainable parameters.
pub struct ResNet20 {
    conv: Conv2d,
    norm: BatchNorm,
    blocks: Vec<Block>,
    fc: Linear,
}
nabla::parts!(ResNet20 {
    conv,
    norm,
    blocks,
    fc
});

impl ResNet20 {
    pub fn new(rng: &mut Rng) -> Self {
        let widths = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64];
        let pairs = widths.windows(2);
        ResNet20 {
            conv: three(3, 16, 1, rng).without_bias(),
            norm: BatchNorm::new(16),
            blocks: pairs
                .map(|pair| Block::new([pair[0], pair[1]], rng))
                .collect(),
            fc: Linear::new(64, 10, Init::Xavier, rng),
        }
    }

    /// The logits [N, 10] of pictures [N, 32, 32, 3].
    pub fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let x = self.conv.forward(tape, x);
        let x = self.norm.forward(tape, x).relu();
        let x = self
            .blocks
            .iter()
            .fold(x, |x, block| block.forward(tape, x));
        self.fc.forward(tape, x.global_avg_pool())
>>>>>>> pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
<<<<<<< HEAD
    fn it_is_as_large_as_it_should_be() {
        let net = UNet::new(&mut nabla::rng(1));
        assert_eq!(nabla::trainable_parameters(&net), 118_155);
=======
    fn it_is_as_large_as_its_paper_says() {
        let rng = &mut nabla::rng(1);
        assert_eq!(nabla::trainable_parameters(&ResNet20::new(rng)), 269_722);
>>>>>>> pixels
    }
}
