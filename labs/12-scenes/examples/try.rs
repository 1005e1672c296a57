//! x
#![allow(missing_docs)]
use lab12::captions::network::*;
use lab12::captions::pictures::Captioned;
use lab12::captions::writing::*;
use lab12::captions::grammar::WORDS;
use lab12::scene::{Sources, pixels};
use nabla::rnn::Lstm;
use nabla::*;
use trainer::{Recipe, Rule, Training};

struct Finder { eye: Sequential, head: Conv2d }
nabla::parts!(Finder { eye, head });
fn arg(i: usize) -> f64 { std::env::args().nth(i).unwrap().parse().unwrap() }

fn eye(kind: usize, m: usize, rng: &mut Rng) -> (Sequential, usize, usize) {
    let relu = Activation::Relu;
    let same = |k: usize, s: usize| Window::new(k).stride(s).padding(Padding::Same);
    let pool = || MaxPool2d::new(Window::new(2).stride(2));
    match kind {
        0 => (Sequential::new()
            .push(Conv2d::new(1, m, same(5, 2), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(m, 2*m, same(3, 1), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(2*m, 4*m, same(3, 1), Init::He, rng).activation(relu)), 8, 4*m),
        1 => (Sequential::new()
            .push(Conv2d::new(1, m, same(5, 2), Init::He, rng).activation(relu))
            .push(Conv2d::new(m, 2*m, same(3, 1), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(2*m, 4*m, same(3, 1), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(4*m, 4*m, same(3, 1), Init::He, rng).activation(relu)), 8, 4*m),
        _ => (Sequential::new()
            .push(Conv2d::new(1, m, same(5, 2), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(m, 2*m, same(3, 1), Init::He, rng).activation(relu)).push(pool())
            .push(Conv2d::new(2*m, 4*m, same(3, 1), Init::He, rng).activation(relu))
            .push(Conv2d::new(4*m, 4*m, same(3, 1), Init::He, rng).activation(relu)), 8, 4*m),
    }
}

fn main() {
    let data = std::env::args().nth(1).unwrap();
    let (kind, m, code, hidden) = (arg(2) as usize, arg(3) as usize, arg(4) as usize, arg(5) as usize);
    let (pre, steps, rate) = (arg(6) as usize, arg(7) as usize, arg(8) as f32);
    let squeeze = arg(9) as usize;
    nabla::set_threads(1);
    let sources = Sources::load(&data).unwrap();
    let rng = &mut nabla::rng(1);
    let (eye, side, maps) = eye(kind, m, rng);
    let clock = std::time::Instant::now();
    let same = Window::new(1);
    let mut finder = Finder { head: Conv2d::new(maps, 11, same, Init::Xavier, rng), eye };
    if pre > 0 {
        let recipe = Recipe::new(Rule::adam(3e-3).cosine(), 64, 1).clip(1.0);
        let mut training = Training::new(finder, &recipe, pre * 64, &Device::Cpu);
        let mut n = 0; let mut mean = 0.0;
        training.epoch(|places, rng| {
            let scenes: Vec<_> = places.iter().map(|_| Captioned::draw(&sources.train, rng)).collect();
            let mut t = vec![0u32; places.len() * 64];
            for (i, s) in scenes.iter().enumerate() { for o in &s.scene.objects {
                let b = &o.bounds; let (cx, cy) = b.centre();
                for r in 0..8 { for c in 0..8 {
                    let (x, y) = (8.0 * c as f32 + 4.0, 8.0 * r as f32 + 4.0);
                    let cell = &mut t[i*64 + r*8 + c];
                    if (cx / 8.0) as usize == c && (cy / 8.0) as usize == r || ((x - cx).abs() < b.width() / 6.0 && (y-cy).abs() < b.height() / 6.0) { *cell = 1 + o.class as u32; }
                    else if x > b.left && x < b.right && y > b.top && y < b.bottom { *cell = 99; }
                } } } }
            (pixels(scenes.iter().map(|c| &c.scene)), Labels::ignoring(&t, 11, 99))
        }, |model, tape, (x, t)| {
            let f = model.eye.forward(tape, tape.constant(x));
            let logits = model.head.forward(tape, f);
            logits.softmax_cross_entropy(&t)
        }, |_, loss| { n += 1; mean += loss / 50.0; if n % 50 == 0 { println!("pre {n} {mean:.4}"); mean = 0.0; } });
        finder = training.model;
    }
    let relu = Activation::Relu;
    let mut eye = finder.eye;
    let mut width = maps;
    if squeeze > 0 { eye = eye.push(Conv2d::new(maps, squeeze, Window::new(1), Init::He, rng).activation(relu)); width = squeeze; }
    let eye = eye.push(Flatten).push(Linear::new(side * side * width, code, Init::He, rng).activation(relu));
    let model = Captioner {
        eye,
        shown: Linear::new(code, hidden, Init::Xavier, rng),
        kept: Linear::new(code, hidden, Init::Xavier, rng),
        embedding: Embedding::new(WORDS.len(), 32, Init::Normal(1.0), rng),
        lstm: Lstm::new(32, hidden, rng),
        output: Linear::new(hidden, WORDS.len(), Init::Xavier, rng),
    };
    println!("{} parameters", parameters(&model));
    let epochs = 8;
    let recipe = Recipe::new(Rule::adam(rate).cosine(), 64, epochs).clip(1.0);
    let mut training = Training::new(model, &recipe, steps * 64 / epochs, &Device::Cpu);
    let test = Captioned::several(&sources.test, 300, 1);
    for _ in 0..epochs {
        let loss = epoch(&mut training, &sources.train, |b| b, |_| {});
        let said = captions(&training.model, &test);
        println!("loss {loss:.3} exact {:.3} parts {:?} wall {:.0}", exact(&said, &test), right_parts(&said, &test), clock.elapsed().as_secs_f64());
    }
}
