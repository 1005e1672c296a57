//! The softmax network learns, and what its weights become.

use super::Story;
use crate::figures;
use datasets::Batches;
use lab05::network::RECIPES;
use lab05::template::template;
use lab05::training::Training;
use lab05::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::{Examples, half, score};

pub fn learning(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.predict_number(
        "Before the first step the network knows nothing. What is its loss?",
        Quantity::new(10_f64.ln(), 3).within(0.1),
        "If it gave every class a tenth, the loss would be −ln 0.1 = ln 10 = 2.303, and one picture in ten would be right by luck. A first \
         loss far from 2.3 is a warning.",
    );
    let parameters = lesson.answer(
        "parameters",
        exercises::parameters as fn(&[usize]) -> usize,
        solutions::parameters,
    );
    let run = story.softmax(lesson);
    lesson.say(format!(
        "The network as nabla's `summary` shows it. {} parameters, as counted by hand: {}.",
        count(nabla::parameters(&run.model)),
        count(parameters(&[784, 10])),
    ));
    lesson.show(nabla::summary(&run.model, [784]));
    lesson.say(format!(
        "The recipe: batches of {}, plain gradient descent with the rate {}. After each epoch, how does it do on the pictures it learns \
         from, and how on the validation pictures, which it never learns from?",
        lesson.count_of("batch"),
        lesson.number_of("rate"),
    ));
    let mut table = Table::new([
        "epoch",
        "train loss",
        "train right",
        "valid. loss",
        "valid. right",
    ]);
    let last = run.history.len() - 1;
    let mut shown = vec![0, 1, 2, 5, 10, 20, 40, last];
    shown.retain(|&epoch| epoch <= last);
    shown.dedup();
    for epoch in shown {
        let moment = run.history[epoch];
        table.push([
            epoch.to_string(),
            num(moment.train.loss, 4),
            percent(moment.train.accuracy),
            num(moment.valid.loss, 4),
            percent(moment.valid.accuracy),
        ]);
    }
    lesson.table(&table);
    curves(story, lesson)?;
    lesson.number("first_loss", run.history[0].train.loss);
    let test = score(&run.model, &story.examples.test);
    lesson.number("softmax_test_accuracy", test.accuracy);
    lesson.number("softmax_valid_accuracy", run.history[last].valid.accuracy);
    lesson.predict_number(
        &format!(
            "And of the {} test pictures, which nobody has looked at so far: how many does it read right?",
            count(story.test.len())
        ),
        Quantity::percent(test.accuracy, 1).within(0.02),
        &format!(
            "{}. On MNIST a lecture prints 92 % for this network [YAK]; `cargo run -p lab05 -- --network softmax --data mnist` \
             tries it.",
            percent(test.accuracy)
        ),
    );
    other_hands(story, lesson);
    Ok(())
}

fn curves(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let history = &story.softmax(lesson).history;
    let of = |f: fn(&super::Moment) -> f64| -> Vec<(f64, f64)> {
        history
            .iter()
            .enumerate()
            .map(|(epoch, moment)| (epoch as f64, f(moment)))
            .collect()
    };
    lesson.chart(
        "loss",
        "The loss, epoch by epoch. On a logarithmic scale: what it learns from goes down and down, the validation pictures stop halfway.",
        &Chart::new("epoch", "loss")
            .line("training", of(|m| m.train.loss))
            .line("validation", of(|m| m.valid.loss))
            .hline(10_f64.ln(), "ln 10: knows nothing")
            .log_y(),
    )?;
    lesson.chart(
        "accuracy",
        "The fraction read right, epoch by epoch.",
        &Chart::new("epoch", "read right, %")
            .line("training", of(|m| 100.0 * m.train.accuracy))
            .line("validation", of(|m| 100.0 * m.valid.accuracy))
            .y_range(60.0..100.0),
    )
}

/// Why validation and test may disagree: the pictures of the embedded set come writer by writer.
fn other_hands(story: &Story, lesson: &mut Lesson) {
    if story.train.name != "digits" {
        return;
    }
    let both = &story.examples.both;
    let mut dealt = Batches::new(both.len(), story.train.len(), 1);
    let parts: Vec<Vec<usize>> = dealt.epoch().map(<[usize]>::to_vec).collect();
    let [train, valid] = [&parts[0], &parts[1]].map(|places| {
        let (images, labels) = both.gather(places);
        Examples { images, labels }
    });
    let epochs = story.softmax(lesson).history.len() - 1;
    let mut training = Training::new(&RECIPES[0], epochs, &train, lesson.flags().seed);
    for _ in 0..epochs {
        training.epoch(|_| {});
    }
    let mixed = score(&training.model, &valid).accuracy;
    lesson.number("mixed_valid_accuracy", mixed);
    let last = story.softmax(lesson).history.len() - 1;
    let tail = story.softmax(lesson).history[last].valid.accuracy;
    lesson.say(format!(
        "Why does it read the test better than the validation pictures, which are just as new to it? Because of how they were chosen. Thirteen people wrote these \
         digits, and the file has them one after another. Our validation pictures are the *last* fifth of the file: other people's digits. The test \
         pictures were drawn from all over it, so each was written by somebody the network knows. Draw the validation pictures from all over, too, \
         and of those it reads {} instead of {}. Neither number is wrong. They answer two questions: can it read these people, and can it read \
         people? Whoever asks for the second and measures the first will be disappointed.",
        percent(mixed),
        percent(tail),
    ));
}

pub fn weights(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "One sum belongs to each class, and in it one weight to each pixel. So the weights of a class are themselves a picture of 28 × 28. Before \
         training it is noise:",
    );
    let run = story.softmax(lesson);
    let names: Vec<&str> = (0..10).map(|k| story.train.class_name(k)).collect();
    let before: Vec<Vec<f32>> = run.before.iter().take(5).map(|w| half(w)).collect();
    let after: Vec<Vec<f32>> = (0..10).map(|k| half(&template(&run.model, k))).collect();
    lesson.figure(
        "weights-before",
        "The weights of the first five classes before training. Orange is positive, blue negative.",
        (720, 166),
        |area| figures::weights::draw(area, &before, &names),
    )?;
    lesson.predict_choice(
        "After training, where will ink speak most strongly *against* the class 0?",
        &["in the corners", "on the ring of the 0", "in the middle of the 0"],
        2,
        "A ring of orange, and blue in its middle: no other place tells a 0 so surely from the rest.",
    );
    lesson.figure(
        "weights-after",
        "The weights of all ten classes after training: ink on orange speaks for the class, ink on blue against it.",
        (720, 332),
        |area| figures::weights::draw(area, &after, &names),
    )?;
    // In a terminal: only what speaks for a class, as ink.
    let largest = after.iter().flatten().fold(0.0_f32, |m, w| m.max(*w));
    let inks: Vec<Vec<f32>> = after
        .iter()
        .map(|w| w.iter().map(|w| (w / largest).max(0.0)).collect())
        .collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = names
        .iter()
        .zip(&inks)
        .map(|(&name, ink)| (name, 14, 14, ink.as_slice()))
        .collect();
    lesson.grey("Positive weights alone, as ink.", &pictures)?;
    lesson.say(
        "It learns what tells a 0 from the other nine: ink in the middle, where every other digit has some. Each class has a single picture \
         like this, a template, for every way of writing it: a 7 with and without a bar share one. Hidden layers are for that.",
    );
    Ok(())
}
