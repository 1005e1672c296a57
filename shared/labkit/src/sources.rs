//! The keys by which lessons name the lectures that the course grew out of.

/// Each key and what it stands for, as the book's bibliography has them.
const SOURCES: [(&str, &str); 5] = [
    (
        "[PSC]",
        "John Urbanic, *Deep Learning in an Afternoon*. Pittsburgh Supercomputing Center, 2020.",
    ),
    (
        "[EXP]",
        "*Neural Networks, Deep Learning and CNNs with Keras on Expanse*. San Diego Supercomputer Center.",
    ),
    (
        "[FAR]",
        "Amir Farbin, *Lecture 4: Rapid Walk-through of Deep Learning*.",
    ),
    (
        "[YAK]",
        "Igor Yakushin, *Introduction to Deep Learning with TensorFlow*. University of Chicago, 2017.",
    ),
    (
        "[UCSD]",
        "*Intro to Deep Learning using TensorFlow*. Student workshop, University of California San Diego.",
    ),
];

/// The keys in `text`, and what they stand for.
pub(crate) fn named(text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    SOURCES
        .into_iter()
        .filter(move |(key, _)| text.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bibliography_says_the_same() {
        let book = place::root().unwrap().join("book/src/bibliography.md");
        let book = std::fs::read_to_string(book).unwrap();
        let keys = book.lines().filter_map(|line| line.strip_prefix("- **["));
        assert_eq!(keys.count(), SOURCES.len());
        for (key, what) in SOURCES {
            let line = format!("- **{key}** {what}");
            assert!(book.lines().any(|in_book| in_book == line), "{line}");
        }
    }

    #[test]
    fn only_what_is_named_is_explained() {
        let found: Vec<&str> = named("as [FAR] and [UCSD] say, a[0]")
            .map(|(key, _)| key)
            .collect();
        assert_eq!(found, ["[FAR]", "[UCSD]"]);
    }
}
