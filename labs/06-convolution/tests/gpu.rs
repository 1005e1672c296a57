//! The lesson's kernels agree with the processor. Without an adapter these tests are ignored; with `REQUIRE_GPU=1`
//! that is a failure.

use lab06::gpu::hello;
use lab06::gpu::kernels::{LADDER, Product, Sizes, conv2d, conv2d_weight};
use libtest_mimic::{Arguments, Completion, Trial};
use shaders::Dispatch;
use std::process::ExitCode;

const ALL: [(&str, fn()); 7] = [
    ("hello_doubles", hello_doubles),
    (
        "the_ladder_and_the_network_share_a_card",
        the_ladder_and_the_network_share_a_card,
    ),
    ("every_rung_multiplies", every_rung_multiplies),
    ("the_tile_knows_its_edges", the_tile_knows_its_edges),
    (
        "each_rung_fetches_what_the_table_says",
        each_rung_fetches_what_the_table_says,
    ),
    (
        "convolution_and_its_weights_agree_with_nabla",
        convolution_and_its_weights_agree_with_nabla,
    ),
    (
        "a_broken_shader_is_told_with_its_line",
        a_broken_shader_is_told_with_its_line,
    ),
];

fn main() -> ExitCode {
    let missing = shaders::available().err();
    let is_required = std::env::var("REQUIRE_GPU").is_ok_and(|value| value == "1");
    let trials = ALL.map(|(name, run)| {
        let missing = missing.clone();
        Trial::ignorable_test(name, move || match missing {
            Some(reason) if is_required => Err(format!("REQUIRE_GPU=1, and {reason}").into()),
            Some(reason) => Ok(Completion::ignored_with(reason)),
            None => {
                run();
                Ok(Completion::Completed)
            }
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

fn hello_doubles() {
    let numbers: Vec<f32> = (0..200).map(|i| i as f32 - 70.5).collect();
    let (name, doubled) = hello::double_now(&numbers).unwrap();
    assert!(!name.is_empty());
    let expected: Vec<f32> = numbers.iter().map(|x| x * 2.0).collect();
    assert_eq!(doubled, expected);
}

/// Times of one page are of one card, also where there are several.
fn the_ladder_and_the_network_share_a_card() {
    let ladder = shaders::opened().unwrap().name();
    let network = nabla::Device::gpu().unwrap().to_string();
    assert!(
        network.starts_with(ladder.trim_end_matches(')')),
        "{ladder}, {network}"
    );
}

fn every_rung_multiplies() {
    let product = Product::of_side(128);
    let inputs = [&product.a[..], &product.b[..]];
    // Whole numbers, so that the sums are exact.
    let expected: Vec<f32> = (0..128 * 128)
        .map(|at| {
            let (row, column) = (at / 128, at % 128);
            let terms = (0..128).map(|i| product.a[row * 128 + i] * product.b[i * 128 + column]);
            terms.sum()
        })
        .collect();
    assert!(expected.iter().any(|&sum| sum != expected[0]));
    for rung in &LADDER {
        let dispatch = product.dispatch(rung, rung.source, &inputs);
        assert_eq!(shaders::run(&dispatch).unwrap(), expected, "{}", rung.name);
        let gpu = shaders::opened().unwrap();
        let prepared = gpu.prepare(&dispatch).unwrap();
        let seconds = gpu.seconds(&prepared, 2).unwrap();
        assert!(seconds > 0.0 && seconds < 60.0, "{}: {seconds}", rung.name);
    }
}

fn the_tile_knows_its_edges() {
    let n = 37;
    let product = Product::of_side(n);
    let inputs = [&product.a[..], &product.b[..]];
    for rung in &LADDER[..2] {
        let c = shaders::run(&product.dispatch(rung, rung.source, &inputs)).unwrap();
        for (row, column) in [(0, 0), (36, 36), (16, 35), (31, 5)] {
            let terms = (0..n).map(|i| product.a[row * n + i] * product.b[i * n + column]);
            assert_eq!(c[row * n + column], terms.sum::<f32>(), "{}", rung.name);
        }
    }
}

/// Every fetch is counted on the card, and the count written in place of the product.
fn each_rung_fetches_what_the_table_says() {
    let product = Product::of_side(128);
    let inputs = [&product.a[..], &product.b[..]];
    for (rung, a_fetch) in LADDER.iter().zip([1, 1, 4]) {
        let written = (rung.kept * rung.kept) as u32;
        let share = format!("f32({a_fetch}u * fetches) / {written}.0;");
        let counted = rung.source.replace(" a[", " a[fetch() + ");
        let counted = counted.replace(" b[", " b[fetch() + ");
        let counted = counted.replace("] = sum;", &format!("] = {share}"));
        let counted = counted.replace("] = sum[r];", &format!("] = vec4(1.0) * {share}"));
        let source = format!(
            "{counted}\nvar<private> fetches: u32;\n\
             fn fetch() -> u32 {{ fetches += 1u; return 0u; }}\n"
        );
        let fetches: f32 = shaders::run(&product.dispatch(rung, &source, &inputs))
            .unwrap()
            .iter()
            .sum();
        let products = (128 * 128 * 128) as f64;
        assert_eq!(
            f64::from(fetches) / products,
            rung.fetched(),
            "{}",
            rung.name
        );
    }
}

fn convolution_and_its_weights_agree_with_nabla() {
    let sizes = Sizes {
        input: [2, 6, 5, 3],
        filter: [3, 2, 4],
    };
    assert_eq!(sizes.output(), [2, 4, 4, 4]);
    let number = |i: usize| ((i * 37) % 19) as f32 / 8.0 - 1.0;
    let x: Vec<f32> = (0..180).map(number).collect();
    let weight: Vec<f32> = (0..72).map(|i| number(i + 5)).collect();
    let bias = [0.5, -0.25, 0.125, 1.0];
    let dy: Vec<f32> = (0..128).map(|i| number(i + 11)).collect();

    let tape = nabla::Tape::new();
    let tensor = |values: &[f32], shape: [usize; 4]| nabla::Tensor::from_slice(values, shape);
    let [vx, vw] = [tensor(&x, sizes.input), tensor(&weight, sizes.weights())]
        .map(|tensor| tape.variable(tensor));
    let vb = tape.variable(nabla::Tensor::from_slice(&bias, [4]));
    let window = nabla::Window::new([3, 2]);
    let y = vx.conv2d(vw, vb, window, nabla::Activation::Identity);
    let grads = (y * tape.constant(tensor(&dy, sizes.output())))
        .sum()
        .backward();

    let close = |got: &[f32], want: &[f32]| {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!(
                (got - want).abs() <= 1e-5 * want.abs().max(1.0),
                "{got} for {want}"
            );
        }
    };
    close(
        &conv2d((&x, &weight, &bias), sizes).unwrap(),
        y.value().data(),
    );
    close(
        &conv2d_weight((&x, &dy), sizes).unwrap(),
        grads.of(vw).data(),
    );
}

fn a_broken_shader_is_told_with_its_line() {
    let run = |source: &str| {
        let dispatch = Dispatch {
            file: "labs/x.wgsl",
            source,
            entry: "main",
            shape: &[1],
            inputs: &[],
            output: &[0.0],
            workgroups: [1, 1, 1],
        };
        shaders::run(&dispatch).unwrap_err()
    };
    let head = "@group(0) @binding(1) var<storage, read_write> y: array<f32>;\n@compute @workgroup_size(1)\n";
    let typo = run(&format!("{head}fn main() {{\n    y[0] = 1.0\n}}\n"));
    assert!(
        typo.starts_with("labs/x.wgsl:5:1\n") && typo.contains("expected"),
        "{typo}"
    );
    let types = run(&format!("{head}fn main() {{\n    y[0] = 1u;\n}}\n"));
    assert!(types.starts_with("labs/x.wgsl:4:"), "{types}");
    let renamed = run(&format!("{head}fn other() {{\n    y[0] = 1.0;\n}}\n"));
    assert!(renamed.contains("main"), "{renamed}");
}
