//! Networks as data: counted as torchvision counts them, built, and refused.

use lab11::architecture::Architecture;
use lab11::blocks::{Around, Residual, bottleneck, inception, resnet20, vgg_block, window};
use lab11::families::{families, resnet};
use nabla::{Module, Tape, Tensor, Window};

/// torchvision 0.24's `sum(p.numel())`, and its own table of multiply-adds.
#[test]
fn ten_families() {
    let table = [
        ("AlexNet", 61_100_840, 714_188_480),
        ("VGG-16", 138_357_544, 15_470_264_320),
        ("VGG-19", 143_667_240, 19_632_062_464),
        ("GoogLeNet", 6_624_904, 1_498_376_192),
        ("Inception v3", 23_834_568, 5_713_216_096),
        ("ResNet-18", 11_689_512, 1_814_073_344),
        ("ResNet-34", 21_797_672, 3_663_761_408),
        ("ResNet-50", 25_557_032, 4_089_184_256),
        ("ResNet-101", 44_549_160, 7_801_405_440),
        ("ResNet-152", 60_192_808, 11_513_626_624),
    ];
    let ours = families().into_iter().map(|family| {
        let counted = family.architecture.count([family.side, family.side, 3]);
        let counted = counted.expect("it fits");
        (family.name, counted.parameters(), counted.multiply_adds())
    });
    assert_eq!(ours.collect::<Vec<_>>(), table);
}

/// What is counted is what is built: every row's parameters and its output.
#[test]
fn counted_as_built() {
    let eighteen = resnet([2, 2, 2, 2], false);
    for (architecture, input) in [
        (resnet20(), [32, 32, 3]),
        (eighteen, [64, 64, 3]),
        (inception([2, 3, 4, 1, 2, 5], 5), [6, 7, 4]),
        (bottleneck(2, 7, 2), [5, 9, 3]),
        (vgg_block(2, 3).flatten().dropout(0.5).linear(2), [6, 4, 1]),
        (
            Architecture::new().max_pool_rounding_up(Window::new(3).stride(2)),
            [8, 7, 2],
        ),
    ] {
        let counted = architecture.count(input).expect("it fits");
        let model = architecture
            .build(input, &mut nabla::rng(1))
            .expect("it fits");
        assert_eq!(
            nabla::trainable_parameters(&model) as u64,
            counted.parameters()
        );
        let tape = Tape::new();
        let [height, width, channels] = input;
        let y = model.forward(
            &tape,
            tape.constant(Tensor::ones([1, height, width, channels])),
        );
        assert_eq!(y.shape().dims()[1..], *counted.output.dims());
    }
}

#[test]
fn resnet_20_is_one_of_many() {
    assert_eq!(Residual::RESNET_20.architecture(), resnet20());
    let parameters = |residual: Residual| {
        let counted = residual.architecture().count([32, 32, 3]);
        (residual.depth(), counted.expect("it fits").parameters())
    };
    // He and others' table 6: 0.27, 0.46, 0.66, 0.85 and 1.7 million.
    for (blocks, depth, million) in [
        (3, 20, 0.27),
        (5, 32, 0.46),
        (7, 44, 0.66),
        (9, 56, 0.85),
        (18, 110, 1.7),
    ] {
        let (layers, count) = parameters(Residual {
            blocks,
            ..Residual::RESNET_20
        });
        assert_eq!(layers, depth);
        assert!((count as f64 / 1e6 - million).abs() < 0.04, "{count}");
    }
    let plain = Residual {
        around: Around::Nothing,
        ..Residual::RESNET_20
    };
    assert_eq!(parameters(plain), parameters(Residual::RESNET_20));
}

#[test]
fn what_does_not_fit_is_named() {
    let three = |outputs, stride| Architecture::new().conv(outputs, window(3, stride));
    let complaint = |net: Architecture, input: &[usize]| {
        let error = net.count(input).expect_err("it does not fit");
        assert_eq!(
            net.build(input, &mut nabla::rng(1)).err(),
            Some(error.clone())
        );
        error.to_string()
    };
    let path = Architecture::new;
    for (net, input, words) in [
        (
            three(4, 1).relu().sum([three(8, 2), path()]),
            &[8, 8, 3][..],
            ["layer 2 (sum)", "[4, 4, 8]", "[8, 8, 4]"],
        ),
        (
            path().concat([three(8, 2), path()]),
            &[8, 8, 3],
            ["layer 0 (concat)", "[4, 4, 8]", "[8, 8, 3]"],
        ),
        (
            path().sum([path(), path().conv(3, Window::new(5))]),
            &[4, 9, 3],
            ["layer 0.1.0 (conv 5×5 → 3)", "[4, 9, 3]", "larger picture"],
        ),
        (
            path().conv(3, Window::new(1).stride(5)),
            &[9, 4, 3],
            ["layer 0 (conv 1×1 /5 → 3)", "[9, 4, 3]", "stride of 5"],
        ),
        (
            three(4, 1).linear(3),
            &[4, 4, 1],
            ["layer 1 (dense → 3)", "[4, 4, 4]", "flatten"],
        ),
        (
            path().subsample(2, 2),
            &[4, 4, 3],
            [
                "layer 0 (1 pixel in 2² → 2)",
                "[4, 4, 3]",
                "2 channels of 3",
            ],
        ),
        (
            three(4, 1).flatten().relu().global_avg_pool(),
            &[4, 4, 1],
            ["layer 3 (mean of all)", "[H, W, C]", "[64]"],
        ),
        (
            path().conv(6, window(3, 1).groups(4)),
            &[4, 4, 4],
            ["4 groups", "[4, 4, 4]", "6 channels"],
        ),
        (
            three(0, 1),
            &[4, 4, 4],
            ["layer 0", "[4, 4, 4]", "0 channels"],
        ),
        (
            path().sum([]),
            &[4, 4, 4],
            ["layer 0 (sum)", "[4, 4, 4]", "no path"],
        ),
        (
            path().linear(usize::MAX).linear(usize::MAX),
            &[4],
            ["layer 0", "multiplied", "counted"],
        ),
    ] {
        let complaint = complaint(net, input);
        for word in words {
            assert!(complaint.contains(word), "{complaint} does not say {word}");
        }
    }
}

#[test]
fn two_small_windows_see_what_one_large_sees() {
    let net = |sizes: &[(usize, usize)]| {
        let conv = |net: Architecture, &(size, stride)| net.conv(1, window(size, stride)).relu();
        sizes.iter().fold(Architecture::new(), conv).sees()
    };
    assert_eq!(net(&[(3, 1), (3, 1)]), [5, 5]);
    assert_eq!(net(&[(3, 1), (3, 1), (3, 1)]), [7, 7]);
    // By hand: 3, then 3 + 2·2, then 7 + 4·4.
    assert_eq!(net(&[(3, 2), (3, 2), (5, 1)]), [23, 23]);
    assert_eq!(inception([1; 6], 5).sees(), [5, 5]);
}
