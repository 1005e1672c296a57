use lab13::dates::{network::Network, spellings::days, training::*, transformer::Transformer};
use std::time::Instant;
fn go<M: Translator>(name: &str, model: M, rate: f32, epochs: usize, seed: u64) {
    let (known, held) = days();
    let test = drawn(&held, 1000, &mut nabla::rng(9));
    let recipe = recipe(rate, epochs, seed);
    let mut t = training(model, &recipe);
    println!("{name} parameters {}", nabla::parameters(&t.model));
    let start = Instant::now();
    for e in 1..=epochs {
        let l = epoch(&mut t, &known, |_| {});
        if e % (epochs / 5).max(1) == 0 {
            let s = start.elapsed();
            let r = exact(&t.model, &test);
            println!(
                "{name} rate {rate} epoch {e}: loss {l:.4}, {s:.1?}, exact {:.3}",
                r.iter().filter(|r| **r).count() as f64 / 1000.0
            );
        }
    }
}
fn main() {
    nabla::set_threads(1);
    let a: Vec<String> = std::env::args().collect();
    let f = |i: usize| a[i].parse::<f32>().unwrap();
    let rng = &mut nabla::rng(f(6) as u64);
    let (w, h, rate, e, s) = (
        f(2) as usize,
        f(3) as usize,
        f(4),
        f(5) as usize,
        f(6) as u64,
    );
    match a[1].as_str() {
        "plain" => go("plain", Network::new(w, h, false, rng), rate, e, s),
        "att" => go("att", Network::new(w, h, true, rng), rate, e, s),
        _ => go(
            "trans",
            Transformer::new(w, h, f(7) as usize, rng),
            rate,
            e,
            s,
        ),
    }
}
