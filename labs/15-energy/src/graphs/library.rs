//! A made-up library: papers with words and links, of which nearly all of the truth is known because it was drawn.

use datasets::graphs::Papers;
use rand::RngExt;
use rand::seq::SliceRandom;

/// Papers, subjects, words.
const PAPERS: usize = 1_000;
const SUBJECTS: usize = 5;
const WORDS: usize = 300;
/// Words that belong to a subject, and how often a paper's word is one of its own subject's.
const OWN: usize = WORDS / SUBJECTS / 2;
const ON_THE_SUBJECT: f64 = 0.25;
/// Words drawn for a paper.
const DRAWN: usize = 12;
/// Earlier papers that a paper cites, and how often one of its own subject is chosen.
const CITED: usize = 2;
const OF_THE_SUBJECT: f64 = 0.65;
/// Papers of each subject to learn from, and all to choose by.
const EACH: usize = 20;
const VALID: usize = 200;

/// A library from this seed.
pub fn library(seed: u64) -> Papers {
    let mut rng = nabla::rng(seed);
    let subjects: Vec<u8> = (0..PAPERS)
        .map(|_| rng.random_range(0..SUBJECTS as u8))
        .collect();
    let word = |subject: u8, rng: &mut nabla::Rng| match rng.random_bool(ON_THE_SUBJECT) {
        true => (usize::from(subject) * OWN + rng.random_range(0..OWN)) as u32,
        false => rng.random_range(0..WORDS as u32),
    };
    let words = subjects.iter().map(|&subject| {
        let mut words: Vec<u32> = (0..DRAWN).map(|_| word(subject, &mut rng)).collect();
        words.sort_unstable();
        words.dedup();
        words
    });
    let words = words.collect();
    let mut links = Vec::new();
    for paper in 1..PAPERS {
        for _ in 0..CITED {
            let like = rng.random_bool(OF_THE_SUBJECT);
            let fits = |&other: &usize| !like || subjects[other] == subjects[paper];
            let choice: Vec<usize> = (0..paper).filter(fits).collect();
            if !choice.is_empty() {
                let cited = choice[rng.random_range(0..choice.len())];
                links.push([cited as u32, paper as u32]);
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    let mut order: Vec<usize> = (0..PAPERS).collect();
    order.shuffle(&mut rng);
    let mut chosen = [0; SUBJECTS];
    let (train, mut rest): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&paper| {
        let chosen = &mut chosen[usize::from(subjects[paper])];
        *chosen += 1;
        *chosen <= EACH
    });
    let test = rest.split_off(VALID);
    Papers {
        words,
        vocabulary: WORDS,
        subjects,
        kinds: SUBJECTS,
        links,
        train,
        valid: rest,
        test,
    }
}

/// The same papers with as many links, each between two drawn at random.
pub fn shuffled(papers: &Papers, seed: u64) -> Papers {
    let mut rng = nabla::rng(seed);
    let last = papers.words.len() as u32;
    let links = papers.links.iter().map(|_| {
        let a = rng.random_range(1..last);
        [rng.random_range(0..a), a]
    });
    let mut links: Vec<[u32; 2]> = links.collect();
    links.sort_unstable();
    links.dedup();
    Papers {
        links,
        ..papers.clone()
    }
}
