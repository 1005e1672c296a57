//! A training that was interrupted goes on as if nothing had happened, and another's is not taken up.
//! (What a damaged or hostile file does, nabla's own tests say.)

use nabla::{Activation, BatchNorm, Device, Dropout, Init, Linear, Parameters, Rng, Sequential};
use rand_chacha::rand_core::Rng as _;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use trainer::{Augment, Examples, Position, Recipe, Resumable, Rule, Run, Training};

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
        examples: "5eed".to_string(),
        seed,
        rule: Rule::sgd(0.1),
        recipe: "batch 64".to_string(),
        epochs: 9,
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

/// Each rule with all that it remembers, statistics, dropout, and draws that no count of steps gives back.
#[test]
fn an_interrupted_training_goes_on_as_if_nothing_had_happened() {
    let examples = examples();
    for (i, rule) in rules().into_iter().enumerate() {
        let recipe = Recipe::new(rule, 64, 4).seed(2).clip(5.0);
        let run = Run {
            rule,
            epochs: 4,
            ..run(&format!("noisy{i}"), "digits", 2)
        };
        trainer::prove(
            &run,
            || fresh(&recipe, &examples),
            |training| {
                noisy(training, &examples);
            },
        );
    }
}

/// Where pictures are moved and flipped is drawn from the generator that is kept, and the decay is part of the rule.
#[test]
fn pictures_that_are_changed_at_random_are_changed_alike() {
    let examples = examples().as_pictures();
    let rule = Rule::decaying_momentum(0.05, 0.9, 1e-3).one_cycle(0.3);
    let augment = Augment {
        padding: 2,
        flips: true,
    };
    let recipe = Recipe::new(rule, 64, 3).seed(2).augment(augment);
    let fresh = || {
        let rng = &mut nabla::rng(2);
        let model =
            Sequential::new()
                .push(nabla::Flatten)
                .push(Linear::new(784, 10, Init::Xavier, rng));
        Training::new(model, &recipe, examples.len(), &Device::Cpu)
    };
    let run = Run {
        rule,
        epochs: 3,
        recipe: recipe.rest(),
        ..run("moved", "digits", 2)
    };
    assert_eq!(run.recipe, "batch 64, cut from a margin of 2, flipped");
    trainer::prove(&run, fresh, |training| {
        training.classify(&examples, |_| {});
    });
    let plain = Recipe {
        augment: None,
        ..recipe
    };
    let model = |recipe: &Recipe| {
        let mut training = fresh();
        training = Training::new(training.model, recipe, examples.len(), &Device::Cpu);
        training.classify(&examples, |_| {});
        bits(&training.model)
    };
    assert_ne!(model(&recipe), model(&plain), "nothing was changed");
}

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

fn after_three() -> bool {
    STEPS.set(STEPS.get() + 1);
    STEPS.get() == 3
}

/// The mean loss of an epoch is that of all its steps, also of those before it was broken off.
#[test]
fn what_was_added_up_is_not_lost() {
    let (folder, examples) = (Folder::new("sums"), examples());
    let recipe = Recipe::new(Rule::adam(0.003), 64, 4);
    let mean = noisy(&mut fresh(&recipe, &examples), &examples);
    let run = run("noisy", "digits", 1);
    let mut first = fresh(&recipe, &examples);
    first.break_when(after_three);
    assert!(noisy(&mut first, &examples).is_nan());
    assert_eq!((first.position().epochs, first.position().steps), (0, 3));
    run.save(&mut first, "", &folder.file())
        .expect("it can be written");
    let mut second = fresh(&recipe, &examples);
    run.resume(&mut second, &folder.file())
        .expect("the same run");
    assert_eq!(noisy(&mut second, &examples).to_bits(), mean.to_bits());
    assert_eq!(second.epochs_done(), 1);
}

fn refused(run: &Run, training: &mut impl Resumable, path: &Path) -> String {
    let error = run.resume(training, path).expect_err("it is refused");
    error.to_string()
}

#[test]
fn another_run_is_not_continued() {
    let (folder, examples) = (Folder::new("other"), examples());
    let recipe = Recipe::new(Rule::sgd(0.1), 64, 9);
    let mut kept = fresh(&recipe, &examples);
    kept.go_to(&Position::after(7));
    let theirs = run("dense", "digits", 4);
    theirs
        .save(&mut kept, "", &folder.file())
        .expect("it can be written");
    let mut training = fresh(&recipe.seed(1), &examples);
    let before = bits(&training.model);
    let others = [
        (run("cnn", "digits", 4), "network was dense and is now cnn"),
        (run("dense", "mnist", 4), "data was digits and is now mnist"),
        (run("dense", "digits", 5), "seed was 4 and is now 5"),
        (
            Run {
                rule: Rule::sgd(0.2).cosine(),
                ..theirs.clone()
            },
            "optimiser was SGD 0.1 and is now SGD 0.2, falling along half a cosine",
        ),
        (
            Run {
                recipe: "batch 32".to_string(),
                examples: "0dd".to_string(),
                ..theirs.clone()
            },
            "fingerprint of the examples was 5eed and is now 0dd; the recipe was batch 64 and is now batch 32",
        ),
    ];
    for (other, words) in others {
        let error = refused(&other, &mut training, &folder.file());
        assert!(
            error.contains(words) && error.contains("--resume"),
            "{error}"
        );
        assert!(other.look(&folder.file()).is_err());
    }
    let found = theirs.look(&folder.file()).expect("it is of this run");
    assert_eq!((found.position, found.planned), (Position::after(7), 9));
    let shorter = Run {
        epochs: 6,
        ..theirs.clone()
    };
    let error = refused(&shorter, &mut training, &folder.file());
    assert!(
        error.contains("after epoch 7, and 6") && error.contains("--epochs"),
        "{error}"
    );
    assert_eq!(bits(&training.model), before);
    // A file that says one thing and holds another.
    let model = network(13, &mut nabla::rng(1));
    let mut wider = Training::new(model, &recipe, examples.len(), &Device::Cpu);
    let error = refused(&theirs, &mut wider, &folder.file());
    assert!(
        error.contains("[784, 12]") && error.contains("[784, 13]") && error.contains("--resume"),
        "{error}"
    );
}

/// A picture more or less, its place, and the order of the labels make other examples.
#[test]
fn other_examples_are_known_by_their_fingerprint() {
    let whole = examples();
    let mut reversed: Vec<u8> = whole.labels.as_slice().iter().map(|&l| l as u8).collect();
    reversed.reverse();
    let reversed = Examples {
        images: whole.images.clone(),
        labels: nabla::Labels::new(&reversed, 10),
    };
    let (fewer, _) = whole.split_at(299);
    assert_eq!(whole.fingerprint(), examples().fingerprint());
    assert_ne!(whole.fingerprint(), reversed.fingerprint());
    assert_ne!(whole.fingerprint(), fewer.fingerprint());
}

#[test]
fn errors_name_the_file_and_the_remedy() {
    let (folder, examples) = (Folder::new("errors"), examples());
    let mut training = fresh(&Recipe::new(Rule::sgd(0.1), 64, 2), &examples);
    let ours = run("dense", "digits", 1);
    let mut refuse = |words: &str| {
        let error = refused(&ours, &mut training, &folder.file());
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
        .note("examples", "5eed")
        .note("seed", 1)
        .note("rule", "SGD 0.1")
        .note("recipe", "batch 64");
    keep(&other);
    refuse("after how many epochs");
    let other = other.note("epochs", 1);
    keep(&other);
    refuse("after how many steps");
    let other = other.note("steps", 5).note("sums", "");
    keep(&other);
    refuse("how many epochs were planned");
    let other = other.note("planned", 2);
    keep(&other);
    refuse("after step 5 of an epoch of 5");
    let other = other.note("steps", 0);
    keep(&other);
    refuse("where its random numbers stood");
    keep(&other.note("generator", 0));
    refuse("no training at all");
    let place = folder.0.join("nowhere/checkpoint.safetensors");
    let error = ours.save(&mut training, "", &place);
    let error = error.expect_err("no folder").to_string();
    assert!(
        error.contains("nowhere") && error.contains("--out"),
        "{error}"
    );
}
