//! What networks are put together from, and He and others' networks for CIFAR-10.

use crate::architecture::Architecture;
use nabla::{Padding, Pair, Window};

/// A window with odd sides that keeps the size of the picture, or divides it by the stride.
pub fn window(size: impl Pair, stride: usize) -> Window {
    let size = size.pair();
    let [rows, columns] = size.map(|side| [side / 2; 2]);
    let padding = Padding::Explicit { rows, columns };
    Window::new(size).stride(stride).padding(padding)
}

impl Architecture {
    /// A convolution with such a [`window`], and a norm.
    pub fn conv_norm(self, outputs: usize, size: impl Pair, stride: usize) -> Self {
        self.conv(outputs, window(size, stride)).norm()
    }
}

// ANCHOR: resnet20
/// ResNet-20 for pictures of [32, 32, 3]: three stages of three blocks of two convolutions, one convolution before, one
/// dense layer behind; 269,722 parameters (He and others, 2015, section 4.2).
pub fn resnet20() -> Architecture {
    let mut net = Architecture::new().conv_norm(16, 3, 1).relu();
    for (channels, strides) in [(16, [1, 1, 1]), (32, [2, 1, 1]), (64, [2, 1, 1])] {
        for stride in strides {
            let path = Architecture::new().conv_norm(channels, 3, stride);
            let path = path.relu().conv_norm(channels, 3, 1);
            let around = Architecture::new().subsample(channels, stride);
            net = net.sum([path, around]).relu();
        }
    }
    net.global_avg_pool().linear(10)
}
// ANCHOR_END: resnet20

/// What leads around the convolutions of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// Nothing: the plain network of the same depth.
    Nothing,
    /// The input itself, with pixels left out and channels of zeros where the size changes ("option A").
    Padded,
    /// The input itself, through a convolution of 1×1 where the size changes ("option B").
    Projected,
}

/// The networks of section 4.2, and their plain relatives: `Residual { blocks: 9, ..Residual::RESNET_20 }` is ResNet-56.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Residual {
    /// How many in each stage.
    pub blocks: usize,
    /// Channels of each stage; from one to the next the picture halves.
    pub widths: [usize; 3],
    /// Logits.
    pub classes: usize,
    /// What leads around.
    pub around: Around,
    /// With batch norm?
    pub is_normalised: bool,
}

impl Residual {
    /// The same as [`resnet20`].
    pub const RESNET_20: Residual = Residual {
        blocks: 3,
        widths: [16, 32, 64],
        classes: 10,
        around: Around::Padded,
        is_normalised: true,
    };

    /// Layers with weights, as the paper counts them: 6·blocks + 2. (What leads around is not counted.)
    pub fn depth(&self) -> usize {
        6 * self.blocks + 2
    }

    // ANCHOR: residual
    /// The network, for pictures of any number of channels.
    pub fn architecture(&self) -> Architecture {
        let path = Architecture::new;
        let mut net = self.conv(path(), self.widths[0], [3, 1]).relu();
        for (stage, &channels) in self.widths.iter().enumerate() {
            for block in 0..self.blocks {
                let stride = if stage > 0 && block == 0 { 2 } else { 1 };
                let learns = self.conv(path(), channels, [3, stride]).relu();
                let learns = self.conv(learns, channels, [3, 1]);
                let block = match self.around {
                    Around::Nothing => net.then(learns),
                    Around::Projected if stride > 1 => {
                        net.sum([learns, self.conv(path(), channels, [1, stride])])
                    }
                    _ => net.sum([learns, path().subsample(channels, stride)]),
                };
                net = block.relu();
            }
        }
        net.global_avg_pool().linear(self.classes)
    }
    // ANCHOR_END: residual

    fn conv(
        &self,
        path: Architecture,
        channels: usize,
        [size, stride]: [usize; 2],
    ) -> Architecture {
        let path = path.conv(channels, window(size, stride));
        if self.is_normalised {
            path.norm()
        } else {
            path
        }
    }
}

/// What learns beside what leads around, added and bent.
pub fn residual(path: Architecture, around: Architecture) -> Architecture {
    Architecture::new().sum([path, around]).relu()
}

/// Down to `width` channels, a look around, up to `outputs` (He and others, 2015, figure 5); the stride in the middle, as
/// torchvision has it.
pub fn bottleneck(width: usize, outputs: usize, stride: usize) -> Architecture {
    let path = Architecture::new().conv_norm(width, 1, 1).relu();
    path.conv_norm(width, 3, stride)
        .relu()
        .conv_norm(outputs, 1, 1)
}

/// Convolutions of 3×3 that keep the size, and the largest of each 2×2 (Simonyan and Zisserman, 2014).
pub fn vgg_block(convolutions: usize, channels: usize) -> Architecture {
    let mut block = Architecture::new();
    for _ in 0..convolutions {
        block = block.conv(channels, window(3, 1)).relu();
    }
    block.max_pool(Window::new(2).stride(2))
}

/// Four paths (Szegedy and others, 2014), each convolution with a norm and a ReLU: 1×1; 1×1 and 3×3; 1×1 and `large`×`large`;
/// the largest of 3×3 and 1×1. `widths` in this order: [1×1, before 3×3, 3×3, before large, large, behind the pool].
pub fn inception(widths: [usize; 6], large: usize) -> Architecture {
    let [one, small, three, few, five, pooled] = widths;
    let conv = |net: Architecture, channels, size| net.conv_norm(channels, size, 1).relu();
    let first = |channels| conv(Architecture::new(), channels, 1);
    let pool = Architecture::new().max_pool(window(3, 1));
    Architecture::new().concat([
        first(one),
        conv(first(small), three, 3),
        conv(first(few), five, large),
        conv(pool, pooled, 1),
    ])
}
