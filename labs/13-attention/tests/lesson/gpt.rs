//! The small GPT: PyTorch's logits, its cache, its bytes; a long run that is interrupted.

use datasets::text::Corpus;
use lab13::gpt::cache::{Reader, work};
use lab13::gpt::eight::{Scale, from_bytes, to_bytes};
use lab13::gpt::model::Reads;
use lab13::gpt::training::{EVERY, Pages, costs, epoch, optimizer, recipe, training};
use lab13::gpt::writing::{softmax, top_k, write};
use lab13::gpt::{Gpt, Sizes};
use lab13::solutions::quantise_row;
use labkit::reference::Stored;
use nabla::optim::Optimizer;
use nabla::{
    Checkpoint, Device, Labels, Parameters, Tape, Tensor, Tokens, names, trainable_parameters,
};
use trainer::Run;

const STORED: Stored = Stored(include_str!("../reference/gpt.txt"));
const WEIGHTS: &[u8] = include_bytes!("../reference/gpt.safetensors");

/// The sizes of PyTorch's.
const SMALL: Sizes = Sizes {
    letters: 13,
    context: 9,
    width: 20,
    heads: 4,
    layers: 2,
};

fn pytorchs() -> Gpt {
    let mut gpt = Gpt::new(&SMALL, &mut nabla::rng(1));
    let file = Checkpoint::from_bytes("gpt.safetensors", WEIGHTS).unwrap();
    nabla::pytorch::load(&mut gpt, &file).unwrap();
    gpt
}

fn ids() -> Vec<u32> {
    STORED.values("ids").iter().map(|&id| id as u32).collect()
}

fn close(ours: &[f32], theirs: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), theirs.len());
    for (i, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (f64::from(*ours) - theirs).abs() < tolerance,
            "{i}: {ours} {theirs}"
        );
    }
}

#[test]
fn pytorchs_weights_give_pytorchs_logits_and_loss() {
    let (gpt, tape, ids) = (pytorchs(), Tape::new(), ids());
    let logits = gpt.forward(&tape, &Tokens::new(&ids, [2, 7], 13)).value();
    assert_eq!(logits.dims(), [2, 7, 13]);
    close(logits.data(), &STORED.values("logits"), 1e-4);
    let part = |later: usize| [&ids[later..][..6], &ids[7 + later..][..6]].concat();
    let labels = Labels::from_ids(&part(1), 13);
    let loss = gpt.loss(&tape, &Tokens::new(&part(0), [2, 6], 13), &labels);
    close(&[loss.item()], &STORED.values("loss"), 1e-5);
}

#[test]
fn nanogpts_configuration_has_its_parameters_and_begins_as_it_should() {
    let gpt = Gpt::new(&Sizes::NANO, &mut nabla::rng(1));
    assert_eq!(trainable_parameters(&gpt), 804_096);
    assert_eq!(Sizes::NANO.parameters(), 804_096);
    assert_eq!(SMALL.parameters(), trainable_parameters(&pytorchs()));
    let deviation = |tensor: &Tensor| {
        let squares: f32 = tensor.data().iter().map(|x| x * x).sum();
        (squares / tensor.len() as f32).sqrt()
    };
    let block = &gpt.blocks[3];
    for (layer, want) in [
        (&block.look, 0.02),
        (&block.up, 0.02),
        (&block.seen, 0.02 / 8_f32.sqrt()),
        (&block.down, 0.02 / 8_f32.sqrt()),
    ] {
        let got = deviation(layer.weight.value());
        assert!((got / want - 1.0).abs() < 0.03, "{got} {want}");
    }
}

#[test]
fn only_matrices_and_tables_decay() {
    let mut gpt = pytorchs();
    let before = pytorchs();
    let mut optimizer = optimizer(&gpt, 0.5);
    // Gradients of 0: whatever changes has decayed.
    let grads = {
        let tape = Tape::new();
        let tokens = Tokens::new(&[1, 2], [1, 2], 13);
        (gpt.read(&tape, &tokens).sum() * 0.0).backward()
    };
    optimizer.step(&mut gpt, &grads);
    let mut old = Vec::new();
    before.visit(&mut |param| old.push(param.value().clone()));
    let (mut old, names) = (old.into_iter(), names(&before));
    let mut named = names.iter();
    gpt.visit(&mut |param| {
        let (old, name) = (old.next().unwrap(), named.next().unwrap());
        let factor = if name.contains("norm") {
            1.0
        } else {
            1.0 - 0.5 * 0.1
        };
        let want: Vec<f64> = old.data().iter().map(|x| f64::from(x * factor)).collect();
        close(param.value().data(), &want, 1e-6);
    });
}

#[test]
fn a_reader_says_letter_by_letter_what_is_said_at_once() {
    let (gpt, ids) = (pytorchs(), ids());
    let whole = STORED.values("logits");
    for pieces in [vec![1; 7], vec![3, 1, 3], vec![7], vec![6, 1]] {
        let (mut reader, mut at) = (Reader::new(&gpt), 0);
        for piece in pieces {
            let logits = reader.read(&ids[at..at + piece]);
            at += piece;
            close(&logits, &whole[(at - 1) * 13..at * 13], 1e-5);
        }
    }
}

#[test]
fn a_full_context_begins_anew_with_its_last_half() {
    let gpt = pytorchs();
    let text: Vec<u32> = (0..10).map(|i| i * i % 13).collect();
    let mut reader = Reader::new(&gpt);
    let mut last = Vec::new();
    for &letter in &text {
        last = reader.read(&[letter]);
    }
    // The tenth letter of a context of nine: five are left.
    assert_eq!(last, Reader::new(&gpt).read(&text[5..]));
    let long: Vec<u32> = (0..40).map(|i| i % 13).collect();
    assert_eq!(
        Reader::new(&gpt).read(&long),
        Reader::new(&gpt).read(&long[35..])
    );
    let one = Sizes {
        context: 1,
        ..SMALL
    };
    let short = Gpt::new(&one, &mut nabla::rng(1));
    assert_eq!(
        Reader::new(&short).read(&[1, 2, 3]),
        Reader::new(&short).read(&[3])
    );
}

#[test]
fn work_is_that_of_the_matrices_and_of_each_key() {
    // By hand: C = 2, one block. 12·4 = 48; keys 4·(1 + 2 + 3); the table 3 · 2·5.
    let sizes = Sizes {
        letters: 5,
        context: 3,
        width: 2,
        heads: 1,
        layers: 1,
    };
    assert_eq!(work(&sizes, 0..3), 3 * 48 + 4 * 6 + 30);
    assert_eq!(work(&sizes, 0..3), work(&sizes, 0..1) + work(&sizes, 1..3));
}

#[test]
fn no_letter_sees_a_later_one() {
    let gpt = pytorchs();
    let logits = |ids: &[u32]| {
        gpt.forward(&Tape::new(), &Tokens::new(ids, [1, 5], 13))
            .value()
    };
    let (a, b) = (logits(&[1, 2, 3, 4, 5]), logits(&[1, 2, 3, 9, 0]));
    assert_eq!(a.data()[..3 * 13], b.data()[..3 * 13]);
    assert_ne!(a.data()[3 * 13..], b.data()[3 * 13..]);
}

#[test]
fn every_letter_is_paid_for_once_and_with_what_was_before_it() {
    let gpt = pytorchs();
    let text: Vec<u32> = (0..47).map(|i| (i * i + i / 3) % 13).collect();
    for (context, fresh) in [(9, 9), (9, 4), (9, 1), (5, 3)] {
        let pages = Pages {
            text: &text,
            letters: 13,
            context,
        };
        let costs = costs(&gpt, pages, fresh);
        assert_eq!(costs.len(), 46);
        for (i, cost) in costs.iter().enumerate() {
            // The windows that end here or later and begin at a multiple of `fresh`, or end with the text.
            let starts = (0..46 - context).step_by(fresh).chain([46 - context]);
            let start = starts
                .into_iter()
                .find(|start| i < start + context)
                .unwrap();
            let logits = Reader::new(&gpt).read(&text[start..=i]);
            let want = -softmax(&logits, 1.0)[text[i + 1] as usize].ln();
            assert!((cost - want).abs() < 1e-4, "{i}: {cost} {want}");
        }
    }
}

#[test]
fn bytes_come_back_within_half_a_scale_and_a_broken_file_is_refused() {
    let gpt = pytorchs();
    for scale in [Scale::Row, Scale::Matrix] {
        let bytes = to_bytes(&gpt, scale, quantise_row);
        let back = from_bytes(&SMALL, scale, &bytes).unwrap();
        let mut numbers = Vec::new();
        back.visit(&mut |param| numbers.push(param.value().clone()));
        let mut numbers = numbers.into_iter();
        gpt.visit(&mut |param| {
            let (old, new) = (param.value(), numbers.next().unwrap());
            let length = match (old.dims(), scale) {
                (&[_, columns], Scale::Row) => columns,
                (dims, _) => dims.iter().product(),
            };
            for (old, new) in old.data().chunks(length).zip(new.data().chunks(length)) {
                let largest = old.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
                let error = old
                    .iter()
                    .zip(new)
                    .map(|(a, b)| (a - b).abs())
                    .fold(0.0, f32::max);
                let allowed = if param.value().dims().len() == 1 {
                    0.0
                } else {
                    0.501 * largest / 127.0
                };
                assert!(error <= allowed, "{error} {allowed}");
            }
        });
        for wrong in [
            &bytes[..bytes.len() - 1],
            &bytes[..20],
            &[],
            &[bytes.as_slice(), &[0]].concat(),
        ] {
            assert!(from_bytes(&SMALL, scale, wrong).is_err());
        }
    }
}

#[test]
fn it_learns_what_there_is_to_learn_and_writes_it() {
    // Whoever looks back three letters knows the next one.
    let text: Vec<u32> = (0..600).map(|i| [0, 1, 0, 2][i % 4]).collect();
    let sizes = Sizes {
        letters: 3,
        context: 8,
        width: 16,
        heads: 2,
        layers: 1,
    };
    let recipe = recipe(1e-2, 8, 2 * EVERY);
    let mut training = training(Gpt::new(&sizes, &mut nabla::rng(1)), &recipe, &Device::Cpu);
    let pages = Pages {
        text: &text,
        letters: 3,
        context: 8,
    };
    let losses = [(); 2].map(|()| epoch(&mut training, pages, |_| {}));
    assert!(losses[1] < 0.2 && losses[1] < losses[0], "{losses:?}");
    let written = write(
        &training.model,
        &[0, 1, 0, 2],
        20,
        |z| top_k(&softmax(z, 1.0), 1),
        &mut nabla::rng(1),
    );
    assert_eq!(written, text[..20]);
}

#[test]
fn a_training_may_be_interrupted() {
    let text = Corpus::new().choose;
    let sizes = Sizes {
        letters: datasets::text::VOCABULARY,
        context: 4,
        width: 4,
        heads: 2,
        layers: 1,
    };
    let recipe = recipe(1e-3, 2, 2 * EVERY);
    let run = Run {
        network: "gpt".to_string(),
        data: "book".to_string(),
        examples: "e".to_string(),
        seed: 1,
        rule: recipe.rule,
        recipe: recipe.rest(),
        epochs: 2,
    };
    let fresh = || {
        let model = Gpt::new(&sizes, &mut nabla::rng(1));
        training(model, &recipe, &Device::Cpu)
    };
    let pages = Pages {
        text: &text,
        letters: sizes.letters,
        context: 4,
    };
    trainer::prove(&run, fresh, |training| {
        epoch(training, pages, |_| {});
    });
}
