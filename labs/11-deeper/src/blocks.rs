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

// ANCHOR: resnet20
/// ResNet-20 for pictures of [32, 32, 3]: three stages of three blocks of two convolutions, one convolution before, one
/// dense layer behind; 269,722 parameters (He and others, 2015, section 4.2).
pub fn resnet20() -> Architecture {
    let mut net = Architecture::new().conv(16, window(3, 1)).norm().relu();
    for (channels, strides) in [(16, [1, 1, 1]), (32, [2, 1, 1]), (64, [2, 1, 1])] {
        for stride in strides {
            let conv = |path: Architecture, stride| path.conv(channels, window(3, stride)).norm();
            let path = conv(conv(Architecture::new(), stride).relu(), 1);
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

    /// The network, for pictures of any number of channels.
    pub fn architecture(&self) -> Architecture {
        let mut net = self.conv(Architecture::new(), self.widths[0], 1).relu();
        for (stage, &channels) in self.widths.iter().enumerate() {
            for block in 0..self.blocks {
                let is_smaller = stage > 0 && block == 0;
                net = net.then(self.block(channels, is_smaller));
            }
        }
        net.global_avg_pool().linear(self.classes)
    }

    fn block(&self, channels: usize, is_smaller: bool) -> Architecture {
        let stride = if is_smaller { 2 } else { 1 };
        let path = self.conv(Architecture::new(), channels, stride).relu();
        let path = self.conv(path, channels, 1);
        let around = Architecture::new();
        match self.around {
            Around::Nothing => path.relu(),
            Around::Projected if is_smaller => {
                let around = around.conv(channels, window(1, stride));
                residual(path, self.normalised(around))
            }
            _ => residual(path, around.subsample(channels, stride)),
        }
    }

    fn conv(&self, path: Architecture, channels: usize, stride: usize) -> Architecture {
        self.normalised(path.conv(channels, window(3, stride)))
    }

    fn normalised(&self, path: Architecture) -> Architecture {
        match self.is_normalised {
            true => path.norm(),
            false => path,
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
    let path = Architecture::new();
    let path = path.conv(width, window(1, 1)).norm().relu();
    let path = path.conv(width, window(3, stride)).norm().relu();
    path.conv(outputs, window(1, 1)).norm()
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
    let path = Architecture::new;
    let conv =
        |path: Architecture, channels, size| path.conv(channels, window(size, 1)).norm().relu();
    path().concat([
        conv(path(), one, 1),
        conv(conv(path(), small, 1), three, 3),
        conv(conv(path(), few, 1), five, large),
        conv(path().max_pool(window(3, 1)), pooled, 1),
    ])
}
