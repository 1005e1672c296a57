//! Messages.

use lab15::graphs::Graph;
use lab15::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};
use nalgebra::DMatrix;

type Round = fn(&[Vec<usize>], &[f64]) -> Vec<f64>;
type Product = fn(&[usize], &[usize], &[f64], &[f64], usize) -> Vec<f64>;
pub type Normalise = fn(usize, &[(usize, usize)]) -> Vec<Vec<f64>>;

/// A triangle, a bridge, and a node with two ends.
const LINKS: [[u32; 2]; 6] = [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5]];
/// What node 0 has in the beginning.
const START: f64 = 12.0;
/// Rounds after which nothing moves any more.
const MANY: usize = 100;
/// Layers of the signal that grows.
const LAYERS: i32 = 8;

/// Pairs, as the exercise takes them.
pub fn pairs(graph: &Graph) -> Vec<(usize, usize)> {
    let pair = |&[a, b]: &[u32; 2]| (a as usize, b as usize);
    graph.links.iter().map(pair).collect()
}

/// The section.
pub fn messages(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A picture has a grid: every pixel has eight neighbours, and a kernel has a weight for each. A *graph* has nodes and links, and nothing else. One node has one neighbour, the next has a thousand, and none of them is the upper left one. What can a layer do there? It can do something in which the order of the neighbours does not matter: take their mean.");
    rounds(lesson);
    lengths(lesson);
    lesson.say("That is all of a *graph convolution*: multiply the numbers of each node by weights, the same for all nodes, and let the result go round once. As many rounds as layers, as many links away a node is heard.");
    Ok(())
}

fn rounds(lesson: &mut Lesson) {
    let round: Round = lesson.answer(
        "message_round",
        exercises::message_round,
        solutions::message_round,
    );
    let graph = Graph {
        nodes: 6,
        links: LINKS.to_vec(),
    };
    let near = graph.neighbours();
    lesson.show(
        "0 ─── 1       4\n│   ╱       ╱\n│ ╱       ╱\n2 ────── 3\n           ╲\n             5",
    );
    lesson.say(format!("Six nodes. Node 0 has the number {START}, the others 0. In each round every node takes the mean of its own number and its neighbours'."));
    let mut x = vec![START, 0.0, 0.0, 0.0, 0.0, 0.0];
    let mut table = Table::new(["round", "node 0", "1", "2", "3", "4", "5"]);
    for done in 0..=MANY {
        if done <= 3 {
            let numbers = x.iter().map(|&x| num(x, 2));
            table.push(std::iter::once(count(done)).chain(numbers));
        }
        if done < MANY {
            x = round(&near, &x);
        }
    }
    lesson.table(&table.caption(
        "Three rounds. News travels one link a round: node 5 hears of node 0 in the third.",
    ));
    sparse(lesson, &near);
    let end = lesson.number("messages_end", x[5]);
    lesson.predict_number(
        &format!("And after {MANY} rounds, what is the number of node 5?"),
        Quantity::new(end, 2).within(0.1),
        &format!("{}, and the same at every node. A node with its loop counted is heard in as many places as it has ends: {START} · 3/18, for node 0 has 3 of all 18. What was different has become one mean.", num(end, 2)),
    );
}

/// How long a signal may become.
/// A round as a product with a matrix of which only the entries that are not 0 are stored.
fn sparse(lesson: &mut Lesson, near: &[Vec<usize>]) {
    let product: Product = lesson.answer(
        "csr_product",
        exercises::csr_product,
        solutions::csr_product,
    );
    let (mut starts, mut columns, mut values) = (vec![0], Vec::new(), Vec::new());
    for (node, near) in near.iter().enumerate() {
        columns.extend(near.iter().copied().chain([node]));
        values.resize(columns.len(), 1.0 / (near.len() + 1) as f64);
        starts.push(columns.len());
    }
    let x = [START, 0.0, 0.0, 0.0, 0.0, 0.0];
    let heard = product(&starts, &columns, &values, &x, 1);
    let heard: Vec<String> = heard.iter().map(|&x| num(x, 2)).collect();
    lesson.say(format!("A round is a product with a matrix, and {} of its {} entries are not 0. Stored without the zeros, it gives the first round again: {}.", values.len(), near.len().pow(2), heard.join(", ")));
}

fn lengths(lesson: &mut Lesson) {
    let normalise: Normalise = lesson.answer(
        "normalised_adjacency",
        exercises::normalised_adjacency,
        solutions::normalised_adjacency,
    );
    lesson.say("In a mean a loud neighbour is heard by everybody, a hub with a thousand links as loud as a friend with two. Kipf and Welling (2017) divide by the roots of *both* degrees, D^(−½) (A + I) D^(−½): then the matrix is symmetric, and its eigenvalues say what layers do to a signal.");
    let club = Graph::karate();
    let links = pairs(&club);
    let whole = matrix(&normalise(club.nodes, &links));
    let bare = matrix(&without_loops(&club));
    let first = DMatrix::identity(club.nodes, club.nodes) + &bare;
    let [first, whole, bare] = [first, whole, bare].map(|m| {
        let mut values: Vec<f64> = m.symmetric_eigenvalues().iter().copied().collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    });
    let longest = lesson.number("messages_longest", first[0].powi(LAYERS));
    lesson.predict_number(
        &format!("A layer that adds what comes from the neighbours to a node's own number, I + D^(−½) A D^(−½), has eigenvalues between 0 and {}. By what factor can {LAYERS} such layers lengthen a signal?", num(first[0], 0)),
        Quantity::new(longest, 0).factor(1.05),
        &format!("{} = 2^{LAYERS}. So the loop is put into the sum before it is divided: A + I, with its own degrees. They call it the renormalisation trick.", num(longest, 0)),
    );
    let mut table = Table::new(["matrix of the karate club", "largest", "second", "smallest"]);
    for (name, values) in [
        ("D^(−½) A D^(−½)", &bare),
        ("I + D^(−½) A D^(−½)", &first),
        ("D^(−½) (A + I) D^(−½), its own D", &whole),
    ] {
        let shown = [values[0], values[1], values[values.len() - 1]].map(|value| num(value, 3));
        table.push(std::iter::once(name.to_string()).chain(shown));
    }
    lesson.number("messages_second", whole[1]);
    lesson.table(&table.caption("Eigenvalues. With the largest at 1 nothing grows; what belongs to the second decays slowest, and tells the two sides of the club apart."));
}

fn matrix(rows: &[Vec<f64>]) -> DMatrix<f64> {
    DMatrix::from_fn(rows.len(), rows.len(), |i, j| rows[i][j])
}

/// D^(−½) A D^(−½).
fn without_loops(graph: &Graph) -> Vec<Vec<f64>> {
    let near = graph.neighbours();
    let entry = |i: usize, j: usize| match near[i].contains(&j) {
        true => 1.0 / ((near[i].len() * near[j].len()) as f64).sqrt(),
        false => 0.0,
    };
    let row = |i| (0..graph.nodes).map(|j| entry(i, j)).collect();
    (0..graph.nodes).map(row).collect()
}
