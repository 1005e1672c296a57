//! The networks of this lab, and the recipe that trains each.

use nabla::{
    Activation, AvgPool2d, Conv2d, Dropout, Flatten, Init, Linear, MaxPool2d, Module, Padding, Rng,
    Sequential, Tensor, Window,
};
use trainer::{Network, Recipe, Rule};

/// What the networks take, without the batch axis: `[height, width, channels]`.
pub const IMAGE: [usize; 3] = [28, 28, 1];
/// The digits.
pub const CLASSES: usize = 10;

/// How most of the sources train: a rate of 0.01, nine tenths of the last step kept; ours falls
/// along a cosine.
const USUAL: Rule = Rule::momentum(0.01, 0.9).cosine();

/// The networks of this lab, smallest first.
pub const NETWORKS: [Network; 4] = [
    Network {
        name: "lenet5",
        input: &IMAGE,
        build: lenet5,
        recipe: Recipe::new(USUAL, 32, 15),
        source: "FAR",
        printed: None,
    },
    Network {
        name: "cnn1",
        input: &IMAGE,
        build: cnn1,
        recipe: Recipe::new(USUAL, 32, 10),
        source: "PSC",
        printed: Some(0.9874),
    },
    Network {
        name: "cnn2",
        input: &IMAGE,
        build: cnn2,
        recipe: Recipe::new(USUAL, 32, 15),
        source: "PSC",
        printed: Some(0.9903),
    },
    Network {
        name: "deep5x5",
        input: &IMAGE,
        build: deep5x5,
        // The sources keep a rate of 1e-4 all the way; ours has to fall to 0 from somewhere. 17
        // epochs are their 20,000 steps on MNIST, 1,200 an epoch.
        recipe: Recipe::new(Rule::adam(1e-3).cosine(), 50, 17),
        source: "PSC",
        printed: Some(0.9915), // [YAK], from whose lab 7 the network is, prints 0.993
    },
];

/// Lab 5's network of two hidden layers, which sees 784 numbers in a row: to be compared with.
pub const DENSE: Network = Network {
    name: "dense 64-64",
    input: &[784],
    build: dense,
    recipe: Recipe::new(Rule::adam(0.001).cosine(), 128, 20),
    source: "PSC",
    printed: Some(0.975),
};

const RELU: Activation = Activation::Relu;

/// The largest of each 2 × 2.
fn pool() -> MaxPool2d {
    MaxPool2d::new(Window::new(2).stride(2))
}

fn dense(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Linear::new(784, 64, Init::Xavier, rng).activation(RELU))
        .push(Linear::new(64, 64, Init::Xavier, rng).activation(RELU))
        .push(Linear::new(64, CLASSES, Init::Xavier, rng))
}

/// One convolution, one pooling, one hidden layer [PSC].
pub fn cnn1(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(pool()) // [13, 13, 32]
        .push(Flatten) // [5408]
        .push(Linear::new(13 * 13 * 32, 100, Init::He, rng).activation(RELU))
        .push(Linear::new(100, CLASSES, Init::Xavier, rng))
}

// ANCHOR: cnn2
/// Two convolutions before the pooling [PSC].
pub fn cnn2(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(Conv2d::new(32, 64, Window::new(3), Init::He, rng).activation(RELU)) // [24, 24, 64]
        .push(pool()) // [12, 12, 64]
        .push(Flatten) // [9216]
        .push(Linear::new(12 * 12 * 64, 128, Init::He, rng).activation(RELU))
        .push(Linear::new(128, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: cnn2

/// Larger filters with a margin of zeros, a wide hidden layer, half of it dropped [YAK lab 7, PSC].
pub fn deep5x5(rng: &mut Rng) -> Sequential {
    let init = Init::TruncatedNormal(0.1);
    let same = Window::new(5).padding(Padding::Same);
    let mut model = Sequential::new()
        .push(Conv2d::new(1, 32, same, init, rng).activation(RELU)) // [28, 28, 32]
        .push(pool()) // [14, 14, 32]
        .push(Conv2d::new(32, 64, same, init, rng).activation(RELU)) // [14, 14, 64]
        .push(pool()) // [7, 7, 64]
        .push(Flatten) // [3136]
        .push(Linear::new(7 * 7 * 64, 1024, init, rng).activation(RELU))
        .push(Dropout::new(0.5))
        .push(Linear::new(1024, CLASSES, init, rng));
    fill_biases(&mut model, 0.1);
    model
}

/// LeNet-5 as it is built today, with 61,706 parameters. In 1998 it had 60,000: the second
/// convolution saw only some of the channels (900 fewer), each of the 6 + 16 means had a weight
/// and a bias of its own (44 more), and the ten outputs compared with fixed patterns (850
/// fewer) (LeCun, Bottou, Bengio and Haffner, 1998).
pub fn lenet5(rng: &mut Rng) -> Sequential {
    let mean = || AvgPool2d::new(Window::new(2).stride(2));
    let same = Window::new(5).padding(Padding::Same);
    let (init, tanh) = (Init::Xavier, Activation::Tanh);
    Sequential::new()
        .push(Conv2d::new(1, 6, same, init, rng).activation(tanh)) // [28, 28, 6]
        .push(mean()) // [14, 14, 6]
        .push(Conv2d::new(6, 16, Window::new(5), init, rng).activation(tanh)) // [10, 10, 16]
        .push(mean()) // [5, 5, 16]
        .push(Flatten) // [400]
        .push(Linear::new(400, 120, init, rng).activation(tanh))
        .push(Linear::new(120, 84, init, rng).activation(tanh))
        .push(Linear::new(84, CLASSES, init, rng))
}

/// What can be chosen of `small`, the network of the lesson.
#[derive(Debug, Clone, Copy)]
pub struct Small {
    /// The side of its first filters.
    pub kernel: usize,
    /// How many of these; the second layer has twice as many.
    pub filters: usize,
    /// The side of the windows it pools, which lie side by side; 1 pools nothing.
    pub pool: usize,
}

/// As it is unless something else is asked for.
pub const SMALL: Small = Small {
    kernel: 3,
    filters: 8,
    pool: 2,
};

impl Small {
    /// Of its filters and poolings, in their order.
    pub fn windows(self) -> [Window; 4] {
        let pool = Window::new(self.pool).stride(self.pool);
        [Window::new(self.kernel), pool, Window::new(4), pool]
    }

    // ANCHOR: small
    /// A small one for a short lesson: two convolutions, two poolings, no hidden layer. What comes
    /// out of each layer is that of 8 filters 3 × 3 and poolings 2 × 2.
    pub fn build(self, rng: &mut Rng) -> Sequential {
        let [near, pool, far, _] = self.windows();
        let (few, many) = (self.filters, 2 * self.filters);
        let side = |side, window: Window| window.output([side; 2])[0];
        let side = self.windows().into_iter().fold(IMAGE[0], side);
        Sequential::new()
            .push(Conv2d::new(1, few, near, Init::He, rng).activation(RELU)) // [26, 26, 8]
            .push(MaxPool2d::new(pool)) // [13, 13, 8]
            .push(Conv2d::new(few, many, far, Init::He, rng).activation(RELU)) // [10, 10, 16]
            .push(MaxPool2d::new(pool)) // [5, 5, 16]
            .push(Flatten) // [400]
            .push(Linear::new(side * side * many, CLASSES, Init::Xavier, rng))
    }
}

/// One that asks of each of 32 things whether it is *anywhere* in the picture: the last pooling
/// takes the largest of all. Without biases its filters answer 0 to blank page, as they do to
/// the margin, so it cannot see where the picture ends.
pub fn anywhere(rng: &mut Rng) -> Sequential {
    let mut look = |inputs, outputs| {
        let same = Window::new(3).padding(Padding::Same);
        let filters = Conv2d::new(inputs, outputs, same, Init::He, rng);
        filters.without_bias().activation(RELU)
    };
    let model = Sequential::new()
        .push(look(1, 8)) // [28, 28, 8]
        .push(pool()) // [14, 14, 8]
        .push(look(8, 16)) // [14, 14, 16]
        .push(pool()) // [7, 7, 16]
        .push(look(16, 32)) // [7, 7, 32]
        .push(MaxPool2d::new(Window::new(7))) // [1, 1, 32]
        .push(Flatten); // [32]
    model.push(Linear::new(32, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: small

/// One whose filters are large enough to be looked at: 16 of 9 × 9, which begin small so that
/// what they learn shows.
pub fn wide(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 16, Window::new(9), Init::Normal(0.02), rng).activation(RELU)) // [20, 20, 16]
        .push(pool()) // [10, 10, 16]
        .push(Flatten) // [1600]
        .push(Linear::new(1600, CLASSES, Init::Xavier, rng))
}

/// Filters 3 × 3 one after the other, eight in each of so many layers: to be looked through, not to be trained.
pub fn stack(layers: usize, rng: &mut Rng) -> Sequential {
    (0..layers).fold(Sequential::new(), |stack, layer| {
        let inputs = if layer == 0 { 1 } else { 8 };
        stack.push(Conv2d::new(inputs, 8, Window::new(3), Init::He, rng).activation(RELU))
    })
}

/// Sets every bias.
fn fill_biases(model: &mut dyn Module, value: f32) {
    model.visit_mut(&mut |param| {
        if param.name() == "bias" {
            let shape = param.value().shape();
            *param.value_mut() = Tensor::full(shape, value);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::Parameters;

    #[test]
    fn parameter_counts_of_the_sources() {
        let counts =
            NETWORKS.map(|network| nabla::parameters(&(network.build)(&mut nabla::rng(1))));
        assert_eq!(counts, [61_706, 542_230, 1_199_882, 3_274_634]);
    }

    #[test]
    fn the_fifth_network_starts_as_its_source_says() {
        deep5x5(&mut nabla::rng(1)).visit(&mut |param| {
            let numbers = param.value().data();
            match param.name() {
                "bias" => assert!(numbers.iter().all(|&b| b == 0.1)),
                _ => assert!(numbers.iter().all(|w| w.abs() <= 0.2)),
            }
        });
    }
}
