//! Trains the two networks of chapter 9's map, and writes `book/live/assets/codes.bin`:
//!
//! ```text
//! cargo run -p live --example codes
//! ```
//!
//! Both are lab 9's network with two numbers in a code, and learn the embedded digits: one as a plain autoencoder, one as a
//! variational one.

use lab09::vae::evaluate::bound;
use lab09::vae::training;
use live::nine::maps::{PLAN, fresh};
use live::packed::{pack, unpack};
use nabla::{Device, Tensor};

const SEED: u64 = 9;
const EPOCHS: usize = 120;

fn main() -> std::io::Result<()> {
    let digits = datasets::digits();
    let [learn, test] = [digits.train, digits.test].map(|part| Tensor::from(part.pixels));
    let plan = PLAN.run(SEED, EPOCHS);
    let mut last = 0.0;
    let plain = training::plain(&plan, &learn, |loss| last = loss);
    println!("plain: {last:.1} nats a picture that it learned from");
    let mut variational = plan.begin(&learn, &Device::Cpu);
    for _ in 0..EPOCHS {
        last = training::epoch(&mut variational, &learn, plan.beta, |_| {});
    }
    let seen = bound(&variational.model, &test, SEED).elbo();
    println!(
        "variational: a bound of {:.1} nats on what it learned from, {seen:.1} on test pictures",
        -last
    );
    let bytes = [pack(&plain), pack(&variational.model)].concat();
    let half = unpack(fresh(), &bytes[bytes.len() / 2..]).expect("what was packed can be unpacked");
    println!(
        "in a byte a weight: {:.1}",
        bound(&half, &test, SEED).elbo()
    );
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/codes.bin");
    println!("{file}: {} bytes", bytes.len());
    std::fs::write(file, bytes)
}
