//! The kinds of numbers that a file may hold, and what they are as numbers of 32 bits.
//!
//! A number of 64 bits is rounded to the nearest one of 32. Whole numbers stay what they are: 2²⁴ + 1 is the
//! first that float32 has not, and it is refused.

use super::Checked;

/// One kind of number.
pub struct Kind {
    name: &'static str,
    /// How many bytes one takes.
    pub width: usize,
    /// Whole numbers: counters and masks, not what a network has learned.
    pub is_whole: bool,
    /// All of them, from their bytes.
    pub read: fn(&[u8]) -> Checked<Vec<f32>>,
}

const fn float(name: &'static str, width: usize, read: fn(&[u8]) -> Checked<Vec<f32>>) -> Kind {
    Kind {
        name,
        width,
        is_whole: false,
        read,
    }
}

const fn whole(name: &'static str, width: usize, read: fn(&[u8]) -> Checked<Vec<f32>>) -> Kind {
    Kind {
        name,
        width,
        is_whole: true,
        read,
    }
}

const KINDS: [Kind; 13] = [
    float("F32", 4, |b| each(b, |x| Ok(f32::from_le_bytes(x)))),
    float("F64", 8, |b| each(b, |x| double(f64::from_le_bytes(x)))),
    float("F16", 2, |b| each(b, |x| Ok(half(u16::from_le_bytes(x))))),
    float("BF16", 2, |b| {
        each(b, |[low, high]| Ok(f32::from_le_bytes([0, 0, low, high])))
    }),
    whole("I8", 1, |b| each(b, |x| exact(i8::from_le_bytes(x)))),
    whole("U8", 1, |b| each(b, |x| exact(u8::from_le_bytes(x)))),
    whole("I16", 2, |b| each(b, |x| exact(i16::from_le_bytes(x)))),
    whole("U16", 2, |b| each(b, |x| exact(u16::from_le_bytes(x)))),
    whole("I32", 4, |b| each(b, |x| exact(i32::from_le_bytes(x)))),
    whole("U32", 4, |b| each(b, |x| exact(u32::from_le_bytes(x)))),
    whole("I64", 8, |b| each(b, |x| exact(i64::from_le_bytes(x)))),
    whole("U64", 8, |b| each(b, |x| exact(u64::from_le_bytes(x)))),
    whole("BOOL", 1, |b| each(b, truth)),
];

impl Kind {
    /// The kind with this name in the format, if it is read.
    pub fn of(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The names of all that are read.
    pub fn names() -> String {
        KINDS.map(|kind| kind.name).join(", ")
    }
}

fn each<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> Checked<f32>) -> Checked<Vec<f32>> {
    let (numbers, _) = bytes.as_chunks::<N>();
    numbers.iter().map(|&bytes| number(bytes)).collect()
}

fn double(x: f64) -> Checked<f32> {
    let rounded = x as f32;
    match x.is_finite() && rounded.is_infinite() {
        true => Err(format!(
            "with {x:e}, and the largest float32 is {:e}",
            f32::MAX
        )),
        false => Ok(rounded),
    }
}

/// One bit for the sign, five for the exponent e, ten for the fraction f: (1 + f/2¹⁰) · 2^(e − 15), and
/// f · 2⁻²⁴ where e is 0 (IEEE 754-2008, binary16). Every one of them is a float32.
fn half(bits: u16) -> f32 {
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    let size = match exponent {
        0 => fraction as f32 / 16_777_216.0,
        31 => f32::from_bits(0x7f80_0000 | fraction << 13),
        _ => f32::from_bits((exponent + 127 - 15) << 23 | fraction << 13),
    };
    if bits >> 15 == 1 { -size } else { size }
}

fn exact(x: impl Into<i128>) -> Checked<f32> {
    let x = x.into();
    match x.unsigned_abs() <= 1 << f32::MANTISSA_DIGITS {
        true => Ok(x as f32),
        false => Err(format!(
            "with {x}, and whole numbers are read up to 2²⁴ = 16777216, where float32 begins to have gaps"
        )),
    }
}

fn truth([byte]: [u8; 1]) -> Checked<f32> {
    match byte {
        0 | 1 => Ok(f32::from(byte)),
        _ => Err(format!("with {byte}, where true is 1 and false 0")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<const N: usize>(kind: &str, bytes: [u8; N]) -> Checked<f32> {
        let kind = Kind::of(kind).expect("it is known");
        assert_eq!(kind.width, N);
        (kind.read)(&bytes).map(|numbers| numbers[0])
    }

    /// All 65,536, against the formula.
    #[test]
    fn every_half_is_its_formula() {
        for bits in 0..=u16::MAX {
            let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
            let (e, f) = (i32::from(bits / 1024 % 32), f64::from(bits % 1024) / 1024.0);
            let got = read("F16", bits.to_le_bytes()).expect("it can be read");
            match e {
                31 if f > 0.0 => assert!(got.is_nan(), "{bits:#x}"),
                31 => assert_eq!(got, sign as f32 * f32::INFINITY),
                _ => {
                    let one = if e == 0 { 0.0 } else { 1.0 };
                    let want = sign * (one + f) * 2_f64.powi(e.max(1) - 15);
                    assert_eq!(f64::from(got).to_bits(), want.to_bits(), "{bits:#x}");
                }
            }
        }
    }

    #[test]
    fn whole_numbers_stay_what_they_are_or_are_refused() {
        let edge = 1_i64 << 24;
        for x in [0, 7, -1, edge, -edge] {
            assert_eq!(read("I64", x.to_le_bytes()), Ok(x as f32));
        }
        for x in [edge + 1, -edge - 1, edge + 2, i64::MAX, i64::MIN] {
            let error = read("I64", x.to_le_bytes()).expect_err("float32 has gaps there");
            assert!(error.contains(&format!("with {x},")), "{error}");
        }
        assert_eq!(read("I8", [0xff]), Ok(-1.0));
        assert_eq!(read("U8", [0xff]), Ok(255.0));
        assert_eq!(read("I16", i16::MIN.to_le_bytes()), Ok(-32768.0));
        assert_eq!(read("U16", u16::MAX.to_le_bytes()), Ok(65535.0));
        read("I32", i32::MAX.to_le_bytes()).expect_err("too large");
        read("U32", u32::MAX.to_le_bytes()).expect_err("too large");
        read("U64", u64::MAX.to_le_bytes()).expect_err("too large");
        assert_eq!((read("BOOL", [0]), read("BOOL", [1])), (Ok(0.0), Ok(1.0)));
        read("BOOL", [2]).expect_err("neither true nor false");
    }

    #[test]
    fn doubles_are_rounded_and_never_become_infinite() {
        for x in [0.1, -1.0 / 3.0, 1e-320, f64::from(f32::MAX), 16_777_217.0] {
            assert_eq!(read("F64", x.to_le_bytes()), Ok(x as f32));
        }
        let error = read("F64", 1e300_f64.to_le_bytes()).expect_err("too large");
        assert!(error.contains("with 1e300"), "{error}");
        assert_eq!(read("F64", f64::INFINITY.to_le_bytes()), Ok(f32::INFINITY));
        assert!(read("F64", f64::NAN.to_le_bytes()).is_ok_and(f32::is_nan));
    }
}
