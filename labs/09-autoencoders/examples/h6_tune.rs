//! Scratch.
use lab09::vae::evaluate::{bound, divergences};
use lab09::vae::latent::{drawn, grid};
use lab09::vae::training::{Recipe, Training};
use nabla::{Device, Tensor};
use std::io::Write;

fn pgm(path: &str, pictures: &Tensor, columns: usize) {
    let n = pictures.dims()[0];
    let rows = n.div_ceil(columns);
    let (w, h) = (columns * 30, rows * 30);
    let mut px = vec![128u8; w * h];
    for (i, p) in pictures.data().chunks_exact(784).enumerate() {
        for (j, &v) in p.iter().enumerate() {
            let y = i / columns * 30 + j / 28 + 1;
            let x = i % columns * 30 + j % 28 + 1;
            px[y * w + x] = 255 - (v * 255.0) as u8;
        }
    }
    let mut f = std::fs::File::create(path).unwrap();
    write!(f, "P5 {w} {h} 255\n").unwrap();
    f.write_all(&px).unwrap();
}

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let get = |i: usize, d: f32| a.get(i).map_or(d, |s| s.parse().unwrap());
    let (hidden, latent, epochs, beta, turn, batch, rate) = (
        get(1, 400.0) as usize,
        get(2, 20.0) as usize,
        get(3, 50.0) as usize,
        get(4, 1.0),
        get(5, 0.0),
        get(6, 128.0) as usize,
        get(7, 1e-3),
    );
    nabla::set_threads(1);
    let data = datasets::digits();
    let (train, test) = (
        Tensor::from(data.train.pixels),
        Tensor::from(data.test.pixels),
    );
    let recipe = Recipe {
        hidden,
        latent,
        beta,
        rate,
        batch,
        epochs,
    };
    let augment = lab07::warp::Augment {
        angle: turn,
        scale: 0.01 * turn,
        shift: 0.1 * turn,
        noise: 0.0,
    };
    let start = std::time::Instant::now();
    let mut t = Training::new(recipe, &train, 1, &Device::Cpu);
    for e in 0..epochs {
        let loss = t.epoch_of(
            |x, rng| {
                if turn > 0.0 {
                    lab07::training::renew(x, &augment, rng)
                }
            },
            |_| {},
        );
        if e % (epochs / 5) == 0 || e + 1 == epochs {
            let b = bound(&t.vae, &test, 1);
            let c = bound(&t.vae, &train, 1);
            println!(
                "{e} {loss:.2} train {:.2} test {:.2} = {:.2} + {:.2}",
                c.elbo(),
                b.elbo(),
                b.reconstruction,
                b.divergence
            );
        }
    }
    println!("{:?}", start.elapsed());
    println!("{:.2?}", divergences(&t.vae, &test));
    let codes = if latent == 2 {
        grid(12, 2.0)
    } else {
        drawn(60, latent, &mut nabla::rng(5))
    };
    pgm(
        "/tmp/h6/samples.pgm",
        &t.vae.draw(&codes),
        if latent == 2 { 12 } else { 15 },
    );
    pgm("/tmp/h6/truth.pgm", &test.rows(0..30), 15);
}
