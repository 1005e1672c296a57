//! Papers that cite papers.

use datasets::graphs::Papers;
use lab15::graphs::library::{library, shuffled};
use lab15::graphs::training::train;
use lab15::graphs::{Recipe, Task};
use labkit::numerals::{count, give_or_take, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};

/// The seed of the library; that of the lesson is for the weights.
pub const LIBRARY: u64 = 1;

/// The section.
pub fn papers(lesson: &mut Lesson) -> Result<()> {
    let papers = library(LIBRARY);
    let linked = alike(&papers);
    lesson.say(format!("A made-up library: {} papers on {} subjects, of {} words. A quarter of a paper's words are from its subject's own list, the others from anywhere. Each cites earlier papers, mostly of its own subject: {} links, of which {} join like and like. {} papers of each subject have a label.", count(papers.words.len()), papers.kinds, papers.vocabulary, count(papers.links.len()), percent(linked), papers.train.len() / papers.kinds));
    lesson.say("Three networks, of the same weights and by Kipf and Welling's recipe: two layers with 16 numbers between, half of the inputs and half of those 16 left out at each step, weight decay on the first layer. One is told of the links. One is told of none, and is a plain dense network. One is told of as many links between papers drawn at random.");
    let whole = Task::papers(&papers);
    let deaf = Task {
        graph: None,
        ..Task::papers(&papers)
    };
    let misled = Task::papers(&shuffled(&papers, LIBRARY));
    let steps = lesson.shortened(Recipe::PAPERS.steps, 10);
    let recipe = Recipe {
        steps,
        ..Recipe::PAPERS
    };
    let seeds = lesson.seeds(3, 1);
    let mut bar = lesson.progress(
        "three networks from three first weights",
        3 * steps * seeds.len(),
    );
    let mut table = Table::new(["told of", "right of the papers to be tested"]);
    let mut means = Vec::new();
    for (name, task) in [
        ("the links", &whole),
        ("no links", &deaf),
        ("wrong links", &misled),
    ] {
        let rights: Vec<f64> = seeds
            .iter()
            .map(|&seed| train(task, &recipe, seed, |loss| bar.step(loss, None)).right)
            .collect();
        table.push([name.to_string(), give_or_take(rights.iter().copied())]);
        means.push(mean(rights));
    }
    bar.done();
    let [links, none, wrong] = [means[0], means[1], means[2]];
    lesson.number("papers_links", links);
    lesson.number("papers_none", none);
    lesson.number("papers_wrong", wrong);
    lesson.predict_number(
        &format!("A guess is right in {}. The dense network, which has only the words, gets {}. And the one that hears its neighbours?", percent(1.0 / papers.kinds as f64), percent(none)),
        Quantity::percent(links, 0).within(0.05),
        &format!("{}. Twelve words say little; twelve words of each neighbour, and of theirs, say much more.", percent(links)),
    );
    lesson.predict_choice(
        &format!("The third hears as much, but of papers that have nothing to do with its own. The dense network has {}. How does the third stand?", percent(none)),
        &["it learns to listen to itself, and stands like the dense network", "worse than the dense network", "better: more words are more words"],
        if wrong < none - 0.03 { 1 } else if wrong > none + 0.03 { 2 } else { 0 },
        &format!("It gets {}. There is no weight with which to turn the neighbours down: that they are alike is built into the layer, as nearness is built into a convolution.", percent(wrong)),
    );
    lesson.table(&table);
    lesson.say("The real thing is Cora, 2,708 papers on machine learning. It is not ours to hand on; with its file in place (`datasets/README.md` says where), `cargo run --release -p lab15 -- --network gcn --data cora` trains ten networks of each kind on it.");
    Ok(())
}

/// The share of links between papers on one subject.
pub fn alike(papers: &Papers) -> f64 {
    let is_alike =
        |&&[a, b]: &&[u32; 2]| papers.subjects[a as usize] == papers.subjects[b as usize];
    papers.links.iter().filter(is_alike).count() as f64 / papers.links.len().max(1) as f64
}
