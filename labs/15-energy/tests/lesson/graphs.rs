//! Graphs: against NumPy and PyTorch in double precision, and what must not depend on how nodes are numbered.

use lab15::graphs::graph::spread;
use lab15::graphs::library::library;
use lab15::graphs::training::{Run, train};
use lab15::graphs::{Cure, Gcn, Graph, Recipe, Task};
use labkit::reference::{Stored, close};
use nabla::{Labels, Tape, Tensor, Tokens};

const STORED: Stored = Stored(include_str!("../reference/graphs.txt"));
const TAIL: [[u32; 2]; 4] = [[3, 0], [0, 2], [2, 3], [3, 4]];

fn tail() -> Graph {
    Graph {
        nodes: 5,
        links: TAIL.to_vec(),
    }
}

/// As `fill` of make_graphs.py.
fn fill(seed: usize, shape: [usize; 2]) -> Tensor {
    let number = |i: usize| ((i * 37 + seed * 11) % 29) as f32 / 16.0 - 14.0 / 16.0;
    Tensor::from_vec((0..shape[0] * shape[1]).map(number).collect(), shape)
}

#[test]
fn the_matrix_is_numpys() {
    close(
        tail().normalised().dense().data(),
        &STORED.values("normalised.tail"),
        1e-6,
    );
}

#[test]
fn networks_and_their_gradients_are_pytorchs() {
    let graph = tail().normalised();
    for (cure, name) in [
        (Cure::None, "none"),
        (Cure::Residual, "residual"),
        (Cure::Initial, "initial"),
    ] {
        let mut model = Gcn::new([6, 4, 3], 3, 0.0, cure, &mut nabla::rng(1));
        let mut k = 1;
        nabla::Parameters::visit_mut(&mut model, &mut |weight| {
            let &[rows, columns] = weight.value().dims() else {
                panic!("matrices")
            };
            k += 1;
            *weight.value_mut() = fill(k, [rows, columns]);
        });
        let tape = Tape::new();
        let [logits, _] = model.run(&tape, tape.constant(fill(1, [5, 6])), Some(&graph));
        close(
            logits.value().data(),
            &STORED.values(&format!("{name}.logits")),
            1e-5,
        );
        let labelled = logits.gather(&Tokens::new(&[3, 1], [2], 5));
        let loss = labelled.softmax_cross_entropy(&Labels::new(&[2, 0], 3))
            + model.first_weights(&tape) * 5e-4;
        close(
            &[loss.item()],
            &STORED.values(&format!("{name}.loss")),
            1e-5,
        );
        let grads = loss.backward();
        let mut k = 0;
        nabla::Parameters::visit(&model, &mut |weight| {
            let got = grads.param(weight).expect("it is used");
            close(got.data(), &STORED.values(&format!("{name}.grad{k}")), 1e-5);
            k += 1;
        });
        assert_eq!(k, 3);
    }
}

#[test]
fn spread_is_the_mean_over_all_pairs() {
    close(
        &[spread(fill(1, [5, 6]).data(), 6)],
        &STORED.values("spread"),
        1e-6,
    );
    assert!(spread(&[3.0, 4.0, 6.0, 8.0], 2).abs() < 1e-12);
}

#[test]
fn numbering_nodes_anew_changes_nothing() {
    let new = [4, 2, 0, 1, 3_u32];
    let links = TAIL.map(|[a, b]| [new[b as usize], new[a as usize]]);
    let other = Graph {
        nodes: 5,
        links: links.to_vec(),
    };
    let model = Gcn::new([6, 4, 3], 4, 0.0, Cure::Initial, &mut nabla::rng(3));
    let run = |graph: &Graph, x: Tensor| {
        let tape = Tape::new();
        model.run(&tape, tape.constant(x), Some(&graph.normalised()))[0].value()
    };
    let x = fill(1, [5, 6]);
    let mut moved = Tensor::zeros([5, 6]);
    for (old, &new) in new.iter().enumerate() {
        moved.data_mut()[6 * new as usize..][..6].copy_from_slice(&x.data()[6 * old..][..6]);
    }
    let (got, want) = (run(&other, moved), run(&tail(), x));
    for (old, &new) in new.iter().enumerate() {
        let want: Vec<f64> = want.data()[3 * old..][..3]
            .iter()
            .map(|&x| f64::from(x))
            .collect();
        close(&got.data()[3 * new as usize..][..3], &want, 1e-5);
    }
}

/// How far each node is from `start`, in links.
fn hops(graph: &Graph, start: usize) -> Vec<Option<usize>> {
    let near = graph.neighbours();
    let mut far = vec![None; graph.nodes];
    far[start] = Some(0);
    for hop in 0..graph.nodes {
        for i in (0..graph.nodes)
            .filter(|&i| far[i] == Some(hop))
            .collect::<Vec<_>>()
        {
            near[i]
                .iter()
                .for_each(|&j| far[j] = far[j].or(Some(hop + 1)));
        }
    }
    far
}

#[test]
fn a_layer_hears_one_link_far() {
    let club = Graph::karate();
    let hops = hops(&club, 16);
    assert_eq!(hops.iter().filter(|&&far| far <= Some(1)).count(), 3);
    assert_eq!(hops.iter().filter(|&&far| far <= Some(2)).count(), 6);
    assert_eq!(hops[33], Some(4));
    // What is far away has no influence at all.
    let model = Gcn::new([34, 4, 2], 3, 0.0, Cure::None, &mut nabla::rng(1));
    let graph = club.normalised();
    let tape = Tape::new();
    let x = tape.variable(Task::karate(None, &[]).inputs);
    let [logits, _] = model.run(&tape, x, Some(&graph));
    let grads = logits.slice(0, 16..17).sum().backward();
    for (row, far) in grads.of(x).data().chunks(34).zip(&hops) {
        assert_eq!(row.iter().any(|&g| g != 0.0), *far <= Some(3), "{far:?}");
    }
}

#[test]
fn thirty_two_of_the_club_are_right() {
    let task = Task::karate(Some(Graph::karate().normalised()), &[0, 33]);
    for seed in 0..5 {
        let right = train(&task, &Recipe::KARATE, seed, |_| {}).right;
        assert!(right * 34.0 > 31.9, "{seed}: {right}");
    }
}

#[test]
fn the_library_is_as_it_says() {
    let papers = library(1);
    assert_eq!(
        [papers.train.len(), papers.valid.len(), papers.test.len()],
        [100, 200, 700]
    );
    let mut all = [
        papers.train.clone(),
        papers.valid.clone(),
        papers.test.clone(),
    ]
    .concat();
    all.sort_unstable();
    assert!(all.iter().copied().eq(0..1000));
    for kind in 0..5 {
        let labelled = papers.train.iter().filter(|&&i| papers.subjects[i] == kind);
        assert_eq!(labelled.count(), 20);
    }
    assert!(papers.links.iter().all(|[a, b]| a < b));
    assert_eq!(library(1).links, papers.links);
    let inputs = Task::papers(&papers).inputs;
    assert!(
        inputs
            .data()
            .chunks(300)
            .all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-5)
    );
}

#[test]
fn links_help_and_only_labelled_nodes_are_looked_at() {
    let mut task = Task::papers(&library(2));
    let recipe = Recipe {
        steps: 40,
        ..Recipe::PAPERS
    };
    let with = train(&task, &recipe, 1, |_| {}).right;
    let (mut one, mut other) = (Run::new(&task, &recipe, 1), Run::new(&task, &recipe, 1));
    let first = one.step(&task);
    for &i in &task.test {
        task.kinds[i] = (task.kinds[i] + 1) % 5;
    }
    assert_eq!(first, other.step(&task));
    let mut deaf = Task::papers(&library(2));
    deaf.graph = None;
    let without = train(&deaf, &recipe, 1, |_| {}).right;
    assert!(with > without + 0.1, "{with} {without}");
}

#[test]
fn no_two_members_are_drawn_on_each_other() {
    let places = lab15::graphs::layout::places();
    for (i, a) in places.iter().enumerate() {
        assert!(
            places[..i]
                .iter()
                .all(|b| (a[0] - b[0]).hypot(a[1] - b[1]) > 0.05)
        );
    }
}
