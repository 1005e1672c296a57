use lab12::siamese::*;
use nabla::*;
use rand::RngExt;
use trainer::{Recipe, Rule, Training};
fn env(k: &str, d: f32) -> f32 {
    std::env::var(k)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(d)
}
fn net(side: usize, dim: usize, depth: usize, rng: &mut Rng) -> Sequential {
    let mut net = Sequential::new();
    let mut s = side;
    let w = env("WIDTH", 32.0) as usize;
    let ch = [1, w, 2 * w, 4 * w];
    for i in 0..depth {
        net = net
            .push(Conv2d::new(
                ch[i],
                ch[i + 1],
                Window::new(3).padding(Padding::Same),
                Init::He,
                rng,
            ))
            .push(BatchNorm::new(ch[i + 1]))
            .push(Activate(Activation::Relu))
            .push(MaxPool2d::new(Window::new(2).stride(2)));
        s /= 2;
    }
    net.push(Flatten)
        .push(Linear::new(ch[depth] * s * s, dim, Init::Xavier, rng))
}
/// displacement field: affine + grid of control points
struct Warp {
    a: [[f32; 2]; 2],
    t: [f32; 2],
    grid: Vec<[f32; 2]>,
    g: usize,
}
impl Warp {
    fn draw(
        rng: &mut Rng,
        angle: f32,
        stretch: f32,
        lean: f32,
        elastic: f32,
        shift: f32,
        mirror: bool,
    ) -> Warp {
        let mut w = |l: f32| {
            if l > 0.0 {
                rng.random_range(-l..l)
            } else {
                0.0
            }
        };
        let (sin, cos) = w(angle).sin_cos();
        let (x, y, l) = (w(stretch).exp(), w(stretch).exp(), w(lean));
        let m = if mirror { -1.0 } else { 1.0 };
        // rot * [[x,l],[0,y]]
        let a = [
            [m * cos * x, m * (cos * l - sin * y)],
            [sin * x, sin * l + cos * y],
        ];
        let t = [w(shift), w(shift)];
        let g = 5;
        let grid = (0..g * g).map(|_| [w(elastic), w(elastic)]).collect();
        Warp { a, t, grid, g }
    }
    fn apply(&self, p: &[f32], side: usize) -> Vec<f32> {
        let mid = (side as f32 - 1.0) / 2.0;
        let at = |r: i32, c: i32| {
            if r >= 0 && c >= 0 && (r as usize) < side && (c as usize) < side {
                p[r as usize * side + c as usize]
            } else {
                0.0
            }
        };
        (0..side * side)
            .map(|i| {
                let (r, c) = ((i / side) as f32, (i % side) as f32);
                let n = (self.g - 1) as f32;
                let (u, v) = (r / (side as f32 - 1.0) * n, c / (side as f32 - 1.0) * n);
                let (ui, vi) = ((u as usize).min(self.g - 2), (v as usize).min(self.g - 2));
                let (fu, fv) = (u - ui as f32, v - vi as f32);
                let q = |a: usize, b: usize| self.grid[(ui + a) * self.g + vi + b];
                let d = [0, 1].map(|k| {
                    (1.0 - fu) * ((1.0 - fv) * q(0, 0)[k] + fv * q(0, 1)[k])
                        + fu * ((1.0 - fv) * q(1, 0)[k] + fv * q(1, 1)[k])
                });
                let (x, y) = (c - mid + d[0], r - mid + d[1]);
                let (cc, rr) = (
                    self.a[0][0] * x + self.a[0][1] * y + mid + self.t[0],
                    self.a[1][0] * x + self.a[1][1] * y + mid + self.t[1],
                );
                let (l, t) = (cc.floor(), rr.floor());
                let (b, w) = (cc - l, rr - t);
                let (l, t) = (l as i32, t as i32);
                (1.0 - w) * ((1.0 - b) * at(t, l) + b * at(t, l + 1))
                    + w * ((1.0 - b) * at(t + 1, l) + b * at(t + 1, l + 1))
            })
            .collect()
    }
}
struct Fam {
    side: usize,
    pics: Vec<Vec<f32>>,
    classes: Vec<Vec<usize>>,
    labels: Vec<u8>,
}
fn fam(im: &datasets::Images, d: std::ops::Range<u8>, limit: usize) -> Fam {
    let px = im.pixels.as_slice().unwrap();
    let s = im.height;
    let n = s * s;
    let mut f = Fam {
        side: s,
        pics: vec![],
        classes: vec![vec![]; d.len()],
        labels: vec![],
    };
    for i in 0..im.len() {
        if d.contains(&im.labels[i]) && f.pics.len() < limit {
            f.classes[(im.labels[i] - d.start) as usize].push(f.pics.len());
            f.pics.push(px[i * n..][..n].to_vec());
            f.labels.push(im.labels[i]);
        }
    }
    f
}
impl Fam {
    fn any(&self, c: usize, rng: &mut Rng) -> &[f32] {
        let p = &self.classes[c];
        &self.pics[p[rng.random_range(0..p.len())]]
    }
    fn batch(&self, rng: &mut Rng) -> (Tensor, Vec<u32>) {
        let (count, each) = (env("CLASSES", 20.0) as usize, env("EACH", 4.0) as usize);
        let side = self.side;
        let k = side as f32 / 28.0;
        let (ce, pe) = (env("CE", 0.0) * k, env("PE", 0.0) * k);
        let mut px = vec![];
        let mut lb = vec![];
        for class in 0..count {
            let first = class % self.classes.len();
            let second = rng.random_range(0..self.classes.len());
            let kind: f32 = rng.random_range(0.0..1.0);
            let overlay = kind < env("OVER", 0.0);
            let cut = !overlay && kind < env("OVER", 0.0) + env("CUT", 0.7);
            let at = rng.random_range(0.35..0.65) * side as f32;
            let row = rng.random_bool(0.5);
            let mirror = rng.random_bool(0.5);
            let turn = Warp::draw(rng, std::f32::consts::PI, 0.3, 0.5, ce, 0.0, mirror);
            let second_turn = Warp::draw(rng, std::f32::consts::PI, 0.4, 0.5, 0.0, 6.0 * k, false);
            for _ in 0..each {
                let a = self.any(first, rng).to_vec();
                let b = self.any(second, rng).to_vec();
                let both: Vec<f32> = if overlay {
                    let b = second_turn.apply(&b, side);
                    a.iter().zip(&b).map(|(a, b)| a.max(*b)).collect()
                } else if cut {
                    (0..side * side)
                        .map(|p| {
                            if ((if row { p / side } else { p % side }) as f32) < at {
                                a[p]
                            } else {
                                b[p]
                            }
                        })
                        .collect()
                } else {
                    a
                };
                let little = Warp::draw(rng, 0.25, 0.15, 0.2, pe, env("SHIFT", 0.0) * k, false);
                let mut x = little.apply(&turn.apply(&both, side), side);
                let th = env("THICK", 0.0);
                if th > 0.0 {
                    let g: f32 = rng.random_range(-th..th);
                    let g = g.exp();
                    x.iter_mut().for_each(|v| *v = v.powf(g));
                }
                px.extend(x);
                lb.push(class as u32);
            }
        }
        (Tensor::from_vec(px, [count * each, side, side, 1]), lb)
    }
    fn tensor(&self) -> Tensor {
        Tensor::from_vec(
            self.pics.concat(),
            [self.pics.len(), self.side, self.side, 1],
        )
    }
}
fn exam(points: &Tensor, f: &Fam) -> f64 {
    let dim = points.len() / f.labels.len();
    let p = |i: usize| &points.data()[i * dim..][..dim];
    let rng = &mut nabla::rng(5);
    let mut right = 0;
    let rounds = 2000;
    for _ in 0..rounds {
        let pr: Vec<_> = f
            .classes
            .iter()
            .map(|c| {
                let a = rng.random_range(0..c.len());
                let b = (a + rng.random_range(1..c.len())) % c.len();
                (c[a], c[b])
            })
            .collect();
        for (k, &(_, q)) in pr.iter().enumerate() {
            let d = |c: usize| {
                p(q).iter()
                    .zip(p(pr[c].0))
                    .map(|(a, b)| (a - b) * (a - b))
                    .sum::<f32>()
            };
            let best = (0..pr.len())
                .min_by(|&a, &b| d(a).total_cmp(&d(b)))
                .unwrap();
            right += usize::from(best == k);
        }
    }
    right as f64 / (rounds * f.classes.len()) as f64
}
fn main() {
    nabla::set_threads(env("THREADS", 1.0) as usize);
    let split = datasets::images("mnist").unwrap();
    let known = fam(&split.train, 0..5, usize::MAX);
    let val = fam(&split.train, 5..10, 5000);
    let dim = env("DIM", 64.0) as usize;
    let epochs = env("EPOCHS", 15.0) as usize;
    let recipe = Recipe::new(Rule::adam(env("LR", 0.001)).cosine(), 1, epochs).seed(1);
    let model = net(
        known.side,
        dim,
        env("DEPTH", 2.0) as usize,
        &mut nabla::rng(1),
    );
    let mut tr = Training::new(model, &recipe, 100, &Device::Cpu);
    let temp = env("TEMP", 0.1);
    println!("pixels {:.4}", exam(&val.tensor(), &val));
    let start = std::time::Instant::now();
    for e in 0..epochs {
        let loss = tr.epoch(
            |_, rng| known.batch(rng),
            |net, tape, (x, l)| {
                let d = distances(embed(net, tape, tape.constant(x)));
                if temp == 0.1 {
                    Objective::Neighbours.of(d, &l)
                } else {
                    Objective::Neighbours.of(d * (0.1 / temp), &l)
                }
            },
            |_, _| {},
        );
        if (e + 1) % 5 == 0 {
            let plain = points(&tr.model, &val.tensor());
            // jittered copies averaged
            let rng = &mut nabla::rng(9);
            let mut sum = plain.data().to_vec();
            for _ in 0..8 {
                let j: Vec<f32> = val
                    .pics
                    .iter()
                    .flat_map(|p| {
                        Warp::draw(rng, 0.2, 0.12, 0.15, 0.8, 0.5, false).apply(p, val.side)
                    })
                    .collect();
                let q = points(
                    &tr.model,
                    &Tensor::from_vec(j, [val.pics.len(), val.side, val.side, 1]),
                );
                sum.iter_mut().zip(q.data()).for_each(|(a, b)| *a += b);
            }
            sum.chunks_exact_mut(dim).for_each(|c| {
                let n = c.iter().map(|x| x * x).sum::<f32>().sqrt();
                c.iter_mut().for_each(|x| *x /= n);
            });
            let avg = Tensor::from_vec(sum, plain.shape());
            println!(
                "{} loss {:.3} exam {:.4} averaged {:.4} {:.0}s",
                (e + 1) * 100,
                loss,
                exam(&plain, &val),
                exam(&avg, &val),
                start.elapsed().as_secs_f32()
            );
        }
    }
}
