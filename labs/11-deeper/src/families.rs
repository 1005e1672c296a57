//! Ten networks that learned ImageNet's 1,000 classes, as torchvision defines them, without the auxiliary heads that help in training.

use crate::architecture::Architecture;
use crate::blocks::{bottleneck, inception, residual, vgg_block, window};
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
    let family = |name, year, architecture| Family {
        name,
        year,
        side: 224,
        architecture,
    };
    vec![
        family("AlexNet", 2012, alexnet()),
        family("VGG-16", 2014, vgg([2, 2, 3, 3, 3])),
        family("VGG-19", 2014, vgg([2, 2, 4, 4, 4])),
        family("GoogLeNet", 2014, googlenet()),
        Family {
            side: 299,
            ..family("Inception v3", 2015, inception_v3())
        },
        family("ResNet-18", 2015, resnet([2, 2, 2, 2], false)),
        family("ResNet-34", 2015, resnet([3, 4, 6, 3], false)),
        family("ResNet-50", 2015, resnet([3, 4, 6, 3], true)),
        family("ResNet-101", 2015, resnet([3, 4, 23, 3], true)),
        family("ResNet-152", 2015, resnet([3, 8, 36, 3], true)),
    ]
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
    let net = [384, 256, 256].iter().fold(net, |net, &channels| {
        net.conv(channels, window(3, 1)).relu()
    });
    dense(net.max_pool(pool(3)).flatten().dropout(0.5))
}

// ANCHOR: vgg
/// Simonyan and Zisserman: `[2, 2, 3, 3, 3]` convolutions a stage make VGG-16.
pub fn vgg(stages: [usize; 5]) -> Architecture {
    let mut net = Architecture::new();
    for (convolutions, channels) in stages.into_iter().zip([64, 128, 256, 512, 512]) {
        net = net.then(vgg_block(convolutions, channels));
    }
    dense(net.flatten())
}
// ANCHOR_END: vgg

// ANCHOR: resnet
/// He and others: blocks of two convolutions of 3×3, or bottlenecks of three convolutions.
pub fn resnet(blocks: [usize; 4], is_bottleneck: bool) -> Architecture {
    let path = Architecture::new;
    let mut net = path()
        .conv(64, window(7, 2))
        .norm()
        .relu()
        .max_pool(window(3, 2));
    let mut channels = 64;
    for (stage, (width, count)) in [64, 128, 256, 512].into_iter().zip(blocks).enumerate() {
        for block in 0..count {
            let stride = if stage > 0 && block == 0 { 2 } else { 1 };
            let outputs = if is_bottleneck { 4 * width } else { width };
            let basic = || {
                path()
                    .conv(width, window(3, stride))
                    .norm()
                    .relu()
                    .conv(width, window(3, 1))
                    .norm()
            };
            let learning = if is_bottleneck {
                bottleneck(width, outputs, stride)
            } else {
                basic()
            };
            let is_alike = stride == 1 && channels == outputs;
            let around = if is_alike {
                path()
            } else {
                path().conv(outputs, window(1, stride)).norm()
            };
            net = net.then(residual(learning, around));
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
    let net = Architecture::new().conv(64, window(7, 2)).norm().relu();
    let net = net.max_pool_rounding_up(pool(3));
    let mut net = units(net, &[(64, [1, 1]), (192, [3, 3])]).max_pool_rounding_up(pool(3));
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

/// Szegedy and others, the year after: 5×5 is two of 3×3, and a 7×7 is a 1×7 and a 7×1.
pub fn inception_v3() -> Architecture {
    let path = Architecture::new;
    let pooled = |channels| units(path().avg_pool(window(3, 1)), &[(channels, [1, 1])]);
    let net = units(narrow(narrow(path(), 32, 2), 32, 1), &[(64, [3, 3])]).max_pool(pool(3));
    let net = narrow(units(net, &[(80, [1, 1])]), 192, 1).max_pool(pool(3));
    let net = [32, 64, 64].into_iter().fold(net, |net, channels| {
        net.concat([
            chain(&[(64, [1, 1])]),
            chain(&[(48, [1, 1]), (64, [5, 5])]),
            chain(&[(64, [1, 1]), (96, [3, 3]), (96, [3, 3])]),
            pooled(channels),
        ])
    });
    let net = net.concat([
        narrow(path(), 384, 2),
        narrow(chain(&[(64, [1, 1]), (96, [3, 3])]), 96, 2),
        path().max_pool(pool(3)),
    ]);
    let net = [128, 160, 160, 192].into_iter().fold(net, |net, c| {
        net.concat([
            chain(&[(192, [1, 1])]),
            chain(&[(c, [1, 1]), (c, [1, 7]), (192, [7, 1])]),
            chain(&[
                (c, [1, 1]),
                (c, [7, 1]),
                (c, [1, 7]),
                (c, [7, 1]),
                (192, [1, 7]),
            ]),
            pooled(192),
        ])
    });
    let net = net.concat([
        narrow(chain(&[(192, [1, 1])]), 320, 2),
        narrow(
            chain(&[(192, [1, 1]), (192, [1, 7]), (192, [7, 1])]),
            192,
            2,
        ),
        path().max_pool(pool(3)),
    ]);
    let fork = |net: Architecture| net.concat([chain(&[(384, [1, 3])]), chain(&[(384, [3, 1])])]);
    let net = [(); 2].into_iter().fold(net, |net, ()| {
        net.concat([
            chain(&[(320, [1, 1])]),
            fork(chain(&[(384, [1, 1])])),
            fork(chain(&[(448, [1, 1]), (384, [3, 3])])),
            pooled(192),
        ])
    });
    net.global_avg_pool().dropout(0.5).linear(CLASSES)
}

/// Convolutions with batch norm and ReLU that keep the picture's size: channels out, `[height, width]` of the window.
fn units(net: Architecture, list: &[(usize, [usize; 2])]) -> Architecture {
    list.iter().fold(net, |net, &(outputs, size)| {
        net.conv(outputs, window(size, 1)).norm().relu()
    })
}

fn chain(list: &[(usize, [usize; 2])]) -> Architecture {
    units(Architecture::new(), list)
}

/// 3×3 without padding.
fn narrow(net: Architecture, outputs: usize, stride: usize) -> Architecture {
    net.conv(outputs, Window::new(3).stride(stride))
        .norm()
        .relu()
}
