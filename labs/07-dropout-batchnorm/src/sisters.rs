//! Batch norm and its sisters: the same formula, other sets of numbers.

// ANCHOR: kinds
/// Which numbers of `[N, H, W, C]` share a mean and a variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All pictures, one channel (Ioffe and Szegedy, 2015).
    Batch,
    /// One picture, all channels (Ba, Kiros and Hinton, 2016, where a picture has
    /// one place).
    Layer,
    /// One picture, one channel (Ulyanov, Vedaldi and Lempitsky, 2016).
    Instance,
    /// One picture, a group of channels (Wu and He, 2018).
    Group {
        /// How many groups; the channels are divided evenly.
        groups: usize,
    },
}

impl Kind {
    /// The number of the set that picture `n`, channel `c` of `channels` belongs
    /// to. Where in the picture it is does not matter to any of them.
    pub fn set(self, n: usize, c: usize, channels: usize) -> usize {
        match self {
            Kind::Batch => c,
            Kind::Layer => n,
            Kind::Instance => n * channels + c,
            Kind::Group { groups } => n * groups + c * groups / channels,
        }
    }
    // ANCHOR_END: kinds

    /// What tables call it.
    pub fn name(self) -> String {
        match self {
            Kind::Batch => "batch".to_string(),
            Kind::Layer => "layer".to_string(),
            Kind::Instance => "instance".to_string(),
            Kind::Group { groups } => format!("group ({groups})"),
        }
    }

    // ANCHOR: normalise
    /// Each number minus the mean of its set, over the standard deviation of its
    /// set. `x` is `[n, h, w, c]` in row-major order.
    pub fn normalise(self, x: &[f64], [n, h, w, c]: [usize; 4], epsilon: f64) -> Vec<f64> {
        let set = |at: usize| self.set(at / (h * w * c), at % c, c);
        let mut sums = vec![(0.0, 0.0); n * c];
        for (at, x) in x.iter().enumerate() {
            let (count, sum) = &mut sums[set(at)];
            *count += 1.0;
            *sum += x;
        }
        let means: Vec<f64> = sums.iter().map(|(count, sum)| sum / count).collect();
        let mut squares = vec![0.0; n * c];
        for (at, x) in x.iter().enumerate() {
            squares[set(at)] += (x - means[set(at)]).powi(2);
        }
        let one = |(at, x): (usize, &f64)| {
            let variance = squares[set(at)] / sums[set(at)].0;
            (x - means[set(at)]) / (variance + epsilon).sqrt()
        };
        x.iter().enumerate().map(one).collect()
    }
    // ANCHOR_END: normalise

    /// How many numbers share a mean.
    pub fn shared(self, [n, h, w, c]: [usize; 4]) -> usize {
        match self {
            Kind::Batch => n * h * w,
            Kind::Layer => h * w * c,
            Kind::Instance => h * w,
            Kind::Group { groups } => h * w * c / groups,
        }
    }
}
