//! Convolution as a matrix product on the image itself.
//!
//! What a window of KH × KW sees of a `[H, W, C]` image is KH runs of KW·C numbers, each of which
//! lies contiguous in memory, since the channels are the last axis:
//!
//! ```text
//! a row of an image, 5 pixels with channels a, b      0a 0b 1a 1b 2a 2b 3a 3b 4a 4b
//! a window of 2 columns, at place 0                  [0a 0b 1a 1b]
//!                        at place 1                        [1a 1b 2a 2b]
//!                        at place 2                              [2a 2b 3a 3b]
//! ```
//!
//! So a row of windows *is* a matrix, `[places, KW·C]`, whose rows are C numbers apart and overlap.
//! The micro-kernel asks for no more than that distance; no window is ever copied out ("im2col").
//! The weight `[KH, KW, C, K]` is KH matrices `[KW·C, K]`, one for each run.
//!
//! With a dilation the numbers of a row of the window are apart, with groups of channels there are others
//! between them: then each of the KH·KW taps is a run of its own.

#![allow(
    unsafe_code,
    reason = "the micro-kernel reads and writes through raw pointers"
)]

use crate::kernels::microkernel::{Kernels, Tile};
use crate::kernels::pack::{Piece, pack};
use crate::kernels::threads::with_working_space;

/// Places on an image, in rows and columns, and how many floats apart they are.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    pub rows: usize,
    pub columns: usize,
    pub down: usize,
    pub right: usize,
}

impl Grid {
    /// From the first place to the last, if that can be counted.
    fn span(&self) -> Option<usize> {
        let down = (self.rows - 1).checked_mul(self.down)?;
        down.checked_add((self.columns - 1).checked_mul(self.right)?)
    }

    /// How many places.
    fn count(&self) -> Option<usize> {
        self.rows.checked_mul(self.columns)
    }

    fn is_empty(&self) -> bool {
        self.rows == 0 || self.columns == 0
    }

    /// Do the rows follow each other like the columns within one?
    fn is_one_row(&self) -> bool {
        Some(self.down) == self.columns.checked_mul(self.right)
    }

    fn as_one_row(self) -> Grid {
        Grid {
            rows: 1,
            columns: self.rows * self.columns,
            ..self
        }
    }
}

/// What a window sees at each of its places: `lines` lines, `line` apart, each of `runs` runs of `depth`
/// numbers, `run` apart.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub places: Grid,
    pub lines: usize,
    pub line: usize,
    pub runs: usize,
    pub run: usize,
    pub depth: usize,
}

impl View {
    /// What a window of `size` `[rows, columns]` sees, whose rows and columns are so far `apart`: of each
    /// pixel of `pixel` floats the first `seen`.
    pub fn new(places: Grid, size: [usize; 2], apart: [usize; 2], pixel: [usize; 2]) -> Self {
        let ([rows, columns], [seen, whole]) = (size, pixel);
        if seen == whole && apart[1] == whole {
            // The pixels of a row are neighbours, and make one run.
            return View {
                places,
                lines: 1,
                line: 0,
                runs: rows,
                run: apart[0],
                depth: columns * seen,
            };
        }
        View {
            places,
            lines: rows,
            line: apart[0],
            runs: columns,
            run: apart[1],
            depth: seen,
        }
    }

    /// How many floats of the image it looks at, if that can be counted.
    fn reach(&self) -> Option<usize> {
        let lines = (self.lines - 1).checked_mul(self.line)?;
        let runs = (self.runs - 1).checked_mul(self.run)?;
        let places = self.places.span()?;
        [lines, runs, self.depth]
            .into_iter()
            .try_fold(places, usize::checked_add)
    }

    /// How many numbers a window sees, as many as the weight has rows.
    fn numbers(&self) -> Option<usize> {
        self.lines.checked_mul(self.runs)?.checked_mul(self.depth)
    }
}

/// The weight as the micro-kernel reads it: panels of columns side by side, each
/// `[depth, panel's width]`, all as wide as a tile but the last, which may be a vector or so.
#[derive(Clone, Copy)]
pub struct Panels<'a> {
    pub data: &'a [f32],
    /// Rows of each panel: runs · depth.
    pub depth: usize,
    /// Columns of the matrix, all panels together.
    pub columns: usize,
}

/// How many floats the panels of a matrix take.
pub fn panels_len(kernels: &Kernels, depth: usize, columns: usize) -> usize {
    columns
        .checked_next_multiple_of(kernels.lanes)
        .and_then(|columns| columns.checked_mul(depth))
        .expect("a weight has no more numbers than a usize counts")
}

/// Packs a weight `[taps, C, K]`, whose rows are `line` floats apart, into panels: the rows are the inputs
/// of the given taps, one tap after the other, the columns the outputs. With `transposed` it is the
/// other way round: rows are outputs, columns are inputs.
pub fn pack_taps(
    kernels: &Kernels,
    weight: &[f32],
    [inputs, outputs]: [usize; 2],
    line: usize,
    transposed: bool,
    taps: impl Iterator<Item = usize> + Clone,
    packed: &mut [f32],
) {
    let (rows, columns) = if transposed {
        (outputs, inputs)
    } else {
        (inputs, outputs)
    };
    let depth = rows * taps.clone().count();
    for first in (0..columns).step_by(kernels.columns()) {
        let panel_columns = kernels.columns().min(columns - first);
        let width = panel_columns.next_multiple_of(kernels.lanes);
        let panel = &mut packed[first * depth..][..depth * width];
        for (to, tap) in panel.chunks_exact_mut(rows * width).zip(taps.clone()) {
            let start = tap * inputs * line + first * if transposed { line } else { 1 };
            let piece = Piece {
                data: &weight[start..],
                rows,
                columns: panel_columns,
                line,
                transposed,
            };
            pack(piece, width, to);
        }
    }
}

/// Steps along k after which the next piece of a panel begins: what 32 columns of it take is a good
/// part of the first-level cache.
const DEPTH: usize = 320;

/// `out` at each place of `to` = what `view` sees of `image` at its place · `weight`.
///
/// # Panics
/// If the view reaches beyond the image, the places beyond `out`, or the sizes do not fit.
pub fn correlate(
    kernels: &Kernels,
    image: &[f32],
    view: View,
    weight: Panels,
    out: &mut [f32],
    to: Grid,
) {
    if view.places.is_empty() || weight.columns == 0 {
        return;
    }
    assert_eq!(
        (view.places.rows, view.places.columns),
        (to.rows, to.columns)
    );
    assert_eq!(view.numbers(), Some(weight.depth));
    assert!(weight.data.len() >= panels_len(kernels, weight.depth, weight.columns));
    let reach = to.span().and_then(|span| span.checked_add(weight.columns));
    assert!(lies_in(view.reach(), image) && lies_in(reach, out));
    // A window of one column leaves no gap between the rows of an image.
    let flat = view.places.is_one_row() && to.is_one_row();
    let (from, to) = if flat {
        (view.places.as_one_row(), to.as_one_row())
    } else {
        (view.places, to)
    };
    let runs_a_piece = (DEPTH / view.depth.max(1)).clamp(1, view.runs);
    for first in (0..weight.columns).step_by(kernels.columns()) {
        let columns = kernels.columns().min(weight.columns - first);
        let width = columns.next_multiple_of(kernels.lanes);
        let panel = &weight.data[first * weight.depth..][..weight.depth * width];
        let pieces = (0..view.lines).flat_map(|line| {
            (0..view.runs)
                .step_by(runs_a_piece)
                .map(move |run| (line, run))
        });
        for (line, run) in pieces {
            let runs = runs_a_piece.min(view.runs - run);
            let b = panel[(line * view.runs + run) * view.depth * width..].as_ptr();
            let seen = line * view.line + run * view.run;
            for row in 0..to.rows {
                for (place, places) in evenly(to.columns, kernels.rows) {
                    let a = row * from.down + place * from.right + seen;
                    let c = row * to.down + place * to.right + first;
                    let tile = Tile {
                        runs,
                        depth: view.depth,
                        a: image[a..].as_ptr(),
                        a_line: from.right,
                        a_run: view.run,
                        b,
                        c: out[c..].as_mut_ptr(),
                        c_row: to.right,
                        accumulate: line + run > 0,
                    };
                    // SAFETY: the image holds all that the view reaches, `out` all places with
                    // their columns, and the panel `runs * depth` rows from `b`, as checked above.
                    unsafe { kernels.run_columns(false, places, columns, tile) };
                }
            }
        }
    }
}

/// Does a slice hold so many floats?
fn lies_in(reach: Option<usize>, slice: &[f32]) -> bool {
    reach.is_some_and(|reach| reach <= slice.len())
}

/// Adds, to each run of `dw`, (what `view` sees of `image`)ᵀ · `dy`, where `dy` has a row of
/// `columns` numbers for each place: `dw` is `[lines, runs, depth, columns]`. The rows of both are `row`
/// floats apart.
///
/// # Panics
/// If the view reaches beyond the image, or the sizes do not fit.
pub fn add_transposed(
    kernels: &Kernels,
    image: &[f32],
    view: View,
    dy: &[f32],
    [columns, row]: [usize; 2],
    dw: &mut [f32],
) {
    if view.places.is_empty() || columns == 0 {
        return;
    }
    let places = view.places;
    let last = |rows: usize| (rows - 1).checked_mul(row)?.checked_add(columns);
    assert!(columns <= row && lies_in(places.count().and_then(last), dy));
    assert!(lies_in(view.numbers().and_then(last), dw) && lies_in(view.reach(), image));
    with_working_space(|packed| {
        let most = packed.len() / kernels.columns();
        for piece in pieces(places, most) {
            for first in (0..columns).step_by(kernels.columns()) {
                let panel_columns = kernels.columns().min(columns - first);
                let dy_piece = Piece {
                    data: &dy[(piece.row * places.columns + piece.column) * row + first..],
                    rows: piece.rows * piece.columns,
                    columns: panel_columns,
                    line: row,
                    transposed: false,
                };
                pack(
                    dy_piece,
                    panel_columns.next_multiple_of(kernels.lanes),
                    packed,
                );
                let start = piece.row * places.down + piece.column * places.right;
                for run in 0..view.lines * view.runs {
                    let seen = run / view.runs * view.line + run % view.runs * view.run;
                    for (m, rows) in evenly(view.depth, kernels.rows) {
                        let tile = Tile {
                            runs: piece.rows,
                            depth: piece.columns,
                            a: image[start + seen + m..].as_ptr(),
                            a_line: places.right,
                            a_run: places.down,
                            b: packed.as_ptr(),
                            c: dw[(run * view.depth + m) * row + first..].as_mut_ptr(),
                            c_row: row,
                            accumulate: true,
                        };
                        // SAFETY: the image holds all that the view reaches, `packed` a row for each
                        // place of the piece, and `dw` the rows m.. of this run, as checked above.
                        unsafe { kernels.run_columns(true, rows, panel_columns, tile) };
                    }
                }
            }
        }
    });
}

/// Some of the places of a grid: whole rows of it, or a part of one row.
struct PlacesPiece {
    row: usize,
    rows: usize,
    column: usize,
    columns: usize,
}

/// Cuts a grid into pieces of at most `most` places.
fn pieces(grid: Grid, most: usize) -> impl Iterator<Item = PlacesPiece> {
    let rows_a_piece = (most / grid.columns).max(1);
    let columns_a_piece = most.min(grid.columns);
    (0..grid.rows).step_by(rows_a_piece).flat_map(move |row| {
        (0..grid.columns)
            .step_by(columns_a_piece)
            .map(move |column| PlacesPiece {
                row,
                rows: rows_a_piece.min(grid.rows - row),
                column,
                columns: columns_a_piece.min(grid.columns - column),
            })
    })
}

/// Cuts `0..count` into as few pieces of at most `most` as possible, and those as equal as
/// possible: 14 is 7 and 7, as a tile of 2 rows would spend its time waiting for its own sums.
/// Gives `(first, length)`.
pub fn evenly(count: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let pieces = count.div_ceil(most);
    (0..pieces).map(move |i| {
        let start = i * count / pieces;
        (start, (i + 1) * count / pieces - start)
    })
}
