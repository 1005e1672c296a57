use super::*;
use crate::judge::{Draft, panics};

/// A sound exercise, up to its mistakes.
fn draft() -> Draft<f64, f64> {
    Exercise::new("double", 5, "2·x")
        .hints(["one", "two", "three"])
        .why("It doubles.")
        .probes([(1.5, 3.0), (-2.5, -5.0), (4.0, 8.0)])
        .answer(|_| todo!())
        .solution(|&x| 2.0 * x)
}

fn with_mistake(draft: Draft<f64, f64>) -> Exercise {
    draft
        .mistake("squares", "You squared x instead.", |&x| x * x)
        .done()
}

/// The message with which `prove` refuses.
fn refusal(exercises: Vec<Exercise>) -> String {
    panics::catch(|| prove(exercises))
        .expect_err("prove found nothing")
        .message
}

#[track_caller]
fn assert_refused(exercise: Exercise, reason: &str) {
    let message = refusal(vec![exercise]);
    assert!(message.contains(reason), "`{reason}` is not in: {message}");
    assert_eq!(
        message.matches("\n- ").count(),
        1,
        "one flaw only: {message}"
    );
}

#[test]
fn a_sound_exercise_passes() {
    prove(vec![with_mistake(draft())]);
}

#[test]
fn a_solution_that_fails_is_refused() {
    let wrong = draft().solution(|&x| if x > 3.0 { 0.0 } else { 2.0 * x });
    assert_refused(
        with_mistake(wrong),
        "the solution fails a probe: double(4.0) gives 0.0, expected 8.0.",
    );
    let unfinished = draft().solution(|&x| if x > 3.0 { panic!("hm") } else { 2.0 * x });
    assert_refused(
        with_mistake(unfinished),
        "the solution fails a probe: It panicked",
    );
}

#[test]
fn a_solution_that_changes_its_mind_is_refused() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let moody = draft().solution(move |&x| {
        let call = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        2.0 * x + if call < 3 { 0.0 } else { 1.0 }
    });
    assert_refused(
        with_mistake(moody),
        "the solution answers differently the second time",
    );
}

#[test]
fn a_mistake_that_no_probe_catches_is_refused() {
    let missed = draft()
        .mistake("adds", "You added x to itself.", |&x| x + x)
        .done();
    assert_refused(missed, "no probe catches the mistake `adds`");
}

#[test]
fn mistakes_that_share_their_answers_are_refused() {
    let twins = draft()
        .mistake("squares", "You squared x instead.", |&x| x * x)
        .mistake("powers", "You took the power of x.", |&x| x.powi(2))
        .done();
    let message = refusal(vec![twins]);
    assert!(
        message.contains("the mistakes `squares` and `powers` give the same answers"),
        "{message}"
    );
    assert!(
        message.contains("the mistake `powers` is judged otherwise: You squared"),
        "{message}"
    );
}

#[test]
fn mistakes_that_share_their_sentence_are_refused() {
    let twins = draft()
        .mistake("squares", "You did something else.", |&x| x * x)
        .mistake("cubes", "You did something else.", |&x| x * x * x)
        .done();
    assert_refused(
        twins,
        "the mistakes `squares` and `cubes` say the same sentence",
    );
}

#[test]
fn variants_of_one_mistake_share_its_name_and_sentence() {
    let offset = |by: &f64, x: &f64| 2.0 * x + by;
    let exercise = draft()
        .variants(
            "adds",
            "You added something.",
            [1.0, 1.0 + 1e-9, 7.0],
            offset,
        )
        .done();
    let exercises = [exercise];
    let added = |by: f64| says(&exercises, "double", move |x: &f64| 2.0 * x + by);
    assert_eq!(
        [1.0, 7.0, 3.0, 0.0].map(added),
        ["adds", "adds", "wrong", "right"]
    );
    prove(exercises.to_vec());
    let missed = draft().variants("adds", "You added something.", [1.0, 0.0], offset);
    assert_refused(missed.done(), "no probe catches the mistake `adds`");
}

#[test]
fn a_stub_among_the_mistakes_is_refused() {
    let stub = draft()
        .mistake("stub", "You wrote nothing yet.", |_| todo!())
        .done();
    assert_refused(
        stub,
        "the mistake `stub` is judged otherwise: Not answered yet.",
    );
}

#[test]
fn probes_that_prove_little_are_refused() {
    assert_refused(draft().done(), "it knows no mistakes");
    let nan = Exercise::new("f", 5, "t").hints(["a", "b", "c"]).why("w");
    let nan = nan
        .probes([(1.0, 1.0), (2.0, 2.0), (3.0, f64::NAN)])
        .answer(|_| todo!())
        .solution(|&x| x);
    let message = refusal(vec![nan.mistake("m", "You did it wrong.", |_| 0.5).done()]);
    assert!(message.contains("a probe expects NaN"), "{message}");
    let few = Exercise::new("f", 5, "t")
        .hints(["a", "b", "c"])
        .why("w")
        .probes([(1.0, 1.0)]);
    let few = few
        .answer(|_| todo!())
        .solution(|&x| x)
        .mistake("m", "You did it wrong.", |_| 0.5);
    assert_refused(few.done(), "three probes or more");
    assert_refused(
        with_mistake(draft().tolerance(0.0)),
        "the tolerance 0 is not a positive number",
    );
}

#[test]
fn a_number_worked_out_by_hand_needs_one_probe() {
    let by_hand = Exercise::new("answer", 5, "6·7")
        .hints(["a", "b", "c"])
        .why("w")
        .probes([((), 42)]);
    let by_hand = by_hand.answer(|_| todo!()).solution(|_| 42);
    prove(vec![
        by_hand.mistake("adds", "You added the two.", |_| 13).done(),
    ]);
}

#[test]
fn texts_that_are_missing_are_refused() {
    assert_refused(
        with_mistake(draft().hints(["one", "two"])),
        "three hints or more",
    );
    assert_refused(
        with_mistake(draft().hints(["one", "two", "two"])),
        "two hints are the same",
    );
    assert_refused(with_mistake(draft().why("")), "it needs a .why(…)");
    assert_refused(
        draft().mistake("m", "Wrong.", |_| 0.0).done(),
        "the mistake `m` needs a sentence",
    );
    let message = refusal(vec![with_mistake(draft()), with_mistake(draft())]);
    assert!(
        message.contains("another exercise has the same name"),
        "{message}"
    );
    assert!(refusal(vec![]).contains("there are no exercises"));
    let unnamed = Exercise::new("Not a name", 0, "")
        .probes([(1, 1)])
        .answer(|_| todo!())
        .solution(|&x| x);
    let message = refusal(vec![unnamed.done()]);
    for part in ["no function's name", "1 to 60 minutes", "one line"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn sources_must_hold_the_stub_and_the_solution() {
    let dir = std::env::temp_dir().join(format!("labkit-prove-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("src")).unwrap();
    let manifest_dir = dir.display().to_string();
    let exercises = [with_mistake(draft())];
    let flaws = |stubs: &str, solutions: &str| {
        std::fs::write(dir.join("src/exercises.rs"), stubs).unwrap();
        std::fs::write(dir.join("src/solutions.rs"), solutions).unwrap();
        source_flaws(&manifest_dir, &exercises)
    };
    let marked = "// ANCHOR: double\npub fn double() {}\n// ANCHOR_END: double\n";
    assert!(flaws("pub fn double() {}", marked).is_empty());
    assert!(flaws("pub fn doubled() {}", marked)[0].contains("has no `fn double`"));
    assert!(flaws("pub fn double() {}", "pub fn double() {}")[0].contains("ANCHOR: double"));
    let headed = |heading: &str| {
        flaws(
            &format!("{heading}\n///\n/// Task.\npub fn double() {{}}"),
            marked,
        );
        heading_flaws(&manifest_dir, &exercises).is_empty()
    };
    assert!(
        headed("/// **1. Twice** (5 minutes)") && headed("/// **1. Twice** (5 minutes, paper)")
    );
    for wrong in [
        "// **1. Twice** (5 minutes)",
        "/// **2. Twice** (5 minutes)",
        "/// **1. Twice** (15 minutes)",
        "/// Twice (5 minutes)",
    ] {
        assert!(!headed(wrong), "{wrong}");
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn the_record_must_say_what_the_exercises_say() {
    let root = std::env::temp_dir().join(format!("labkit-record-{}", std::process::id()));
    // The package that is tested here plays the lab.
    let record = root.join("book/recorded/labkit");
    let lab = root.join("labs/01-lab");
    std::fs::create_dir_all(&record).unwrap();
    std::fs::create_dir_all(&lab).unwrap();
    let exercises = [with_mistake(draft())];
    let flaw = || record_flaw(&lab.display().to_string(), &exercises);
    assert_eq!(flaw(), None, "nothing is recorded yet");
    let write = |list: Value| std::fs::write(record.join("exercises.json"), list.to_string());
    write(exercises.iter().map(Exercise::to_json).collect()).unwrap();
    assert_eq!(flaw(), None);
    let mut old = exercises[0].to_json();
    old["hints"][1] = "another".into();
    write(vec![old].into()).unwrap();
    assert!(flaw().unwrap().contains("out of date"));
    std::fs::remove_dir_all(&root).unwrap();
}

#[test]
fn an_answered_exercise_is_not_pristine() {
    pristine(&[with_mistake(draft())]);
    let answered = with_mistake(draft().answer(|&x| x));
    let message = panics::catch(|| pristine(&[answered])).unwrap_err().message;
    assert_eq!(message, "these exercises are not stubs: double");
}

#[test]
fn what_cannot_be_judged_is_left_out_unless_required() {
    fn nothing() -> Result<(), String> {
        Err("no abacus".to_string())
    }
    let wrong = |variable| with_mistake(draft().solution(|_| 0.0).needs(variable, nothing));
    let exercise = wrong("LABKIT_TEST_NEVER_SET");
    prove(vec![exercise.clone()]);
    pristine(&[exercise]);
    // Cargo sets this one; any variable with the value 1 will do.
    assert_eq!(std::env::var("CARGO_PKG_VERSION_MINOR").as_deref(), Ok("1"));
    assert_refused(
        wrong("CARGO_PKG_VERSION_MINOR"),
        "double: it cannot be judged: no abacus",
    );
}

#[test]
fn a_file_of_its_own_must_hold_the_function_and_so_must_its_solution() {
    let dir = std::env::temp_dir().join(format!("labkit-prove-own-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("src/exercises.rs", "");
    write("src/solutions.rs", "");
    write("exercises/double.wgsl", "fn double(x: f32) -> f32 {}");
    write("solutions/double.wgsl", "fn twice(x: f32) -> f32 {}");
    let manifest_dir = dir.display().to_string();
    let exercises = [with_mistake(draft().file("exercises/double.wgsl", ""))];
    let flaws = source_flaws(&manifest_dir, &exercises);
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert!(flaws[0].contains("solutions"), "{flaws:?}");
    write("solutions/double.wgsl", "fn double(x: f32) -> f32 {}");
    assert!(source_flaws(&manifest_dir, &exercises).is_empty());
    std::fs::remove_dir_all(&dir).unwrap();
}
