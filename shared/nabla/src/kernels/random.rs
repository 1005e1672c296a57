//! Random bits without a state: a pure function of a seed, a stream's number and a place.
//!
//! The hash is PCG-RXS-M-XS-32 in the form of Jarzynski and Olano, *Hash Functions for GPU Rendering*
//! (2020), who found it the best of the cheap ones. It is a step of a linear congruential generator,
//! a shift by an amount taken from the number itself, a multiplication, and one more shift: two
//! multiplications of 32 bits, and no order in which the numbers must be drawn. So a graphics card
//! and a vector unit compute the same bits, each in its own order, and a backward pass computes them
//! again in place of keeping them.

/// The hash itself: every one of the 2³² inputs gives another output.
#[inline(always)]
pub fn pcg(input: u32) -> u32 {
    step(input, 2_891_336_453, 0)
}

/// The hash with the generator's increment `add` to choose, and `xor` put in before the
/// multiplication.
#[inline(always)]
fn step(input: u32, add: u32, xor: u32) -> u32 {
    let state = input.wrapping_mul(747_796_405).wrapping_add(add);
    let word = ((state >> ((state >> 28) + 4)) ^ state ^ xor).wrapping_mul(277_803_737);
    (word >> 22) ^ word
}

/// One stream of random bits. Its 64 bits of key enter the hash at two places: as the increment of
/// the generator, and just before the multiplication.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stream {
    pub add: u32,
    pub xor: u32,
}

impl Stream {
    /// Stream `number` of those that belong to `seed`. For each number, different seeds have different
    /// keys.
    pub fn new(seed: u64, number: u32) -> Self {
        let half =
            |which: u32, seed: u32| pcg(seed ^ pcg(number.wrapping_mul(2).wrapping_add(which)));
        Stream {
            add: half(0, seed as u32),
            xor: half(1, (seed >> 32) as u32),
        }
    }

    /// 32 random bits for this place.
    #[inline(always)]
    pub fn bits(self, place: u32) -> u32 {
        step(place, self.add, self.xor)
    }
}
