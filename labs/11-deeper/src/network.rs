//! The networks of this lab's long runs, and the recipe that trains each.

use crate::architecture::Architecture;
use crate::blocks::{Around, Residual};
use nabla::{Activation, Conv2d, Flatten, Init, Linear, MaxPool2d, Rng, Sequential, Window};
use trainer::{Augment, Network, Recipe, Rule};

/// What the coloured ones take, without the batch axis: `[height, width, channels]`.
pub const COLOUR: [usize; 3] = [32, 32, 3];
/// What the one for digits takes.
pub const GREY: [usize; 3] = [28, 28, 1];

// ANCHOR: recipes
/// He and others step over CIFAR-10 for 64,000 steps, with rates of 0.1, 0.01 and 0.001. A rate that rises and then falls
/// along half a cosine makes much of less than a third of them. In five epochs a peak of 0.3 read 79.5 % of the pictures held out, one of
/// 0.1 read 77.8 %; with a decay of 2e-4 in place of 5e-4 it was 79.1 %.
const COLOURFUL: Recipe = Recipe::new(
    Rule::decaying_momentum(0.3, 0.9, 5e-4).one_cycle(0.25),
    128,
    48,
)
.augment(Augment {
    padding: 4,
    flips: true,
})
.normalise()
.hold_out(0.04);

/// Digits may be moved; a 3 that is flipped is no digit any more.
const DIGITS: Recipe = Recipe::new(
    Rule::decaying_momentum(0.1, 0.9, 1e-4).one_cycle(0.25),
    128,
    10,
)
.augment(Augment {
    padding: 2,
    flips: false,
})
.normalise()
.hold_out(0.04);
// ANCHOR_END: recipes

const RESNET_20: Network = Network {
    name: "resnet20",
    input: &COLOUR,
    build: |rng| built(Residual::RESNET_20.architecture(), &COLOUR, rng),
    recipe: COLOURFUL,
    source: "He and others, 2015",
    printed: Some(0.9125),
};

/// The networks of this lab.
pub const NETWORKS: [Network; 5] = [
    RESNET_20,
    Network {
        name: "plain20",
        build: |rng| {
            let (blocks, around) = (Residual::RESNET_20, Around::Nothing);
            built(Residual { around, ..blocks }.architecture(), &COLOUR, rng)
        },
        printed: None,
        ..RESNET_20
    },
    Network {
        name: "resnet20_100",
        build: |rng| {
            let (ten, classes) = (Residual::RESNET_20, 100);
            built(Residual { classes, ..ten }.architecture(), &COLOUR, rng)
        },
        printed: None,
        ..RESNET_20
    },
    Network {
        name: "cnn2_colour",
        build: cnn2_colour,
        // Without batch norm the rate of the others would tear it apart.
        recipe: Recipe {
            rule: Rule::decaying_momentum(0.02, 0.9, 5e-4).one_cycle(0.25),
            epochs: 20,
            ..COLOURFUL
        },
        source: "PSC",
        printed: None,
        ..RESNET_20
    },
    Network {
        name: "residual15",
        input: &GREY,
        build: |rng| {
            let fifteen = residual15(Residual::RESNET_20.widths, Around::Input);
            built(fifteen, &GREY, rng)
        },
        recipe: DIGITS,
        source: "PSC",
        printed: None,
    },
];

fn built(network: Architecture, input: &[usize], rng: &mut Rng) -> Sequential {
    let built = network.build(input, rng);
    built.expect("these pictures can be halved twice")
}

// ANCHOR: residual15
/// Fifteen layers with weights: a convolution, six blocks of two, a hidden layer of 64 and the logits.
pub fn residual15(widths: [usize; 3], around: Around) -> Architecture {
    let hidden = Residual {
        blocks: 2,
        widths,
        classes: 64,
        around,
        ..Residual::RESNET_20
    };
    hidden.architecture().relu().linear(10)
}
// ANCHOR_END: residual15

/// Lab 6's `cnn2`, two convolutions before the pooling [PSC], on coloured pictures.
pub fn cnn2_colour(rng: &mut Rng) -> Sequential {
    let relu = Activation::Relu;
    Sequential::new()
        .push(Conv2d::new(3, 32, Window::new(3), Init::He, rng).activation(relu)) // [30, 30, 32]
        .push(Conv2d::new(32, 64, Window::new(3), Init::He, rng).activation(relu)) // [28, 28, 64]
        .push(MaxPool2d::new(Window::new(2).stride(2))) // [14, 14, 64]
        .push(Flatten) // [12544]
        .push(Linear::new(14 * 14 * 64, 128, Init::He, rng).activation(relu))
        .push(Linear::new(128, 10, Init::Xavier, rng))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_as_large_as_the_paper_says() {
        let counts = NETWORKS
            .map(|network| nabla::trainable_parameters(&(network.build)(&mut nabla::rng(1))));
        // 64 · 90 + 90 more for a hundred classes; 3·32·9 + 32, 32·64·9 + 64, 12544 · 128 + 128 and 1,290.
        assert_eq!(counts[..4], [269_722, 269_722, 275_572, 1_626_442]);
        // 9·16 + 2·16; four convolutions of 16, one to 32 and three of 32, one to 64 and three of 64; γ and β; two dense layers.
        let convolutions = 9 * (16 + 4 * 256 + 512 + 3 * 1024 + 2048 + 3 * 4096);
        let norms = 2 * (5 * 16 + 4 * 32 + 4 * 64);
        assert_eq!(counts[4], convolutions + norms + 65 * 64 + 65 * 10);
    }
}
