//! Where tiles lie: on an image, whose edge some of them cross, or each for itself.

/// Points along a side of a tile: numbers of d, and products.
pub const SIDE: usize = 6;

/// The mask of what exists.
pub const ALL: u16 = !0;

/// Where the numbers of a row of tiles lie, all channels of each side by side: on an image, or each tile for
/// itself. Place (i, j) lies at `i * down + j * right`; tile t begins at place `at`, `t * step` columns further
/// to the right, and `t * next` floats further on. What lies beyond the `size` places is read as zero and not
/// written.
#[derive(Clone, Copy)]
pub struct Layout {
    pub size: [usize; 2],
    pub down: usize,
    pub right: usize,
    pub at: [isize; 2],
    pub step: usize,
    pub next: usize,
}

impl Layout {
    /// An image of `size` places, which are `right` floats apart.
    pub fn image(size: [usize; 2], right: usize, at: [isize; 2], step: usize) -> Self {
        Layout {
            size,
            down: size[1] * right,
            right,
            at,
            step,
            next: 0,
        }
    }

    /// Squares of `side × side` places, `apart` floats from one to the next, and `next` from tile to tile.
    pub fn squares(side: usize, apart: usize, next: usize) -> Self {
        Layout {
            next,
            ..Layout::image([side; 2], apart, [0; 2], 0)
        }
    }

    /// From the first float to the last channel of the last place of `tiles` tiles, if that can be counted.
    pub fn reach(self, tiles: usize, channels: usize) -> Option<usize> {
        let [Some(row), Some(column)] = self.size.map(|size| size.checked_sub(1)) else {
            return Some(0);
        };
        let place = row
            .checked_mul(self.down)?
            .checked_add(column.checked_mul(self.right)?)?;
        let last = self.next.checked_mul(tiles - 1)?;
        place.checked_add(last)?.checked_add(channels)
    }

    /// Where a tile begins. It may be in the margin, before the first float.
    pub fn start(self, tile: usize) -> isize {
        let [row, column] = [self.at[0], self.at[1] + (tile * self.step) as isize];
        row * self.down as isize + column * self.right as isize + (tile * self.next) as isize
    }

    /// For each row and column of a tile of `n × n`, all ones if it exists and 0 if not.
    pub fn exist(self, tile: usize, n: usize) -> [[u16; SIDE]; 2] {
        let first = [self.at[0], self.at[1] + (tile * self.step) as isize];
        [0, 1].map(|axis| {
            let there =
                |i: usize| (0..self.size[axis] as isize).contains(&(first[axis] + i as isize));
            std::array::from_fn(|i| if i >= n || there(i) { ALL } else { 0 })
        })
    }
}
