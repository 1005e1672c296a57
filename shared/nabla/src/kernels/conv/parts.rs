//! How the images of a convolution are shared out to the threads.
//!
//! Each part is a few images, or a strip of one, and has working space of its own. The number of parts
//! depends on the sizes alone. What all of them add to (dw, db) each adds up for itself, and their
//! sums are added in the order of the parts: so the threads do not change a bit.

#![allow(unsafe_code, reason = "parts of the work write disjoint images")]

use super::{Convolution, Gradients};
use crate::Tensor;
use crate::kernels::rows;
use crate::kernels::threads::{CHUNK, Shared, for_each_chunk, parallel};
use std::ops::Range;

/// Parts of the forward pass: enough for many threads.
const FORWARD: usize = 16;
/// Parts of the backward pass, as long as their sums (each as large as dw) have no more floats than
/// this together.
pub const BACKWARD: usize = 8;
const ALL_SUMS: usize = 16 << 20;

/// Most images that are handed over at a time.
pub const TOGETHER: usize = 8;

/// What a part of the backward pass writes to, for a group of images.
pub struct Own<'a> {
    /// The images' dx, if it is wanted.
    pub dx: Option<&'a mut [f32]>,
    /// The part's sum.
    pub sum: &'a mut [f32],
    /// Working space, with whatever is in it.
    pub space: &'a mut [f32],
}

/// Multiply-adds below which a second thread costs more than it saves.
const WORTH_SHARING: usize = 1 << 17;

impl Convolution {
    fn share(&self, parts: usize, work: impl Fn(usize) + Sync) {
        let terms = self.taps() * self.seen();
        if self.y_len().saturating_mul(terms) >= WORTH_SHARING {
            parallel(parts, work);
        } else {
            (0..parts).for_each(work);
        }
    }

    /// Calls `work(image, rows, y, space)` for strips of rows that together are all of the result:
    /// `y` is the strip. A batch of a few images is cut into strips that begin at multiples of
    /// `unit`; otherwise a strip is a whole image, or as many as `together` of them, from `image` on.
    /// There is working space for `space(rows)` floats.
    #[track_caller]
    pub fn for_each_strip(
        &self,
        unit: usize,
        together: usize,
        space: impl Fn(usize) -> usize,
        y: &mut [f32],
        work: impl Fn(usize, Range<usize>, &mut [f32], &mut [f32]) + Sync,
    ) {
        if y.is_empty() {
            return;
        }
        let parts = self.images.min(FORWARD);
        let units = self.places[0].div_ceil(unit);
        let strips = (FORWARD / parts).min(units);
        let space_len = space((units.div_ceil(strips) * unit).min(self.places[0]));
        let mut space = Tensor::scratch([parts * strips, space_len]);
        let (y, space) = (
            Shared(y.as_mut_ptr()),
            Shared(space.data_mut().as_mut_ptr()),
        );
        let row = self.places[1] * self.outputs;
        self.share(parts * strips, |part| {
            // SAFETY: each part has its own space.
            let space = unsafe { space.piece(part * space_len, space_len) };
            let rows = share_of(units, strips, part % strips);
            let rows = rows.start * unit..(rows.end * unit).min(self.places[0]);
            let together = if strips == 1 { together } else { 1 };
            for images in groups(share_of(self.images, parts, part / strips), together) {
                let start = images.start * self.y_image() + rows.start * row;
                // SAFETY: each part has its own images, or its own strip of one.
                let y = unsafe { y.piece(start, images.len() * rows.len() * row) };
                work(images.start, rows.clone(), y, space);
            }
        });
    }

    /// Calls `work(image, ds(image), own)` for each image, and adds up what `work` adds to its sum, into
    /// the dw of `out`. Also adds up the rows of ds into `db`, if it is wanted: of each image first.
    #[track_caller]
    pub fn for_each_image<'a>(
        &self,
        ds: impl Fn(usize) -> &'a [f32] + Sync,
        out: Gradients,
        space_len: usize,
        work: impl Fn(usize, &[f32], Own) + Sync,
    ) {
        self.for_each_group([BACKWARD, 1], ds, out, space_len, |image, ds, own| {
            work(image, ds[0], own);
        });
    }

    /// The same for at most `together` images at a time, from `image` on, in no more than `parts` parts.
    #[track_caller]
    pub fn for_each_group<'a>(
        &self,
        [parts, together]: [usize; 2],
        ds: impl Fn(usize) -> &'a [f32] + Sync,
        out: Gradients,
        space_len: usize,
        work: impl Fn(usize, &[&[f32]], Own) + Sync,
    ) {
        let Gradients { dx, dw, db } = out;
        let sum = dw.unwrap_or_default();
        let parts = (ALL_SUMS / sum.len().max(1)).clamp(1, parts.min(self.images));
        let (sum_len, db_len) = (sum.len(), db.as_ref().map_or(0, |db| db.len()));
        let mut sums = Tensor::scratch([parts, sum_len]);
        // One row an image, whichever part it is in.
        let mut db_rows = Tensor::scratch([self.images, db_len]);
        let mut space = Tensor::scratch([parts, space_len]);
        let dx = dx.map(|dx| Shared(dx.as_mut_ptr()));
        let all = [&mut sums, &mut db_rows, &mut space].map(|t| Shared(t.data_mut().as_mut_ptr()));
        self.share(parts, |part| {
            // SAFETY: each part has its own sums, and its own space.
            let (sum, space) = unsafe {
                let sum = all[0].piece(part * sum_len, sum_len);
                (sum, all[2].piece(part * space_len, space_len))
            };
            sum.fill(0.0);
            for images in groups(share_of(self.images, parts, part), together) {
                let len = self.x_image();
                let [start, dx_len] = [images.start, images.len()].map(|images| images * len);
                // SAFETY: each part has its own images.
                let dx = dx.as_ref().map(|dx| unsafe { dx.piece(start, dx_len) });
                let mut of_group = [&[][..]; TOGETHER];
                for (of_image, image) in of_group.iter_mut().zip(images.clone()) {
                    *of_image = ds(image);
                    // SAFETY: as above.
                    let db = unsafe { all[1].piece(image * db_len, db_len) };
                    rows::sum_few_rows(of_image, db);
                }
                let own = Own {
                    dx,
                    sum: &mut *sum,
                    space: &mut *space,
                };
                work(images.start, &of_group[..images.len()], own);
            }
        });
        add_up(sums.data(), sum);
        if let Some(db) = db {
            rows::sum_rows(db_rows.data(), db);
        }
    }
}

/// Part `i` of `0..count` cut into `parts` as equal as possible.
fn share_of(count: usize, parts: usize, i: usize) -> Range<usize> {
    i * count / parts..(i + 1) * count / parts
}

/// Cuts a range into groups of at most `most`.
fn groups(all: Range<usize>, most: usize) -> impl Iterator<Item = Range<usize>> {
    let end = all.end;
    all.step_by(most)
        .map(move |first| first..(first + most).min(end))
}

/// `sum` = the sum of the rows of `parts`, from the first to the last.
fn add_up(parts: &[f32], sum: &mut [f32]) {
    let len = sum.len();
    for_each_chunk([sum], CHUNK, |start, [sum]| {
        sum.fill(0.0);
        for part in parts.chunks_exact(len.max(1)) {
            for (sum, x) in sum.iter_mut().zip(&part[start..]) {
                *sum += x;
            }
        }
    });
}
