//! Byte-pair encoding: what often stands together becomes one token (Gage, 1994; Sennrich and others, 2016).

use crate::solutions::replaced;

/// Two tokens, one after the other.
pub type Pair = (u32, u32);
/// Joins the most frequent pair of some tokens into a new one: which pair, and the tokens then.
pub type Merge = fn(&[u32], u32) -> (Pair, Vec<u32>);

/// Tokens that there are before any is joined: the bytes.
const BYTES: u32 = 256;

// ANCHOR: pairs
/// The pairs that were joined, in their order. Token 256 is the first of them.
pub struct Pairs(pub Vec<Pair>);

impl Pairs {
    /// Joins the most frequent pair of this text `count` times. Also gives how many tokens the text took after each time; the
    /// first number is that of its bytes.
    pub fn learn(text: &str, count: u32, merge: Merge) -> (Self, Vec<usize>) {
        let mut tokens: Vec<u32> = text.bytes().map(u32::from).collect();
        let (mut pairs, mut lengths) = (Vec::new(), vec![tokens.len()]);
        for new in BYTES..BYTES + count {
            if tokens.len() < 2 {
                break;
            }
            let (pair, joined) = merge(&tokens, new);
            tokens = joined;
            pairs.push(pair);
            lengths.push(tokens.len());
        }
        (Pairs(pairs), lengths)
    }

    /// A text as tokens: the same pairs are joined, in the order in which they were learned.
    pub fn encode(&self, text: &[u8]) -> Vec<u32> {
        let bytes = text.iter().copied().map(u32::from).collect();
        let join = |tokens: Vec<u32>, (new, &pair)| replaced(&tokens, pair, new);
        (BYTES..).zip(&self.0).fold(bytes, join)
    }

    /// The bytes of a token: its own, or those of the two that were joined.
    ///
    /// # Panics
    /// If there is no such token.
    pub fn spelled(&self, token: u32) -> Vec<u8> {
        match u8::try_from(token) {
            Ok(byte) => vec![byte],
            Err(_) => {
                let (first, second) = self.0[(token - BYTES) as usize];
                [self.spelled(first), self.spelled(second)].concat()
            }
        }
    }

    /// The bytes of some tokens.
    pub fn decode(&self, tokens: &[u32]) -> Vec<u8> {
        let spelled = tokens.iter().map(|&token| self.spelled(token));
        spelled.flatten().collect()
    }
}
// ANCHOR_END: pairs
