//! What one network has learned for another: against PyTorch, against itself, and on MNIST.

use lab11::judging::exercises;
use lab11::solutions;
use lab11::transfer::interrupted::{Kept, different, interrupted, through};
use lab11::transfer::opened::{file, network, opened, poured, turned, written};
use lab11::transfer::reader::{Body, Reader, learn};
use lab11::transfer::recipes::{FINE_TUNED, FROZEN, OLD, SCRATCH};
use lab11::transfer::tasks::{HALF, few, halves, together};
use lab11::transfer::work;
use lab11::transfer::world::World;
use labkit::judge::says;
use labkit::reference::{Stored, close};
use labkit::statistics::mean;
use nabla::{Checkpoint, Labels, Tensor, names, pytorch};
use std::path::PathBuf;
use std::process::Command;
use trainer::{Examples, accuracy, outputs};

const STORED: Stored = Stored(include_str!("../reference/opened.txt"));

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("lab11-{name}-{}.safetensors", std::process::id()))
}

fn test_digits() -> Examples {
    let test = datasets::digits8().test;
    Examples {
        labels: Labels::new(&test.labels, test.classes),
        images: Tensor::from(test.pixels).reshape([test.labels.len(), 8, 8, 1]),
    }
}

#[test]
fn the_opened_network_computes_what_pytorch_computed() {
    let model = opened(&file().expect("stored")).expect("the same layers");
    let images: Vec<f32> = STORED.values("images").iter().map(|&x| x as f32).collect();
    let ours = outputs(&model, &Tensor::from_vec(images, [2, 8, 8, 1]));
    let ours: Vec<f64> = ours.data().iter().map(|&x| f64::from(x)).collect();
    close(&ours, &STORED.values("logits"), 1e-5);
    assert_eq!(accuracy(&model, &test_digits()), STORED.value("right"));
}

#[test]
fn its_arrays_have_four_kinds_of_numbers_and_one_counter() {
    let file = file().expect("stored");
    let mut kinds: Vec<&str> = file.tensors().map(|array| array.dtype).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["BF16", "F16", "F32", "F64", "I64"]);
    let fit = pytorch::load_what_fits(&mut network(10), &file).expect("it can be read");
    assert!(fit.is_whole(), "{fit}");
    assert_eq!(fit.passed_over, ["1.num_batches_tracked"]);
}

#[test]
fn an_ignored_layout_loads_without_a_word_and_reads_by_luck() {
    let (file, test) = (file().expect("stored"), test_digits());
    let [poured, turned] = [poured(&file), turned(&file)].map(|model| model.expect("shapes fit"));
    assert!(accuracy(&poured, &test) < 0.4);
    assert!(accuracy(&turned, &test) < 0.5);
}

#[test]
fn what_is_written_is_what_was_opened() {
    let theirs = file().expect("stored");
    let back = written(&opened(&theirs).expect("the same layers"));
    assert_eq!(back.names().count(), 12);
    for name in back.names() {
        let [ours, theirs] = [&back, &theirs].map(|file| file.tensor(name).expect("it is there"));
        assert_eq!(ours, theirs, "{name}");
    }
}

/// Names, shapes and sums as NumPy sees them in both files.
const COMPARES: &str = "
import sys
from pathlib import Path
import numpy as np
from safetensors import safe_open

def wide(file, name):
    kind = file.get_slice(name).get_dtype()
    if kind != 'BF16':
        return file.get_tensor(name).astype(np.float64)
    return None

with safe_open(sys.argv[1], framework='numpy') as ours, safe_open(sys.argv[2], framework='numpy') as theirs:
    names = [n for n in theirs.keys() if not n.endswith('num_batches_tracked')]
    assert sorted(ours.keys()) == sorted(names), ours.keys()
    for name in names:
        a, b = ours.get_slice(name), theirs.get_slice(name)
        assert a.get_shape() == b.get_shape() and a.get_dtype() == 'F32', name
        if (b := wide(theirs, name)) is not None:
            assert (ours.get_tensor(name) == b.astype(np.float32)).all(), name
    print(len(names), 'arrays')
";

#[test]
fn python_reads_what_is_written() {
    let asked = std::env::var("PYTHON").ok();
    let python = asked
        .into_iter()
        .chain(["python3".to_string()])
        .find(|python| {
            let found = Command::new(python)
                .args(["-c", "import safetensors.numpy"])
                .output();
            found.is_ok_and(|output| output.status.success())
        });
    let Some(python) = python else {
        assert!(
            std::env::var_os("REQUIRE_PYTHON").is_none(),
            "REQUIRE_PYTHON is set, and no Python has safetensors and numpy"
        );
        return;
    };
    let path = scratch("written");
    let model = opened(&file().expect("stored")).expect("the same layers");
    written(&model).save(&path).expect("it can be written");
    let theirs = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/opened.safetensors"
    );
    let output = Command::new(python)
        .args(["-c", COMPARES])
        .arg(&path)
        .arg(theirs)
        .output();
    let _ = std::fs::remove_file(&path);
    let output = output.expect("it was there before");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "12 arrays");
}

#[test]
fn a_training_goes_on_as_if_nothing_had_happened() {
    let [task, _] = halves(&datasets::digits8());
    let path = scratch("half-way");
    let whole = through(&task.learn, 6, 3);
    let taken_up = |kept| interrupted(&task.learn, 6, 3, &path, kept).expect("it can be written");
    let [training, weights] = [Kept::Training, Kept::Weights].map(taken_up);
    let _ = std::fs::remove_file(&path);
    assert_eq!(different(&training, &whole).0, 0);
    assert!(different(&weights, &whole).0 > 1000);
}

#[test]
fn the_halves_share_no_class_and_no_picture() {
    let split = datasets::digits8();
    let [old, new] = halves(&split);
    for (task, classes) in [(&old, 0..5), (&new, 5..10)] {
        for part in [&task.learn, &task.valid, &task.test] {
            assert!(
                part.labels
                    .as_slice()
                    .iter()
                    .all(|label| classes.contains(label))
            );
        }
    }
    let learned = old.learn.len() + old.valid.len() + new.learn.len() + new.valid.len();
    assert_eq!(learned, split.train.len());
    assert_eq!(old.test.len() + new.test.len(), split.test.len());
    let some = few(&new.learn, 7, &mut nabla::rng(1));
    assert_eq!(some.len(), 7 * HALF);
    let both = together(&some, &old.valid);
    assert_eq!(both.images.dims(), [some.len() + old.valid.len(), 8, 8, 1]);
    assert_eq!(
        both.labels.as_slice()[some.len()..],
        *old.valid.labels.as_slice()
    );
}

#[test]
fn a_held_body_costs_no_gradient_and_does_not_move() {
    let [task, _] = halves(&datasets::digits8());
    let mut reader = Reader::new(8, &mut nabla::rng(1));
    let some = few(&task.learn, 2, &mut nabla::rng(1));
    let [held, whole] =
        [Body::Held, Body::Follows(1.0)].map(|b| work::of_a_step(&reader, &some, b));
    assert_eq!(held.gradients, nabla::parameters(&reader.head));
    assert_eq!(whole.gradients, nabla::parameters(&reader));
    assert!(held.rules == 2 && whole.rules > 6, "{held:?} {whole:?}");
    let before = reader.clone();
    learn(&mut reader, &some, &FROZEN.steps(5), 1);
    assert_eq!(different(&reader.body, &before.body).0, 0);
    assert!(different(&reader.head, &before.head).0 > 0);
}

/// The section's bar: from ten examples a class, ten points more than from scratch, on pictures never asked before.
#[test]
fn ten_examples_and_what_is_borrowed_beat_ten_examples() {
    let world = World::new(&datasets::digits8(), 20);
    let gains = (11..16).map(|seed| {
        let body = world.reader_of_the_old(400, seed);
        let some = world.few_new(10, seed);
        let rng = &mut nabla::rng(500 + seed);
        let mut both = [Reader::new(20, rng), body.with_fresh_head(rng)];
        let plans = [SCRATCH, FINE_TUNED];
        both.iter_mut()
            .zip(plans)
            .for_each(|(reader, plan)| learn(reader, &some, &plan, seed));
        let [scratch, tuned] = both
            .each_ref()
            .map(|reader| accuracy(reader, &world.new_test));
        tuned - scratch
    });
    let gain = mean(gains);
    assert!(gain > 0.1, "{gain}");
}

/// How well the new digits are read, from so many examples a class: the mean over these seeds.
fn read(split: &datasets::Split, each: usize, seeds: std::ops::Range<u64>) -> [f64; 3] {
    let [old, new] = halves(split);
    let side = split.train.height;
    let one = |seed: u64| {
        let mut body = Reader::new(side, &mut nabla::rng(seed));
        learn(&mut body, &old.learn, &OLD, seed);
        [SCRATCH, FROZEN, FINE_TUNED].map(|plan| {
            let rng = &mut nabla::rng(100 + seed);
            let some = few(&new.learn, each, rng);
            let mut reader = match plan == SCRATCH {
                true => Reader::new(side, rng),
                false => body.with_fresh_head(rng),
            };
            learn(&mut reader, &some, &plan, seed);
            accuracy(&reader, &new.test)
        })
    };
    let all: Vec<[f64; 3]> = seeds.map(one).collect();
    [0, 1, 2].map(|way| mean(all.iter().map(|right| right[way])))
}

/// The same on MNIST, where the test set is larger. `DATASETS_DIR` says where it is.
#[test]
#[ignore = "reads MNIST and trains for minutes"]
fn borrowed_knowledge_helps_on_mnist() {
    let mut split = datasets::images("mnist").expect("MNIST is there");
    split.train = split.train.take(12_000);
    for each in [1, 5, 10, 50] {
        let [scratch, frozen, tuned] = read(&split, each, 1..6);
        println!(
            "{each:2} a class: scratch {scratch:.3}, frozen {frozen:.3}, fine-tuned {tuned:.3}"
        );
        assert!(tuned > scratch, "{each}: {tuned} against {scratch}");
    }
}

type Array = (String, Vec<usize>);
type Files = (Vec<Array>, Vec<Array>);

#[test]
fn which_fit_says_what_the_loader_says() {
    let mut five = network(5);
    let file = file().expect("stored");
    let shapes = |file: &Checkpoint| -> Vec<Array> {
        let arrays = file.tensors().filter(|array| array.dtype != "I64");
        arrays
            .map(|array| (array.name.to_string(), array.dims.to_vec()))
            .collect()
    };
    let lists = solutions::which_fit(&shapes(&file), &shapes(&pytorch::state_dict(&five)));
    let mut fit = pytorch::load_what_fits(&mut five, &file).expect("it can be read");
    fit.fits.sort();
    let mut misshapen: Vec<String> = fit.misshapen.into_iter().map(|m| m.name).collect();
    misshapen.sort();
    assert_eq!(lists, [fit.fits, misshapen, fit.missing, fit.unexpected]);
    assert_eq!(names(&five).len(), lists[0].len() + lists[1].len());
}

#[test]
fn learners_on_names() {
    let answer = |f: fn(&Files) -> [Vec<String>; 4]| says(&exercises(), "which_fit", f);
    assert_eq!(
        answer(|(file, model)| solutions::which_fit(model, file)),
        "wrong"
    );
    assert_eq!(
        answer(|(file, model)| {
            let mut lists = solutions::which_fit(file, model);
            lists[3].clear();
            lists
        }),
        "wrong"
    );
    let by_ending = |(file, model): &Files| {
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_string();
        let file: Vec<Array> = file.iter().map(|(n, s)| (last(n), s.clone())).collect();
        let model: Vec<Array> = model.iter().map(|(n, s)| (last(n), s.clone())).collect();
        solutions::which_fit(&file, &model)
    };
    assert_eq!(answer(by_ending), "wrong");
}

#[test]
fn learners_on_layouts() {
    type Kernel = (Vec<f32>, [usize; 4]);
    let answer = |f: fn(&Kernel) -> Vec<f32>| says(&exercises(), "to_their_layout", f);
    // Takes the sizes for [outputs, inputs, height, width].
    assert_eq!(
        answer(|(ours, [a, b, c, d])| solutions::to_their_layout(ours, [*c, *d, *b, *a])),
        "wrong"
    );
    assert_eq!(
        answer(|(ours, sizes)| {
            // From the back, with what is left each time: right as well.
            let [h, w, i, o] = *sizes;
            let mut theirs = vec![0.0; ours.len()];
            for (at, &x) in ours.iter().enumerate() {
                let (output, rest) = (at % o, at / o);
                let (input, place) = (rest % i, rest / i);
                theirs[(output * i + input) * h * w + place] = x;
            }
            theirs
        }),
        "right"
    );
}

#[test]
fn learners_on_frozen_layers() {
    let answer = |four: [f64; 4]| says(&exercises(), "frozen_but_awake", move |()| four);
    assert_eq!(answer([4.0, 9.0, 3.0, 0.3333]), "right");
    assert_eq!(answer([4.0, 9.0, 0.3333, 3.0]), "wrong");
    assert_eq!(answer([1.0, 4.0, 3.0, 3.0]), "asleep");
    assert_eq!(answer([4.0, 9.0, 3.0, 3.0]), "wrong");
}
