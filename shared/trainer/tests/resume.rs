//! A training that was interrupted goes on as if nothing had happened, and another's is not taken up.
//! (What a damaged or hostile file does, nabla's own tests say.)

use nabla::{
    Activation, BatchNorm, Device, Dropout, Init, Linear, Parameters, Rng, Sequential, Tensor,
};
use rand_chacha::rand_core::Rng as _;
use std::path::{Path, PathBuf};
use trainer::{Examples, Recipe, Resumable, Rule, Run, Training};

/// A folder of this test's own, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("trainer-{name}-{}", std::process::id()));
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

/// A network that draws, and that keeps statistics.
fn network(hidden: usize, rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Linear::new(784, hidden, Init::He, rng).activation(Activation::Relu))
        .push(BatchNorm::new(hidden))
        .push(Dropout::new(0.3))
        .push(Linear::new(hidden, 10, Init::Xavier, rng))
}

fn fresh(recipe: &Recipe, examples: &Examples) -> Training<Sequential> {
    let model = network(12, &mut nabla::rng(recipe.seed));
    Training::new(model, recipe, examples.len(), &Device::Cpu)
}

fn bits(model: &impl Parameters) -> Vec<u32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend(param.value().data().iter().map(|w| w.to_bits())));
    all
}

/// An epoch whose batches are made with draws of their own: how many, depends on what was drawn.
fn noisy(training: &mut Training<Sequential>, examples: &Examples) -> f32 {
    training.epoch(
        |places, rng| {
            let (mut images, labels) = examples.gather(places);
            let some: Vec<f32> = (0..rng.next_u32() % 7)
                .map(|_| (rng.next_u32() % 5) as f32)
                .collect();
            let shift = some.iter().sum::<f32>() * 0.01;
            images.data_mut().iter_mut().for_each(|x| *x += shift);
            (images, labels)
        },
        |model, tape, (images, labels)| {
            use nabla::Module;
            model
                .forward(tape, tape.constant(images))
                .softmax_cross_entropy(&labels)
        },
        |_, _| {},
    )
}

fn rules() -> [Rule; 4] {
    [
        Rule::sgd(0.1),
        Rule::momentum(0.05, 0.9).cosine(),
        Rule::adam(0.003).cosine(),
        Rule::adadelta(1.0).each_epoch(0.7),
    ]
}

/// Each rule with all that it remembers, statistics, dropout, and draws that no count of steps gives back: the same bits as in
/// one go.
#[test]
fn an_interrupted_training_goes_on_as_if_nothing_had_happened() {
    let (folder, examples) = (Folder::new("resume"), examples());
    for rule in rules() {
        let recipe = Recipe::new(rule, 64, 4).seed(2).clip(5.0);
        let run = run("noisy", "digits", 2);
        let mut whole = fresh(&recipe, &examples);
        let losses: Vec<f32> = (0..4).map(|_| noisy(&mut whole, &examples)).collect();
        let mut first = fresh(&recipe, &examples);
        for epoch in [1, 2] {
            noisy(&mut first, &examples);
            run.save(&mut first, (epoch, 4), &folder.file())
                .expect("it can be written, also over an old one");
        }
        let mut second = fresh(&recipe, &examples);
        let done = run.resume(&mut second, 4, &folder.file());
        assert_eq!(done.expect("the same run"), (2, 4));
        assert_eq!(bits(&second.model), bits(&first.model));
        let rest: Vec<f32> = (0..2).map(|_| noisy(&mut second, &examples)).collect();
        assert_eq!(rest, losses[2..], "{rule}");
        assert_eq!(bits(&second.model), bits(&whole.model), "{rule}");
        let files = std::fs::read_dir(&folder.0).expect("the folder").count();
        assert_eq!(files, 1, "nothing is left beside it");
    }
}

/// Where a batch is made without draws, no file is needed to know where all the rest stands.
#[test]
fn what_is_skipped_is_where_it_would_be() {
    let examples = examples();
    let recipe = Recipe::new(Rule::adam(0.003).cosine(), 64, 3);
    let mut whole = fresh(&recipe, &examples);
    whole.classify(&examples, |_| {});
    let mut second = fresh(&recipe, &examples);
    second.skip(1);
    second.model = {
        let mut model = network(12, &mut nabla::rng(9));
        let mut kept: Vec<Tensor> = Vec::new();
        whole
            .model
            .visit(&mut |param| kept.push(param.value().clone()));
        let mut kept = kept.into_iter();
        model.visit_mut(&mut |param| *param.value_mut() = kept.next().expect("as many"));
        model
    };
    let mut memory = Vec::new();
    whole
        .model
        .visit(&mut |param| memory.push(whole.learner.optimizer.memory(param)));
    let mut memory = memory.into_iter();
    let optimizer = &mut second.learner.optimizer;
    second
        .model
        .visit(&mut |param| optimizer.set_memory(param, memory.next().flatten()));
    assert_eq!(
        whole.classify(&examples, |_| {}),
        second.classify(&examples, |_| {})
    );
    assert_eq!(bits(&whole.model), bits(&second.model));
    assert_eq!(second.epochs_done(), 2);
}

fn refused(run: &Run, training: &mut impl Resumable, epochs: usize, path: &Path) -> String {
    run.resume(training, epochs, path)
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn another_run_is_not_continued() {
    let (folder, examples) = (Folder::new("other"), examples());
    let recipe = Recipe::new(Rule::sgd(0.1), 64, 9);
    let mut kept = fresh(&recipe, &examples);
    run("dense", "digits", 4)
        .save(&mut kept, (7, 9), &folder.file())
        .expect("it can be written");
    let mut training = fresh(&recipe.seed(1), &examples);
    let before = bits(&training.model);
    for other in [
        run("cnn", "digits", 4),
        run("dense", "mnist", 4),
        run("dense", "digits", 5),
    ] {
        let error = refused(&other, &mut training, 9, &folder.file());
        assert!(
            error.contains("dense on digits with seed 4") && error.contains("--resume"),
            "{error}"
        );
    }
    let ours = run("dense", "digits", 4);
    let error = refused(&ours, &mut training, 6, &folder.file());
    assert!(
        error.contains("7 epochs") && error.contains("--epochs"),
        "{error}"
    );
    assert_eq!(bits(&training.model), before);
    // A file that says one thing and holds another.
    let model = network(13, &mut nabla::rng(1));
    let mut wider = Training::new(model, &recipe, examples.len(), &Device::Cpu);
    let error = refused(&ours, &mut wider, 9, &folder.file());
    assert!(
        error.contains("[784, 12]") && error.contains("[784, 13]") && error.contains("--resume"),
        "{error}"
    );
}

#[test]
fn errors_name_the_file_and_the_remedy() {
    let (folder, examples) = (Folder::new("errors"), examples());
    let mut training = fresh(&Recipe::new(Rule::sgd(0.1), 64, 2), &examples);
    let ours = run("dense", "digits", 1);
    let mut refuse = |words: &str| {
        let error = refused(&ours, &mut training, 2, &folder.file());
        for word in [words, "checkpoint.safetensors", "--resume"] {
            assert!(error.contains(word), "`{error}` does not say `{word}`");
        }
    };
    refuse("cannot be read");
    std::fs::write(folder.file(), b"a shopping list").expect("it can be written");
    refuse("no safetensors file");
    let keep = |checkpoint: &nabla::Checkpoint| {
        checkpoint.save(folder.file()).expect("it can be written");
    };
    let other = nabla::Checkpoint::of(&network(12, &mut nabla::rng(1)));
    keep(&other);
    refuse("(not said)");
    let other = other
        .note("network", "dense")
        .note("data", "digits")
        .note("seed", 1);
    keep(&other);
    refuse("after how many epochs");
    let other = other.note("epochs", 1);
    keep(&other);
    refuse("how many epochs were planned");
    let other = other.note("planned", 2);
    keep(&other);
    refuse("where its random numbers stood");
    keep(&other.note("generator", 0));
    refuse("no training at all");
    let place = folder.0.join("nowhere/checkpoint.safetensors");
    let error = ours.save(&mut training, (1, 2), &place);
    let error = error.expect_err("no folder").to_string();
    assert!(
        error.contains("nowhere") && error.contains("--out"),
        "{error}"
    );
}
