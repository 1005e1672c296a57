//! Ten networks that learned ImageNet's 1,000 classes, as torchvision defines them, without the auxiliary heads that help in training.

use crate::architecture::Architecture;
use crate::blocks::{bottleneck, inception, paths, residual, units, vgg_block, window};
use nabla::{Padding, Window};

/// The classes of ImageNet's yearly contest.
const CLASSES: usize = 1_000;

/// A network of the table.
#[derive(Debug, Clone)]
pub struct Family {
    /// `ResNet-18`.
    pub name: &'static str,
    /// When it was published.
    pub year: usize,
    /// One side of its pictures.
    pub side: usize,
    /// What it consists of.
    pub architecture: Architecture,
}

/// All ten, the oldest first.
pub fn families() -> Vec<Family> {
    let table = [
        ("AlexNet", 2012, alexnet()),
        ("VGG-16", 2014, vgg([2, 2, 3, 3, 3])),
        ("VGG-19", 2014, vgg([2, 2, 4, 4, 4])),
        ("GoogLeNet", 2014, googlenet()),
        ("Inception v3", 2015, inception_v3()),
        ("ResNet-18", 2015, resnet([2, 2, 2, 2], false)),
        ("ResNet-34", 2015, resnet([3, 4, 6, 3], false)),
        ("ResNet-50", 2015, resnet([3, 4, 6, 3], true)),
        ("ResNet-101", 2015, resnet([3, 4, 23, 3], true)),
        ("ResNet-152", 2015, resnet([3, 8, 36, 3], true)),
    ];
    let family = |(name, year, architecture)| Family {
        name,
        year,
        side: if name == "Inception v3" { 299 } else { 224 },
        architecture,
    };
    table.into_iter().map(family).collect()
}

fn pool(size: usize) -> Window {
    Window::new(size).stride(2)
}

/// Two dense layers of 4,096 that forget half, and the logits.
fn dense(net: Architecture) -> Architecture {
    let net = net.linear(4_096).relu().dropout(0.5);
    net.linear(4_096).relu().dropout(0.5).linear(CLASSES)
}

/// Krizhevsky, Sutskever and Hinton, in the form of Krizhevsky's "one weird trick" of 2014, which torchvision has: 64 filters of
/// 11×11×3 where the paper has 96.
pub fn alexnet() -> Architecture {
    let first = Window::new(11).stride(4).padding(Padding::all(2));
    let net = Architecture::new().conv(64, first).relu().max_pool(pool(3));
    let net = net.conv(192, window(5, 1)).relu().max_pool(pool(3));
    let conv = |net: Architecture, channels| net.conv(channels, window(3, 1)).relu();
    let net = [384, 256, 256].into_iter().fold(net, conv);
    dense(net.max_pool(pool(3)).flatten().dropout(0.5))
}

// ANCHOR: vgg
/// Simonyan and Zisserman: `[2, 2, 3, 3, 3]` convolutions a stage make VGG-16.
pub fn vgg(stages: [usize; 5]) -> Architecture {
    dense(vgg_convolutions(stages).flatten())
}

/// All of it but the dense layers.
pub fn vgg_convolutions(stages: [usize; 5]) -> Architecture {
    let mut net = Architecture::new();
    for (convolutions, channels) in stages.into_iter().zip([64, 128, 256, 512, 512]) {
        net = net.then(vgg_block(convolutions, channels));
    }
    net
}
// ANCHOR_END: vgg

// ANCHOR: resnet
/// He and others: blocks of two convolutions of 3×3, or bottlenecks of three convolutions.
pub fn resnet(blocks: [usize; 4], is_bottleneck: bool) -> Architecture {
    let path = Architecture::new;
    let mut net = path().conv_norm(64, 7, 2).relu().max_pool(window(3, 2));
    let mut channels = 64;
    for (stage, count) in blocks.into_iter().enumerate() {
        for block in 0..count {
            let (width, stride) = (64 << stage, if stage > 0 && block == 0 { 2 } else { 1 });
            let first = || path().conv_norm(width, 3, stride).relu();
            let (learns, outputs) = match is_bottleneck {
                true => (bottleneck(width, 4 * width, stride), 4 * width),
                false => (first().conv_norm(width, 3, 1), width),
            };
            let around = match stride == 1 && channels == outputs {
                true => path(),
                false => path().conv_norm(outputs, 1, stride),
            };
            net = net.then(residual(learns, around));
            channels = outputs;
        }
    }
    net.global_avg_pool().linear(CLASSES)
}
// ANCHOR_END: resnet

/// The nine blocks of GoogLeNet: [1×1, before 3×3, 3×3, before 5×5, 5×5, behind the pool].
const GOOGLENET: [[usize; 6]; 9] = [
    [64, 96, 128, 16, 32, 32],
    [128, 128, 192, 32, 96, 64],
    [192, 96, 208, 16, 48, 64],
    [160, 112, 224, 24, 64, 64],
    [128, 128, 256, 24, 64, 64],
    [112, 144, 288, 32, 64, 64],
    [256, 160, 320, 32, 128, 128],
    [256, 160, 320, 32, 128, 128],
    [384, 192, 384, 48, 128, 128],
];

/// Szegedy and others. Where the paper has 5×5, torchvision has 3×3: a slip of a program that was copied once, and the trained
/// weights have it since.
pub fn googlenet() -> Architecture {
    let net = Architecture::new().conv_norm(64, 7, 2).relu();
    let net = net.max_pool_rounding_up(pool(3)).then(units("64@1 192@3"));
    let mut net = net.max_pool_rounding_up(pool(3));
    for (i, widths) in GOOGLENET.into_iter().enumerate() {
        net = net.then(inception(widths, 3));
        net = match i {
            1 => net.max_pool_rounding_up(pool(3)),
            6 => net.max_pool_rounding_up(pool(2)),
            _ => net,
        };
    }
    net.global_avg_pool().dropout(0.2).linear(CLASSES)
}

/// Szegedy and others, the year after: 5×5 is two of 3×3, and a 7×7 is a 1×7 and a 7×1. Notation: [`units`].
pub fn inception_v3() -> Architecture {
    let mut net = units("32@3/2 32@3/1 64@3 max@3/2 80@1 192@3/1 max@3/2");
    for pooled in [32, 64, 64] {
        let five = "64@1 | 48@1 64@5 | 64@1 96@3 96@3";
        net = net.then(paths(&format!("{five} | mean@3 {pooled}@1")));
    }
    net = net.then(paths("384@3/2 | 64@1 96@3 96@3/2 | max@3/2"));
    for c in [128, 160, 160, 192] {
        let once = format!("{c}@1 {c}@1x7 192@7x1");
        let twice = format!("{c}@1 {c}@7x1 {c}@1x7 {c}@7x1 192@1x7");
        net = net.then(paths(&format!("192@1 | {once} | {twice} | mean@3 192@1")));
    }
    let seven = "192@1 192@1x7 192@7x1 192@3/2";
    net = net.then(paths(&format!("192@1 320@3/2 | {seven} | max@3/2")));
    let fork = |text: &str| units(text).then(paths("384@1x3 | 384@3x1"));
    let [one, mean] = ["320@1", "mean@3 192@1"].map(units);
    let last = [one, fork("384@1"), fork("448@1 384@3"), mean];
    let net = net.concat(last.clone()).concat(last);
    net.global_avg_pool().dropout(0.5).linear(CLASSES)
}
