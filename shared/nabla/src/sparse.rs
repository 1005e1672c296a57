//! [`Sparse`]: a matrix that is nearly all zeros, such as who is whose neighbour in a graph.

use crate::Tensor;
use crate::gpu::{Block, Gpu};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A matrix `[rows, columns]` of which only the entries that are not 0 are kept, row after row ("compressed sparse
/// rows"). It is given, not learned: an operation with it has no gradient for its entries. Clones share it.
#[derive(Clone)]
pub struct Sparse(Arc<Both>);

/// The matrix, and its transpose for the way back.
struct Both {
    forth: Rows,
    back: Rows,
}

/// The entries of row i are those from `starts[i]` to `starts[i + 1]`.
pub(crate) struct Rows {
    pub starts: Vec<u32>,
    pub columns: Vec<u32>,
    pub values: Vec<f32>,
    /// The same three on a graphics card, once one has asked.
    uploaded: Mutex<Option<[Block; 3]>>,
}

impl Rows {
    /// Rows of these entries, (row, column, value); those of a row stay in their order.
    fn new(count: usize, entries: impl Iterator<Item = (u32, u32, f32)> + Clone) -> Rows {
        let mut starts = vec![0; count + 1];
        for (row, ..) in entries.clone() {
            starts[row as usize + 1] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let size = starts[count] as usize;
        let (mut columns, mut values) = (vec![0; size], vec![0.0; size]);
        let mut next = starts.clone();
        for (row, column, value) in entries {
            let place = &mut next[row as usize];
            (columns[*place as usize], values[*place as usize]) = (column, value);
            *place += 1;
        }
        Rows {
            starts,
            columns,
            values,
            uploaded: Mutex::new(None),
        }
    }

    /// How many rows.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Starts, columns and values on a graphics card, copied there unless that is where they were used last.
    pub fn on(&self, gpu: &Gpu) -> [Block; 3] {
        // It is set at one stroke: a panic elsewhere leaves it whole.
        let mut uploaded = self.uploaded.lock().unwrap_or_else(PoisonError::into_inner);
        match &*uploaded {
            Some(blocks) if blocks[0].gpu() == gpu => blocks.clone(),
            _ => {
                let whole = [&self.starts, &self.columns].map(|list| Block::upload(gpu, list));
                let [starts, columns] = whole;
                let values = Block::upload(gpu, &self.values);
                uploaded.insert([starts, columns, values]).clone()
            }
        }
    }
}

impl Sparse {
    /// The matrix with these entries, each (row, column, value), and 0 everywhere else. Entries at the same place are
    /// added up by whoever multiplies by them.
    ///
    /// # Panics
    /// If an entry lies outside the matrix.
    #[track_caller]
    pub fn new([rows, columns]: [usize; 2], entries: &[(u32, u32, f32)]) -> Self {
        let outside = |&&(i, j, _): &&(u32, u32, f32)| i as usize >= rows || j as usize >= columns;
        if let Some((i, j, _)) = entries.iter().find(outside) {
            panic!("sparse: there is no place ({i}, {j}) in a matrix [{rows}, {columns}]");
        }
        let given = entries.iter().copied();
        Sparse(Arc::new(Both {
            back: Rows::new(columns, given.clone().map(|(i, j, value)| (j, i, value))),
            forth: Rows::new(rows, given),
        }))
    }

    /// `[rows, columns]`.
    pub fn dims(&self) -> [usize; 2] {
        [self.0.forth.count(), self.0.back.count()]
    }

    /// How many entries are kept.
    pub fn entries(&self) -> usize {
        self.0.forth.values.len()
    }

    /// The entries of row `i`, (column, value), in the order in which they were given.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, i: usize) -> impl Iterator<Item = (usize, f32)> + Clone {
        let Rows {
            starts,
            columns,
            values,
            ..
        } = &self.0.forth;
        let range = starts[i] as usize..starts[i + 1] as usize;
        let columns = columns[range.clone()].iter().map(|&j| j as usize);
        columns.zip(values[range].iter().copied())
    }

    /// The whole matrix with its zeros.
    pub fn dense(&self) -> Tensor {
        let [rows, columns] = self.dims();
        let mut table = Tensor::zeros([rows, columns]);
        for i in 0..rows {
            for (j, value) in self.row(i) {
                table.data_mut()[i * columns + j] += value;
            }
        }
        table
    }

    /// The matrix by its rows, or its transpose.
    pub(crate) fn rows(&self, transposed: bool) -> &Rows {
        match transposed {
            false => &self.0.forth,
            true => &self.0.back,
        }
    }
}

impl fmt::Debug for Sparse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [rows, columns] = self.dims();
        write!(f, "Sparse [{rows}, {columns}], {} entries", self.entries())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order() {
        let a = Sparse::new(
            [3, 4],
            &[(2, 1, 5.0), (0, 3, 2.0), (2, 0, 7.0), (2, 1, 0.5)],
        );
        assert_eq!((a.dims(), a.entries()), ([3, 4], 4));
        let row: Vec<_> = a.row(2).collect();
        assert_eq!(row, [(1, 5.0), (0, 7.0), (1, 0.5)]);
        assert_eq!(a.row(1).count(), 0);
        assert_eq!(
            a.dense().data(),
            [0., 0., 0., 2., 0., 0., 0., 0., 7., 5.5, 0., 0.]
        );
        assert_eq!(format!("{a:?}"), "Sparse [3, 4], 4 entries");
    }

    #[test]
    #[should_panic(expected = "there is no place (0, 4) in a matrix [3, 4]")]
    fn an_entry_outside_is_refused() {
        Sparse::new([3, 4], &[(2, 3, 1.0), (0, 4, 1.0)]);
    }
}
