//! Learns "one or the other, but not both" with four hidden units.
//!
//! `cargo run -p nabla --example xor`

use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Init, Linear, Module, Sequential, Tape, Tensor};

fn main() {
    let inputs = Tensor::from_vec(vec![0., 0., 0., 1., 1., 0., 1., 1.], [4, 2]);
    let answers = Tensor::from_vec(vec![0., 1., 1., 0.], [4, 1]);
    let mut rng = nabla::rng(1);
    let mut model = Sequential::new()
        .push(Linear::new(2, 4, Init::Xavier, &mut rng).activation(Activation::Tanh))
        .push(Linear::new(4, 1, Init::Xavier, &mut rng));
    let mut optimizer = Adam::new(0.05);
    print!("{}", nabla::summary(&model, [2]));

    for step in 0..=300 {
        let tape = Tape::new();
        let logits = model.forward(&tape, tape.constant(inputs.clone()));
        let loss = logits.sigmoid_cross_entropy(&answers);
        if step % 50 == 0 {
            println!("step {step:>3}: loss {:.4}", loss.item());
        }
        optimizer.step(&mut model, &loss.backward());
    }

    let tape = Tape::new();
    let chances = model
        .forward(&tape, tape.constant(inputs.clone()))
        .sigmoid()
        .value();
    for (input, chance) in inputs.data().chunks(2).zip(chances.data()) {
        println!("{} xor {} = {chance:.3}", input[0], input[1]);
    }
}
