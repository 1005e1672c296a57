//! Checkpoints: a training that was interrupted goes on as if nothing had happened, and another's is not taken up.
//! (What a damaged or hostile file does, nabla's own tests say.)

use lab05::checkpoint::Run;
use lab05::network::{RECIPES, Recipe};
use lab05::training::{Examples, Training};
use nabla::Module;
use std::path::{Path, PathBuf};

/// A folder of this test's own, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lab05-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a scratch folder");
        Folder(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("checkpoint.safetensors")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(network: &str, data: &str, seed: u64) -> Run {
    Run {
        network: network.to_string(),
        data: data.to_string(),
        seed,
    }
}

/// 300 pictures: the last batch of an epoch is a short one.
fn examples() -> Examples {
    Examples::from(datasets::digits().train.take(300))
}

fn weights(training: &Training) -> Vec<u32> {
    let mut all = Vec::new();
    let model: &dyn Module = &training.model;
    model.visit(&mut |param| all.extend(param.value().data().iter().map(|w| w.to_bits())));
    all
}

fn save(run: &Run, training: &Training, epochs: usize, path: &Path) -> labkit::Result<()> {
    run.save(&training.model, training.optimizer.as_ref(), epochs, path)
}

fn resume(run: &Run, training: &mut Training, epochs: usize, path: &Path) -> labkit::Result<usize> {
    let done = run.resume(
        &mut training.model,
        training.optimizer.as_mut(),
        epochs,
        path,
    )?;
    training.skip(done);
    Ok(done)
}

fn train(training: &mut Training, epochs: usize) -> Vec<f32> {
    (0..epochs).map(|_| training.epoch(|_| {})).collect()
}

/// Plain descent, and Adam with its falling rate and two running means: the same bits as in one go.
#[test]
fn an_interrupted_training_goes_on_as_if_nothing_had_happened() {
    let (folder, examples) = (Folder::new("resume"), examples());
    for recipe in &RECIPES[..2] {
        let run = run(recipe.flag, "digits", 2);
        let fresh = || Training::new(recipe, 4, &examples, 2);
        let mut whole = fresh();
        let losses = train(&mut whole, 4);
        let mut first = fresh();
        train(&mut first, 2);
        for epochs in [1, 2] {
            save(&run, &first, epochs, &folder.file())
                .expect("it can be written, also over an old one");
        }
        let mut second = fresh();
        let done = resume(&run, &mut second, 4, &folder.file());
        assert_eq!(done.expect("the same run"), 2);
        assert_eq!(weights(&second), weights(&first));
        assert_eq!(train(&mut second, 2), losses[2..], "{}", recipe.name);
        assert_eq!(weights(&second), weights(&whole), "{}", recipe.name);
        let files = std::fs::read_dir(&folder.0).expect("the folder").count();
        assert_eq!(files, 1, "nothing is left beside it");
    }
}

#[test]
fn another_run_is_not_continued() {
    let (folder, examples) = (Folder::new("other"), examples());
    let softmax = &RECIPES[0];
    let kept = Training::new(softmax, 9, &examples, 4);
    save(&run("softmax", "digits", 4), &kept, 7, &folder.file()).expect("it can be written");
    let refused = |recipe: &Recipe, run: Run, epochs| {
        let mut training = Training::new(recipe, epochs, &examples, 1);
        let before = weights(&training);
        let error = resume(&run, &mut training, epochs, &folder.file());
        let error = error.expect_err("another run").to_string();
        assert_eq!(weights(&training), before);
        error
    };
    for other in [
        run("64-64", "digits", 4),
        run("softmax", "mnist", 4),
        run("softmax", "digits", 5),
    ] {
        let error = refused(softmax, other, 9);
        assert!(
            error.contains("softmax on digits with seed 4") && error.contains("--resume"),
            "{error}"
        );
    }
    let error = refused(softmax, run("softmax", "digits", 4), 6);
    assert!(
        error.contains("7 epochs") && error.contains("--epochs"),
        "{error}"
    );
    // A file that says one thing and holds another.
    let error = refused(&RECIPES[1], run("softmax", "digits", 4), 9);
    assert!(
        error.contains("[784, 10]") && error.contains("[784, 64]") && error.contains("--resume"),
        "{error}"
    );
}

#[test]
fn errors_name_the_file_and_the_remedy() {
    let (folder, examples) = (Folder::new("errors"), examples());
    let mut training = Training::new(&RECIPES[0], 2, &examples, 1);
    let softmax = run("softmax", "digits", 1);
    let mut refused = |words: &str| {
        let error = resume(&softmax, &mut training, 2, &folder.file());
        let error = error.expect_err(words).to_string();
        for word in [words, "checkpoint.safetensors", "--resume"] {
            assert!(error.contains(word), "`{error}` does not say `{word}`");
        }
    };
    refused("cannot be read");
    std::fs::write(folder.file(), b"a shopping list").expect("it can be written");
    refused("no safetensors file");
    let other = nabla::Checkpoint::of(&RECIPES[0].build(&mut nabla::rng(1)));
    other.save(folder.file()).expect("it can be written");
    refused("(not said)");
    let notes = other
        .note("network", "softmax")
        .note("data", "digits")
        .note("seed", 1);
    notes.save(folder.file()).expect("it can be written");
    refused("after how many epochs");
    notes
        .note("epochs", 1)
        .save(folder.file())
        .expect("it can be written");
    refused("no training at all");
    let place = folder.0.join("nowhere/checkpoint.safetensors");
    let error = save(&softmax, &training, 1, &place);
    let error = error.expect_err("no folder").to_string();
    assert!(
        error.contains("nowhere") && error.contains("--out"),
        "{error}"
    );
}
