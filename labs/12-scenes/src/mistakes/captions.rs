//! Wrong turns of a search, and counts that flatter.

use crate::captions::bleu::groups;
use std::collections::HashSet;

/// What goes wrong in a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slip {
    /// The width is not looked at.
    Greedy,
    /// Each sentence keeps the best `width` of its continuations.
    EachItsOwn,
    /// Finished ones are put aside and take no place in the beam.
    Aside,
    /// The first sentence that is finished is returned.
    FirstFinished,
    /// Finished ones are continued.
    OnAndOn,
    /// The power of the length is not divided by.
    NoLength,
    /// It is multiplied by.
    TimesLength,
    /// The beam is chosen by ln p, only the last choice by score.
    LateLength,
    /// The probabilities are added up.
    SumOfP,
    /// Without the end that was found.
    WithoutEnd,
    /// One round more.
    OneRoundMore,
    /// The continuation sees the last word alone.
    LastWord,
}

/// A search with a slip.
pub fn beam_search(
    slip: Slip,
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    (end, width, longest, alpha): (usize, usize, usize, f64),
) -> Vec<usize> {
    use Slip::*;
    type Said = (Vec<usize>, f64);
    let plain = |(_, log_p): &Said| *log_p;
    let score = |it: &Said| {
        let length = it.0.len() as f64;
        match slip {
            NoLength => plain(it),
            TimesLength => it.1 * length.powf(alpha),
            _ => it.1 / length.powf(alpha),
        }
    };
    let best = |mut all: Vec<Said>, of: &dyn Fn(&Said) -> f64, width: usize| {
        all.sort_by(|a, b| of(b).total_cmp(&of(a)));
        all.truncate(width);
        all
    };
    let chosen: &dyn Fn(&Said) -> f64 = if slip == LateLength { &plain } else { &score };
    let is_finished = |it: &Said| it.0.last() == Some(&end);
    let width = if slip == Greedy { 1 } else { width };
    let mut beam: Vec<Said> = vec![(Vec::new(), 0.0)];
    let mut aside = Vec::new();
    for _ in 0..longest + usize::from(slip == OneRoundMore) {
        let mut all = Vec::new();
        for it in beam {
            if is_finished(&it) && slip != OnAndOn {
                all.push(it);
                continue;
            }
            let seen = if slip == LastWord {
                &it.0[it.0.len().saturating_sub(1)..]
            } else {
                &it.0[..]
            };
            let more = next(seen).into_iter().enumerate().map(|(word, log_p)| {
                let log_p = if slip == SumOfP { log_p.exp() } else { log_p };
                ([&it.0[..], &[word]].concat(), it.1 + log_p)
            });
            // What cannot be said is left out where nothing else keeps the beam small.
            let more = more.filter(|(_, log_p)| slip != EachItsOwn || log_p.is_finite());
            all.extend(if slip == EachItsOwn {
                best(more.collect(), chosen, width)
            } else {
                more.collect()
            });
        }
        if slip == Aside {
            let (finished, open): (Vec<Said>, Vec<Said>) = all.into_iter().partition(is_finished);
            aside.extend(finished);
            all = open;
        }
        beam = if slip == EachItsOwn {
            all
        } else {
            best(all, chosen, width)
        };
        if slip == FirstFinished && beam.iter().any(is_finished) {
            beam.retain(is_finished);
        }
        if beam.iter().all(is_finished) && slip != OnAndOn {
            break;
        }
    }
    beam.extend(aside);
    let mut words = best(beam, &score, 1).swap_remove(0).0;
    if slip == WithoutEnd && words.last() == Some(&end) {
        words.pop();
    }
    words
}

fn count(all: &[Vec<&str>], group: &[&str]) -> usize {
    all.iter().filter(|g| *g == group).count()
}

/// Groups that stand in some reference count as often as they come.
pub fn not_clipped(sentence: &str, references: &[&str], n: usize) -> (usize, usize) {
    let own = groups(sentence, n);
    let known: HashSet<_> = references.iter().flat_map(|r| groups(r, n)).collect();
    (
        own.iter().filter(|group| known.contains(*group)).count(),
        own.len(),
    )
}

/// Found groups by `most`, what the references allow of a group.
pub fn clipped_by(
    most: fn(&[usize]) -> usize,
    sentence: &str,
    references: &[&str],
    n: usize,
) -> (usize, usize) {
    let own = groups(sentence, n);
    let different: HashSet<_> = own.iter().collect();
    let allowed = |group: &[&str]| {
        let counts: Vec<usize> = references
            .iter()
            .map(|r| count(&groups(r, n), group))
            .collect();
        most(&counts)
    };
    let found = different
        .into_iter()
        .map(|group| count(&own, group).min(allowed(group)));
    (found.sum(), own.len())
}

/// Different groups, each once.
pub fn each_once(sentence: &str, references: &[&str], n: usize) -> (usize, usize) {
    let own: HashSet<_> = groups(sentence, n).into_iter().collect();
    let known: HashSet<_> = references.iter().flat_map(|r| groups(r, n)).collect();
    (own.intersection(&known).count(), own.len())
}

/// Groups side by side, which do not overlap.
pub fn side_by_side(sentence: &str, references: &[&str], n: usize) -> (usize, usize) {
    fn cut(text: &str, n: usize) -> Vec<Vec<&str>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.chunks_exact(n).map(<[&str]>::to_vec).collect()
    }
    let own = cut(sentence, n);
    let different: HashSet<_> = own.iter().collect();
    let found = different.into_iter().map(|group| {
        let most = references.iter().map(|r| count(&cut(r, n), group)).max();
        count(&own, group).min(most.unwrap_or(0))
    });
    (found.sum(), own.len())
}
