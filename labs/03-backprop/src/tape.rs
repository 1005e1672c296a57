//! Half an engine, on a list instead of a graph. The other half is three exercises: the product, the walk backwards, and
//! the loop that trains with it.

// ANCHOR: tape
/// What a number was made from: places, each with ∂(the number)/∂(the number there).
pub type Record = Vec<(usize, f64)>;

/// The two parts of an engine that are yours to write.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// Puts the product of the numbers at two places on the tape; returns its place.
    pub mul: fn(&mut Tape, usize, usize) -> usize,
    /// Reads the records backwards: ∂(last number)/∂(number i) for every i.
    pub walk: fn(&[Record]) -> Vec<f64>,
}

/// Numbers in the order they were made, and for each what it was made from. A number is called by its place.
#[derive(Clone, Debug)]
pub struct Tape {
    values: Vec<f64>,
    records: Vec<Record>,
    engine: Engine,
}

impl Engine {
    /// An empty tape.
    pub fn tape(&self) -> Tape {
        Tape {
            values: Vec::new(),
            records: Vec::new(),
            engine: *self,
        }
    }
}

impl Tape {
    /// Appends a number and what it was made from; returns its place.
    pub fn push(&mut self, value: f64, made_from: Record) -> usize {
        self.values.push(value);
        self.records.push(made_from);
        self.values.len() - 1
    }

    /// A number from outside: an input, a weight.
    pub fn number(&mut self, value: f64) -> usize {
        self.push(value, vec![])
    }

    /// The number at a place.
    ///
    /// # Panics
    /// If there is none yet.
    pub fn value(&self, place: usize) -> f64 {
        self.values[place]
    }

    /// a + b. Each of the two passes on to the sum whatever happens to it.
    pub fn add(&mut self, a: usize, b: usize) -> usize {
        let sum = self.value(a) + self.value(b);
        self.push(sum, vec![(a, 1.0), (b, 1.0)])
    }

    /// σ(a), whose derivative is σ(a)(1 − σ(a)).
    pub fn sigmoid(&mut self, a: usize) -> usize {
        let output = 1.0 / (1.0 + (-self.value(a)).exp());
        self.push(output, vec![(a, output * (1.0 - output))])
    }

    /// ln a
    pub fn ln(&mut self, a: usize) -> usize {
        let a_value = self.value(a);
        self.push(a_value.ln(), vec![(a, 1.0 / a_value)])
    }

    /// a · b, by the engine's rule.
    pub fn mul(&mut self, a: usize, b: usize) -> usize {
        (self.engine.mul)(self, a, b)
    }

    /// ∂(last number)/∂(number i) for every number, by the engine's walk.
    pub fn gradients(&self) -> Vec<f64> {
        (self.engine.walk)(&self.records)
    }
}
// ANCHOR_END: tape

impl Tape {
    /// What each number was made from, in the order of the numbers.
    pub fn records(&self) -> &[Record] {
        &self.records
    }
}

/// The loss of a 2-2-1 net of sigmoids on XOR, the mean cross-entropy over the four cases, as the last number on the
/// tape. `weights` are nine places: for each hidden neuron its two weights, its bias and its weight to the output; then
/// the output's bias. Returns the place of the loss.
// ANCHOR: xor_loss
pub fn xor_loss(tape: &mut Tape, weights: &[usize; 9]) -> usize {
    let mut total = tape.number(0.0);
    for (x, y) in crate::xor::CASES {
        let x = x.map(|input| tape.number(input));
        let mut sum = weights[8];
        for hidden in weights[..8].chunks_exact(4) {
            let (first, second) = (tape.mul(hidden[0], x[0]), tape.mul(hidden[1], x[1]));
            let both = tape.add(first, second);
            let with_bias = tape.add(both, hidden[2]);
            let output = tape.sigmoid(with_bias);
            let weighted = tape.mul(output, hidden[3]);
            sum = tape.add(sum, weighted);
        }
        // The net says 1 with the probability σ(sum), and 0 with σ(−sum).
        let sign = tape.number(if y == 1.0 { 1.0 } else { -1.0 });
        let towards = tape.mul(sign, sum);
        let right = tape.sigmoid(towards);
        let surprise = tape.ln(right);
        total = tape.add(total, surprise);
    }
    let mean = tape.number(-0.25);
    tape.mul(mean, total)
}
// ANCHOR_END: xor_loss
