//! In words.

use lab12::captions::network::{Batch, Captioner};
use lab12::captions::pictures::Captioned;
use lab12::captions::writing::{captions, epoch, exact, exact_first, right_parts, word_loss};
use lab12::scene::{SIDE, Sources};
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Device, parameters};
use std::cell::OnceCell;
use trainer::{Recipe, Rule, Training};

/// Maps of the lesson's captioner at first, and numbers of its memory.
const SIZE: (usize, usize) = (12, 128);
/// How it learns, and from how many scenes an epoch.
const RECIPE: Recipe = Recipe::new(Rule::adam(4e-3).cosine(), 32, 8).clip(1.0);
const SCENES: usize = 3_840;
/// Scenes of test digits.
const TEST: usize = 300;

/// The captioner that three sections look at, and the scenes that it is tested on.
pub struct Captions {
    sources: Sources,
    pub test: Vec<Captioned>,
    model: OnceCell<(Captioner, f64)>,
}

impl Captions {
    /// Of the digits that `--data` names; nothing is learned yet.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let sources = Sources::load(&lesson.flags().data)?;
        let test = Captioned::several(&sources.test, TEST, lesson.flags().seed);
        Ok(Captions {
            sources,
            test,
            model: OnceCell::new(),
        })
    }

    /// Learns at the first call.
    pub fn model(&self, lesson: &Lesson) -> &Captioner {
        &self.trained(lesson).0
    }

    /// The captioner, and what a word of the test scenes costs it.
    fn trained(&self, lesson: &Lesson) -> &(Captioner, f64) {
        let asked: fn(Batch) -> Batch = match lesson.choice("words") {
            "not-moved" => Batch::not_moved,
            _ => |batch| batch,
        };
        self.model.get_or_init(|| {
            let seed = lesson.flags().seed;
            let recipe = RECIPE.epochs(lesson.shortened(RECIPE.epochs, 8)).seed(seed);
            let model = Captioner::new(SIZE.0, SIZE.1, &mut nabla::rng(seed));
            let training = Training::new(model, &recipe, SCENES, &Device::Cpu);
            let model = training.finish(lesson, "captions", |training, step| {
                epoch(training, &self.sources.train, asked, step)
            });
            let batch = Batch::of(&self.test, &mut nabla::rng(seed));
            let loss = word_loss(&model, asked(batch));
            (model, loss)
        })
    }
}

/// "In words".
pub fn words(captions_of: &Captions, lesson: &mut Lesson) -> Result<()> {
    let test = &captions_of.test;
    lesson.say("Boxes and masks are answers for programs. People ask for a sentence. Each of these scenes has two different digits; a digit is small, large or neither, and a sentence says how one lies to the other: *a three left of a large seven*. It could begin with the other digit just as well, so two sentences are right for each scene.");
    let four = test.iter().take(4).map(|it| &it.scene.pixels[..]);
    let caption = "Four scenes, A to D from left to right.";
    lesson.sheet("captioned", caption, SIDE, &[("A to D", four.collect())])?;
    let rows = test.iter().take(4).zip('A'..).map(|(scene, letter)| {
        let [first, second] = scene.sentences.clone();
        [letter.to_string(), first, second]
    });
    lesson.table(&Table::new(["scene", "right", "right as well"]).rows(rows));
    lesson.predict_number(
        "Ten digits in three sizes, then one of four relations (*left of*, *right of*, *above*, *below*), then another digit. How many different sentences are there?",
        Quantity::new(3_240.0, 0),
        "30 · 4 · 27 = 3,240. As classes each would be learned by itself, from the few scenes that show it. But they are made of 18 words, and what *seven* looks like is the same in all of them.",
    );
    lesson.say("So the network writes word after word, as lab 8's wrote letters: [Which letter comes next](lab08#which-letter-comes-next). Convolutions read the scene; how much of everything they found, and where, is what the LSTM's memory begins with. It gives a probability to each next word, and that of a sentence is their product.");
    lesson.show("p(a three …) = p(a | scene) · p(three | scene, a) · …\n\ngiven   <begin>  a      three  above  a    two\nwanted  a        three  above  a      two  <end>");
    lesson.say("In training it is given the right words, whatever it would have said itself: **teacher forcing**. So all places of all sentences learn at the same time. When it writes, there is no teacher: each word that it says is given to it next, right or wrong.");
    lesson.say("Words alone are a slow teacher for eyes: at first the network does not know which of its filters a wrong *seven* is to blame on. So it is asked a second question, as in [A grid that answers](#a-grid-that-answers): what does each cell of a grid of 8 × 8 show, which digit of which size, or nothing? Both losses are added up, and both change the filters.");
    let (model, loss) = captions_of.trained(lesson);
    let written = captions(model, test);
    let right = exact(&written, test);
    let shown = count(SCENES * lesson.shortened(RECIPE.epochs, 8));
    let (size, asked, price) = (count(parameters(model)), count(test.len()), num(*loss, 3));
    lesson.say(format!("{size} parameters, {shown} scenes of training digits, each seen once. Then {asked} scenes of test digits: with all words before it given, a word costs {price} nats. Now the network writes by itself, always the likeliest word."));
    lesson.predict_number(
        "How many of the sentences are right, word for word?",
        Quantity::percent(right, 0).within(0.1),
        &format!("{}. Two digits, two sizes and a relation have to be right at the same time, so their shares multiply.", percent(right)),
    );
    let first = exact_first(&written, test);
    lesson.predict_number(
        "Suppose that only one of the two sentences were written down for each scene, drawn by lot. How many would count as right then?",
        Quantity::percent(first, 0).within(0.1),
        &format!("{}: about half of them. The captioner is no worse. Exact match judges the list of references as much as the sentences.", percent(first)),
    );
    let [digits, sizes, relation] = right_parts(&written, test);
    let table = Table::new(["right", "share"])
        .row(["both digits", &percent(digits)])
        .row(["both sizes", &percent(sizes)])
        .row(["the relation", &percent(relation)])
        .row(["every word", &percent(right)]);
    lesson.table(&table.caption("Compared with either of the two right sentences."));
    let six = written.iter().zip(test).take(6).zip('A'..);
    let rows = six.map(|((said, scene), letter)| {
        let verdict = if scene.says(said) { "right" } else { "wrong" };
        [letter.to_string(), format!("✎ {said}"), verdict.to_string()]
    });
    lesson.table(&Table::new(["scene", "✎ what it wrote", ""]).rows(rows));
    lesson.say("Each sentence is good English: grammar is learned first, truth later. These digits are few, and the training was short; a longer one on MNIST is `cargo run -p lab12 -- --network captions --data mnist`.");
    Ok(())
}
