//! What the files of a lab must hold.

use super::*;

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

#[test]
fn decimals_are_asked_for_where_they_are_wanted() {
    assert_refused(
        with_mistake(draft().digits(4)),
        "the task should ask for `four decimals`",
    );
    let dir = std::env::temp_dir().join(format!("labkit-decimals-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("src")).unwrap();
    let flaws = |asks: &str| {
        let stub = format!("/// **1. Twice** (5 minutes)\n///\n/// {asks}\npub fn double() {{}}");
        std::fs::write(dir.join("src/exercises.rs"), stub).unwrap();
        heading_flaws(
            &dir.display().to_string(),
            &[with_mistake(draft().digits(1))],
        )
    };
    assert!(flaws("Give one decimal.").is_empty());
    assert_eq!(
        flaws("Give it."),
        ["double: its comment should ask for `one decimal`"]
    );
    std::fs::remove_dir_all(&dir).unwrap();
}
