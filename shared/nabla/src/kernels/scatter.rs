//! Rows that are added to the rows of a table: the way back of looking rows up in it.

#![allow(
    unsafe_code,
    reason = "the threads write different columns of one table"
)]

use super::threads::{Shared, parallel};

/// How many columns one thread adds up at a time.
const COLUMNS: usize = 128;

/// Row `ids[i]` of `table` += row i of `rows`, for i = 0, 1, … in that order. Threads share the columns:
/// two rows may have the same id, but no two columns are the same.
///
/// # Panics
/// If there is not one id a row, or a table has no such row.
pub fn add_rows(rows: &[f32], ids: &[u32], table: &mut [f32], width: usize) {
    if width == 0 {
        return;
    }
    assert!(rows.len() / width == ids.len() && rows.len().is_multiple_of(width));
    // Divided, not multiplied: on a machine of 32 bits (id + 1)·width could wrap round and pass.
    let entries = table.len() / width;
    assert!(
        ids.iter().all(|&id| (id as usize) < entries),
        "an id has no row in the table"
    );
    let shared = Shared(table.as_mut_ptr());
    let block = |i: usize| {
        let first = i * COLUMNS;
        let len = COLUMNS.min(width - first);
        for (row, &id) in rows.chunks_exact(width).zip(ids) {
            // SAFETY: these columns are this block's own, and the row is inside the table.
            let sum = unsafe { shared.piece(id as usize * width + first, len) };
            for (sum, x) in sum.iter_mut().zip(&row[first..]) {
                *sum += x;
            }
        }
    };
    let blocks = width.div_ceil(COLUMNS);
    // Below this, waking another thread takes longer than adding.
    if rows.len() < 1 << 15 {
        (0..blocks).for_each(block);
    } else {
        parallel(blocks, block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::sample;

    #[test]
    fn is_the_plain_loop() {
        for (count, vocabulary, width) in [(7, 3, 5), (300, 11, 301), (4, 9, 1), (0, 2, 3)] {
            let rows = sample([count, width], 1);
            let ids: Vec<u32> = (0..count).map(|i| (i * i % vocabulary) as u32).collect();
            let mut table = vec![1.0; vocabulary * width];
            let mut want = table.clone();
            add_rows(rows.data(), &ids, &mut table, width);
            for (row, &id) in rows.data().chunks(width).zip(&ids) {
                for (j, x) in row.iter().enumerate() {
                    want[id as usize * width + j] += x;
                }
            }
            assert_eq!(table, want);
        }
    }

    #[test]
    fn rows_of_nothing_add_nothing() {
        add_rows(&[], &[0, 7, u32::MAX], &mut [], 0);
    }

    #[test]
    #[should_panic(expected = "an id has no row in the table")]
    fn an_id_beyond_the_table_is_refused() {
        add_rows(&[1.0, 2.0, 3.0, 4.0], &[0, u32::MAX], &mut [0.0; 6], 2);
    }
}
