//! Looking inside: wrong answers as learners write them, PyTorch's values, and what must hold of maps and pictures.

use lab11::judging::{VARIATION, exercises};
use lab11::sight::ascent::{Climb, Wish, ascend, dream};
use lab11::sight::network::{CONVOLUTIONS, activations, for_digits, for_photographs, patches};
use lab11::sight::style::{Weights, gram_of, total_variation, transfer};
use lab11::sight::{canvas, maps};
use lab11::solutions;
use labkit::judge::says;
use labkit::reference::{Stored, close};
use nabla::{Flatten, Init, Linear, Param, Parameters, Sequential, Tape, Tensor};

const STORED: Stored = Stored(include_str!("../reference/looking.txt"));

type Maps = Vec<Vec<Vec<f64>>>;
type Cam = (Maps, Maps);

fn stored(name: &str) -> Tensor {
    let (sizes, numbers) = STORED.entry(name);
    let numbers: Vec<f32> = numbers.iter().map(|&n| n as f32).collect();
    Tensor::from_vec(numbers, nabla::Shape::new(&sizes))
}

fn near(got: &Tensor, name: &str) {
    let want = stored(name);
    assert_eq!(got.len(), want.len(), "{name}");
    for (got, want) in got.data().iter().zip(want.data()) {
        assert!(
            (got - want).abs() < 1e-4 * want.abs().max(1.0),
            "{name}: {got}, not {want}"
        );
    }
}

#[test]
fn maps_as_learners_make_them() {
    let cam = |f: fn(&Cam) -> Vec<Vec<f64>>| says(&exercises(), "grad_cam", f);
    let weights = |g: &Maps| -> Vec<f64> {
        let pixels: Vec<_> = g.iter().flatten().collect();
        (0..pixels[0].len())
            .map(|c| pixels.iter().map(|p| p[c]).sum::<f64>() / pixels.len() as f64)
            .collect()
    };
    // The mean over channels in place of the sum.
    let mean = cam(|(a, g)| {
        let channels = a[0][0].len() as f64;
        let map = solutions::grad_cam(a, g);
        map.iter()
            .map(|row| row.iter().map(|x| x / channels).collect())
            .collect()
    });
    assert_eq!(mean, "wrong");
    // Weights cut at 0.
    let positive = says(
        &exercises(),
        "grad_cam",
        move |(a, g): &Cam| -> Vec<Vec<f64>> {
            let w: Vec<f64> = weights(g).iter().map(|w| w.max(0.0)).collect();
            let value = |p: &Vec<f64>| p.iter().zip(&w).map(|(a, w)| a * w).sum::<f64>();
            a.iter()
                .map(|row| row.iter().map(value).collect())
                .collect()
        },
    );
    // Activations are not negative here, so it comes to the same as to cut each channel's part.
    assert_eq!(positive, "cut before the sum");
    // Scaled to 1, as for a picture.
    let scaled = cam(|(a, g)| {
        let map = solutions::grad_cam(a, g);
        let most = map.iter().flatten().copied().fold(1e-9, f64::max);
        map.iter()
            .map(|row| row.iter().map(|x| x / most).collect())
            .collect()
    });
    assert_eq!(scaled, "wrong");
}

#[test]
fn grams_as_learners_make_them() {
    let gram = |f: fn(&Vec<Vec<f64>>) -> Vec<Vec<f64>>| says(&exercises(), "gram", f);
    let halved = gram(|f| {
        let mut g = solutions::gram(f);
        (0..g.len()).for_each(|i| (0..i).for_each(|j| g[i][j] = 0.0));
        g
    });
    assert_eq!(halved, "wrong");
    let normed = gram(|f| {
        let g = solutions::gram(f);
        let of = |i: usize, j: usize| g[i][j] / (g[i][i] * g[j][j]).sqrt();
        (0..g.len())
            .map(|i| (0..g.len()).map(|j| of(i, j)).collect())
            .collect()
    });
    assert_eq!(normed, "wrong");
    let paper = |answer: [f64; 5]| says(&exercises(), "which_losses_notice", move |()| answer);
    assert_eq!(paper([2.0, 2.0, 1.0, 3.0, 2.0]), "right");
    assert_eq!(paper([8.0, 8.0, 4.0, 3.0, 2.0]), "wrong");
    assert_eq!(
        paper([2.0, 1.0, 1.0, 3.0, 2.0]),
        "the places matter to both"
    );
}

#[test]
fn kernels_as_learners_write_them() {
    let all = exercises();
    let with = |body: &str| VARIATION.says(&all, &VARIATION.with_body(body));
    assert_eq!(VARIATION.says(&all, VARIATION.solution), "right");
    // Differences first, and a clamp at the border in place of a question.
    let clamped = "
        let line = shape.width * shape.channels;
        if id.x >= shape.height * line { return; }
        let row = i32(id.x / line);
        let column = i32(id.x / shape.channels % shape.width);
        let channel = i32(id.x % shape.channels);
        let w = i32(shape.width); let h = i32(shape.height); let c = i32(shape.channels);
        let up = (max(row - 1, 0) * w + column) * c + channel;
        let down = (min(row + 1, h - 1) * w + column) * c + channel;
        let left = (row * w + max(column - 1, 0)) * c + channel;
        let right = (row * w + min(column + 1, w - 1)) * c + channel;
        dx[id.x] = 2.0 * (4.0 * x[id.x] - x[up] - x[down] - x[left] - x[right]);";
    assert_eq!(with(clamped), "right");
    assert_ne!(with("dx[id.x] = 0.0;"), "right");
    let around = clamped
        .replace("max(row - 1, 0)", "(row + h - 1) % h")
        .replace("min(row + 1, h - 1)", "(row + 1) % h");
    assert_eq!(with(&around), "wrong");
}

#[test]
fn losses_are_pytorchs() {
    for name in ["gram.a", "gram.b", "gram.c"] {
        let features = stored(&format!("{name}.features"));
        let &[positions, channels] = features.dims() else {
            panic!("{name}")
        };
        let tape = Tape::new();
        let maps = tape.constant(features.reshape([1, 1, positions, channels]));
        near(&gram_of(maps).value(), &format!("{name}.gram"));
        let plain = solutions::gram(&STORED.matrix(&format!("{name}.features"))).concat();
        close(&plain, &STORED.values(&format!("{name}.gram")), 1e-12);
    }
    for name in ["tv.a", "tv.b"] {
        let x = stored(&format!("{name}.x"));
        let shape = [vec![1], x.dims().to_vec()].concat();
        let tape = Tape::new();
        let x = tape.variable(x.reshape(nabla::Shape::new(&shape)));
        let loss = total_variation(x);
        near(&loss.value(), &format!("{name}.mean"));
        near(loss.backward().of(x), &format!("{name}.mean_gradient"));
    }
}

/// A network without a convolution: its gradient is its weight.
fn linear() -> Sequential {
    let mut rng = nabla::rng(3);
    Sequential::new()
        .push(Flatten)
        .push(Linear::new(36, 4, Init::He, &mut rng))
}

#[test]
fn maps_of_a_network_that_can_be_read() {
    let net = linear();
    let picture = Tensor::uniform([1, 6, 6, 1], 0.0..1.0, &mut nabla::rng(4));
    let slope = maps::gradient(&net, &picture, 2);
    let mut weight = None;
    net.visit(&mut |param: &Param| weight = weight.take().or(Some(param.value().clone())));
    let weight = weight.expect("a dense layer has a weight");
    let column = weight.data().iter().skip(2).step_by(4);
    assert!(
        slope
            .data()
            .iter()
            .zip(column)
            .all(|(a, b)| (a - b).abs() < 1e-6)
    );
    // A patch of one pixel takes away its ink times its weight from each logit.
    let lost = maps::occlusion(&net, &picture, 2, 1);
    let logits = trainer::outputs(&net, &picture);
    let whole = maps::probability(logits.data(), 2);
    for (at, lost) in lost.iter().enumerate() {
        let without = |k: usize| logits.data()[k] - picture.data()[at] * weight.data()[at * 4 + k];
        let left = maps::probability(&[0, 1, 2, 3].map(without), 2);
        assert!(
            (f64::from(*lost) - (whole - left)).abs() < 1e-5,
            "pixel {at}"
        );
    }
    let empty = Tensor::zeros([1, 6, 6, 1]);
    assert!(
        maps::occlusion(&net, &empty, 1, 2)
            .iter()
            .all(|x| x.abs() < 1e-6)
    );
}

#[test]
fn grad_cam_is_the_older_cam_behind_a_global_mean() {
    let net = for_digits(&mut nabla::rng(5));
    let picture = Tensor::uniform([1, 28, 28, 1], 0.0..1.0, &mut nabla::rng(6));
    let map = maps::grad_cam(&net, (&picture, 3), CONVOLUTIONS[2], solutions::grad_cam);
    let tape = Tape::new();
    let held = activations(&net, &tape, tape.constant(picture))[CONVOLUTIONS[2]].value();
    let dense: &Linear = net.get(9).expect("the last layer");
    let weight = dense.weight.value();
    let pixels = held.data().chunks_exact(32).map(|p| {
        let of = |c: usize| p[c] * weight.data()[c * 10 + 3] / 49.0;
        (0..32).map(of).sum::<f32>().max(0.0)
    });
    let cam = Tensor::from_vec(pixels.collect(), [1, 7, 7, 1]);
    let cam = canvas::resized(&cam, 28, 28);
    assert!(cam.data().iter().any(|&x| x > 0.0));
    assert!(
        map.iter()
            .zip(cam.data())
            .all(|(a, b)| (a - b).abs() < 1e-5)
    );
}

#[test]
fn pixels_stay_what_they_are() {
    let x = Tensor::uniform([1, 8, 6, 3], 0.0..1.0, &mut nabla::rng(7));
    let same = canvas::resized(&x, 8, 6);
    assert!(
        same.data()
            .iter()
            .zip(x.data())
            .all(|(a, b)| (a - b).abs() < 1e-6)
    );
    let flat = canvas::resized(&Tensor::full([1, 9, 7, 3], 0.25), 4, 13);
    assert!(flat.dims() == [1, 4, 13, 3] && flat.data().iter().all(|x| (x - 0.25).abs() < 1e-6));
    let there = canvas::rolled(&x, 3, -2);
    assert_eq!(there.at(&[0, 3, 0, 1]), x.at(&[0, 0, 2, 1]));
    assert_eq!(canvas::rolled(&there, -3, 2), x);
    let sum = |t: &Tensor| t.data().iter().sum::<f32>();
    assert!((sum(&canvas::blurred(&x, 0.5)) - sum(&x)).abs() < 1e-3);
    let bright = canvas::brightness(&x);
    let back = canvas::with_brightness(&x, &bright);
    assert!(
        back.data()
            .iter()
            .zip(x.data())
            .all(|(a, b)| (a - b).abs() < 1e-5)
    );
    let spread = canvas::spread_like(&x, &bright);
    assert!((sum(&spread) / 144.0 - sum(&bright) / 48.0).abs() < 1e-4);
}

#[test]
fn patches_come_from_their_half_and_lie_as_they_say() {
    let all = patches(60, true, &mut nabla::rng(8));
    assert_eq!(all.images.dims(), [60, 32, 32, 3]);
    let cat = datasets::photo("cat").unwrap().pixels;
    let mut found = [false; 4];
    for (i, &class) in all
        .labels
        .as_slice()
        .iter()
        .enumerate()
        .filter(|(_, class)| **class / 4 == 1)
    {
        let (turn, patch) = ((class % 4) as usize, all.images.rows(i..i + 1));
        let at = |y: usize, x: usize| patch.at(&[0, y, x, 0]);
        // Turned back by hand: where the patch's upper left corner went.
        let unturned = |y: usize, x: usize| match turn {
            0 => at(y, x),
            1 => at(31 - x, y),
            2 => at(31 - y, 31 - x),
            _ => at(x, 31 - y),
        };
        // Up to a contrast and a mean: the correlation of some pixels with those of the photograph is 1.
        let fits = |top: usize, left: usize| {
            let places = (0..32).step_by(3).map(|k| (k, 31 - k / 2));
            let (got, want): (Vec<f32>, Vec<f32>) = places
                .map(|(y, x)| (unturned(y, x), cat[[top + y, left + x, 0]]))
                .unzip();
            maps::correlation(&got, &want) > 0.99999
        };
        let places = (0..=96).flat_map(|top| (64..=96).map(move |left| (top, left)));
        assert!(
            places.clone().any(|(top, left)| fits(top, left)),
            "patch {i}, turned {turn}"
        );
        found[turn] = true;
    }
    assert_eq!(found, [true; 4]);
}

#[test]
fn pictures_climb_and_take_on_a_style() {
    let mut rng = nabla::rng(9);
    let net = for_photographs(&mut rng);
    let start = canvas::noise(24, 20, &mut rng);
    let wish = Wish {
        depth: 2,
        unit: None,
    };
    let climb = Climb {
        steps: 5,
        rate: 0.02,
        jitter: 2,
        blur: 0.0,
        level: true,
    };
    let before = wish.granted(&net, &start);
    assert!(wish.granted(&net, &ascend(&net, start.clone(), wish, climb, &mut rng)) > 1.2 * before);
    let dreamt = dream(&net, &start, wish, (climb, 2), &mut rng);
    assert_eq!(dreamt.dims(), start.dims());
    assert!(wish.granted(&net, &dreamt) > 1.2 * before);
    let coloured = Tensor::uniform([1, 18, 30, 3], 0.0..1.0, &mut rng);
    let styled = transfer(
        &net,
        (&start, &coloured),
        (Weights::USUAL, 12),
        solutions::gram,
        || (),
    );
    assert!(
        styled.style[1] < 0.8 * styled.style[0],
        "{:?}",
        styled.style
    );
    assert_eq!(styled.picture.dims(), start.dims());
    assert!(
        styled
            .picture
            .data()
            .iter()
            .all(|x| (0.0..=1.0).contains(x))
    );
}

/// What the program says to a picture that is not there.
#[test]
fn a_picture_that_is_missing_is_named_with_a_remedy() {
    let out = std::env::temp_dir().join(format!("lab11-looking-{}", std::process::id()));
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_lab11"))
        .args(["--content", "nowhere/mine.jpg", "--quick", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    let _ = std::fs::remove_dir_all(&out);
    assert!(!run.status.success());
    assert!(
        said.contains("nowhere/mine.jpg") && said.contains("brick, cat, coffee"),
        "{said}"
    );
}
