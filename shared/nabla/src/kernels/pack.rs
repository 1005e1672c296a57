//! Copies a piece of B so that the micro-kernel reads it from end to end: row after row, each padded
//! with zeros to the tile's width.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

/// A few rows and columns of a matrix. Its lines (rows, or columns if `transposed`) are `line`
/// floats apart; the numbers of a line lie side by side.
pub struct Piece<'a> {
    pub data: &'a [f32],
    pub rows: usize,
    pub columns: usize,
    pub line: usize,
    pub transposed: bool,
}

/// Writes `piece` into `packed`, `width` floats a row.
///
/// # Panics
/// If `packed` is too small, or `piece.data`.
pub fn pack(piece: Piece, width: usize, packed: &mut [f32]) {
    let packed = &mut packed[..piece.rows * width];
    if piece.transposed {
        pack_transposed(piece, width, packed);
        return;
    }
    // A copy of a length known beforehand is a few instructions; any other is a call.
    match (piece.columns, width) {
        (32, 32) => copy_rows::<32>(piece, packed),
        (16, 16) => copy_rows::<16>(piece, packed),
        (8, 8) => copy_rows::<8>(piece, packed),
        _ => {
            for (k, row) in packed.chunks_exact_mut(width).enumerate() {
                let from = &piece.data[k * piece.line..][..piece.columns];
                row[..piece.columns].copy_from_slice(from);
                row[piece.columns..].fill(0.0);
            }
        }
    }
}

fn copy_rows<const WIDTH: usize>(piece: Piece, packed: &mut [f32]) {
    let (rows, _) = packed.as_chunks_mut::<WIDTH>();
    for (k, row) in rows.iter_mut().enumerate() {
        row.copy_from_slice(&piece.data[k * piece.line..][..WIDTH]);
    }
}

const SIDE: usize = 8;

/// Eight lines at a time, turned in blocks of 8×8 where the machine can; the rest one by one.
fn pack_transposed(piece: Piece, width: usize, packed: &mut [f32]) {
    if piece.columns < width {
        packed.fill(0.0);
    }
    let whole_columns = piece.columns - piece.columns % SIDE;
    let whole_rows = if can_turn() {
        piece.rows - piece.rows % SIDE
    } else {
        0
    };
    for j in (0..whole_columns).step_by(SIDE) {
        for k in (0..whole_rows).step_by(SIDE) {
            let from = &piece.data[j * piece.line + k..][..square(piece.line)];
            let to = &mut packed[k * width + j..][..square(width)];
            // SAFETY: both slices hold eight lines of eight floats at their distances, and
            // `can_turn` said yes.
            unsafe { turn(from.as_ptr(), piece.line, to.as_mut_ptr(), width) };
        }
    }
    for j in 0..piece.columns {
        let done = if j < whole_columns { whole_rows } else { 0 };
        let line = &piece.data[j * piece.line..][..piece.rows];
        for (k, x) in line.iter().enumerate().skip(done) {
            packed[k * width + j] = *x;
        }
    }
}

/// From the first float of eight lines to the eighth of the last, where lines are `line` apart.
fn square(line: usize) -> usize {
    let last = (SIDE - 1).checked_mul(line);
    let end = last.and_then(|last| last.checked_add(SIDE));
    end.expect("a slice has no more floats than a usize counts")
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
fn can_turn() -> bool {
    is_x86_feature_detected!("avx")
}

#[cfg(not(all(target_arch = "x86_64", not(miri))))]
fn can_turn() -> bool {
    false
}

/// Transposes a block of 8×8: first 2×2 blocks change places, then 4×4, then the halves.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[target_feature(enable = "avx")]
unsafe fn turn(from: *const f32, from_line: usize, to: *mut f32, to_line: usize) {
    use std::arch::x86_64::*;
    // SAFETY: the caller's slices hold eight lines of eight floats.
    let r: [__m256; 8] =
        std::array::from_fn(|i| unsafe { _mm256_loadu_ps(from.add(i * from_line)) });
    let mut pairs = [_mm256_setzero_ps(); 8];
    for i in 0..4 {
        pairs[2 * i] = _mm256_unpacklo_ps(r[2 * i], r[2 * i + 1]);
        pairs[2 * i + 1] = _mm256_unpackhi_ps(r[2 * i], r[2 * i + 1]);
    }
    let mut fours = [_mm256_setzero_ps(); 8];
    for half in 0..2 {
        let p = &pairs[4 * half..4 * half + 4];
        fours[4 * half] = _mm256_shuffle_ps::<0b01_00_01_00>(p[0], p[2]);
        fours[4 * half + 1] = _mm256_shuffle_ps::<0b11_10_11_10>(p[0], p[2]);
        fours[4 * half + 2] = _mm256_shuffle_ps::<0b01_00_01_00>(p[1], p[3]);
        fours[4 * half + 3] = _mm256_shuffle_ps::<0b11_10_11_10>(p[1], p[3]);
    }
    for i in 0..4 {
        let low = _mm256_permute2f128_ps::<0x20>(fours[i], fours[i + 4]);
        let high = _mm256_permute2f128_ps::<0x31>(fours[i], fours[i + 4]);
        // SAFETY: as above.
        unsafe {
            _mm256_storeu_ps(to.add(i * to_line), low);
            _mm256_storeu_ps(to.add((i + 4) * to_line), high);
        }
    }
}

#[cfg(not(all(target_arch = "x86_64", not(miri))))]
unsafe fn turn(_: *const f32, _: usize, _: *mut f32, _: usize) {
    unreachable!("`can_turn` said no");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts_give_the_same_piece() {
        let (lines, line) = (40, 37);
        let data: Vec<f32> = (0..lines * line).map(|i| i as f32).collect();
        for (rows, columns, width) in [
            (8, 8, 8),
            (17, 11, 16),
            (33, 32, 32),
            (3, 20, 32),
            (37, 7, 16),
        ] {
            let mut packed = vec![f32::NAN; rows * width];
            for transposed in [true, false] {
                let piece = Piece {
                    data: &data,
                    rows,
                    columns,
                    line,
                    transposed,
                };
                pack(piece, width, &mut packed);
                let (down, right) = if transposed { (1, line) } else { (line, 1) };
                for (at, &got) in packed.iter().enumerate() {
                    let (k, j) = (at / width, at % width);
                    let inside = j < columns;
                    let want = if inside {
                        data[k * down + j * right]
                    } else {
                        0.0
                    };
                    assert_eq!(got, want, "({k}, {j}) of {rows}×{columns}, {transposed}");
                }
            }
        }
    }
}
