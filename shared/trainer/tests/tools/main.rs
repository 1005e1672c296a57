//! The tools that look on, from the command line to what TensorBoard's own reader finds. This program starts itself again as
//! a lesson, as a lab would run.

mod acting;
mod lesson;

use acting::{empty, points, python, read, run, steps};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::fs;
use std::process::ExitCode;

/// Set when this program plays the lesson.
const ROLE: &str = "TRAINER_TEST_ROLE";

fn main() -> ExitCode {
    if std::env::var_os(ROLE).is_some() {
        return lesson::run();
    }
    let python = python("tensorboard");
    let read_back = |name: &str, body: fn(&str)| {
        let program = python.clone();
        let missing = program.is_none();
        // As for the graphics card: a machine that is said to have it has to have it.
        let ignored = missing && std::env::var_os("REQUIRE_PYTHON").is_none();
        let title = match missing {
            true => format!("{name} (no Python with tensorboard)"),
            false => name.to_string(),
        };
        let body = move || {
            body(&program.expect("REQUIRE_PYTHON is set, and no Python has tensorboard"));
            Ok::<(), Failed>(())
        };
        Trial::test(title, body).with_ignored_flag(ignored)
    };
    let trials = vec![
        read_back(
            "tensorboard_reads_what_was_trained",
            tensorboard_reads_what_was_trained,
        ),
        read_back(
            "a_resumed_run_goes_on_where_it_was",
            a_resumed_run_goes_on_where_it_was,
        ),
        trial("nothing_is_written_unasked", nothing_is_written_unasked),
        trial(
            "a_directory_that_cannot_be_written",
            a_directory_that_cannot_be_written,
        ),
        trial(
            "what_cannot_be_written_later_is_told_at_the_end",
            what_cannot_be_written_later_is_told_at_the_end,
        ),
        trial("the_graph_is_drawn", the_graph_is_drawn),
        trial("a_graph_that_cannot_be_drawn", a_graph_that_cannot_be_drawn),
        trial(
            "the_profile_accounts_for_all_the_time",
            the_profile_accounts_for_all_the_time,
        ),
        trial(
            "the_first_infinity_stops_the_lesson",
            the_first_infinity_stops_the_lesson,
        ),
        trial("what_is_finite_is_left_alone", what_is_finite_is_left_alone),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok::<(), Failed>(())
    })
}

fn tensorboard_reads_what_was_trained(python: &str) {
    let folder = empty("read");
    let lesson = run(
        &folder,
        &["--tensorboard", "board", "--section", "learning"],
    )
    .well();
    assert!(
        lesson.stdout.contains("tensorboard --logdir board"),
        "{}",
        lesson.stdout
    );
    let found = read(python, &folder.join("board"));
    let runs: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        runs,
        [
            "lab42-1/learning/1",
            "lab42-1/learning/2-painter",
            "lab42-1/learning/3-by hand"
        ]
    );

    let reader = &found[runs[0]];
    let losses = points(reader, "scalars", "loss");
    let number = |x: &Value| x.as_f64().expect("a number") as f32;
    let told: Vec<(u64, f32)> = losses.iter().map(|(step, x)| (*step, number(x))).collect();
    // 3 epochs of 5 steps, each loss the one that the lesson saw.
    assert_eq!(told.len(), 15);
    assert_eq!(told, lesson.losses());
    let rates = points(reader, "scalars", "rate");
    let rate = |step: usize| rates[step].1.as_f64().expect("a number");
    assert!((rate(0) - 0.01).abs() < 1e-7 && rate(14) < rate(7) && rate(7) < rate(1));
    for tag in ["valid/loss", "valid/accuracy"] {
        assert_eq!(steps(&points(reader, "scalars", tag)), [5, 10, 15], "{tag}");
    }
    for name in ["0.weight", "0.bias", "2.weight", "2.bias"] {
        for (what, count) in [("weights", 3), ("gradients", 3)] {
            let all = points(reader, "histograms", &format!("{what}/{name}"));
            assert_eq!(steps(&all), [5, 10, 15]);
            assert_eq!(all.len(), count);
            let buckets = all[0].1.as_array().expect("buckets");
            let numbers: f64 = buckets
                .iter()
                .map(|bucket| bucket[2].as_f64().expect("a count"))
                .sum();
            let wanted = match name {
                "0.weight" => 3.0 * 3.0 * 4.0,
                "0.bias" => 4.0,
                "2.weight" => 26.0 * 26.0 * 4.0 * 10.0,
                _ => 10.0,
            };
            assert_eq!(numbers, wanted, "{what}/{name}");
            let edges = buckets
                .windows(2)
                .all(|pair| pair[0][1] == pair[1][0] && pair[0][0].as_f64() < pair[0][1].as_f64());
            assert!(edges, "{buckets:?}");
        }
    }
    // Four kernels of 3 × 3, each number 11 pixels wide.
    assert_eq!(
        points(reader, "images", "first layer")[2].1,
        serde_json::json!([4 * 34, 34])
    );
    assert_eq!(
        points(reader, "images", "examples"),
        [(15, serde_json::json!([2 * 57, 57]))]
    );
    let recipe = &points(reader, "text", "recipe")[0].1;
    assert!(
        recipe.as_str().expect("text").starts_with("Adam 0.01\n"),
        "{recipe}"
    );
    assert_eq!(reader["hparams"]["rate"], 0.01);
    assert_eq!(reader["hparams"]["batch"], 8.0);
    let graph = &reader["graph"];
    assert_eq!(
        graph["0/Conv2d_3"]["input"],
        serde_json::json!(["data_0", "0/weight_1", "0/bias_2"])
    );
    assert_eq!(
        graph["0/Conv2d_3"]["shape"],
        serde_json::json!([8, 26, 26, 4])
    );
    assert_eq!(graph["2/Linear_7"]["op"], "Linear");

    // A learner without epochs tells of its weights ten times.
    let painter = &found[runs[1]];
    assert_eq!(
        steps(&points(painter, "histograms", "weights/weight")),
        (2..=20).step_by(2).collect::<Vec<u64>>()
    );
    let hand = &found[runs[2]];
    assert_eq!(
        points(hand, "scalars", "train/loss"),
        [(7, 0.5.into()), (9, 0.25.into())]
    );
    let _ = fs::remove_dir_all(folder);
}

fn a_resumed_run_goes_on_where_it_was(python: &str) {
    let folder = empty("resumed");
    let long = |more: &[&str]| {
        let all = [&["--network", "small", "--tensorboard", "board"], more].concat();
        run(&folder, &all).well();
    };
    long(&["--epochs", "2"]);
    long(&["--epochs", "3", "--resume"]);
    let found = read(python, &folder.join("board"));
    let runs: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(runs, ["lab42-1/one-long-training/1"], "the same run");
    let run = &found[runs[0]];
    let every = 1_437_u64.div_ceil(100);
    assert_eq!(
        steps(&points(run, "scalars", "loss")),
        (1..=3 * every).collect::<Vec<u64>>()
    );
    let epochs = [every, 2 * every, 3 * every];
    assert_eq!(steps(&points(run, "scalars", "test/accuracy")), epochs);
    assert_eq!(
        steps(&points(run, "histograms", "gradients/0.weight")),
        epochs
    );
    assert!(!points(run, "images", "mistakes, the surest first").is_empty());
    // Started afresh it is another run.
    long(&["--epochs", "1"]);
    let found = read(python, &folder.join("board"));
    assert!(
        found.contains_key("lab42-2/one-long-training/1"),
        "{:?}",
        found.keys()
    );
    let _ = fs::remove_dir_all(folder);
}

fn nothing_is_written_unasked() {
    let folder = empty("unasked");
    let lesson = run(&folder, &["--section", "learning"]).well();
    assert_eq!(lesson.losses().len(), 15);
    assert!(!lesson.stdout.contains("TensorBoard") && !lesson.stdout.contains("operation"));
    let names = fs::read_dir(&folder).expect("the folder");
    let names: Vec<_> = names
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["out"]);
    let _ = fs::remove_dir_all(folder);
}

fn a_directory_that_cannot_be_written() {
    let folder = empty("refused");
    fs::write(folder.join("file"), "in the way").expect("a file");
    let lesson = run(&folder, &["--tensorboard", "file/board"]);
    assert!(
        lesson.losses().is_empty(),
        "it is said before anything is trained"
    );
    lesson.failed(&[
        "error: file/board: nothing can be written there for TensorBoard",
        "remedy: ",
        "--tensorboard",
    ]);
    let _ = fs::remove_dir_all(folder);
}

/// The training goes on to its end: it is worth more than the record of it.
fn what_cannot_be_written_later_is_told_at_the_end() {
    let folder = empty("later");
    let long = |more: &[&str]| {
        let all = [&["--network", "small", "--tensorboard", "board"], more].concat();
        run(&folder, &all)
    };
    long(&["--epochs", "1"]).well();
    // A file in the way of what the resumed training needs.
    let section = folder.join("board/lab42-1/one-long-training");
    fs::remove_dir_all(&section).expect("a folder");
    fs::write(&section, "in the way").expect("a file");
    let lesson = long(&["--epochs", "2", "--resume"]);
    lesson.failed(&["nothing can be written there for TensorBoard", "remedy: "]);
    let done = fs::read_dir(folder.join("out"))
        .expect("a folder")
        .filter_map(|entry| nabla::Checkpoint::read(entry.expect("a file").path()).ok())
        .find_map(|file| file.get("epochs").map(str::to_string));
    assert_eq!(done.as_deref(), Some("2"));
    let _ = fs::remove_dir_all(folder);
}

fn the_graph_is_drawn() {
    let folder = empty("graph");
    let lesson = run(&folder, &["--graph", "step", "--section", "learning"]).well();
    assert!(
        lesson.stdout.contains("step.svg") && lesson.stdout.contains("step.dot"),
        "{}",
        lesson.stdout
    );
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it was drawn");
    for part in [
        "subgraph \"cluster_2\"",
        "\"0.weight\\n[3, 3, 1, 4]\"",
        "\"Conv2d\\n[8, 26, 26, 4]\"",
    ] {
        assert!(read("step.dot").contains(part), "{}", read("step.dot"));
    }
    assert!(read("step.svg").contains("Linear [8, 10]</text>"));
    run(&folder, &["--graph", "one.SVG", "--section", "learning"]).well();
    assert!(read("one.SVG").starts_with("<svg") && !folder.join("one.dot").exists());
    let _ = fs::remove_dir_all(folder);
}

fn a_graph_that_cannot_be_drawn() {
    let folder = empty("no-graph");
    run(&folder, &["--graph", "step.png"]).failed(&["not written as .png", "ends in .svg or .dot"]);
    run(&folder, &["--graph", "nowhere/step.svg"])
        .failed(&["there is no folder nowhere", "make it"]);
    fs::create_dir(folder.join("taken.svg")).expect("a folder");
    let lesson = run(&folder, &["--graph", "taken.svg", "--section", "learning"]);
    lesson.failed(&["taken.svg cannot be written", "--graph"]);
    run(&folder, &["--graph", "step.svg", "--section", "talking"])
        .failed(&["no network was trained here"]);
    let _ = fs::remove_dir_all(folder);
}

fn the_profile_accounts_for_all_the_time() {
    let folder = empty("profile");
    let lesson = run(&folder, &["--profile", "--section", "learning"]).well();
    let row = |start: &str| {
        let found = lesson
            .stdout
            .lines()
            .find(|line| line.trim_start().starts_with(start));
        found
            .unwrap_or_else(|| panic!("no {start} in\n{}", lesson.stdout))
            .to_string()
    };
    for (op, calls) in [
        ("Conv2d ", "15"),
        ("SoftmaxCrossEntropy ", "15"),
        ("Linear ", "35"),
        ("Mse ", "20"),
    ] {
        let row = row(op);
        assert!(row.split_whitespace().any(|cell| cell == calls), "{row}");
    }
    let shares = lesson
        .stdout
        .lines()
        .filter_map(|line| line.trim_end().strip_suffix(" %"));
    let share = |line: &str| {
        line.rsplit(' ')
            .next()
            .and_then(|share| share.parse::<f64>().ok())
    };
    let all: f64 = shares.filter_map(share).sum();
    assert!((99.0..101.0).contains(&all), "{all} %\n{}", lesson.stdout);
    let _ = fs::remove_dir_all(folder);
}

fn the_first_infinity_stops_the_lesson() {
    let folder = empty("infinite");
    run(
        &folder,
        &[
            "--check-nan",
            "--section",
            "overflow",
            "--tensorboard",
            "board",
        ],
    )
    .failed(&[
        "error: step 4: the first infinity came from Exp in the forward pass",
        "its input Linear [1, 1] was finite, up to",
        "remedy: a smaller learning rate",
    ]);
    // Without the flag nobody notices.
    run(&folder, &["--section", "overflow"]).well();
    let _ = fs::remove_dir_all(folder);
}

fn what_is_finite_is_left_alone() {
    let folder = empty("finite");
    let checked = run(
        &folder,
        &["--check-nan", "--profile", "--section", "learning"],
    )
    .well();
    let plain = run(&folder, &["--section", "learning"]).well();
    assert_eq!(checked.losses(), plain.losses());
    let _ = fs::remove_dir_all(folder);
}
