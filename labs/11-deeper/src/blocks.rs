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

/// What leads around the two convolutions of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// Nothing: the plain network of the same depth.
    Nothing,
    /// The input itself, with pixels left out and channels of zeros where the size changes ("option A").
    Input,
    /// A planted bug: what comes out of the first convolution leads around the second alone.
    Late,
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
        around: Around::Input,
        is_normalised: true,
    };

    /// Layers with weights, as the paper counts them: 6·blocks + 2. (What leads around is not counted.)
    pub fn depth(&self) -> usize {
        6 * self.blocks + 2
    }

    // ANCHOR: residual
    /// The network as data, for pictures of any number of channels.
    pub fn architecture(&self) -> Architecture {
        let mut net = self.conv(self.widths[0], 1).relu();
        for (stage, channels) in self.widths.into_iter().enumerate() {
            for block in 0..self.blocks {
                let stride = if stage > 0 && block == 0 { 2 } else { 1 };
                net = net.then(self.block(channels, stride));
            }
        }
        net.global_avg_pool().linear(self.classes)
    }

    fn block(&self, channels: usize, stride: usize) -> Architecture {
        let first = self.conv(channels, stride).relu();
        let second = self.conv(channels, 1);
        let nothing = Architecture::new;
        match self.around {
            Around::Nothing => first.then(second).relu(),
            Around::Input => residual(first.then(second), nothing().subsample(channels, stride)),
            Around::Late => first.then(residual(second, nothing())),
        }
    }
    // ANCHOR_END: residual

    fn conv(&self, channels: usize, stride: usize) -> Architecture {
        let conv = Architecture::new().conv(channels, window(3, stride));
        match self.is_normalised {
            true => conv.norm(),
            false => conv,
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
    let down = Architecture::new().conv_norm(width, 1, 1).relu();
    let look = down.conv_norm(width, 3, stride).relu();
    look.conv_norm(outputs, 1, 1)
}

/// Convolutions of 3×3 that keep the size, and the largest of each 2×2 (Simonyan and Zisserman, 2014).
pub fn vgg_block(convolutions: usize, channels: usize) -> Architecture {
    let conv = |net: Architecture, _| net.conv(channels, window(3, 1)).relu();
    let block = (0..convolutions).fold(Architecture::new(), conv);
    block.max_pool(Window::new(2).stride(2))
}

/// Four paths (Szegedy and others, 2014), each convolution with a norm and a ReLU: 1×1; 1×1 and 3×3; 1×1 and `large`×`large`;
/// the largest of 3×3 and 1×1. `widths` in this order: [1×1, before 3×3, 3×3, before large, large, behind the pool].
pub fn inception(widths: [usize; 6], large: usize) -> Architecture {
    let [one, small, three, few, five, pooled] = widths;
    paths(&format!(
        "{one}@1 | {small}@1 {three}@3 | {few}@1 {five}@{large} | max@3 {pooled}@1"
    ))
}

/// Paths side by side, their channels one behind the other; `|` between the [`units`] of one path and those of the next.
pub fn paths(text: &str) -> Architecture {
    let paths: Vec<Architecture> = text.split('|').map(units).collect();
    Architecture::new().concat(paths)
}

/// `64@3` is 64 channels by a convolution of 3×3 that keeps the picture's size, with batch norm and ReLU; `64@1x7` has a window of 1×7.
/// `/2` behind it is a stride, and no margin. `max@3` and `mean@3` pool.
///
/// # Panics
/// If it is something else.
pub fn units(text: &str) -> Architecture {
    let number = |digits: &str| -> usize { digits.parse().expect("a number") };
    let unit = |net: Architecture, unit: &str| {
        let (kind, size) = unit.split_once('@').expect("channels@size");
        let window = match size.split_once('/') {
            Some((size, stride)) => Window::new(number(size)).stride(number(stride)),
            None => {
                let (height, width) = size.split_once('x').unwrap_or((size, size));
                window([number(height), number(width)], 1)
            }
        };
        match kind {
            "max" => net.max_pool(window),
            "mean" => net.avg_pool(window),
            channels => net.conv(number(channels), window).norm().relu(),
        }
    };
    text.split_whitespace().fold(Architecture::new(), unit)
}
