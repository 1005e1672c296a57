//! A made-up exercise, as a lab would have it, and what is said to learners.
#![cfg(feature = "gpu")]

use labkit::judge::Exercise;
use shaders::{Dispatch, Ended, Fault, Kernel, Outcome, Question, Ran};

const KERNEL: Kernel = Kernel {
    name: "scaled",
    path: "exercises/scaled.wgsl",
    file: "labs/NN-name/exercises/scaled.wgsl",
    exercise: "@compute @workgroup_size(64)\nfn scaled() {\n    // your code here\n}\n",
    solution: "
struct Shape { count: u32, channels: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64)
fn scaled(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i >= shape.count { return; }
    y[i] = gain[i % shape.channels] * x[i];
}
",
};

fn probe(x: &[f32], gain: &[f32], y: &[f32]) -> (Question, Outcome) {
    let count = x.len();
    Question::new(&[("count", count), ("channels", gain.len())])
        .input("x", x, &[100.0; 64])
        .input("gain", gain, &[])
        .watched(move |played| {
            let reads = played.reads["x"];
            (reads > 1).then_some(Fault::Alone {
                name: "x",
                reads,
                enough: 1,
            })
        })
        .gives(gain.len(), y)
}

fn exercises() -> Vec<Exercise> {
    let probes = [
        probe(
            &[1.0, 2.0, 3.0, 4.0],
            &[0.5, -3.0],
            &[0.5, -6.0, 1.5, -12.0],
        ),
        probe(&[7.0, -0.25, 8.0], &[2.0, 4.0, 0.0], &[14.0, -1.0, 0.0]),
        probe(&[-1.5], &[-2.0], &[3.0]),
    ];
    let exercise = KERNEL
        .draft(10, "WGSL: each channel times its gain", probes)
        .hints(["one", "two", "three"])
        .mistake(
            "no bounds",
            "You wrote behind the last number.",
            KERNEL.but(&[("i >= shape.count", "false")]),
        )
        .mistake(
            "one gain",
            "Every number got the gain of the first channel.",
            KERNEL.but(&[("i % shape.channels", "0u")]),
        )
        .why("Batch norm ends like this.");
    vec![exercise.done()]
}

fn says(body: &str) -> String {
    KERNEL.says(&exercises(), &KERNEL.with_body(body))
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(exercises());
}

#[test]
fn the_judge_names_what_it_knows() {
    assert_eq!(KERNEL.says(&exercises(), KERNEL.solution), "right");
    assert_eq!(KERNEL.says(&exercises(), KERNEL.exercise), "unanswered");
    let bound = "let i = id.x; if i < shape.count";
    assert_eq!(
        says(&format!(
            "{bound} {{ y[i] = x[i] * gain[i % shape.channels]; }}"
        )),
        "right"
    );
    assert_eq!(
        says("y[id.x] = x[id.x] * gain[id.x % shape.channels];"),
        "no bounds"
    );
    assert_eq!(
        says(&format!("{bound} {{ y[i] = x[i] * gain[0]; }}")),
        "one gain"
    );
    assert_eq!(says(&format!("{bound} {{ y[i] = x[i]; }}")), "wrong");
    assert_eq!(says("y[id.x] = 1u;"), "rejected");
}

/// Right numbers, but one invocation reads them all.
#[test]
fn who_watches_sees_how_much_each_invocation_did() {
    let alone = "if id.x > 0u { return; }
        for (var i = 0u; i < shape.count; i++) { y[i] = x[i] * gain[i % shape.channels]; }";
    assert_eq!(says(alone), "wrong");
    let dispatch = Dispatch {
        file: "x.wgsl",
        source: &KERNEL.with_body(alone),
        entry: "scaled",
        shape: &[2, 1],
        inputs: &[&[3.0, 5.0], &[2.0]],
        output: &[0.0; 2],
        workgroups: [1, 1, 1],
    };
    let Ended::Played(played) = shaders::play(&dispatch) else {
        panic!("it is played to its end");
    };
    assert_eq!(played.output, [6.0, 10.0]);
    assert_eq!([played.reads["x"], played.reads["gain"]], [2, 2]);
}

#[test]
fn a_question_is_shown_without_what_lies_behind() {
    let (question, expected) = probe(&[1.0, 2.0], &[0.5], &[0.5, 1.0]);
    assert_eq!(
        format!("{question:?}"),
        "count 2, channels 1, x = [1.0, 2.0], gain = [0.5]"
    );
    assert_eq!(format!("{:?}", question.shown("x".to_string())), "x");
    let Ok(Ran::Numbers { all, width, behind }) = expected else {
        panic!("numbers are expected");
    };
    assert_eq!((all.len(), width, behind), (66, 1, 64));
}

#[test]
#[should_panic(expected = "`y[i]` in")]
fn a_mistake_is_made_of_words_that_stand_there() {
    let twice = Kernel {
        solution: "y[i] = y[i];",
        ..KERNEL
    };
    drop(twice.but(&[("y[i]", "x[i]")]));
}

/// What norms, attention and positions ask for.
#[test]
fn the_player_knows_what_the_exercises_want() {
    for (wgsl, want) in [
        ("inverseSqrt(x[0])", 2.0),
        ("tanh(x[0])", 0.25_f32.tanh()),
        ("sin(x[0])", 0.25_f32.sin()),
        ("cos(x[0])", 0.25_f32.cos()),
        ("exp(x[0])", 0.25_f32.exp()),
    ] {
        let dispatch = Dispatch {
            file: "x.wgsl",
            source: &KERNEL.with_body(&format!("y[id.x] = {wgsl};")),
            entry: "scaled",
            shape: &[1, 1],
            inputs: &[&[0.25], &[1.0]],
            output: &[0.0; 64],
            workgroups: [1, 1, 1],
        };
        let ended = shaders::play(&dispatch);
        let Ended::Played(played) = &ended else {
            panic!("{wgsl}: {ended:?}");
        };
        assert_eq!(played.output, [want; 64], "{wgsl}");
    }
}
