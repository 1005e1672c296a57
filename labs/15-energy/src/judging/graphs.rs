//! Questions on graphs. Expected values are those of `tests/reference/make_graphs.py`.

use crate::mistakes::graphs::{self as mistakes, Heard, Linked, Product};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![
        normalised_adjacency(),
        message_round(),
        reach_by_hand(),
        csr_product(),
    ]
}

fn normalised_adjacency() -> Exercise {
    Exercise::new("normalised_adjacency", 20, "who hears whom, and how loud: the matrix of a graph convolution")
        .hints([
            "Begin with the unit matrix, and put two ones for each link. What has to be divided by is in the rows of that matrix.",
            "A diagonal matrix from the left multiplies rows, from the right columns: entry (i, j) is divided by √dᵢ and by √dⱼ.",
            "Sum up each row of A + I first, all of them, and keep the sums: dᵢ is 1 more than the number of links of node i. Then divide (i, j) by √(dᵢ · dⱼ).",
        ])
        .probes([
            (
                (3, vec![(0, 1), (2, 1)]),
                vec![
                    vec![0.5, 0.4082482905, 0.0],
                    vec![0.4082482905, 0.3333333333, 0.4082482905],
                    vec![0.0, 0.4082482905, 0.5],
                ],
            ),
            (
                (5, vec![(3, 0), (0, 2), (2, 3), (3, 4)]),
                vec![
                    vec![0.3333333333, 0.0, 0.3333333333, 0.2886751346, 0.0],
                    vec![0.0, 1.0, 0.0, 0.0, 0.0],
                    vec![0.3333333333, 0.0, 0.3333333333, 0.2886751346, 0.0],
                    vec![0.2886751346, 0.0, 0.2886751346, 0.25, 0.3535533906],
                    vec![0.0, 0.0, 0.0, 0.3535533906, 0.5],
                ],
            ),
            // By hand: both degrees are 2.
            ((2, vec![(1, 0)]), vec![vec![0.5, 0.5], vec![0.5, 0.5]]),
        ])
        .answer(|(nodes, links): &Linked| exercises::normalised_adjacency(*nodes, links))
        .solution(|(nodes, links): &Linked| solutions::normalised_adjacency(*nodes, links))
        .mistake(
            "by rows",
            "Each of your rows adds up to 1: that is D⁻¹(A + I), the plain mean. Here the root of *both* degrees divides.",
            mistakes::by_rows,
        )
        .mistake(
            "no loops",
            "The diagonal is empty: a node then forgets its own vector in each layer. Add I first.",
            mistakes::no_loops,
        )
        .mistake(
            "degrees of A",
            "The degrees are those of A + I: a loop counts too. With those of A the largest eigenvalue is above 1, and grows with each layer.",
            mistakes::degrees_without_loops,
        )
        .why("The matrix is symmetric, and its largest eigenvalue is exactly 1: however many layers there are, a signal does not grow by itself.")
        .done()
}

fn message_round() -> Exercise {
    let star = || vec![vec![1, 2, 3], vec![0], vec![0, 3], vec![0, 2], vec![]];
    Exercise::new("message_round", 15, "one round of messages, and what is wrong with this one")
        .hints([
            "Do it on paper for a path of three nodes with 9, 0, 0. What does the last node hear in the first round?",
            "Node 1 reads x[0]. What stands there by then?",
            "Leave x as it is, and collect the new numbers in a list of their own.",
        ])
        .probes([
            ((vec![vec![1], vec![0, 2], vec![1]], vec![9.0, 0.0, 0.0]), vec![4.5, 3.0, 0.0]),
            ((star(), vec![1.0, -2.0, 4.0, 0.5, 7.0]), vec![0.875, -0.5, 1.8333333333, 1.8333333333, 7.0]),
            // By hand: (3 + 5)/2 at both.
            ((vec![vec![1], vec![0]], vec![3.0, 5.0]), vec![4.0, 4.0]),
        ])
        .answer(|(neighbours, x): &Heard| exercises::message_round(neighbours, x))
        .solution(|(neighbours, x): &Heard| solutions::message_round(neighbours, x))
        .mistake(
            "in place",
            "Node 1 hears what node 0 has just become, not what it was: news then runs through the whole graph in one round, and the result depends on how the nodes are numbered.",
            mistakes::in_place,
        )
        .mistake("itself left out", "The mean is over the node itself and its neighbours.", mistakes::itself_left_out)
        .mistake("not divided", "That is the sum. It grows with each round, fastest where there are most links.", mistakes::not_divided)
        .why("A graph has no first node. Whatever is computed on it must come out the same, in another order, when the nodes are numbered anew; that is a good test of any code on graphs.")
        .done()
}

fn reach_by_hand() -> Exercise {
    Exercise::new("reach_by_hand", 10, "how far two layers see in the karate club, on paper")
        .entries(["after one layer", "after two", "layers until 33", "weights"])
        .hints([
            "After one layer the vector is made of the inputs of the member and of his friends.",
            "A second layer adds the friends of those friends. Write them as a set: nobody is in it twice.",
            "Member 0 comes in at the second layer, his friends at the third, theirs at the fourth. The weights are one matrix a layer, whoever the members are.",
        ])
        .probes([((), [3, 6, 4, 576])])
        .answer(|()| exercises::reach_by_hand())
        .solution(|()| solutions::reach_by_hand())
        .mistake("without himself", "The member hears himself as well: count him.", mistakes::without_himself)
        .mistake(
            "counted twice",
            "Members 0, 5, 6 and 16 come by two ways or more, and are still one member each.",
            mistakes::counted_twice,
        )
        .mistake(
            "members between",
            "Count the links of the path 16–5–0–8–33, not the members between its ends: each layer carries over one link.",
            mistakes::members_between,
        )
        .mistake(
            "weights a link",
            "All links share one matrix, as all places of a picture share one kernel: 34·16 weights and 16·2.",
            mistakes::weights_a_link,
        )
        .why("Two layers learn with two labels here, though member 16 never hears of member 33: what he hears of member 0 is enough. Where labels are rarer, far members hear none at all.")
        .done()
}

fn csr_product() -> Exercise {
    Exercise::new("csr_product", 20, "a sparse matrix times a dense one, entry by entry")
        .hints([
            "Three loops: rows of the result, entries of that row, numbers of a row of x.",
            "starts[i]..starts[i + 1] are the places of row i in both lists. Row columns[k] of x begins at columns[k] · width.",
            "y[i · width + c] += values[k] · x[columns[k] · width + c], for c below width.",
        ])
        .probes([
            (
                (vec![0, 2, 2, 3], vec![3, 0, 1], vec![0.5, -2.0, 4.0], vec![1.0, 2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0], 2),
                vec![4.5, 4.5, 0.0, 0.0, 12.0, 20.0],
            ),
            (
                (vec![0, 1, 4], vec![2, 2, 0, 1], vec![3.0, 0.25, 1.5, -1.0], vec![2.0, -4.0, 8.0], 1),
                vec![24.0, 9.0],
            ),
            // By hand: 2·(1, −3, 0.5) and 4 times it.
            (
                (vec![0, 1, 2], vec![0, 0], vec![2.0, 4.0], vec![1.0, -3.0, 0.5], 3),
                vec![2.0, -6.0, 1.0, 4.0, -12.0, 2.0],
            ),
        ])
        .answer(|(starts, columns, values, x, width): &Product| {
            exercises::csr_product(starts, columns, values, x, *width)
        })
        .solution(|(starts, columns, values, x, width): &Product| {
            solutions::csr_product(starts, columns, values, x, *width)
        })
        .mistake("values forgotten", "Each row of x is multiplied by the value of its entry before it is added.", mistakes::values_forgotten)
        .mistake("overwritten", "The entries of a row add up. Yours keeps the last one only.", mistakes::overwritten)
        .mistake(
            "transposed",
            "That is the product with the transpose, which the way back needs. Row i of the result is made of row columns[k] of x, not the other way round.",
            mistakes::transposed,
        )
        .why("Cora's matrix has 2,708 · 2,708 places and 13,264 entries: of 553 products the dense one would multiply 552 by zero.")
        .done()
}
