//! Masks, rare pixels and films: against PyTorch's tape, and what the lesson says of them.

use lab12::film::{self, Films, Watcher, Watching, recipe, right};
use lab12::judging::{KERNEL, exercises};
use lab12::rare::{best_threshold, called, maps};
use lab12::scene::Sources;
use lab12::segment::{Confusion, KINDS, LARGE_RECIPE, Objective, Pixels, dice_loss, epoch, masks};
use lab12::solutions;
use lab12::unet::{UNet, WIDTH, size};
use labkit::judge::says;
use labkit::reference::Stored;
use nabla::{Checkpoint, Device, Labels, Module, Parameters, Tape, Tensor, pytorch};
use trainer::{Recipe, Rule, Run, Training};

const STORED: Stored = Stored(include_str!("../reference/pixels.txt"));

type Asked = (Vec<f64>, Vec<f64>);

/// Logits, loss and every gradient are those of the program in the book (`make_unet.py`).
/// What PyTorch calls a part: in its `Sequential` a ReLU stands between two convolutions and is counted, so `d1.1` is `d1.2`
/// there.
fn pytorch_name(part: &str) -> String {
    match part.strip_suffix(".1") {
        Some(level) => format!("{level}.2"),
        None => part.to_string(),
    }
}

#[test]
fn the_unet_is_pytorchs() {
    assert_eq!(size(WIDTH, KINDS), 118_155);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/");
    let read = |name: &str| {
        Checkpoint::read(format!("{folder}{name}.safetensors")).expect("a stored file")
    };
    let (file, values) = (read("unet"), read("unet_values"));
    let wanted = |name: &str| values.tensor(name).expect("it is stored");
    let near = |name: &str, ours: &Tensor| {
        assert_eq!(ours.shape(), wanted(name).shape(), "{name}");
        for (a, b) in ours.data().iter().zip(wanted(name).data()) {
            assert!((a - b).abs() < 1e-5 * (1.0 + b.abs()), "{name}: {a}, {b}");
        }
    };
    let mut model = UNet::new(2, 3, &mut nabla::rng(1));
    pytorch::load_as(&mut model, &file, pytorch_name).expect("the names are PyTorch's");
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(wanted("x").clone()));
    near("logits", &logits.value());
    let classes: Vec<u8> = wanted("classes").data().iter().map(|&k| k as u8).collect();
    let loss = dice_loss(logits, &Labels::new(&classes, 3));
    near("loss", &loss.value().reshape([1]));
    let grads = loss.backward();
    // With the gradients for its parameters the model goes back in PyTorch's layout.
    model.visit_mut(&mut |param| {
        let gradient = grads.param(param).expect("all are learned").clone();
        *param.value_mut() = gradient;
    });
    let ours = pytorch::state_dict_as(&model, pytorch_name);
    assert_eq!(ours.names().count(), 22);
    for name in ours.names() {
        near(name, &ours.tensor(name).expect("its own name"));
    }
}

#[test]
fn dice_is_pytorchs() {
    let numbers: Vec<f32> = STORED
        .values("dice_all.logits")
        .iter()
        .map(|&x| x as f32)
        .collect();
    let tape = Tape::new();
    let logits = tape.variable(Tensor::from_vec(numbers, [1, 3, 4, 3]));
    let labels = Labels::new(&[0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0], 3);
    let loss = dice_loss(logits, &labels);
    assert!((f64::from(loss.item()) - STORED.value("dice_all.loss")).abs() < 1e-6);
    let grads = loss.backward();
    let theirs = STORED.values("dice_all.grad");
    for (ours, theirs) in grads.of(logits).data().iter().zip(theirs) {
        assert!((f64::from(*ours) - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
}

#[test]
fn overlaps_by_hand() {
    // Truth 0 0 1 1 2, said 0 1 1 1 0.
    let confusion = Confusion::of(&[0, 1, 1, 1, 0], &[0, 0, 1, 1, 2], 4);
    assert_eq!(confusion.iou(0), Some(1.0 / 3.0));
    assert_eq!(confusion.iou(1), Some(2.0 / 3.0));
    assert_eq!(confusion.iou(2), Some(0.0));
    assert_eq!(confusion.iou(3), None, "neither there nor said");
    assert!((confusion.mean_iou(0) - 1.0 / 3.0).abs() < 1e-12);
    assert!((confusion.mean_iou(1) - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(confusion.accuracy(), 0.6);
    assert_eq!(
        (confusion.recall(0), confusion.precision(0)),
        (0.5, Some(0.5))
    );
    assert_eq!(
        (confusion.recall(1), confusion.precision(1)),
        (1.0, Some(2.0 / 3.0))
    );
    assert_eq!(confusion.precision(2), None);
}

#[test]
fn a_unet_learns_where_digits_are() {
    let sources = Sources::load("digits").expect("embedded");
    let [train, test] = Pixels::pair(&sources, [200, 16], 1).map(Pixels::any_digit);
    let recipe = Recipe::new(Rule::adam(0.01), 8, 5).seed(1);
    for objective in [Objective::CrossEntropy, Objective::Dice] {
        let model = UNet::new(4, 2, &mut nabla::rng(1));
        let mut training = Training::new(model, &recipe, train.count(), &Device::Cpu);
        for _ in 0..recipe.epochs {
            epoch(&mut training, (&train, 2), objective, |_| {});
        }
        let said = masks(&training.model, &test.pictures);
        let found = Confusion::of(&said, &test.classes, 2).iou(1).unwrap_or(0.0);
        assert!(found > 0.3, "{objective:?}: {found}");
    }
}

#[test]
fn its_training_can_be_interrupted() {
    let sources = Sources::load("digits").expect("embedded");
    let scenes = Pixels::draw(&sources.train, 6, 1);
    let recipe = Recipe {
        batch: 2,
        ..LARGE_RECIPE.epochs(2).seed(5)
    };
    let run = Run {
        network: "unet".to_string(),
        data: "digits".to_string(),
        examples: "six".to_string(),
        seed: recipe.seed,
        rule: recipe.rule,
        recipe: recipe.rest(),
        epochs: recipe.epochs,
    };
    let fresh = || {
        let model = UNet::new(2, KINDS, &mut nabla::rng(5));
        Training::new(model, &recipe, scenes.count(), &Device::Cpu)
    };
    trainer::prove(&run, fresh, |training| {
        epoch(training, (&scenes, KINDS), Objective::Dice, |_| {});
    });
}

#[test]
fn a_lower_threshold_finds_more() {
    let maps = maps(40, 0.3, 4);
    assert!((0.015..0.022).contains(&maps.share()), "{}", maps.share());
    // Brightness itself for a probability.
    let p = maps.pictures.data();
    let best = best_threshold(p, &maps.classes);
    let iou = |t| called(p, &maps.classes, t).iou(1).unwrap_or(0.0);
    assert!(
        iou(best) >= iou(0.5) && iou(best) > 0.03,
        "{best} {}",
        iou(best)
    );
    let nothing = called(&vec![0.0; p.len()], &maps.classes, 0.5);
    assert_eq!(nothing.iou(1), Some(0.0));
    assert!((nothing.accuracy() - (1.0 - maps.share())).abs() < 1e-12);
}

#[test]
fn a_film_backwards_has_the_same_frames() {
    let digits = datasets::digits8();
    let films = Films::draw(&digits.train, 20, 1);
    let back = films.backwards();
    assert_eq!(back.backwards().frames, films.frames);
    for (a, b) in films.directions.iter().zip(&back.directions) {
        let [a, b] = [a, b].map(|&d| film::DIRECTIONS[usize::from(d)]);
        assert_eq!((a.1, a.2), (-b.1, -b.2), "{} and {}", a.0, b.0);
    }
    // The mean cannot tell them apart, whatever it has learned.
    let watcher = Watcher::new(Watching::Mean, &mut nabla::rng(1));
    let tape = Tape::new();
    let [a, b] = [&films, &back].map(|f| watcher.forward(&tape, &f.frames).value());
    for (a, b) in a.data().iter().zip(b.data()) {
        assert!((a - b).abs() < 1e-4, "{a} {b}");
    }
}

#[test]
fn memory_tells_the_direction() {
    let digits = datasets::digits8();
    let (learn, test) = (
        Films::draw(&digits.train, 1000, 1),
        Films::draw(&digits.test, 100, 2),
    );
    let recipe = recipe(10, 1);
    let model = Watcher::new(Watching::Lstm, &mut nabla::rng(1));
    let mut training = Training::new(model, &recipe, 1000, &Device::Cpu);
    for _ in 0..recipe.epochs {
        film::epoch(&mut training, &learn, |_| {});
    }
    let told = right(&training.model, &test);
    assert_eq!(told.len(), film::FRAMES);
    assert!(told[0] < 0.4 && told[7] > 0.65, "{told:?}");
}

#[test]
fn overlap_as_learners_write_it() {
    let dice = |answer: fn(&Asked) -> (f64, Vec<f64>)| says(&exercises(), "dice_loss", answer);
    // One over the number of pixels.
    let mean = dice(|(p, y)| {
        let (loss, slopes) = solutions::dice_loss(p, y);
        (loss, slopes.iter().map(|s| s / p.len() as f64).collect())
    });
    assert_eq!(mean, "wrong");
    // Squares below the bar, as Milletari and others have it.
    let squares = dice(|(p, y)| {
        let a = 2.0 * p.iter().zip(y).map(|(p, y)| p * y).sum::<f64>() + 1.0;
        let b = p.iter().chain(y).map(|x| x * x).sum::<f64>() + 1.0;
        let slope = |(p, y): (&f64, &f64)| -2.0 * (y * b - p * a) / (b * b);
        (1.0 - a / b, p.iter().zip(y).map(slope).collect())
    });
    assert_eq!(squares, "wrong");
    let above_half = dice(|(p, y)| {
        let p: Vec<f64> = p.iter().map(|&p| f64::from(u8::from(p > 0.5))).collect();
        solutions::dice_loss(&p, y)
    });
    assert_eq!(above_half, "wrong");
    let lazy = |answer: [f64; 4]| says(&exercises(), "lazy", move |()| answer);
    assert_eq!(lazy([0.982, 0.491, 0.0902, 54.5556]), "right");
    assert_eq!(lazy([0.982, 0.982, 0.0902, 54.5556]), "the storm left out");
    assert_eq!(lazy([0.982, 0.491, 0.0902, 982.0]), "wrong");
}

#[test]
fn masks_as_learners_write_them() {
    let says = |body: &str| KERNEL.says(&exercises(), &KERNEL.with_body(body));
    let by_value = "
        if id.x >= shape.count { return; }
        var top = -1e30; var best = 0u;
        for (var k = 0u; k < shape.kinds; k++) {
            let v = logits[id.x * shape.kinds + k];
            if v > top { top = v; best = k; }
        }
        mask[id.x] = f32(best);";
    assert_eq!(says(by_value), "right");
    assert_eq!(
        says(&by_value.replace("v > top", "v >= top")),
        "the last of equals"
    );
    assert_eq!(says(&by_value.replace("-1e30", "0.0")), "wrong");
    assert_eq!(
        says(&by_value.replace("id.x * shape.kinds + k", "k * shape.count + id.x")),
        "wrong"
    );
}
