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
    /// Stream `number` of those that belong to `seed`. Both halves of the key depend on the whole seed:
    /// two streams that share one half are not quite independent. For each number, different seeds
    /// have different keys.
    pub fn new(seed: u64, number: u32) -> Self {
        let half =
            |which: u32, seed: u32| pcg(seed ^ pcg(number.wrapping_mul(2).wrapping_add(which)));
        let (low, high) = (half(0, seed as u32), half(1, (seed >> 32) as u32));
        let add = low ^ pcg(high);
        Stream {
            add,
            xor: high ^ pcg(add),
        }
    }

    /// 32 random bits for this place.
    #[inline(always)]
    pub fn bits(self, place: u32) -> u32 {
        step(place, self.add, self.xor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out with Python's whole numbers, modulo 2³², from the paper's formulas.
    #[test]
    fn the_bits_are_always_the_same() {
        assert_eq!(
            [0, 1, 2].map(pcg),
            [129_708_002, 2_831_084_092, 2_055_130_248]
        );
        for (seed, number, bits) in [
            (
                0,
                0,
                [2_296_165_242, 3_520_921_834, 1_130_240_105, 2_139_600_083],
            ),
            (
                1,
                0,
                [1_124_967_534, 2_682_099_066, 3_674_310_822, 1_004_203_530],
            ),
            (
                1,
                1,
                [3_168_989_859, 3_513_945_368, 349_120_519, 3_536_519_674],
            ),
            (
                0x0123_4567_89ab_cdef,
                3,
                [1_241_066_744, 2_057_102_573, 31_433_227, 534_395_666],
            ),
        ] {
            let stream = Stream::new(seed, number);
            assert_eq!([0, 1, 2, 70_000].map(|i| stream.bits(i)), bits);
        }
    }

    const PLACES: u32 = 1 << 16;

    /// Streams as training makes them: consecutive and random seeds, several numbers.
    fn streams() -> Vec<Stream> {
        let seeds = (0..8)
            .chain((1..9).map(|i| i << 32))
            .chain([0x9e37_79b9_7f4a_7c15, u64::MAX]);
        seeds
            .flat_map(|seed| (0..4).map(move |number| Stream::new(seed, number)))
            .collect()
    }

    /// Σ (seen − expected)²/expected over 256 equal drawers is 255 ± 22.6 for fair ones.
    #[test]
    fn the_bits_are_evenly_spread() {
        for stream in streams() {
            for shift in [24, 12, 0] {
                let mut drawers = [0.0_f64; 256];
                for i in 0..PLACES {
                    drawers[(stream.bits(i) >> shift) as usize % 256] += 1.0;
                }
                let expected = f64::from(PLACES) / 256.0;
                let chi: f64 = drawers
                    .iter()
                    .map(|d| (d - expected).powi(2) / expected)
                    .sum();
                assert!(
                    (255.0 - 5.0 * 22.6..255.0 + 6.0 * 22.6).contains(&chi),
                    "{stream:?} {shift}: {chi}"
                );
            }
        }
    }

    /// How often two coins of probability `p` fall alike, against p² + (1 − p)²: in standard deviations.
    fn alike(p: f64, one: impl Fn(u32) -> u32, other: impl Fn(u32) -> u32) -> f64 {
        let below = (p * 4_294_967_296.0) as u32;
        let seen = (0..PLACES)
            .filter(|&i| (one(i) < below) == (other(i) < below))
            .count();
        let fair = p * p + (1.0 - p) * (1.0 - p);
        let places = f64::from(PLACES);
        (seen as f64 - fair * places) / (places * fair * (1.0 - fair)).sqrt()
    }

    #[test]
    fn neighbours_know_nothing_of_each_other() {
        for stream in streams() {
            for p in [0.5, 0.25] {
                // Beside, in the next pixel, in the next row, in the next image.
                for lag in [1, 2, 3, 4, 32, 64, 128, 768, 1024, 9216, 65_536] {
                    let sigma = alike(p, |i| stream.bits(i), |i| stream.bits(i + lag));
                    assert!(sigma.abs() < 5.0, "{stream:?}, {p}, {lag} apart: {sigma} σ");
                }
            }
        }
    }

    #[test]
    fn layers_and_steps_know_nothing_of_each_other() {
        let streams = streams();
        for (i, one) in streams.iter().enumerate() {
            for other in &streams[..i] {
                let sigma = alike(0.5, |i| one.bits(i), |i| other.bits(i));
                assert!(sigma.abs() < 5.0, "{one:?} {other:?}: {sigma} σ");
            }
        }
    }
}
