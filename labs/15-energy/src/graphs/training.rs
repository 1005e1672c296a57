//! Learning from the few labels of a graph.

use super::graph::spread;
use super::{Cure, Gcn, Graph};
use datasets::graphs::Papers;
use nabla::{Labels, Sparse, Tape, Tensor, Tokens};
use trainer::{Learner, Rule};

/// All that is known of the nodes of a graph.
pub struct Task {
    /// Numbers of each node, `[N, inputs]`.
    pub inputs: Tensor,
    /// What carries messages; none for a network that hears nothing.
    pub graph: Option<Sparse>,
    /// The class of each node. Only those of [`Task::train`] are learned from.
    pub kinds: Vec<u8>,
    /// How many classes.
    pub classes: usize,
    /// Nodes to learn from.
    pub train: Vec<usize>,
    /// Nodes to choose the step by.
    pub valid: Vec<usize>,
    /// Nodes to test on.
    pub test: Vec<usize>,
}

impl Task {
    /// What papers are about. The words of each count alike, and together 1.
    pub fn papers(papers: &Papers) -> Self {
        let (nodes, width) = (papers.words.len(), papers.vocabulary);
        let mut inputs = Tensor::zeros([nodes, width]);
        let rows = inputs.data_mut().chunks_exact_mut(width.max(1));
        for (row, words) in rows.zip(&papers.words) {
            for &word in words {
                row[word as usize] = 1.0 / words.len() as f32;
            }
        }
        let links = papers.links.clone();
        Task {
            inputs,
            graph: Some(Graph { nodes, links }.normalised()),
            kinds: papers.subjects.clone(),
            classes: papers.kinds,
            train: papers.train.clone(),
            valid: papers.valid.clone(),
            test: papers.test.clone(),
        }
    }

    /// The karate club: a member has only a name of his own, a row of the unit matrix, and two of them a label.
    pub fn karate(graph: Option<Sparse>, labelled: &[usize]) -> Self {
        let club = datasets::graphs::karate();
        let nodes = club.sides.len();
        let names: Vec<u32> = (0..nodes as u32).collect();
        Task {
            inputs: Labels::from_ids(&names, nodes).one_hot(),
            graph,
            kinds: club.sides.to_vec(),
            classes: 2,
            train: labelled.to_vec(),
            valid: Vec::new(),
            test: (0..nodes).collect(),
        }
    }

    /// The share of these nodes that the logits `[N, classes]` put into the right class.
    pub fn right(&self, logits: &Tensor, nodes: &[usize]) -> f64 {
        let guesses = guesses(logits);
        let right = nodes.iter().filter(|&&i| guesses[i] == self.kinds[i]);
        right.count() as f64 / nodes.len().max(1) as f64
    }
}

/// The class with the largest logit, for each node.
pub fn guesses(logits: &Tensor) -> Vec<u8> {
    let rows = logits.data().chunks_exact(logits.shape().last().max(1));
    let top = |row: &[f32]| {
        let largest = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        largest.unwrap_or(0) as u8
    };
    rows.map(top).collect()
}

/// A network and how it is trained. [`Recipe::PAPERS`] is Kipf and Welling's for Cora.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Two, or more.
    pub layers: usize,
    /// Numbers of a node between two layers.
    pub hidden: usize,
    /// The share of the numbers that is left out.
    pub drop: f32,
    /// The learning rate of Adam.
    pub rate: f32,
    /// Decay of the first layer's weights.
    pub decay: f32,
    /// Each is on the whole graph.
    pub steps: usize,
    /// What is done about depth.
    pub cure: Cure,
}

impl Recipe {
    /// Kipf and Welling's.
    pub const PAPERS: Recipe = Recipe {
        layers: 2,
        hidden: 16,
        drop: 0.5,
        rate: 0.01,
        decay: 5e-4,
        steps: 200,
        cure: Cure::None,
    };

    /// For 34 members and two labels.
    pub const KARATE: Recipe = Recipe {
        hidden: 16,
        drop: 0.0,
        rate: 0.05,
        decay: 0.0,
        ..Recipe::PAPERS
    };

    fn fresh(&self, task: &Task, seed: u64) -> Gcn {
        let sizes = [task.inputs.dims()[1], self.hidden, task.classes];
        Gcn::new(
            sizes,
            self.layers,
            self.drop,
            self.cure,
            &mut nabla::rng(seed),
        )
    }
}

/// A training under way.
pub struct Run {
    /// As it is now.
    pub model: Gcn,
    learner: Learner,
    rng: nabla::Rng,
    decay: f32,
}

impl Run {
    /// Fresh weights from this seed.
    pub fn new(task: &Task, recipe: &Recipe, seed: u64) -> Self {
        Run {
            model: recipe.fresh(task, seed),
            learner: Learner::new(Rule::adam(recipe.rate), recipe.steps),
            rng: nabla::rng(seed + 1000),
            decay: recipe.decay,
        }
    }

    // ANCHOR: step
    /// One step. The whole graph takes part; only the labelled nodes have a loss.
    pub fn step(&mut self, task: &Task) -> f32 {
        let ids: Vec<u32> = task.train.iter().map(|&i| i as u32).collect();
        let kinds: Vec<u8> = task.train.iter().map(|&i| task.kinds[i]).collect();
        let labelled = Tokens::new(&ids, [ids.len()], task.kinds.len());
        let labels = Labels::new(&kinds, task.classes);
        let tape = Tape::training(&mut self.rng);
        let decay = self.decay;
        let loss = self.learner.learn(&mut self.model, tape, |model, tape| {
            let x = tape.constant(task.inputs.clone());
            let [logits, _] = model.run(tape, x, task.graph.as_ref());
            let loss = logits.gather(&labelled).softmax_cross_entropy(&labels);
            loss + model.first_weights(tape) * decay
        });
        loss.item()
    }
    // ANCHOR_END: step

    /// Logits and vectors of all nodes, without dropout.
    pub fn look(&self, task: &Task) -> [Tensor; 2] {
        let tape = Tape::new();
        let x = tape.constant(task.inputs.clone());
        self.model
            .run(&tape, x, task.graph.as_ref())
            .map(|it| it.value())
    }
}

/// What a training came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Of the nodes to be tested on, at the step that was best on those to choose by; without such, at the last.
    pub right: f64,
    /// How different the nodes' last vectors were then.
    pub spread: f64,
    /// The last loss.
    pub loss: f32,
}

/// Every so many steps it is looked whether the network is better than before.
const EVERY: usize = 5;

/// Trains a network from `seed`; `seen` is shown the loss of each step.
pub fn train(task: &Task, recipe: &Recipe, seed: u64, mut seen: impl FnMut(f32)) -> Outcome {
    let mut run = Run::new(task, recipe, seed);
    let (mut best, mut outcome) = (f64::MIN, Outcome::default());
    for step in 1..=recipe.steps {
        outcome.loss = run.step(task);
        seen(outcome.loss);
        if step % EVERY == 0 || step == recipe.steps {
            let [logits, vectors] = run.look(task);
            let valid = task.right(&logits, &task.valid);
            if valid >= best {
                best = valid;
                outcome.right = task.right(&logits, &task.test);
                outcome.spread = spread(vectors.data(), vectors.dims()[1]);
            }
        }
    }
    outcome
}
