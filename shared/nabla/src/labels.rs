//! [`Labels`]: which class each example belongs to. Their own type, so that a class number can
//! never be mistaken for a measurement.

use crate::Tensor;
use crate::gpu::Block;
use std::cell::RefCell;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The class of each example, `0..classes`; or of each pixel, picture after picture.
pub struct Labels {
    classes: usize,
    ids: Vec<u32>,
    /// How many ids are not [`IGNORED`](Self::IGNORED).
    counted: usize,
    /// The same on a graphics card, once one has asked.
    uploaded: Mutex<Option<Block>>,
}

thread_local! {
    /// Lists that batches before left behind, as the tensors' pool does for floats.
    static FREE: RefCell<Vec<Vec<u32>>> = const { RefCell::new(Vec::new()) };
}

/// Enough for the batches that live at the same time.
const KEEP_AT_MOST: usize = 8;

impl Labels {
    /// What stands for a label that does not count, made by [`ignoring`](Self::ignoring): no class.
    pub const IGNORED: u32 = u32::MAX;

    /// One label an example.
    ///
    /// # Panics
    /// If a label is not below `classes`.
    #[track_caller]
    pub fn new(ids: &[u8], classes: usize) -> Self {
        if let Some(bad) = ids.iter().find(|&&id| usize::from(id) >= classes) {
            panic!("labels: {bad} is not below the number of classes, {classes}");
        }
        Labels::collect(ids.iter().map(|&id| u32::from(id)), classes)
    }

    /// The same for more than 256 classes: the letters or words of a vocabulary, say.
    ///
    /// # Panics
    /// If a label is not below `classes`.
    #[track_caller]
    pub fn from_ids(ids: &[u32], classes: usize) -> Self {
        if let Some(bad) = ids.iter().find(|&&id| id as usize >= classes) {
            panic!("labels: {bad} is not below the number of classes, {classes}");
        }
        Labels::collect(ids.iter().copied(), classes)
    }

    /// The same where some labels do not count: those equal to `ignored`, such as 255 for a pixel that nobody
    /// looked at, or the number of the letter that fills short texts up. They have no part in a loss, and a
    /// guess never equals them ([`IGNORED`](Self::IGNORED)); [`counted`](Self::counted) says how many are left.
    ///
    /// # Panics
    /// If another label is not below `classes`.
    #[track_caller]
    pub fn ignoring<I: Copy + Into<u32>>(ids: &[I], classes: usize, ignored: I) -> Self {
        let ignored = ignored.into();
        let ids = || ids.iter().map(|&id| id.into());
        if let Some(bad) = ids().find(|&id| id != ignored && id as usize >= classes) {
            panic!(
                "labels: {bad} is not below the number of classes, {classes}, and not {ignored}, which is ignored"
            );
        }
        let marked = ids().map(|id| if id == ignored { Labels::IGNORED } else { id });
        Labels::collect(marked, classes)
    }

    pub(crate) fn collect(ids: impl Iterator<Item = u32>, classes: usize) -> Self {
        let mut list = FREE
            .with(|free| free.borrow_mut().pop())
            .unwrap_or_default();
        list.clear();
        list.extend(ids);
        let counted = list.iter().filter(|&&id| id != Labels::IGNORED).count();
        Labels {
            classes,
            ids: list,
            counted,
            uploaded: Mutex::new(None),
        }
    }

    /// The labels of the examples `indices`, in that order.
    ///
    /// # Panics
    /// If there is no such example.
    #[track_caller]
    pub fn gather(&self, indices: &[usize]) -> Self {
        if let Some(bad) = indices.iter().find(|&&i| i >= self.len()) {
            panic!("gather: there is no example {bad} among {}", self.len());
        }
        Labels::collect(indices.iter().map(|&i| self.ids[i]), self.classes)
    }

    /// How many examples.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// How many of them have a class, and are not ignored: what a mean, or a fraction of right guesses, is
    /// taken over.
    pub fn counted(&self) -> usize {
        self.counted
    }

    /// No examples at all?
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many classes there are (not all need occur).
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The class numbers, [`IGNORED`](Self::IGNORED) where there is none.
    pub fn as_slice(&self) -> &[u32] {
        &self.ids
    }

    /// The class numbers on a graphics card, copied there unless that is where they were used last.
    pub(crate) fn on(&self, gpu: &crate::gpu::Gpu) -> Block {
        let mut uploaded = self.uploaded();
        match &*uploaded {
            Some(block) if block.gpu() == gpu => block.clone(),
            _ => uploaded.insert(Block::upload(gpu, &self.ids)).clone(),
        }
    }

    fn uploaded(&self) -> MutexGuard<'_, Option<Block>> {
        // It is set at one stroke: a panic elsewhere leaves it whole.
        self.uploaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `[N, classes]` with a single 1 in each row, at the label's place; a row of zeros where it is ignored.
    pub fn one_hot(&self) -> Tensor {
        let mut table = Tensor::zeros([self.len(), self.classes]);
        let rows = table.data_mut().chunks_exact_mut(self.classes.max(1));
        for (row, &id) in rows.zip(&self.ids) {
            if id != Labels::IGNORED {
                row[id as usize] = 1.0;
            }
        }
        table
    }
}

impl Clone for Labels {
    fn clone(&self) -> Self {
        let mut copy = Labels::collect(self.ids.iter().copied(), self.classes);
        copy.uploaded = Mutex::new(self.uploaded().clone());
        copy
    }
}

impl PartialEq for Labels {
    fn eq(&self, other: &Labels) -> bool {
        (self.classes, &self.ids) == (other.classes, &other.ids)
    }
}

impl Eq for Labels {}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Labels of {} classes {:?}", self.classes, self.ids)
    }
}

impl Drop for Labels {
    fn drop(&mut self) {
        let list = std::mem::take(&mut self.ids);
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < KEEP_AT_MOST {
                free.push(list);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hot_marks_the_class() {
        let hot = Labels::new(&[2, 0], 3).one_hot();
        assert_eq!(hot.data(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn some_do_not_count() {
        let labels = Labels::ignoring(&[2_u8, 255, 0], 3, 255);
        assert_eq!(labels.as_slice(), [2, Labels::IGNORED, 0]);
        assert_eq!((labels.len(), labels.counted()), (3, 2));
        assert_eq!(
            labels.one_hot().data(),
            [0., 0., 1., 0., 0., 0., 1., 0., 0.]
        );
        let some = labels.gather(&[1, 1, 0]);
        assert_eq!((some.counted(), some.clone().counted()), (1, 1));
        // A class may be ignored too.
        assert_eq!(Labels::ignoring(&[2_u32, 0], 3, 0).counted(), 1);
    }

    #[test]
    #[should_panic(
        expected = "3 is not below the number of classes, 3, and not 255, which is ignored"
    )]
    fn only_one_number_is_ignored() {
        Labels::ignoring(&[2_u8, 255, 3], 3, 255);
    }

    #[test]
    #[should_panic(expected = "there is no example 2 among 2")]
    fn an_example_that_does_not_exist_is_refused() {
        Labels::new(&[3, 1], 10).gather(&[0, 2]);
    }

    #[test]
    #[should_panic(expected = "300 is not below the number of classes, 300")]
    fn nor_is_a_large_one() {
        assert_eq!(Labels::from_ids(&[299, 0], 300).as_slice(), [299, 0]);
        Labels::from_ids(&[299, 300], 300);
    }

    #[test]
    #[should_panic(expected = "10 is not below the number of classes, 10")]
    fn a_label_out_of_range_is_refused() {
        Labels::new(&[3, 10], 10);
    }
}
