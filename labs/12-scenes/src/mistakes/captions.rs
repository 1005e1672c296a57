//! Wrong turns of a search, and counts that flatter.

use crate::captions::bleu::groups;
use crate::solutions::round;
use std::collections::HashSet;

/// What goes wrong in a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slip {
    /// Each sentence keeps the best `width` of its continuations.
    EachItsOwn,
    /// Finished ones are put aside and take no place in the beam.
    Aside,
    /// The first sentence that is finished is returned.
    FirstFinished,
    /// The beam is chosen by ln p, only the last choice by score.
    LateLength,
}

type Said = (Vec<usize>, f64);

/// A search with a slip.
pub fn beam_search(
    slip: Slip,
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    (end, width, longest, alpha): (usize, usize, usize, f64),
) -> Vec<usize> {
    let is_finished = |it: &Said| it.0.last() == Some(&end);
    let ours = |beam, width, alpha| round(beam, next, end, width, alpha);
    let mut beam: Vec<Said> = vec![(Vec::new(), 0.0)];
    for _ in 0..longest {
        beam = match slip {
            Slip::EachItsOwn => {
                let each = beam.into_iter();
                let all = each.flat_map(|it| ours(vec![it], width, alpha));
                all.filter(|it| it.1.is_finite()).collect()
            }
            Slip::Aside => {
                let all = ours(beam, usize::MAX, alpha).into_iter();
                let (finished, open): (Vec<Said>, Vec<Said>) = all.partition(is_finished);
                let kept = open.into_iter().take(width);
                finished.into_iter().chain(kept).collect()
            }
            Slip::FirstFinished => {
                let all = ours(beam, width, alpha);
                let finished: Vec<Said> =
                    all.iter().filter(|it| is_finished(it)).cloned().collect();
                if finished.is_empty() { all } else { finished }
            }
            Slip::LateLength => ours(beam, width, 0.0),
        };
        if beam.iter().all(is_finished) {
            break;
        }
    }
    let score = |it: &Said| it.1 / (it.0.len() as f64).powf(alpha);
    let all = beam.into_iter();
    let best = all.max_by(|a, b| score(a).total_cmp(&score(b)));
    best.map_or(Vec::new(), |it| it.0)
}

/// A sentence, its references, and the words of a group.
pub type Counted = (&'static str, Vec<&'static str>, usize);

/// Groups paid for by another rule: from how often the sentence has one, and how often each reference.
pub fn clipped(paid: fn(usize, &[usize]) -> usize) -> impl Fn(&Counted) -> (usize, usize) {
    move |(sentence, references, n)| {
        let own = groups(sentence, *n);
        let references: Vec<_> = references.iter().map(|r| groups(r, *n)).collect();
        let count = |all: &[Vec<&str>], group| all.iter().filter(|g| *g == group).count();
        let different: HashSet<_> = own.iter().collect();
        let found = different.into_iter().map(|group| {
            let counts: Vec<usize> = references.iter().map(|all| count(all, group)).collect();
            paid(count(&own, group), &counts)
        });
        (found.sum(), own.len())
    }
}
