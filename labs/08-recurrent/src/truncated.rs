//! Truncated backpropagation through time: the state goes on, the gradient does not.

use crate::reader::Reader;
use nabla::rnn::Memory;
use nabla::{Rng, Tape, Tensor};
use rand::RngExt;
use trainer::{Learner, Rule};

/// Streams that are read side by side.
pub const STREAMS: usize = 16;

/// Endless streams of bits, and the bit of `delay` steps ago.
pub struct Echo {
    delay: usize,
    last: Vec<Vec<bool>>,
    rng: Rng,
}

impl Echo {
    /// New streams.
    pub fn new(delay: usize, rng: Rng) -> Self {
        Echo {
            delay,
            last: vec![vec![false; delay]; STREAMS],
            rng,
        }
    }

    // ANCHOR: echo
    /// The next `steps` bits of each stream, −1 or 1, as `[STREAMS, steps, 1]`; and at each
    /// step the bit of `delay` steps ago, 0 or 1, as `[STREAMS·steps, 1]`.
    pub fn next(&mut self, steps: usize) -> (Tensor, Tensor) {
        let (mut bits, mut wanted) = (Vec::new(), Vec::new());
        for stream in &mut self.last {
            for _ in 0..steps {
                let bit = self.rng.random::<bool>();
                stream.push(bit);
                bits.push(if bit { 1.0 } else { -1.0 });
                wanted.push(f32::from(u8::from(stream.remove(0))));
            }
        }
        (
            Tensor::from_vec(bits, [STREAMS, steps, 1]),
            Tensor::from_vec(wanted, [STREAMS * steps, 1]),
        )
    }
    // ANCHOR_END: echo
}

// ANCHOR: truncated
/// Learns from the streams in pieces of `window` steps, `pieces` of them. Each piece begins
/// with the state in which the one before it ended, as plain numbers: no gradient leads back.
pub fn learn(reader: &mut Reader, echo: &mut Echo, window: usize, pieces: usize) {
    let mut learner = Learner::new(Rule::adam(0.005), pieces).clip(1.0);
    let mut memory: Option<Memory> = None;
    for _ in 0..pieces {
        let (bits, wanted) = echo.next(window);
        learner.learn(reader, Tape::new(), |reader, tape| {
            let start = memory.as_ref().map(|memory| memory.on(tape));
            let run = reader.layer.run(tape, tape.constant(bits), start, None);
            memory = Some(run.state().detach());
            let logits = reader.answers(tape, run.outputs);
            logits.sigmoid_cross_entropy(&wanted)
        });
    }
}
// ANCHOR_END: truncated

/// The share of bits that it repeats right, in one long piece; the first `delay` are not counted.
pub fn right(reader: &Reader, echo: &mut Echo, steps: usize) -> f64 {
    let (bits, wanted) = echo.next(steps);
    let tape = Tape::new();
    let said = reader.in_step(&tape, tape.constant(bits)).value();
    let rows = said.data().chunks_exact(steps);
    let (mut hits, mut all) = (0, 0);
    for (said, wanted) in rows.zip(wanted.data().chunks_exact(steps)) {
        for (z, yes) in said.iter().zip(wanted).skip(echo.delay) {
            hits += usize::from((*z > 0.0) == (*yes > 0.5));
            all += 1;
        }
    }
    f64::from(hits as u32) / f64::from(all)
}
