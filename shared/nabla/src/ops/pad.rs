//! A frame of zeros around images; on the way back the frame is cut off.

mod gpu;

use super::Backward;
use crate::Tensor;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Pad {
    x: Id,
    /// Above and on the left.
    offset: [usize; 2],
}

impl<'t> Var<'t> {
    /// Images `[N, H, W, C]` with rows of zeros `[above, below]` and columns of zeros
    /// `[left, right]`.
    ///
    /// # Panics
    /// If this is no batch of images, or memory cannot hold the result.
    #[track_caller]
    pub fn pad(self, rows: [usize; 2], columns: [usize; 2]) -> Var<'t> {
        let x = self.value();
        let &[n, height, width, channels] = x.dims() else {
            panic!("pad: takes images [N, H, W, C], this is {}", x.shape());
        };
        let with =
            |size: usize, [before, after]: [usize; 2]| size.checked_add(before)?.checked_add(after);
        let (Some(height), Some(width)) = (with(height, rows), with(width, columns)) else {
            panic!(
                "pad: {rows:?} rows and {columns:?} columns are more than can be counted; pad by less"
            );
        };
        let offset = [rows[0], columns[0]];
        let y = framed(&x, [n, height, width, channels], offset);
        self.tape.record(y, &[self.id], Pad { x: self.id, offset })
    }
}

/// The images in frames of `[N, H, W, C]`.
#[track_caller]
fn framed(x: &Tensor, frame: [usize; 4], offset: [usize; 2]) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::framed(gpu, x, frame, offset);
    }
    let mut y = Tensor::zeros(frame);
    let numbers = y.data_mut();
    for_each_row(
        x.dims(),
        [frame[1], frame[2]],
        offset,
        |inner, outer, len| {
            numbers[outer..][..len].copy_from_slice(&x.data()[inner..][..len]);
        },
    );
    y
}

/// Calls `f(place in the image, place in the frame, length)` for each row of each image.
fn for_each_row(
    image: &[usize],
    frame: [usize; 2],
    offset: [usize; 2],
    mut f: impl FnMut(usize, usize, usize),
) {
    let (height, width, channels) = (image[1], image[2], image[3]);
    if width * channels == 0 {
        return;
    }
    for n in 0..image[0] {
        for row in 0..height {
            let inner = (n * height + row) * width * channels;
            let outer = ((n * frame[0] + row + offset[0]) * frame[1] + offset[1]) * channels;
            f(inner, outer, width * channels);
        }
    }
}

impl Backward for Pad {
    fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.x).shape();
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::cut_out(gpu, &dy, shape, self.offset));
        }
        let mut dx = Tensor::scratch(shape);
        let numbers = dx.data_mut();
        let frame = [y.dims()[1], y.dims()[2]];
        for_each_row(shape.dims(), frame, self.offset, |inner, outer, len| {
            numbers[inner..][..len].copy_from_slice(&dy.data()[outer..][..len]);
        });
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn a_frame_of_zeros() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1., 2., 3., 4.], [1, 2, 2, 1]));
        let y = x.pad([1, 0], [0, 2]).value();
        assert_eq!(
            y,
            Tensor::from_vec(
                vec![0., 0., 0., 0., 1., 2., 0., 0., 3., 4., 0., 0.],
                [1, 3, 4, 1]
            )
        );
    }

    #[test]
    fn gradients() {
        assert_gradients(
            &[sample([2, 3, 2, 2], 1), sample([2, 6, 4, 2], 2)],
            |_, v| (v[0].pad([1, 2], [2, 0]) * v[1]).square().mean(),
        );
    }
}
