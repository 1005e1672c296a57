//! Scratch.
use lab09::vae::evaluate::{bound, codes};
use lab09::vae::latent::drawn;
use lab09::vae::reader::{clear, read, reader};
use lab09::vae::training::{Recipe, Training, plain};
use nabla::{Device, Labels, Tensor};
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
fn nearest(a: &Tensor, train: &Tensor) -> f64 {
    let mut sum = 0.0;
    for p in a.data().chunks_exact(784).take(200) {
        let best = train
            .data()
            .chunks_exact(784)
            .map(|t| t.iter().zip(p).map(|(a, b)| (a - b) * (a - b)).sum::<f32>())
            .fold(f32::MAX, f32::min);
        sum += f64::from(best);
    }
    sum / 200.0
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    nabla::set_threads(1);
    let data = datasets::digits();
    let labels = Labels::new(&data.train.labels, 10);
    let (train, test) = (
        Tensor::from(data.train.pixels),
        Tensor::from(data.test.pixels),
    );
    let reader = reader(&train, &labels, 20, 1);
    println!(
        "test clear {:.3} near {:.1}",
        clear(&read(&reader, &test)),
        nearest(&test, &train)
    );
    for latent in a[3..].iter().map(|s| s.parse::<usize>().unwrap()) {
        let recipe = Recipe {
            hidden: a[2].parse().unwrap(),
            latent,
            beta: 1.0,
            rate: 3e-3,
            batch: 64,
            epochs: a[1].parse().unwrap(),
        };
        let ae = plain(&recipe, &train, 1, |_| {});
        let (means, _) = codes(&ae, &train);
        let n = means.dims()[0] as f32;
        let mut lots = drawn(1000, latent, &mut nabla::rng(5));
        for j in 0..latent {
            let col: Vec<f32> = means.data().chunks_exact(latent).map(|c| c[j]).collect();
            let m = col.iter().sum::<f32>() / n;
            let s = (col.iter().map(|c| (c - m).powi(2)).sum::<f32>() / n).sqrt();
            for code in lots.data_mut().chunks_exact_mut(latent) {
                code[j] = code[j] * s + m;
            }
        }
        let p = ae.draw(&lots);
        pgm(&format!("/tmp/h6/v/ae{latent}.pgm"), &p.rows(0..30), 15);
        println!(
            "plain {latent}: clear {:.3} near {:.1}",
            clear(&read(&reader, &p)),
            nearest(&p, &train)
        );
        let mut t = Training::new(recipe, &train, 1, &Device::Cpu);
        let start = std::time::Instant::now();
        for _ in 0..recipe.epochs {
            t.epoch(|_| {});
        }
        println!("{:?}", start.elapsed());
        let p = t.vae.draw(&drawn(1000, latent, &mut nabla::rng(5)));
        pgm(&format!("/tmp/h6/v/vae{latent}.pgm"), &p.rows(0..45), 15);
        println!(
            "vae {latent}: clear {:.3} near {:.1} elbo {:.1}",
            clear(&read(&reader, &p)),
            nearest(&p, &train),
            bound(&t.vae, &test, 1).elbo()
        );
    }
}
