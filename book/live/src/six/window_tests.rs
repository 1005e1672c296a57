use super::*;
use crate::Session;

/// The same sum by the definition, from the figure's own input.
fn by_hand(slide: &Slide, row: usize, column: usize) -> f64 {
    let (input, stride) = (slide.input(), slide.board.count("stride"));
    let weights = WEIGHTS.map(|name| slide.board.number(name));
    let at = |i: usize, j: usize| {
        let place = if slide.board.on("turned") {
            (2 - i) * 3 + 2 - j
        } else {
            i * 3 + j
        };
        weights[place] * input[row * stride + i][column * stride + j]
    };
    (0..3)
        .flat_map(|i| (0..3).map(move |j| (i, j)))
        .map(|(i, j)| at(i, j))
        .sum()
}

#[test]
fn the_sum_is_that_of_the_definition() {
    for state in [
        "filter:corner;at:6,5",
        "filter:corner;turned:on;at:6,5",
        "filter:sharp;stride:2;padding:1;at:3,4",
        "w12:2.5;at:2,2",
    ] {
        let mut slide = Slide::new();
        for part in state.split(';') {
            let (knob, text) = part.split_once(':').unwrap();
            slide.board.set(knob, text);
            slide.turned(knob);
        }
        let [x, y] = slide.board.point("at").map(|v| v as usize);
        let mut session = Session::open(&ENTRY);
        session.restore(state);
        let shown = session.number("sum");
        assert!(
            (shown - by_hand(&slide, y, x)).abs() < 0.006,
            "{state}: {shown}"
        );
        assert!(shown != 0.0, "{state} shows nothing");
    }
}

#[test]
fn a_turned_edge_filter_finds_the_opposite_edge() {
    let mut session = Session::open(&ENTRY);
    let map = |session: &Session| session.frame().panels[2].pictures[0].values.clone();
    let lies = map(&session);
    session.set("turned", "on");
    let turned = map(&session);
    assert!(lies.iter().any(|&y| y > 0.5));
    assert!(lies.iter().zip(&turned).all(|(a, b)| (a + b).abs() < 1e-6));
    let kind = session.frame().readings.last().unwrap();
    assert_eq!((kind.id, kind.value.as_str()), ("kind", "convolution"));
}

#[test]
fn a_weights_gradient_is_the_sum_of_the_pixels_it_meets() {
    let mut slide = Slide::new();
    slide.board.set("stride", "3");
    slide.board.set("padding", "2");
    let input = slide.input();
    let output = slide_volume(std::slice::from_ref(&input), &[slide.filter()], 0.0, 3);
    assert_eq!(shape(&output), [6, 6]);
    let gradient = slide.gradient(&input, &output);
    let met: f64 = (0..6)
        .flat_map(|r| (0..6).map(move |c| (r, c)))
        .map(|(r, c)| input[3 * r + 1][3 * c + 2])
        .sum();
    assert!((gradient[1][2] - met).abs() < 1e-9 && met > 0.0);
}

#[test]
fn a_window_far_out_stays_on_the_map_and_odd_parts_say_nothing() {
    let mut session = Session::open(&ENTRY);
    session.restore("stride:3;at:13,13");
    assert!(
        session.frame().words.starts_with("Row 4, column 4"),
        "{}",
        session.frame().words
    );
    session.point(Some("weight 9"));
    assert!(
        session.frame().words.contains("meets 16 pixels"),
        "{}",
        session.frame().words
    );
    session.point(Some("weight 0"));
    assert!(session.frame().words.starts_with("Row"));
}
