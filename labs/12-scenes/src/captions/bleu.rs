//! BLEU (Papineni, Roukos, Ward and Zhu, 2002): how many word groups of a sentence stand in sentences that people wrote.

// ANCHOR: groups
/// Every group of `n` words that follow each other; a sentence with fewer words has none.
pub fn groups(sentence: &str, n: usize) -> Vec<Vec<&str>> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.windows(n).map(<[&str]>::to_vec).collect()
}
// ANCHOR_END: groups

/// The longest groups that count.
pub const ORDERS: usize = 4;

/// Counts a sentence's groups of so many words: those that its references allow, and all.
pub type Clipped = fn(&str, &[&str], usize) -> (usize, usize);

/// What was counted over a corpus. Nothing is divided before the last sentence is in: a mean of the sentences' scores is
/// another number.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bleu {
    /// Groups of 1, 2, 3, 4 words that stand in a reference, each counted as often as there at most.
    pub found: [usize; ORDERS],
    /// All groups.
    pub all: [usize; ORDERS],
    /// Words of the sentences.
    pub length: usize,
    /// Words of the references, of each sentence's the one whose length is nearest.
    pub wanted: usize,
}

impl Bleu {
    /// Counts a corpus: sentences, each with its references.
    ///
    /// # Panics
    /// If a sentence has no reference.
    pub fn of<'a>(
        corpus: impl IntoIterator<Item = (&'a str, &'a [&'a str])>,
        clipped: Clipped,
    ) -> Self {
        let mut bleu = Bleu::default();
        for (sentence, references) in corpus {
            for n in 1..=ORDERS {
                let (found, all) = clipped(sentence, references, n);
                bleu.found[n - 1] += found;
                bleu.all[n - 1] += all;
            }
            let words = |sentence: &str| sentence.split_whitespace().count();
            let length = words(sentence);
            // Of two that are equally near, the shorter one.
            let nearest = |&wanted: &usize| (wanted.abs_diff(length), wanted);
            let lengths = references.iter().map(|reference| words(reference));
            let wanted = lengths.min_by_key(nearest);
            bleu.length += length;
            bleu.wanted += wanted.expect("a sentence needs a reference to be compared with");
        }
        bleu
    }

    // ANCHOR: score
    /// The share of the groups of `n` words that were found; 0 where there are none.
    pub fn precision(&self, n: usize) -> f64 {
        self.found[n - 1] as f64 / self.all[n - 1].max(1) as f64
    }

    /// 1, or less where the sentences are too short: precision alone would praise silence.
    pub fn brevity(&self) -> f64 {
        let (length, wanted) = (self.length as f64, self.wanted as f64);
        match length {
            0.0 => 0.0,
            _ => (1.0 - wanted / length).min(0.0).exp(),
        }
    }

    /// BLEU-4, from 0 to 1: the geometric mean of the four precisions, times the brevity.
    /// One precision of 0 makes it 0.
    pub fn score(&self) -> f64 {
        let logs = (1..=ORDERS).map(|n| self.precision(n).ln());
        self.brevity() * (logs.sum::<f64>() / ORDERS as f64).exp()
    }
    // ANCHOR_END: score
}
