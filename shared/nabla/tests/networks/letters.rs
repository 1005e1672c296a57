//! A network that reads letters and guesses the next, of the scoreboard's sizes.

use nabla::optim::Optimizer;
use nabla::rnn::{Gru, Lstm, Recurrent, Rnn};
use nabla::{Embedding, Init, Labels, Linear, Module, Tape, Tokens};

/// Letters there are.
pub const LETTERS: usize = 64;
/// Texts in a batch, and letters in each.
pub const TEXTS: [usize; 2] = [32, 64];

/// Embedding 64, a layer that remembers 128, and a guess.
pub struct Reader {
    letters: Embedding,
    memory: Lstm,
    guess: Linear,
}
nabla::parts!(Reader {
    letters,
    memory,
    guess
});

/// Always the same first weights.
pub fn reader() -> Reader {
    let mut rng = nabla::rng(7);
    Reader {
        letters: Embedding::new(LETTERS, 64, Init::Normal(1.0), &mut rng),
        memory: Lstm::new(64, 128, &mut rng),
        guess: Linear::new(128, LETTERS, Init::Xavier, &mut rng),
    }
}

/// Texts in which the next letter can be known, and what it is.
pub fn texts([n, steps]: [usize; 2]) -> (Tokens, Labels) {
    let letter = |i: usize, t: usize| ((i * 11 + t * (i % 5 + 1)) % LETTERS) as u32;
    let places = || (0..n).flat_map(|i| (0..steps).map(move |t| (i, t)));
    let ids: Vec<u32> = places().map(|(i, t)| letter(i, t)).collect();
    let next: Vec<u32> = places().map(|(i, t)| letter(i, t + 1)).collect();
    (
        Tokens::new(&ids, [n, steps], LETTERS),
        Labels::from_ids(&next, LETTERS),
    )
}

/// One step of training; returns the loss.
pub fn reading_step(
    reader: &mut Reader,
    optimizer: &mut dyn Optimizer,
    (texts, next): &(Tokens, Labels),
) -> f32 {
    let (grads, loss) = {
        let tape = Tape::new();
        let x = reader.letters.forward(&tape, texts);
        let h = reader.memory.forward(&tape, x);
        let h = h.reshape([texts.len(), reader.memory.hidden()]);
        let loss = reader.guess.forward(&tape, h).softmax_cross_entropy(next);
        (loss.backward(), loss.item())
    };
    optimizer.step(reader, &grads);
    loss
}

/// One layer of each kind after the other, there and back.
pub struct Stack {
    first: Gru,
    second: Rnn,
    third: Lstm,
}
nabla::parts!(Stack {
    first,
    second,
    third
});

/// Three layers, 5 → 9 → 17 → 6.
pub fn stack() -> Stack {
    let mut rng = nabla::rng(8);
    Stack {
        first: Gru::new(5, 9, &mut rng),
        second: Rnn::new(9, 17, &mut rng).reversed(),
        third: Lstm::new(17, 6, &mut rng),
    }
}

impl Stack {
    /// Reads texts of uneven lengths, the second layer from the state that the first half left; returns
    /// the loss.
    pub fn step(
        &mut self,
        optimizer: &mut dyn Optimizer,
        x: &nabla::Tensor,
        ends: &[usize],
    ) -> f32 {
        let (grads, loss) = {
            let tape = Tape::new();
            let x = tape.constant(x.clone());
            let one = self.first.run(&tape, x, None, Some(ends));
            let two = self.second.run(&tape, one.outputs, None, Some(ends));
            let again = self.second.run(&tape, one.outputs, Some(two.state()), None);
            let three = self.third.run(&tape, again.outputs, None, None);
            let next = self.third.step(&tape, again.last, Some(three.state()));
            let loss = next.hidden.square().mean() + three.outputs.square().mean();
            (loss.backward(), loss.item())
        };
        optimizer.step(self, &grads);
        loss
    }
}
