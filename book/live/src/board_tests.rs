use super::*;

fn board() -> Board {
    Board::new()
        .slider("w", "weight", -4.0..=4.0, 0.05, 1.0)
        .ladder("rate", "rate", &[0.01, 0.1, 1.0], 0.1)
        .choice("data", "data", &[("xor", "XOR"), ("moons", "moons")])
        .switch("run", "run", false)
        .button("step", "step")
        .handle("p", "point", 0.0..=1.0, 0.0..=2.0, [0.1, 0.1], [0.5, 0.5])
        .line("say", "say", 5, "")
}

#[test]
fn values_are_texts_and_back() {
    let mut board = board();
    for (knob, text, reads) in [
        ("w", "1.26", "1.25"),
        ("w", "-99", "-4.00"),
        ("w", "-0.01", "0.00"),
        ("rate", "0.7", "1"),
        ("data", "moons", "moons"),
        ("run", "on", "on"),
        ("p", "0.33,9", "0.3,2.0"),
        ("say", "too long", "too l"),
    ] {
        assert!(board.set(knob, text), "{knob} {text}");
        let now: Vec<_> = board.texts().filter(|(id, _)| *id == knob).collect();
        assert_eq!(now, [(knob, reads.to_string())]);
        assert!(!board.set(knob, reads), "{knob} {reads}: nothing new");
    }
    assert_eq!(board.turned().count(), 6);
}

#[test]
fn what_comes_back_is_not_turned() {
    let mut board = Board::new().field("w", "weight", -99.0..=99.0, 0.01, 0.9);
    board.put("w", 0.5);
    assert_eq!(board.turned().count(), 1);
    board.put("w", 0.9);
    assert_eq!(board.turned().count(), 0);
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let mut board = board();
    for (knob, text) in [
        ("w", "NaN"),
        ("w", "inf"),
        ("w", ""),
        ("data", "toast"),
        ("run", "maybe"),
        ("p", "1"),
        ("p", "x,1"),
        ("step", "on"),
        ("nobody", "1"),
    ] {
        assert!(!board.set(knob, text), "{knob} {text}");
    }
    assert_eq!(board.turned().count(), 0);
}

#[test]
fn arrows_move_a_handle_as_far_as_its_scale() {
    let mut board = board();
    assert!(board.nudge("p", [1.0, -1.0]));
    assert!((board.point("p")[0] - 0.6).abs() < 1e-12);
    assert!(board.nudge("p", [99.0, 99.0]));
    assert_eq!(board.point("p"), [1.0, 2.0]);
    assert!(!board.nudge("p", [1.0, 0.0]), "it is at the end");
    assert!(!board.nudge("w", [1.0, 0.0]), "no handle");
}
