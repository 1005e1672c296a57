use super::*;
use crate::Session;
use lab08::model::surprises;
use lab08::writing::write;

fn reading(session: &Session, id: &str) -> String {
    let mut readings = session.frame().readings.iter();
    readings.find(|r| r.id == id).unwrap().value.clone()
}

#[test]
fn it_needs_so_many_bits_for_text_that_it_never_saw() {
    let model = unpack(WEIGHTS).unwrap();
    let bits = surprises(&model, text::END, &text::Corpus::new().test);
    let mean = bits.iter().sum::<f64>() / bits.len() as f64;
    assert_eq!(format!("{mean:.2}"), BITS);
}

#[test]
fn it_types_what_the_lab_writes() {
    let model = unpack(WEIGHTS).unwrap();
    let mut typing = Typing::new();
    typing.board.set("temperature", "1");
    typing.board.set("prompt", "Batch norm");
    typing.board.set("seed", "7");
    typing.begin();
    (0..80).for_each(|_| typing.step());
    let start = text::encode("\nbatch norm");
    let colder = |logits: &[f64]| with_temperature(logits, 1.0);
    let written = write(&model, &start, 80, colder, &mut nabla::rng(7));
    assert_eq!(text::decode(&typing.typed), text::decode(&written));
}

#[test]
fn cold_it_is_sure_and_hot_it_is_not() {
    let mut session = Session::open(&ENTRY);
    let mut entropies = Vec::new();
    for temperature in ["0.1", "1", "2"] {
        session.set("temperature", temperature);
        entropies.push(session.number("entropy"));
    }
    assert!(entropies.is_sorted(), "{entropies:?}");
    assert!(entropies[0] < 0.6 && entropies[2] > entropies[1] + 1.0);
    let typed = |temperature: &str| {
        let mut session = Session::open(&ENTRY);
        session.set("temperature", temperature);
        session.set("run", "on");
        while session.frame().running {
            session.tick(0.1);
        }
        assert_eq!(reading(&session, "typed"), MOST.to_string());
        session.frame().panels[0].body.clone()
    };
    assert_ne!(typed("0.1"), typed("2"));
}

#[test]
fn a_character_that_it_does_not_know_is_told() {
    let mut session = Session::open(&ENTRY);
    session.set("prompt", "Größe");
    assert!(session.frame().words.contains("“ö”"));
    session.set("prompt", "");
    assert!(session.frame().words.starts_with("It has read"));
    session.press("step");
    assert!(session.frame().words.starts_with("Drawn: "));
    session.point(Some("a space"));
    assert!(session.frame().words.starts_with("a space: "));
}
