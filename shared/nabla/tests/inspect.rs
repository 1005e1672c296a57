//! A watched tape: what it says of a step, and that it changes nothing.

use nabla::inspect::{Fault, Graph, Kind, Pass, Profile, Watch};
use nabla::rnn::{Lstm, Recurrent};
use nabla::{
    Activate, Activation, Conv2d, Flatten, Init, Labels, Linear, MaxPool2d, Module, Param,
    Sequential, Tape, Tensor, Window, gradcheck,
};
use std::time::Duration;

const TIMES: Watch = Watch {
    times: true,
    not_finite: false,
};
const NUMBERS: Watch = Watch {
    times: false,
    not_finite: true,
};

fn reader() -> Sequential {
    let mut rng = nabla::rng(1);
    Sequential::new()
        .push(Conv2d::new(1, 3, Window::new(3), Init::He, &mut rng))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Flatten)
        .push(Linear::new(12, 4, Init::He, &mut rng))
}

fn step<'t>(model: &Sequential, tape: &'t Tape) -> nabla::Var<'t> {
    let x = tape.constant(gradcheck::sample([5, 7, 6, 1], 1));
    let labels = Labels::new(&[0, 3, 1, 2, 2], 4);
    model.forward(tape, x).softmax_cross_entropy(&labels)
}

fn seen(model: &Sequential, watch: Watch) -> Graph {
    let tape = Tape::new().watched(watch);
    step(model, &tape).backward();
    tape.graph(model)
}

#[test]
fn every_record_knows_its_inputs_and_its_layer() {
    let graph = seen(&reader(), Watch::default());
    let lines: Vec<String> = graph
        .nodes
        .iter()
        .map(|n| format!("{} {} {:?} in `{}`", n.title(), n.shape, n.inputs, n.layer))
        .collect();
    let wanted = [
        "data [5, 7, 6, 1] [] in ``",
        "0.weight [3, 3, 1, 3] [] in `0`",
        "0.bias [3] [] in `0`",
        "Conv2d [5, 5, 4, 3] [0, 1, 2] in `0`",
        "Pool2d [5, 2, 2, 3] [3] in `1`",
        "Reshape [5, 12] [4] in `2`",
        "3.weight [12, 4] [] in `3`",
        "3.bias [4] [] in `3`",
        "Linear [5, 4] [5, 6, 7] in `3`",
        "SoftmaxCrossEntropy [] [8] in ``",
    ];
    assert_eq!(lines, wanted);
    assert_eq!(graph.layers(), ["0", "1", "2", "3"]);
    let kinds = [0, 1, 3].map(|at| graph.nodes[at].kind);
    assert_eq!(kinds, [Kind::Data, Kind::Parameter, Kind::Operation]);
}

struct Painter {
    memory: Lstm,
    decoder: Sequential,
    scale: Param,
}
nabla::parts!(Painter {
    memory,
    decoder,
    scale
});

/// The row inside has a layer without parameters, whose name follows from its neighbours.
#[test]
fn layers_are_called_as_files_call_their_parameters() {
    let mut rng = nabla::rng(1);
    let painter = Painter {
        memory: Lstm::new(2, 3, &mut rng),
        decoder: Sequential::new()
            .push(Linear::new(3, 4, Init::He, &mut rng))
            .push(Activate(Activation::Relu))
            .push(Sequential::new().push(Linear::new(4, 2, Init::He, &mut rng))),
        scale: Param::new("scale", Tensor::ones([1, 2])),
    };
    let held = Linear::new(2, 2, Init::He, &mut rng);
    let tape = Tape::new().watched(Watch::default());
    tape.hold(&held);
    let x = tape.constant(Tensor::ones([5, 6, 2]));
    let last = painter.memory.run(&tape, x, None, None).last;
    let y = painter.decoder.forward(&tape, last) * tape.param(&painter.scale).broadcast_to([5, 2]);
    held.forward(&tape, y);
    let graph = tape.graph(&painter);
    let operations = graph.nodes.iter().filter(|n| n.kind == Kind::Operation);
    let of: Vec<(&str, &str)> = operations
        .map(|n| (n.op.as_str(), n.layer.as_str()))
        .collect();
    let layer_of = |op: &str| {
        of.iter()
            .filter(|o| o.0.starts_with(op))
            .map(|o| o.1)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        layer_of("Linear"),
        ["decoder.0", "decoder.2.0", "another model's parameter"]
    );
    assert_eq!(layer_of("Relu"), ["decoder.1"]);
    assert!(layer_of("Lstm").iter().all(|layer| *layer == "memory"));
    assert_eq!(graph.nodes[0].kind, Kind::Held);
    assert_eq!(layer_of("BroadcastTo"), ["scale"]);
}

#[test]
fn who_looks_on_changes_nothing() {
    let model = reader();
    let grads = |tape: Tape| {
        let grads = step(&model, &tape).backward();
        let mut all = Vec::new();
        grads.for_each(&model, |_, grad| {
            all.extend(grad.data().iter().map(|x| x.to_bits()))
        });
        all
    };
    let plain = grads(Tape::new());
    assert!(plain.len() > 50);
    for watch in [Watch::default(), TIMES, NUMBERS] {
        assert_eq!(grads(Tape::new().watched(watch)), plain, "{watch:?}");
    }
}

#[test]
fn the_drawing_and_the_text_hold_every_node_and_edge() {
    let model = reader();
    let graph = seen(&model, Watch::default());
    let dot = graph.dot("one \"step\"");
    assert!(dot.starts_with("digraph \"one \\\"step\\\"\" {"));
    for (at, node) in graph.nodes.iter().enumerate() {
        assert!(dot.contains(&format!(
            "  n{at} [label=\"{}\\n{}\"",
            node.title(),
            node.shape
        )));
        for input in &node.inputs {
            assert!(dot.contains(&format!("  n{input} -> n{at};\n")));
        }
    }
    let cluster = "subgraph \"cluster_3\" {\n    label=\"3\";\n    style=dashed;\n    n6;\n    n7;\n    n8;\n  }";
    assert!(dot.contains(cluster), "{dot}");
    assert_eq!(dot.matches('{').count(), dot.matches('}').count());

    let svg = graph.svg("a < b");
    assert!(svg.contains("<title>a &lt; b</title>") && svg.contains("prefers-color-scheme: dark"));
    for node in &graph.nodes {
        assert!(
            svg.contains(&format!(">{} {}</text>", node.title(), node.shape)),
            "{}",
            node.title()
        );
    }
    let edges: usize = graph.nodes.iter().map(|node| node.inputs.len()).sum();
    assert_eq!(svg.matches("class=\"tip\"").count(), edges);
    assert_eq!(svg.matches("class=\"band\"").count(), 4);
}

/// x is used again after two other operations: its second line goes round, and so does the parameter's.
#[test]
fn old_values_come_round_at_the_right() {
    let tape = Tape::new().watched(Watch::default());
    let x = tape.variable(Tensor::ones([3]));
    let y = (x.exp() * 2.0).tanh() + x;
    y.square().sum();
    let svg = tape.graph(&None::<Linear>).svg("round");
    let edges = tape
        .graph(&None::<Linear>)
        .nodes
        .iter()
        .map(|n| n.inputs.len())
        .sum::<usize>();
    assert_eq!(svg.matches("class=\"tip\"").count(), edges);
}

#[test]
fn times_are_added_up_by_operation() {
    let model = reader();
    let mut profile = Profile::default();
    let graphs = [0, 1].map(|_| seen(&model, TIMES));
    graphs.iter().for_each(|graph| profile.add(graph));
    assert_eq!(profile.steps(), 2);
    let lines = profile.lines();
    let mut names: Vec<(&str, usize)> = lines.iter().map(|l| (l.op.as_str(), l.calls)).collect();
    names.sort_unstable();
    let wanted = [
        "Conv2d",
        "Linear",
        "Pool2d",
        "Reshape",
        "SoftmaxCrossEntropy",
    ];
    assert_eq!(names, wanted.map(|op| (op, 2)));
    assert!(lines.is_sorted_by(|a, b| a.both() >= b.both()));
    let conv: Duration = graphs.iter().map(|g| g.nodes[3].forward).sum();
    let line = lines
        .iter()
        .find(|l| l.op == "Conv2d")
        .expect("it is there");
    assert_eq!(line.forward, conv);
    assert!(line.forward > Duration::ZERO && line.backward > Duration::ZERO);
    let parts: Duration = lines.iter().map(|l| l.forward + l.backward).sum();
    assert_eq!(profile.total(), parts);
    // Nobody asked: nothing was measured.
    let mut off = Profile::default();
    off.add(&seen(&model, Watch::default()));
    assert_eq!(off.total(), Duration::ZERO);
}

fn fault(
    work: impl for<'t> FnOnce(&'t Tape, &Linear) -> nabla::Var<'t>,
    layer: &Linear,
) -> Option<Fault> {
    let tape = Tape::new().watched(NUMBERS);
    work(&tape, layer).backward();
    tape.fault(layer)
}

fn layer(weight: f32) -> Linear {
    let mut layer = Linear::new(2, 2, Init::Zeros, &mut nabla::rng(1));
    layer.weight.value_mut().data_mut().fill(weight);
    layer
}

fn ones(tape: &Tape) -> nabla::Var<'_> {
    tape.constant(Tensor::ones([3, 2]))
}

#[test]
fn the_first_infinity_forward_is_found_where_it_was_made() {
    let found = fault(
        |t, l| (l.forward(t, ones(t)).exp() - 1.0).square().sum(),
        &layer(60.0),
    );
    let found = found.expect("e¹²⁰ is too much");
    assert_eq!((found.pass, found.value), (Pass::Forward, f32::INFINITY));
    assert_eq!(
        found.to_string(),
        "the first infinity came from Exp in the forward pass, whose result is [3, 2]; its input Linear [3, 2] was finite, up to 120"
    );
}

#[test]
fn the_layer_is_named() {
    let mut model = Sequential::new()
        .push(layer(1e20))
        .push(Activate(Activation::Relu))
        .push(layer(1e20));
    let tape = Tape::new().watched(NUMBERS);
    model.forward(&tape, ones(&tape)).sum();
    let found = tape
        .fault(&model)
        .expect("2·10²⁰ · 2·10²⁰ is too much")
        .to_string();
    for words in [
        "infinity came from Linear",
        "forward pass of layer `2`",
        "Relu [3, 2] was finite, up to 2.0e20",
        "2.weight [2, 2] was finite, up to 1.0e20",
    ] {
        assert!(found.contains(words), "{found}");
    }
    drop(tape);
    // The next one blames the parameter, not the operation that reads it.
    let weight = model
        .get_mut::<Linear>(0)
        .expect("a dense layer")
        .weight
        .value_mut();
    weight.data_mut()[3] = f32::NAN;
    let tape = Tape::new().watched(NUMBERS);
    model.forward(&tape, ones(&tape)).sum();
    let found = tape.fault(&model).expect("there it lies");
    assert_eq!(found.pass, Pass::Before);
    assert!(
        found
            .to_string()
            .starts_with("the first NaN lies in 0.weight [2, 2] before this step"),
        "{found}"
    );
}

/// √0 is 0, and its slope is not to be had.
#[test]
fn the_first_infinity_backward_is_found_where_it_was_made() {
    let found = fault(
        |t, l| l.forward(t, ones(t)).square().sqrt().sum(),
        &layer(0.0),
    )
    .expect("1/0");
    assert_eq!(found.pass, Pass::Backward);
    let said = found.to_string();
    for words in [
        "came from Sqrt in the backward pass",
        "Square [3, 2] was finite, up to 0",
        "the gradient that came to it was finite, up to 1",
    ] {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn what_is_finite_or_meant_is_no_fault() {
    assert_eq!(
        fault(|t, l| l.forward(t, ones(t)).exp().sum(), &layer(1.0)),
        None
    );
    let hidden = Tensor::from_vec(vec![0.0, f32::NEG_INFINITY, 0.0, 0.0], [2, 2]);
    assert_eq!(
        fault(
            |t, l| (l.forward(t, t.constant(Tensor::ones([2, 2]))) + t.constant(hidden))
                .softmax()
                .sum(),
            &layer(1.0)
        ),
        None
    );
    let nan = Tensor::from_vec(vec![0.0, f32::NAN], [1, 2]);
    let found =
        fault(|t, l| l.forward(t, t.constant(nan)).sum(), &layer(1.0)).expect("in the data");
    assert_eq!(
        found.to_string(),
        "the first NaN lies in data [1, 2] itself"
    );
    // Nobody asked.
    let tape = Tape::new().watched(TIMES);
    (ones(&tape) * f32::INFINITY).sum();
    assert_eq!(tape.fault(&layer(1.0)), None);
}

#[test]
#[should_panic(expected = "make it with Tape::new().watched(…)")]
fn a_tape_that_was_not_watched_says_so() {
    let tape = Tape::new();
    ones(&tape).exp();
    tape.graph(&layer(1.0));
}

#[test]
#[should_panic(expected = "1 records are on this tape already")]
fn watching_begins_at_the_beginning() {
    let tape = Tape::new();
    tape.constant(Tensor::ones([1]));
    let _ = tape.watched(TIMES);
}
