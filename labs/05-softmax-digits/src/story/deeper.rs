//! Hidden layers, the table of the sources, and ten digits read.

use super::Story;
use crate::figures;
use lab05::network::RECIPES;
use lab05::{exercises, solutions};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Device;
use trainer::{Reading, Rule, Training, half, score};

pub fn deeper(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "One template for each class was the limit. With hidden layers in between a neuron may find a bar, another a loop; a class is then a \
         combination.

         The sources use ReLU and Adam (lab 4), batches of 128, and three sizes [PSC]. The count of parameters is theirs too, layer by layer:",
    );
    let parameters = lesson.answer(
        "parameters",
        exercises::parameters as fn(&[usize]) -> usize,
        solutions::parameters,
    );
    let sum = |sizes: &[usize]| {
        let layers: Vec<String> = sizes
            .windows(2)
            .map(|pair| count(parameters(pair)))
            .collect();
        layers.join(" + ")
    };
    let lines: Vec<String> = RECIPES
        .iter()
        .map(|recipe| {
            let sizes = recipe.sizes();
            let layers: Vec<String> = sizes.iter().map(usize::to_string).collect();
            let total = count(parameters(&sizes));
            if recipe.hidden.is_empty() {
                format!("{:<8}  {}:  {total}", recipe.layers, layers.join("→"))
            } else {
                format!(
                    "{:<8}  {}:  {} = {total}",
                    recipe.layers,
                    layers.join("→"),
                    sum(&sizes)
                )
            }
        })
        .collect();
    lesson.show(lines.join("\n"));
    let [softmax, two, ..] = story.deep(lesson) else {
        return Err(labkit::Error::new("this lesson has fewer than two recipes"));
    };
    lesson.predict_number(
        &format!(
            "Trained on all training pictures, softmax alone reads {} of the test pictures right. How many does 64-64 read?",
            percent(softmax.test.accuracy)
        ),
        Quantity::percent(two.test.accuracy, 1).within(0.01),
        &format!("{}.", percent(two.test.accuracy)),
    );
    sources(story, lesson);
    lesson.say(format!(
        "Depth pays here, but not much, and less each time: few pictures can fill few parameters. On MNIST, with 60,000, the first hidden layers lift the accuracy from 92 to 97.5 per cent, and a third \
         layer of 512 gains nothing over two. With {} test pictures one picture is {}, so do not read much into the last digit. On MNIST itself the same recipes are one flag away:",
        count(story.test.len()),
        percent(1.0 / story.test.len() as f64),
    ));
    lesson.show(
        "cargo run -p datasets -- fetch mnist
         cargo run -p lab05 -- --network mlp64 --data mnist",
    );
    Ok(())
}

/// The table of networks: the sources' figures beside ours.
fn sources(story: &Story, lesson: &mut Lesson) {
    let deep = story.deep(lesson);
    lesson.show(nabla::summary(&deep[1].model, [784]));
    let mut table = Table::new([
        "network",
        "parameters",
        "train right",
        "test right",
        "MNIST, printed",
        "by",
    ]);
    for run in deep {
        lesson.number(&format!("test_{}", run.recipe.name), run.test.accuracy);
        lesson.number(
            &format!("parameters_{}", run.recipe.name),
            nabla::parameters(&run.model),
        );
        table.push([
            run.recipe.layers.to_string(),
            count(nabla::parameters(&run.model)),
            percent(run.train.accuracy),
            percent(run.test.accuracy),
            percent(run.recipe.printed),
            run.recipe.source.to_string(),
        ]);
        if run.recipe.hidden.is_empty() {
            table.push(cautious(story, lesson));
        }
    }
    lesson.table(&table.caption(format!(
        "Trained on all {} training pictures, validation included: nothing is left to choose. The sources' figures are for MNIST, forty times as many pictures and other test pictures, \
         so compare down a column, not along a row. The second recipe for softmax [EXP], rate 0.01, batches of 128, 5 epochs, comes without an accuracy; on so few pictures it has hardly begun.",
        count(story.examples.both.len()),
    )));
}

/// The row of the other recipe for softmax [EXP]: a rate of 0.01, batches of 128, 5 epochs.
fn cautious(story: &Story, lesson: &Lesson) -> [String; 6] {
    let (seed, examples) = (lesson.flags().seed, &story.examples.both);
    let recipe = trainer::Recipe::new(Rule::sgd(0.01), 128, 5).seed(seed);
    let model = RECIPES[0].build(&mut nabla::rng(seed));
    let mut training = Training::new(model, &recipe, examples.len(), &Device::Cpu);
    for _ in 0..recipe.epochs {
        training.classify(examples, |_| {});
    }
    [
        "softmax 0.01".to_string(),
        count(nabla::parameters(&training.model)),
        percent(score(&training.model, examples).accuracy),
        percent(score(&training.model, &story.examples.test).accuracy),
        "–".to_string(),
        "EXP".to_string(),
    ]
}

pub fn read(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let run = &story.deep(lesson)[1];
    let reading = Reading::new(&run.model, &story.examples.test);
    let names: Vec<&str> = (0..10).map(|k| story.test.class_name(k)).collect();
    // One picture of each class, the one it was least sure of: the easy ones are all alike.
    let shown: Vec<usize> = (0..10)
        .filter_map(|k| {
            (0..story.test.len())
                .filter(|&i| reading.labels[i] == k)
                .min_by(|&a, &b| reading.confidence(a).total_cmp(&reading.confidence(b)))
        })
        .collect();
    lesson.say(
        "Here is the network with two hidden layers of 64 at work on test pictures, for each class the one it was *least* sure of.",
    );
    let right = shown
        .iter()
        .filter(|&&i| reading.answers[i] == reading.labels[i])
        .count();
    lesson.predict_number(
        "How many of these ten does it read right?",
        Quantity::new(right as f64, 0).within(1.0),
        &format!("{right}, most of them without being sure."),
    );
    let pictures: Vec<Vec<f32>> = shown
        .iter()
        .map(|&i| half(&story.test.pixels.row(i).to_vec()))
        .collect();
    lesson.figure(
        "read",
        "Ten test pictures, and the probability the 64-64 network gives to each class. A ring marks the truth.",
        (720, 470),
        |area| figures::read::draw(area, &pictures, &reading, &shown, &names),
    )?;
    let labels: Vec<String> = shown
        .iter()
        .map(|&i| answer_of(&reading, i, &names))
        .collect();
    let drawn: Vec<(&str, usize, usize, &[f32])> = labels
        .iter()
        .zip(&pictures)
        .map(|(label, picture)| (label.as_str(), 14, 14, picture.as_slice()))
        .collect();
    lesson.grey("What it answers, and how sure it is.", &drawn)?;
    lesson.number("read_accuracy", run.test.accuracy);
    lesson.say(format!(
        "Of all {} it reads {}. What it does not know is that a picture is a picture: shuffle all pixels the same way and it learns just as well.",
        count(story.test.len()),
        percent(run.test.accuracy),
    ));
    Ok(())
}

/// What the network answers, whether that is right, and how sure it is.
fn answer_of(reading: &Reading, i: usize, names: &[&str]) -> String {
    let (answer, label) = (reading.answers[i], reading.labels[i]);
    let sure = percent(f64::from(reading.confidence(i)));
    match answer == label {
        true => format!("{} ✓ {sure}", names[answer]),
        false => format!("{} as {} {sure}", names[label], names[answer]),
    }
}
