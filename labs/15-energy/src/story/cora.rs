//! What `--network gcn` asks for: ten networks of each kind on papers, those of Cora by choice.

use super::papers::{LIBRARY, alike};
use lab15::graphs::library::library;
use lab15::graphs::training::train;
use lab15::graphs::{Recipe, Task};
use labkit::numerals::{count, percentage};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Error, Lesson, Result};

/// First weights of each kind.
const SEEDS: usize = 10;

/// The long run.
pub fn gcn(lesson: &mut Lesson) -> Result<()> {
    let papers = match lesson.choice("data") {
        "cora" => datasets::graphs::cora().map_err(|error| Error::new(error.to_string()))?,
        "library" => library(LIBRARY),
        other => {
            return Err(Error::new(format!("there are no papers called `{other}`"))
                .remedy("choose library or cora"));
        }
    };
    lesson.say(format!("{} papers, {} words, {} subjects, {} links, of which {} join like and like; {} papers to learn from, {} to choose the step by, {} to be tested.", count(papers.words.len()), count(papers.vocabulary), papers.kinds, count(papers.links.len()), percentage(alike(&papers), 0), papers.train.len(), papers.valid.len(), count(papers.test.len())));
    let seeds = lesson.seeds(SEEDS, 2);
    for (key, name, graph) in [("gcn", "with the links", true), ("dense", "without", false)] {
        let mut task = Task::papers(&papers);
        task.graph = task.graph.filter(|_| graph);
        let mut bar = lesson.progress(name, seeds.len() * Recipe::PAPERS.steps);
        let rights: Vec<f64> = seeds
            .iter()
            .map(|&seed| train(&task, &Recipe::PAPERS, seed, |loss| bar.step(loss, None)).right)
            .collect();
        bar.done();
        let middle = lesson.number(&format!("{key}_mean"), mean(rights.iter().copied()));
        let deviation = lesson.number(
            &format!("{key}_deviation"),
            standard_deviation(rights.iter().copied()),
        );
        let all: Vec<String> = rights.iter().map(|&right| percentage(right, 1)).collect();
        lesson.say(format!(
            "Two layers {name}: {} right, standard deviation {}. Each: {}.",
            percentage(middle, 1),
            percentage(deviation, 1),
            all.join(", ")
        ));
    }
    Ok(())
}
