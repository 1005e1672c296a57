//! `ndarray`'s vectors and matrices, and small matrices as pictures.

use ndarray::{Array1, Array2};

use super::lists::{compare_slices, entries, show_list};
use super::{Answer, Closeness, Difference};

macro_rules! arrays {
    ($($t:ty),*) => {$(
        impl Answer for Array1<$t> {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
                compare_slices(&self.to_vec(), &want.to_vec(), closeness)
            }
            fn show(&self) -> String {
                show_list(self.iter().map(Answer::show), ("[", "]"))
            }
            fn entries(&self, want: &Self, closeness: &Closeness) -> Vec<bool> {
                entries(&self.to_vec(), &want.to_vec(), closeness)
            }
            fn numbers(&self, visit: &mut dyn FnMut(f64)) {
                self.iter().for_each(|value| value.numbers(visit));
            }
            fn nudged(&self, by: f64) -> Self {
                self.to_vec().nudged(by).into()
            }
        }
        impl Answer for Array2<$t> {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
                if self.dim() != want.dim() {
                    return Err(Difference::of_sizes(
                        format!("shape {:?}, but {:?} is expected", self.shape(), want.shape()),
                    ));
                }
                for ((place, got), want) in self.indexed_iter().zip(want) {
                    got.compare(want, closeness)
                        .map_err(|inner| inner.at(&format!("[{}, {}]", place.0, place.1), got, want))?;
                }
                Ok(())
            }
            fn show(&self) -> String {
                let rows = self.rows();
                let rows: Vec<String> =
                    rows.into_iter().map(|row| show_list(row.iter().map(Answer::show), ("[", "]"))).collect();
                show_list(rows.into_iter(), ("[", "]"))
            }
            fn pictures(&self, want: &Self, closeness: &Closeness) -> Option<(String, String)> {
                let rows = |matrix: &Self| matrix.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>();
                of_lists(&rows(self), &rows(want), closeness)
            }
            fn numbers(&self, visit: &mut dyn FnMut(f64)) {
                self.iter().for_each(|value| value.numbers(visit));
            }
            fn nudged(&self, by: f64) -> Self {
                Array2::from_shape_fn(self.dim(), |(y, x)| self[[y, x]].nudged(by / (y + 2 * x + 1) as f64))
            }
        }
    )*};
}
arrays!(f32, f64);

/// Matrices with more rows or columns are not shown as pictures.
const SIDE: usize = 8;
/// Longer numbers are rounded in a picture.
const WIDTH: usize = 7;

/// Lists of rows as pictures, each with the entries marked in which the two differ. `None` if they are no small
/// matrices.
pub(super) fn of_lists<R: Answer>(
    got: &[R],
    want: &[R],
    closeness: &Closeness,
) -> Option<(String, String)> {
    let (got_cells, want_cells) = (cells(got)?, cells(want)?);
    let same_size = got.len() == want.len();
    let differs = |y: usize, x: usize| {
        let agrees = same_size.then(|| got[y].entries(&want[y], closeness));
        agrees.is_some_and(|agrees| agrees.get(x) == Some(&false))
    };
    Some((picture(&got_cells, differs), picture(&want_cells, differs)))
}

/// The texts of a matrix of 2 to 8 rows and columns.
fn cells<R: Answer>(rows: &[R]) -> Option<Vec<Vec<String>>> {
    let rows: Vec<Vec<String>> = rows.iter().map(Answer::cells).collect::<Option<_>>()?;
    let width = rows.first()?.len();
    let is_matrix = rows.iter().all(|row| row.len() == width);
    let is_small = [rows.len(), width]
        .iter()
        .all(|side| (2..=SIDE).contains(side));
    let short = |cell: String| {
        if cell.len() > WIDTH {
            rounded(cell)
        } else {
            cell
        }
    };
    (is_matrix && is_small).then(|| {
        let row = |row: Vec<String>| row.into_iter().map(short).collect();
        rows.into_iter().map(row).collect()
    })
}

fn rounded(cell: String) -> String {
    match cell.parse::<f64>() {
        Ok(number) if (1e-3..1e4).contains(&number.abs()) => format!("{number:.4}"),
        Ok(number) if number.is_finite() => format!("{number:.2e}"),
        _ => cell,
    }
}

/// One line a row, the columns aligned, what `differs` between `>` and `<`.
fn picture(rows: &[Vec<String>], differs: impl Fn(usize, usize) -> bool) -> String {
    let width = rows
        .iter()
        .flatten()
        .map(|cell| cell.len())
        .max()
        .unwrap_or(0);
    let cell = |y: usize, x: usize| {
        let text = &rows[y][x];
        match differs(y, x) {
            true => format!("{:>width$}<", format!(">{text}"), width = width + 1),
            false => format!("{text:>width$} ", width = width + 1),
        }
    };
    let line = |y: usize| {
        let cells: String = (0..rows[y].len()).map(|x| cell(y, x)).collect();
        cells.trim_end().to_string()
    };
    (0..rows.len()).map(line).collect::<Vec<_>>().join("\n")
}
