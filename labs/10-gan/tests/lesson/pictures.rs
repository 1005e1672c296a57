//! Transposed convolution, ways through the noise, pairs of networks, and the score, asserted.

use lab10::judging::PICTURES;
use lab10::latent::{lerp, noise, norm, slerp};
use lab10::networks::{DENSE, Recipe, SMALL};
use lab10::score::{Judge, Jury};
use lab10::sharpness::grey_share;
use lab10::solutions::conv_transpose;
use lab10::training::{Training, draw, train};
use lab10::transposed::Picture;
use nabla::{Activation, Device, Padding, Parameters, Tape, Tensor, Window};
use trainer::{Examples, Run, accuracy};

fn near(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!(
            (got - want).abs() < 1e-5 * want.abs().max(1.0),
            "{got} {want}"
        );
    }
}

#[test]
fn painting_is_pytorchs_transposed_convolution_and_nablas() {
    for (name, stride, margin) in [
        ("apart", 2, 0),
        ("overlap", 2, 0),
        ("dense", 1, 0),
        ("margin", 2, 1),
        ("gaps", 3, 0),
    ] {
        let stored = |what: &str| PICTURES.matrix(&format!("paint.{name}.{what}"));
        let (x, kernel, want) = (stored("x"), stored("kernel"), stored("y"));
        let by_hand = conv_transpose(&x, &kernel, stride, margin);
        near(&by_hand.concat(), &want.concat());
        let tape = Tape::new();
        let of = |picture: &Picture, shape: [usize; 4]| {
            let numbers = picture.concat().iter().map(|&v| v as f32).collect();
            tape.constant(Tensor::from_vec(numbers, shape))
        };
        let image = of(&x, [1, x.len(), x[0].len(), 1]);
        let weight = of(&kernel, [kernel.len(), kernel[0].len(), 1, 1]);
        let window = Window::new([kernel.len(), kernel[0].len()])
            .stride(stride)
            .padding(Padding::all(margin));
        let by_nabla = image.conv_transpose2d(weight, None, window, Activation::Identity);
        let by_nabla: Vec<f64> = by_nabla.value().data().iter().map(|&v| v.into()).collect();
        near(&by_nabla, &want.concat());
    }
}

#[test]
fn the_arc_is_where_numpy_says() {
    let ends: [(&str, &[f32], &[f32], f32); 3] = [
        ("quarter", &[2.0, 0.0], &[0.0, 2.0], 0.25),
        ("space", &[1.0, 2.0, -0.5], &[0.25, -1.0, 3.0], 0.4),
        (
            "late",
            &[0.5, 0.5, 2.0, -1.0],
            &[-1.5, 1.0, 0.75, 0.25],
            0.9,
        ),
    ];
    for (name, from, to, at) in ends {
        let got: Vec<f64> = slerp(from, to, at).iter().map(|&x| x.into()).collect();
        near(&got, &PICTURES.values(&format!("arc.{name}")));
    }
}

#[test]
fn noise_lies_in_a_shell_and_the_line_leaves_it() {
    let z = noise(2_000, 32, &mut nabla::rng(4));
    let points: Vec<&[f32]> = z.data().chunks_exact(32).collect();
    assert!(points.iter().all(|z| norm(z) > 0.5 * 32.0_f32.sqrt()));
    let mean = |lengths: Vec<f32>| lengths.iter().sum::<f32>() / lengths.len() as f32;
    let pairs = || points.chunks_exact(2);
    let on_line = mean(pairs().map(|p| norm(&lerp(p[0], p[1], 0.5))).collect());
    let on_arc = mean(pairs().map(|p| norm(&slerp(p[0], p[1], 0.5))).collect());
    assert!((on_line - 4.0).abs() < 0.1, "{on_line}");
    assert!((on_arc - 5.6).abs() < 0.1, "{on_arc}");
}

/// Half as far out as √32 means a square below 8: 1 − e⁻⁴·Σ 4ᵏ/k!, k below 16 (a gamma distribution with a whole shape).
#[test]
fn five_of_a_million_lie_half_as_far_out() {
    let terms = (0..40).scan(1.0_f64, |term, k| {
        let now = *term;
        *term *= 4.0 / f64::from(k + 1);
        Some(now)
    });
    let share = (-4.0_f64).exp() * terms.skip(16).sum::<f64>();
    assert!((1e6 * share - 5.0).abs() < 0.3, "{share}");
}

fn digits() -> (Examples, Examples) {
    let split = datasets::digits();
    let part = |images: datasets::Images| Examples::from(images).as_pictures();
    (part(split.train), part(split.test))
}

/// The lesson's claims about drawings, from a third of its training.
#[test]
fn convolution_draws_more_of_the_digits_than_dense_layers_and_more_like_them() {
    let (learn, test) = digits();
    let judge = Judge::learn(&learn, 6, 1, &Device::Cpu, |_| {});
    assert!(accuracy(&judge, &test) > 0.97);
    let count = test.len();
    let places: Vec<usize> = (0..count).map(|i| i * learn.len() / count).collect();
    let jury = Jury::new(judge, &learn.images.gather_rows(&places));
    let drawn = |recipe: &Recipe| {
        let recipe = Recipe {
            epochs: 15,
            ..*recipe
        };
        let pair = train(&recipe, &learn.images, 1, |_, _, _| {});
        let z = noise(count, recipe.latent, &mut nabla::rng(9));
        draw(&pair.generator, &z)
    };
    let (sand, strokes) = (drawn(&DENSE), drawn(&SMALL));
    let (dense, dcgan) = (jury.score(&sand), jury.score(&strokes));
    assert!(dcgan.confidence > 0.75, "{dcgan:?}");
    assert!(dcgan.smallest_share() > 0.01, "{dcgan:?}");
    assert!(dcgan.coverage > dense.coverage + 0.1, "{dcgan:?} {dense:?}");
    assert!(grey_share(sand.data()) > grey_share(strokes.data()) + 0.05);
    // What the table says of those who flatter.
    let real = jury.score(&test.images);
    assert!(
        real.confidence > 0.95 && real.precision > 0.9 && real.coverage > 0.9,
        "{real:?}"
    );
    let seven = learn
        .labels
        .as_slice()
        .iter()
        .position(|&l| l == 7)
        .expect("one is there");
    let one = jury.score(&learn.images.gather_rows(&vec![seven; count]));
    assert!(
        one.precision == 1.0 && one.coverage < 0.1 && one.smallest_share() == 0.0,
        "{one:?}"
    );
    let copied = jury.score(&learn.images.gather_rows(&places));
    assert_eq!((copied.precision, copied.coverage), (1.0, 1.0));
}

/// A few pictures, and a recipe that is over quickly.
fn little() -> (Tensor, Recipe) {
    let (learn, _) = digits();
    let recipe = Recipe {
        width: 4,
        epochs: 4,
        batch: 20,
        ..SMALL
    };
    (learn.images.rows(0..70), recipe)
}

fn weights(model: &dyn Parameters) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

#[test]
fn the_same_seed_gives_the_same_pair_on_any_number_of_threads() {
    let (pictures, recipe) = little();
    let run = |seed| weights(&train(&recipe, &pictures, seed, |_, _, _| {}));
    let once = run(5);
    assert_ne!(once, run(6));
    let before = nabla::threads();
    for threads in [1, 3] {
        nabla::set_threads(threads);
        assert_eq!(once, run(5), "{threads} threads");
    }
    nabla::set_threads(before);
}

#[test]
fn an_interrupted_training_goes_on_as_if_it_had_never_stopped() {
    let (pictures, recipe) = little();
    let run = Run {
        network: recipe.name.to_string(),
        data: "seventy".to_string(),
        examples: String::new(),
        seed: 3,
        rule: recipe.rules()[0],
        recipe: recipe.rest(),
        epochs: recipe.epochs,
    };
    let fresh = || Training::new(&recipe, &pictures, 3, &Device::Cpu);
    trainer::prove(&run, fresh, |training| {
        training.epoch(|_, _| {});
    });
}
