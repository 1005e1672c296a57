//! Short film reviews from a grammar of our own, with many ways to say no.
//!
//! All clauses of a review agree in their verdict. What differs is how they say it: plainly (*the plot is clever*), by
//! denying the opposite (*nothing about the plot is dull*), or with a word that denies nothing (*the plot is not
//! only clever but moving*).

use nabla::Rng;
use rand::RngExt;
use std::collections::HashSet;

/// What a review may talk about.
const PARTS: [&str; 12] = [
    "film",
    "plot",
    "acting",
    "music",
    "ending",
    "dialogue",
    "story",
    "cast",
    "script",
    "beginning",
    "humour",
    "picture",
];

/// Words of praise; each stands across from its opposite in [`BAD`].
pub const GOOD: [&str; 12] = [
    "good",
    "great",
    "clever",
    "funny",
    "exciting",
    "charming",
    "brilliant",
    "fresh",
    "warm",
    "elegant",
    "honest",
    "lovely",
];

/// Words of blame.
pub const BAD: [&str; 12] = [
    "bad", "awful", "stupid", "boring", "dull", "silly", "weak", "tired", "cold", "loud", "clumsy",
    "dreary",
];

/// So many words at the end of [`GOOD`] and [`BAD`] are never denied in the reviews that are learned from.
const NEVER_DENIED: usize = 2;

// ANCHOR: ways
/// `P` is a part of the film, `W` a word that judges, `V` another of the same verdict, `A` is
/// "a" or "an".
const PLAIN: [&str; 8] = [
    "the P is W",
    "the P was really W",
    "what A W P",
    "i found the P W",
    "A W P",
    "the P is as W as they say",
    "everybody in the room found the P W",
    "i would say that the P was W",
];

/// Here the word says the opposite of what is meant.
const DENIED: [&str; 10] = [
    "the P is not W",
    "the P was never W",
    "not A W P",
    "nothing about the P is W",
    "the P is hardly W",
    "i would not say that the P was W",
    "nobody in the room found the P W",
    "the P is anything but W",
    "no one will call the P W",
    "the P was far from W",
];

/// A word of denial that denies nothing.
const UNTOUCHED: [&str; 5] = [
    "the P is not only W but V",
    "nobody will deny that the P is W",
    "there is no doubt that the P was W",
    "never before was A P so W",
    "there was nothing like that W P for years",
];

/// What says nothing about the film.
const ASIDES: [&str; 8] = [
    "i saw it on a monday",
    "my brother came along",
    "it runs for two hours",
    "we sat in the third row",
    "it rained all evening",
    "the tickets were not cheap",
    "nobody had told me what to expect",
    "there was no interval",
];
// ANCHOR_END: ways

/// How a review says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Without any denial.
    Plain,
    /// Every clause denies the opposite.
    Denied,
    /// Every clause has a denial that does not touch the word that judges.
    Untouched,
    /// As [`Denied`](Self::Denied), of words that are never denied in what is learned from.
    NewlyDenied,
}

impl Way {
    /// All of them, in the order of the tables.
    pub const ALL: [Way; 4] = [Way::Plain, Way::Denied, Way::Untouched, Way::NewlyDenied];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Way::Plain => "plain",
            Way::Denied => "denied",
            Way::Untouched => "denial beside it",
            Way::NewlyDenied => "newly denied",
        }
    }
}

/// A review and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// In lower case, clauses separated by " . ".
    pub text: String,
    /// Whether it praises.
    pub positive: bool,
    /// How it says so.
    pub way: Way,
}

/// Reviews to learn from, and others.
pub struct Films {
    /// Of each ten: five plain, three denied, two with a denial beside it.
    pub learn: Vec<Review>,
    /// Also such, to choose by.
    pub choose: Vec<Review>,
    /// For each [`Way`] in turn as many as asked for.
    pub test: Vec<Review>,
}

// ANCHOR: films
impl Films {
    /// So many reviews; no two of all of them are the same.
    pub fn new(learn: usize, choose: usize, test_each: usize, seed: u64) -> Self {
        let mut rng = nabla::rng(seed);
        let mut known = HashSet::new();
        let mut fresh = |way, i: usize| loop {
            let review = review(way, i.is_multiple_of(2), &mut rng);
            if known.insert(review.text.clone()) {
                return review;
            }
        };
        let usual = |i: usize| match i / 2 % 10 {
            0..5 => Way::Plain,
            5..8 => Way::Denied,
            _ => Way::Untouched,
        };
        let each = Way::ALL
            .into_iter()
            .flat_map(|way| (0..test_each).map(move |i| (way, i)));
        let test = each.map(|(way, i)| fresh(way, i)).collect();
        let mut some = |count| (0..count).map(|i| fresh(usual(i), i)).collect();
        Films {
            learn: some(learn),
            choose: some(choose),
            test,
        }
    }
}
// ANCHOR_END: films

/// One review: one to three clauses, and perhaps something beside the point.
fn review(way: Way, positive: bool, rng: &mut Rng) -> Review {
    let clauses = rng.random_range(1..=3);
    let mut parts: Vec<String> = (0..clauses).map(|_| clause(way, positive, rng)).collect();
    if rng.random_bool(0.5) {
        let place = rng.random_range(0..=parts.len());
        parts.insert(place, pick(&ASIDES, rng).to_string());
    }
    Review {
        text: parts.join(" . "),
        positive,
        way,
    }
}

/// One clause with its gaps filled.
fn clause(way: Way, positive: bool, rng: &mut Rng) -> String {
    let pattern = match way {
        Way::Plain => pick(&PLAIN, rng),
        Way::Denied | Way::NewlyDenied => pick(&DENIED, rng),
        Way::Untouched => pick(&UNTOUCHED, rng),
    };
    let denies = matches!(way, Way::Denied | Way::NewlyDenied);
    let words = if positive != denies { &GOOD } else { &BAD };
    let (usual, rare) = words.split_at(words.len() - NEVER_DENIED);
    let word = match way {
        Way::Denied => pick(usual, rng),
        Way::NewlyDenied => pick(rare, rng),
        Way::Plain | Way::Untouched => pick(words, rng),
    };
    let other = loop {
        let other = pick(words, rng);
        if other != word {
            break other;
        }
    };
    let part = pick(&PARTS, rng);
    let mut filled: Vec<&str> = Vec::new();
    for piece in pattern.split(' ').rev() {
        let piece = match piece {
            "P" => part,
            "W" => word,
            "V" => other,
            "A" => article(filled.last().copied().unwrap_or_default()),
            piece => piece,
        };
        filled.push(piece);
    }
    filled.reverse();
    filled.join(" ")
}

/// "an" before a vowel. (No silent h among our words but that of "honest".)
fn article(next: &str) -> &'static str {
    match next.starts_with(['a', 'e', 'i', 'o', 'u']) || next == "honest" {
        true => "an",
        false => "a",
    }
}

fn pick<'a>(from: &[&'a str], rng: &mut Rng) -> &'a str {
    from[rng.random_range(0..from.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn films() -> Films {
        Films::new(400, 60, 40, 7)
    }

    fn all(films: &Films) -> impl Iterator<Item = &Review> {
        films.learn.iter().chain(&films.choose).chain(&films.test)
    }

    #[test]
    fn no_review_comes_twice() {
        let films = films();
        let texts: HashSet<&str> = all(&films).map(|review| review.text.as_str()).collect();
        assert_eq!(texts.len(), 400 + 60 + 4 * 40);
    }

    #[test]
    fn half_of_every_kind_praises() {
        let films = films();
        for way in Way::ALL {
            let such: Vec<&Review> = films.test.iter().filter(|r| r.way == way).collect();
            let praise = such.iter().filter(|r| r.positive).count();
            assert_eq!((such.len(), praise), (40, 20), "{way:?}");
        }
        assert_eq!(films.learn.iter().filter(|r| r.positive).count(), 200);
        assert!(films.learn.iter().all(|r| r.way != Way::NewlyDenied));
    }

    #[test]
    fn the_verdict_is_that_of_the_words_unless_they_are_denied() {
        for review in all(&films()) {
            let words: Vec<&str> = review.text.split(' ').collect();
            let good = words.iter().any(|w| GOOD.contains(w));
            let bad = words.iter().any(|w| BAD.contains(w));
            assert!(good != bad, "{review:?}");
            let denied = matches!(review.way, Way::Denied | Way::NewlyDenied);
            assert_eq!(review.positive, good != denied, "{review:?}");
        }
    }

    #[test]
    fn some_words_are_never_denied_where_one_learns() {
        let films = films();
        let rare: Vec<&str> = [&GOOD[10..], &BAD[10..]].concat();
        let has = |review: &Review| review.text.split(' ').any(|word| rare.contains(&word));
        let denied = |way| films.learn.iter().filter(move |r| r.way == way);
        assert!(!denied(Way::Denied).any(has));
        assert!(denied(Way::Plain).any(has));
        let mut newly = films.test.iter().filter(|r| r.way == Way::NewlyDenied);
        assert!(newly.all(has));
    }

    #[test]
    fn nothing_is_left_unfilled_and_articles_fit() {
        for review in all(&films()) {
            let words: Vec<&str> = review.text.split(' ').collect();
            assert!(!review.text.contains(char::is_uppercase), "{review:?}");
            for pair in words.windows(2) {
                match pair[0] {
                    "a" => assert!(
                        !pair[1].starts_with(['a', 'e', 'i']) && pair[1] != "honest",
                        "{review:?}"
                    ),
                    "an" => assert_eq!(article(pair[1]), "an", "{review:?}"),
                    _ => {}
                }
            }
        }
    }
}
