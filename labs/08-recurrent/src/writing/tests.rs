use super::*;
use crate::model::surprises;
use crate::solutions::with_temperature;

#[test]
fn lanes_go_on_where_they_stopped() {
    let text: Vec<u32> = (0..21).collect();
    let mut lanes = Lanes::new(&text, 2, 4, 32);
    assert_eq!(lanes.steps_a_pass(), 2);
    let (tokens, labels, begins) = lanes.step();
    assert_eq!(tokens.as_slice(), [0, 1, 2, 3, 10, 11, 12, 13]);
    assert_eq!(labels.as_slice(), [1, 2, 3, 4, 11, 12, 13, 14]);
    assert!(begins);
    let (tokens, _, begins) = lanes.step();
    assert_eq!(tokens.as_slice(), [4, 5, 6, 7, 14, 15, 16, 17]);
    assert!(!begins);
    assert!(lanes.step().2);
}

#[test]
#[should_panic(expected = "need a text of more than 10 characters, this has 10")]
fn a_text_that_is_too_short() {
    Lanes::new(&[0; 10], 2, 4, 3);
}

/// "aab" again and again: after two a comes b, which one character alone does not tell.
fn learned() -> CharLstm {
    let text: Vec<u32> = (0..600).map(|i| u32::from(i % 3 == 2)).collect();
    let model = CharLstm::new(3, 4, 12, &mut nabla::rng(2));
    let plan = Plan {
        lanes: 4,
        window: 9,
        rate: 0.02,
        ..Plan::new(120)
    };
    let mut writing = Writing::new(model, &text, plan, 1, &Device::Cpu);
    let first = writing.step();
    let last = (1..plan.steps).map(|_| writing.step()).last();
    assert!(
        first > 0.9 && last.is_some_and(|last| last < 0.1),
        "{first} {last:?}"
    );
    writing.model
}

#[test]
fn a_rhythm_is_learned_and_written() {
    let model = learned();
    let next = [0, 0, 1, 0, 0, 1];
    let bits: f64 = surprises(&model, 1, &next).iter().sum();
    assert!(bits < 1.5, "{bits}");
    let cold = |logits: &[f64]| with_temperature(logits, 0.1);
    let text = write(&model, &[0, 0, 1], 6, cold, &mut nabla::rng(1));
    assert_eq!(text, next);
    assert!(write(&model, &[0], 0, cold, &mut nabla::rng(1)).is_empty());
}

#[test]
fn an_interrupted_training_ends_with_the_bits_of_one_that_was_not() {
    let text: Vec<u32> = (0..200).map(|i| (i * i / 3) % 5).collect();
    let fresh = || {
        let model = CharLstm::new(5, 3, 6, &mut nabla::rng(4)).dropout(0.2);
        let plan = Plan {
            lanes: 3,
            window: 8,
            ..Plan::new(32)
        };
        Writing::new(model, &text, plan, 9, &Device::Cpu)
    };
    let run = trainer::Run {
        network: "char".to_string(),
        data: "own".to_string(),
        examples: String::new(),
        seed: 9,
        rule: Plan::new(0).rule(),
        recipe: String::new(),
        epochs: 4,
    };
    trainer::prove(&run, fresh, |writing| {
        writing.pass(|_| {});
    });
}

#[test]
fn a_memory_of_another_shape_is_refused() {
    let text: Vec<u32> = (0..200).map(|i| (i * i / 3) % 5).collect();
    let model = CharLstm::new(5, 3, 6, &mut nabla::rng(4));
    let plan = Plan {
        lanes: 3,
        window: 8,
        ..Plan::new(32)
    };
    let mut writing = Writing::new(model, &text, plan, 9, &Device::Cpu);
    let of =
        |dims: [usize; 2]| ["hidden", "cell"].map(|name| (name.to_string(), Tensor::zeros(dims)));
    let within = Position {
        epochs: 1,
        steps: 2,
        sums: vec![1.0],
    };
    for tensors in [vec![], of([3, 7]).to_vec(), of([4, 6]).to_vec()] {
        let wrong = writing
            .carry(&within, tensors)
            .expect_err("no memory of it");
        assert!(wrong.contains("memory of 3 lanes"), "{wrong}");
    }
    assert_eq!(writing.carry(&within, of([3, 6]).to_vec()), Ok(()));
    assert_eq!(writing.carried().len(), 2);
    assert_eq!(writing.carry(&Position::after(1), vec![]), Ok(()));
    assert!(writing.carried().is_empty());
}

#[test]
fn draws_fall_where_the_probability_is() {
    let mut rng = nabla::rng(1);
    let mut counts = [0; 4];
    for _ in 0..4000 {
        counts[pick(&[0.5, 0.0, 1.0, 0.5], &mut rng)] += 1;
    }
    assert_eq!(counts[1], 0);
    for (count, expected) in counts.into_iter().zip([1000_i32, 0, 2000, 1000]) {
        assert!((count - expected).abs() < 130, "{counts:?}");
    }
}
