//! A larger machine, on nabla's tape.

use nabla::optim::{Optimizer, Sgd};
use nabla::{Activation, Init, Param, Rng, Tape, Tensor, Var};
use rand::RngExt;

/// As [`super::machine::Machine`], for many states at once.
pub struct Rbm {
    /// `[V, H]`
    pub weight: Param,
    /// `[V]`
    pub visible: Param,
    /// `[H]`
    pub hidden: Param,
}
nabla::parts!(Rbm {
    weight,
    visible,
    hidden
});

/// 1 with these probabilities, else 0.
pub fn drawn(p: &Tensor, rng: &mut Rng) -> Tensor {
    let on = |&p: &f32| f32::from(rng.random::<f32>() < p);
    Tensor::from_vec(p.data().iter().map(on).collect(), p.shape())
}

impl Rbm {
    /// With small random weights, and biases of 0.
    pub fn new(visible: usize, hidden: usize, rng: &mut Rng) -> Self {
        let weight = Init::Normal(0.05).tensor([visible, hidden], visible, hidden, rng);
        Rbm {
            weight: Param::new("weight", weight),
            visible: Param::new("visible", Tensor::zeros([visible])),
            hidden: Param::new("hidden", Tensor::zeros([hidden])),
        }
    }

    fn on<'t>(&self, tape: &'t Tape) -> [Var<'t>; 3] {
        [&self.weight, &self.visible, &self.hidden].map(|param| tape.param(param))
    }

    // ANCHOR: gibbs
    /// A step of Gibbs sampling for each row: from v, `[N, V]`, over states of the hidden units to the probabilities of the next v.
    pub fn step(&self, v: &Tensor, rng: &mut Rng) -> Tensor {
        let tape = Tape::new();
        let [w, b, c] = self.on(&tape);
        let up = tape.constant(v.clone()).linear(w, c, Activation::Sigmoid);
        let h = tape.constant(drawn(&up.value(), rng));
        (h.matmul_t(w) + b).sigmoid().value()
    }
    // ANCHOR_END: gibbs

    // ANCHOR: surrogate
    /// F(v) of each row: `[N, V]` to `[N]`.
    pub fn free_energy<'t>(&self, tape: &'t Tape, v: &Tensor) -> Var<'t> {
        let v = tape.constant(v.clone());
        let [w, b, c] = self.on(tape);
        let hidden = v.linear(w, c, Activation::Identity).softplus();
        -(v * b).sum_axis(1) - hidden.sum_axis(1)
    }

    /// One step down the slope of the mean F of the data minus that of the ends of chains. The ends are constants: no gradient goes
    /// through the drawing.
    pub fn descend(&mut self, optimizer: &mut Sgd, data: &Tensor, ends: &Tensor) {
        let grads = {
            let tape = Tape::new();
            let [data, ends] = [data, ends].map(|v| self.free_energy(&tape, v).mean());
            (data - ends).backward()
        };
        optimizer.step(self, &grads);
    }
    // ANCHOR_END: surrogate

    /// Learns pictures `[N, V]` by persistent chains, 50 at once. A shade between 0 and 1 is a probability, drawn anew each time.
    pub fn learn(
        &mut self,
        pictures: &Tensor,
        steps: usize,
        rng: &mut Rng,
        mut done: impl FnMut(),
    ) {
        let batch = |rng: &mut Rng| {
            let row = |_| rng.random_range(0..pictures.dims()[0]);
            let rows: Vec<usize> = (0..50).map(row).collect();
            drawn(&pictures.gather_rows(&rows), rng)
        };
        let mut optimizer = Sgd::new(0.2);
        let mut ends = batch(rng);
        for step in 0..steps {
            optimizer.set_rate(0.2 * (1.0 - step as f32 / steps as f32));
            ends = drawn(&self.step(&ends, rng), rng);
            let data = batch(rng);
            self.descend(&mut optimizer, &data, &ends);
            done();
        }
    }

    // ANCHOR: complete
    /// Pictures `[N, V]` of which only some pixels are `known`. The chain wanders, after each step the known pixels are put back, and
    /// after a quarter as many steps to begin with, the mean of p(v = 1 | h) over `steps` of them is taken.
    pub fn complete(
        &self,
        pictures: &Tensor,
        known: &[bool],
        steps: usize,
        rng: &mut Rng,
    ) -> Tensor {
        let clamp = |mut v: Tensor| {
            let given = pictures.data().iter().zip(known.iter().cycle());
            let both = v.data_mut().iter_mut().zip(given);
            both.filter(|(_, (_, known))| **known)
                .for_each(|(v, (given, _))| *v = *given);
            v
        };
        let (mut p, mut sum) = (
            Tensor::full(pictures.shape(), 0.5),
            Tensor::zeros(pictures.shape()),
        );
        for step in 0..steps / 4 + steps {
            p = self.step(&clamp(drawn(&p, rng)), rng);
            if step >= steps / 4 {
                let both = sum.data_mut().iter_mut().zip(p.data());
                both.for_each(|(sum, p)| *sum += p / steps as f32);
            }
        }
        clamp(sum)
    }
    // ANCHOR_END: complete
}
