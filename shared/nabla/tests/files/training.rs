//! Trainings that were interrupted.

use super::{Folder, model, numbers, refused, step};
use nabla::optim::{
    Adadelta, Adam, AdamW, Momentum, Nesterov, Optimizer, Remembered, RmsProp, Sgd,
};
use nabla::{Checkpoint, Parameters, Sequential, Tensor, load};

fn optimizers() -> [Box<dyn Optimizer>; 8] {
    [
        Box::new(Sgd::new(0.1)),
        Box::new(Momentum::new(0.1, 0.9)),
        Box::new(Momentum::syllabus(0.1, 0.9)),
        Box::new(Nesterov::new(0.1, 0.9)),
        Box::new(RmsProp::new(0.01)),
        Box::new(Adam::new(0.01)),
        Box::new(AdamW::new(0.01)),
        Box::new(Adadelta::new(1.0)),
    ]
}

/// What is remembered of each parameter.
fn memory(optimizer: &dyn Optimizer, model: &Sequential) -> Vec<Option<Remembered>> {
    let mut memory = Vec::new();
    model.visit(&mut |param| {
        if param.is_trainable() {
            memory.push(optimizer.memory(param));
        }
    });
    memory
}

fn set_memory(optimizer: &mut dyn Optimizer, model: &Sequential, memory: Vec<Option<Remembered>>) {
    let mut memory = memory.into_iter();
    model.visit(&mut |param| {
        if param.is_trainable() {
            optimizer.set_memory(param, memory.next().expect("as many"));
        }
    });
}

/// Seven steps in one go, and three, a file, and four more with another model and optimiser: the
/// same bits.
#[test]
fn an_interrupted_training_goes_on_as_if_nothing_had_happened() {
    let folder = Folder::new("resume");
    for (i, (mut whole, (mut first, mut second))) in optimizers()
        .into_iter()
        .zip(optimizers().into_iter().zip(optimizers()))
        .enumerate()
    {
        let path = folder.file(&format!("{i}.safetensors"));
        let (mut all, mut half, mut rest) = (model(2), model(2), model(4));
        (0..7).for_each(|seed| step(&mut all, whole.as_mut(), seed));
        (0..3).for_each(|seed| step(&mut half, first.as_mut(), seed));
        let kept = Checkpoint::of(&half)
            .training(&half, first.as_ref())
            .note("seed", 3);
        kept.save(&path).expect("it can be written");
        let kept = Checkpoint::read(&path).expect("it can be read");
        assert_eq!(kept.get("seed"), Some("3"));
        second.set_rate(99.0);
        kept.resume(&mut rest, second.as_mut())
            .expect("the same model and optimiser");
        assert_eq!(second.rate().to_bits(), first.rate().to_bits());
        let [ours, theirs] = [(&second, &rest), (&first, &half)];
        assert_eq!(
            memory(ours.0.as_ref(), ours.1),
            memory(theirs.0.as_ref(), theirs.1)
        );
        (3..7).for_each(|seed| step(&mut rest, second.as_mut(), seed));
        assert_eq!(numbers(&rest), numbers(&all), "{}", second.name());
        // The model alone can be taken from such a file, too.
        let mut plain = model(5);
        load(&mut plain, &path).expect("the same model");
        assert_eq!(numbers(&plain), numbers(&half));
    }
}

/// What belongs to neither model nor optimiser is kept beside them, and does not disturb them.
#[test]
fn a_tensor_beside_the_model_comes_back() {
    let folder = Folder::new("beside");
    let path = folder.file("kept.safetensors");
    let (kept, mut optimizer) = (model(2), Sgd::new(0.1));
    let memory = Tensor::from_slice(&[1.5, -0.0, 3.0], [1, 3]);
    let checkpoint = Checkpoint::of(&kept).training(&kept, &optimizer);
    let checkpoint = checkpoint.beside("hidden", &memory);
    checkpoint.save(&path).expect("it can be written");
    let read = Checkpoint::read(&path).expect("it can be read");
    let found = read.tensor("beside.hidden").expect("it is there");
    assert_eq!(found, memory);
    let mut other = model(4);
    read.resume(&mut other, &mut optimizer).expect("the same");
    assert_eq!(numbers(&other), numbers(&kept));
    // What half a write leaves is removed without a write.
    let half = folder.file("kept.safetensors.12-3.new");
    std::fs::write(&half, "half").expect("it can be written");
    Checkpoint::tidy(&path);
    assert!(!half.exists() && path.exists());
}

/// Notes enough that an order by chance would show.
#[test]
fn equal_trainings_are_equal_bytes() {
    let folder = Folder::new("bytes");
    let write = |name: &str, notes: &mut dyn Iterator<Item = u32>| {
        let (mut model, mut adam) = (model(2), Adam::new(0.01));
        (0..3).for_each(|seed| step(&mut model, &mut adam, seed));
        let kept = Checkpoint::of(&model).training(&model, &adam);
        let kept = notes.fold(kept, |kept, i| {
            kept.note(&format!("note {i:02} ∇\"\\\n\u{1}"), i)
        });
        kept.save(folder.file(name)).expect("it can be written");
        std::fs::read(folder.file(name)).expect("it can be read")
    };
    let once = write("once", &mut (0..40));
    assert!(once == write("again", &mut (0..40).rev()));
    let text = String::from_utf8_lossy(&once);
    let places = (0..40).map(|i| text.find(&format!("note {i:02}")).expect("it is there"));
    assert!(places.is_sorted(), "in the order of their keys");
    assert_eq!(
        u64::from_le_bytes(*once.first_chunk().expect("eight")) % 8,
        0
    );
    // Read and written once more, it is still the same.
    let kept = Checkpoint::read(folder.file("once")).expect("it is ours");
    assert_eq!(kept.get("note 07 ∇\"\\\n\u{1}"), Some("7"));
    kept.save(folder.file("copy")).expect("it can be written");
    assert!(std::fs::read(folder.file("copy")).expect("it can be read") == once);
}

#[test]
fn an_optimiser_before_its_first_step_comes_back_like_that() {
    let (kept, mut resumed, mut adam) = (model(1), model(2), Adam::new(0.25));
    step(&mut resumed, &mut adam, 1);
    let checkpoint = Checkpoint::of(&kept).training(&kept, &Adam::new(0.125));
    checkpoint
        .resume(&mut resumed, &mut adam)
        .expect("the same");
    assert!(memory(&adam, &resumed).iter().all(Option::is_none) && adam.rate() == 0.125);
}

#[test]
fn another_training_is_refused_and_everything_left_as_it_was() {
    let (mut trained, mut adam) = (model(1), Adam::new(0.01));
    step(&mut trained, &mut adam, 1);
    let kept = Checkpoint::of(&trained).training(&trained, &adam);
    let mut other = model(2);
    let before = numbers(&other);
    for (mut optimizer, words) in [
        (
            Box::new(AdamW::new(0.01)) as Box<dyn Optimizer>,
            "holds Adam, not AdamW",
        ),
        (
            Box::new(Momentum::syllabus(0.01, 0.9)),
            "holds Adam, not Momentum, averaged",
        ),
    ] {
        refused(
            kept.resume(&mut other, optimizer.as_mut()),
            &[words, "the optimiser that it was saved with"],
        );
        assert!(
            memory(optimizer.as_ref(), &other)
                .iter()
                .all(Option::is_none)
        );
    }
    refused(
        Checkpoint::of(&trained).resume(&mut other, &mut adam),
        &["holds no training at all, not Adam"],
    );
    for (note, value, words) in [
        ("optimizer.rate", "fast", "no learning rate"),
        ("optimizer.rate", "inf", "no learning rate"),
        (
            "optimizer.steps",
            "1 1 1",
            "remembers 3 parameters, the model has 5",
        ),
        (
            "optimizer.steps",
            "1 1 1 1 -1",
            "numbers of steps that are none",
        ),
    ] {
        refused(
            kept.clone()
                .note(note, value)
                .resume(&mut other, &mut Adam::new(0.1)),
            &[words],
        );
    }
    assert_eq!(numbers(&other), before);
}

/// A training that fails does not take the last good file with it.
#[test]
fn numbers_that_are_not_finite_do_not_replace_a_file() {
    let folder = Folder::new("failed");
    let path = folder.file("model.safetensors");
    let (mut trained, mut adam) = (model(1), Adam::new(0.01));
    step(&mut trained, &mut adam, 1);
    let save =
        |model: &Sequential, adam: &Adam| Checkpoint::of(model).training(model, adam).save(&path);
    save(&trained, &adam).expect("it can be written");
    let good = std::fs::read(&path).expect("it can be read");
    let mut kept = memory(&adam, &trained);
    kept[4].as_mut().expect("a step").tensors[1].data_mut()[2] = f32::INFINITY;
    let mut failed = adam.clone();
    set_memory(&mut failed, &trained, kept);
    refused(
        save(&trained, &failed),
        &["would hold optimizer.5.bias.v with a number that is not finite"],
    );
    trained.visit_mut(&mut |param| param.value_mut().data_mut()[0] = f32::NAN);
    refused(
        save(&trained, &adam),
        &[
            "would hold 0.weight with",
            "an older file that lies there is as it was",
        ],
    );
    assert!(std::fs::read(&path).expect("it can be read") == good);
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 1);
}

#[test]
fn notes_that_could_not_be_read_back_are_not_written() {
    let folder = Folder::new("novel");
    let kept = Checkpoint::of(&model(1)).note("novel", "x".repeat(2 << 20));
    refused(kept.save(folder.file("novel")), &["names and notes of"]);
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 0);
}

/// Means of squares have a root taken of them; a velocity may have either sign.
#[test]
fn squares_below_zero_are_refused() {
    for (i, mut optimizer) in optimizers().into_iter().enumerate() {
        let mut trained = model(1);
        step(&mut trained, optimizer.as_mut(), 1);
        for (k, what) in optimizer.keeps().iter().enumerate() {
            let mut kept = memory(optimizer.as_ref(), &trained);
            kept[2].as_mut().expect("a step").tensors[k]
                .data_mut()
                .fill(-1.0);
            let mut other = optimizers().into_iter().nth(i).expect("the same rule");
            set_memory(other.as_mut(), &trained, kept);
            let kept = Checkpoint::of(&trained).training(&trained, other.as_ref());
            let resumed = kept.resume(&mut trained, optimizer.as_mut());
            let velocity =
                ["Momentum", "Momentum, averaged", "Nesterov"].contains(&optimizer.name());
            if velocity || *what == "m" {
                resumed.expect("it may have either sign");
            } else {
                refused(
                    resumed,
                    &["holds optimizer.1.bias", "with a number below 0"],
                );
            }
        }
    }
}
