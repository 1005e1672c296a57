//! Who is taken for whom, and the mistakes it was surest of.

use super::Story;
use crate::figures;
use lab05::{exercises, solutions};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Quantity, Result, Table};
use trainer::{Reading, half};

type Confusion = fn(&[usize], &[usize], usize) -> Vec<Vec<usize>>;

pub fn errors(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let run = story.softmax(lesson);
    let reading = Reading::new(&run.model, &story.examples.test);
    let names: Vec<&str> = (0..10).map(|k| story.test.class_name(k)).collect();
    lesson.say(format!(
        "The trained network reads {} of {} test pictures right. One number hides which it gets wrong. Count, for each true class, what it was taken for:",
        count(reading.right()),
        count(story.test.len()),
    ));
    confusion(lesson, &reading, &names)?;
    worst(
        lesson,
        &reading,
        |i| story.test.pixels.row(i).to_vec(),
        &names,
    )?;
    lesson.say(
        "Look at them before you blame the network. With some you would hesitate yourself. What matters is the *confidence*: to be wrong with 55 % is honest, to be wrong with 99 % \
         is not.",
    );
    Ok(())
}

/// The confusion matrix, as a table and as a figure, and the most frequent mistake.
pub fn confusion(lesson: &mut Lesson, reading: &Reading, names: &[&str]) -> Result<()> {
    let confusion = lesson.answer(
        "confusion",
        exercises::confusion as Confusion,
        solutions::confusion,
    );
    let matrix = confusion(&reading.labels, &reading.answers, names.len());
    let mut header = vec!["true"];
    header.extend(names);
    header.push("right");
    let mut table = Table::new(header);
    for (truth, row) in matrix.iter().enumerate() {
        let dot = |&n: &usize| if n == 0 { "–".to_string() } else { count(n) };
        let mut cells = vec![names[truth].to_string()];
        cells.extend(row.iter().map(dot));
        let total: usize = row.iter().sum();
        cells.push(percent(row[truth] as f64 / total.max(1) as f64));
        table.push(cells);
    }
    lesson.table(&table.caption(
        "Confusion matrix. A row is a true class, a column an answer; the diagonal was read right.",
    ));
    lesson.figure(
        "confusion",
        "The confusion matrix. Blue on the diagonal was read right; orange was not. The stronger, the larger the fraction of its row.",
        (560, 520),
        |area| figures::confusion::draw(area, &matrix, names),
    )?;
    let pairs = (0..names.len()).flat_map(|t| (0..names.len()).map(move |a| (t, a)));
    let mistakes: Vec<(usize, usize)> = pairs
        .filter(|(t, a)| t != a && matrix[*t][*a] > 0)
        .collect();
    let Some(most) = mistakes.iter().map(|&(t, a)| matrix[t][a]).max() else {
        return Ok(());
    };
    let worst: Vec<String> = mistakes
        .iter()
        .filter(|&&(t, a)| matrix[t][a] == most)
        .map(|&(t, a)| format!("{} for {}", names[t], names[a]))
        .collect();
    lesson.say(format!(
        "Taken most often for something else, {most} times each: {}.",
        worst.join(", ")
    ));
    Ok(())
}

/// The surest mistakes, as pictures.
pub fn worst(
    lesson: &mut Lesson,
    reading: &Reading,
    pixels: impl Fn(usize) -> Vec<f32>,
    names: &[&str],
) -> Result<()> {
    let worst: Vec<usize> = reading.worst().into_iter().take(5).collect();
    if worst.is_empty() {
        lesson.say("It made no mistake at all, so there is none to show.");
        return Ok(());
    }
    let sure = f64::from(reading.confidence(worst[0]));
    lesson.predict_number(
        "Of its worst mistake, how sure was it?",
        Quantity::percent(sure, 1).within(0.02),
        &format!("It gave its wrong answer {}.", percent(sure)),
    );
    let drawn: Vec<(String, Vec<f32>)> = worst
        .iter()
        .map(|&i| {
            let label = format!(
                "{}, read as {}: {}",
                names[reading.labels[i]],
                names[reading.answers[i]],
                percent(f64::from(reading.confidence(i))),
            );
            (label, half(&pixels(i)))
        })
        .collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = drawn
        .iter()
        .map(|(label, pixels)| (label.as_str(), 14, 14, pixels.as_slice()))
        .collect();
    lesson.grey(
        "The worst mistakes: what it is, what it was taken for, and how sure the network was.",
        &pictures,
    )
}
