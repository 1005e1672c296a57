//! Networks as data: counted as torchvision counts them, built, and refused.

use lab11::architecture::Architecture;
use lab11::blocks::{Around, Residual, bottleneck, inception, resnet20, vgg_block, window};
use lab11::families::{families, resnet};
use lab11::judging::exercises;
use lab11::solutions;
use labkit::judge::says;
use nabla::{
    Checkpoint, Conv2d, Init, Labels, Linear, Module, Padding, Parameters, Tape, Tensor, Window,
    pytorch,
};

/// torchvision 0.29's definitions, counted by PyTorch: the end of `make_counting.py`.
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
        let build = net.build(input, &mut nabla::rng(1));
        assert_eq!(build.err(), Some(error.clone()));
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

/// The network of `make_architecture.py`.
fn many_paths() -> Architecture {
    let path = Architecture::new;
    let conv =
        |net: Architecture, outputs, size, stride| net.conv(outputs, window(size, stride)).norm();
    let two = |outputs| conv(conv(path(), outputs, 3, 2).relu(), outputs, 3, 1);
    let net = conv(path(), 4, 3, 1).relu();
    let net = net.sum([two(7), path().subsample(7, 2)]).relu();
    let net = net.sum([two(6), conv(path(), 6, 1, 2)]).relu();
    let net = net
        .then(inception([2, 3, 4, 1, 2, 5], 5))
        .conv(4, window(1, 1))
        .relu();
    let net = net.conv(6, window(3, 1).groups(2));
    // One pixel of the last row and column is all that a window sees.
    net.max_pool_rounding_up(Window::new(2).stride(2))
        .flatten()
        .linear(5)
}

/// Logits in use and in training, loss and every gradient are PyTorch's.
#[test]
fn pytorch_computes_the_same() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/");
    let read = |name: &str| {
        Checkpoint::read(format!("{folder}{name}.safetensors")).expect("a stored file")
    };
    let (file, values) = (read("architecture"), read("architecture_values"));
    let wanted = |name: &str| values.tensor(name).expect("it is stored");
    let x = wanted("x");
    let mut model = many_paths()
        .build(&x.dims()[1..], &mut nabla::rng(1))
        .expect("it fits");
    pytorch::load(&mut model, &file).expect("the names are PyTorch's");
    // A dense layer behind a flatten reads a picture [2, 1, 6] in our order.
    let last = model.len() - 1;
    let dense: &mut Linear = model.get_mut(last).expect("a dense layer");
    *dense.weight.value_mut() = pytorch::after_flatten(dense.weight.value(), [6, 2, 1]);

    let near = |name: &str, ours: &Tensor| {
        let theirs = wanted(name);
        assert_eq!(ours.shape(), theirs.shape(), "{name}");
        for (a, b) in ours.data().iter().zip(theirs.data()) {
            assert!(
                (a - b).abs() < 2e-5 * (1.0 + b.abs()),
                "{name}: {a} is not {b}"
            );
        }
    };
    let tape = Tape::new();
    near(
        "used",
        &model.forward(&tape, tape.constant(x.clone())).value(),
    );
    let rng = &mut nabla::rng(1);
    let tape = Tape::training(rng);
    let logits = model.forward(&tape, tape.constant(x));
    near("trained", &logits.value());
    let loss = logits.softmax_cross_entropy(&Labels::new(&[4, 0, 3, 1], 5));
    assert!((loss.item() - wanted("loss").data()[0]).abs() < 1e-5);
    let grads = loss.backward();
    // A copy whose parameters are the gradients goes back in PyTorch's layout.
    let mut gradients = Vec::new();
    model.visit(&mut |param| gradients.push(grads.param(param).cloned()));
    let mut copy = model.clone();
    let mut next = gradients.into_iter();
    copy.visit_mut(&mut |param| {
        if let Some(gradient) = next.next().flatten() {
            *param.value_mut() = gradient;
        }
    });
    let dense: &mut Linear = copy.get_mut(last).expect("a dense layer");
    *dense.weight.value_mut() = pytorch::before_flatten(dense.weight.value(), [6, 2, 1]);
    let ours = pytorch::state_dict(&copy);
    let learned: Vec<&str> = ours
        .names()
        .filter(|name| !name.contains("running"))
        .collect();
    assert_eq!(learned.len(), values.names().count() - 4);
    for name in learned {
        near(name, &ours.tensor(name).expect("its own name"));
    }
}

type Cost = ([usize; 3], usize, usize, usize, usize, bool);
type Windows = Vec<(usize, usize)>;

/// Wrong answers that nobody planned.
#[test]
fn learners_count() {
    let by_pixels = |&([height, width, channels], outputs, size, _, groups, bias): &Cost| {
        let [parameters, work] =
            solutions::conv_cost([height, width, channels], outputs, size, 1, groups, bias);
        [parameters, work]
    };
    assert_eq!(
        says(&exercises(), "conv_cost", by_pixels),
        "as many places as pixels"
    );
    let flops = |&(picture, outputs, size, stride, groups, bias): &Cost| {
        let [parameters, work] = solutions::conv_cost(picture, outputs, size, stride, groups, bias);
        [parameters, 2 * work]
    };
    assert_eq!(says(&exercises(), "conv_cost", flops), "wrong");
    let by_window_output =
        |&([height, width, channels], outputs, size, stride, groups, bias): &Cost| {
            let [rows, columns] = window(size, stride).output([height, width]);
            let layer = Conv2d::new(
                channels,
                outputs,
                window(size, stride).groups(groups),
                Init::Zeros,
                &mut nabla::rng(1),
            );
            let weights = layer.weight.value().len();
            [
                weights + if bias { outputs } else { 0 },
                weights * rows * columns,
            ]
        };
    assert_eq!(says(&exercises(), "conv_cost", by_window_output), "right");
    let from_the_back = |layers: &Windows| {
        layers
            .iter()
            .rev()
            .fold(1, |reach, (size, stride)| (reach - 1) * stride + size)
    };
    assert_eq!(says(&exercises(), "sees", from_the_back), "right");
    let product = |layers: &Windows| layers.iter().map(|(size, _)| size).product::<usize>();
    assert_eq!(says(&exercises(), "sees", product), "wrong");
    let architecture = |layers: &Windows| {
        let conv = |net: Architecture, &(size, stride): &(usize, usize)| {
            net.conv(1, Window::new(size).stride(stride))
        };
        layers.iter().fold(Architecture::new(), conv).sees()[0]
    };
    assert_eq!(says(&exercises(), "sees", architecture), "right");
}

#[test]
fn on_paper() {
    let slip = |answer: [usize; 4]| says(&exercises(), "find_the_slip", move |()| answer);
    assert_eq!(slip([101, 116, 8, 3]), "right");
    assert_eq!(slip([101, 116, 23, 18]), "another entry");
    assert_eq!(slip([152, 152, 36, 3]), "wrong");
    let small = |answer: [f64; 5]| says(&exercises(), "two_small_for_one_large", move |()| answer);
    assert_eq!(small([3.0, 0.55, 0.29, 576_000.0, 26_880.0]), "right");
    assert_eq!(small([3.0, 0.55, 0.29, 576_000.0, 26_881.0]), "wrong");
    assert_eq!(small([3.0, 0.18, 0.14, 576_000.0, 26_880.0]), "one of them");
    assert_eq!(small([3.0, 55.1, 28.57, 576_000.0, 26_880.0]), "wrong");
}

/// `torch.nn.MaxPool1d(size, stride, padding, ceil_mode=True)` on rows of zeros.
#[test]
fn a_pool_that_rounds_up_has_pytorchs_places() {
    for ([side, size, stride, margin], places) in [
        ([7, 3, 2, 0], 3),
        ([8, 3, 2, 0], 4),
        ([8, 3, 2, 1], 5),
        ([5, 2, 3, 1], 2),
        ([6, 2, 3, 1], 3),
        ([9, 5, 4, 2], 3),
        ([7, 2, 2, 1], 4),
    ] {
        let window = Window::new(size)
            .stride(stride)
            .padding(Padding::all(margin));
        let net = Architecture::new().max_pool_rounding_up(window);
        let counted = net.count([side, 9, 1]).expect("it fits");
        assert_eq!(
            counted.output.dims()[0],
            places,
            "{side} {size} {stride} {margin}"
        );
    }
}
