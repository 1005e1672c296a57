//! The text that the character model learns: the book's frozen chapters, or a file of the learner's.

pub use datasets::text::*;
use labkit::numerals::count;
use labkit::{Error, Lesson, Result};
use std::fs::File;
use std::io::Read;

/// The text that `--text` names, or the frozen one.
///
/// # Errors
/// Those of [`read`].
pub fn asked(lesson: &Lesson) -> Result<Corpus> {
    match lesson.choice("text") {
        "" => Ok(Corpus::new()),
        file => read(file),
    }
}

/// The text of a file, in lower case. Its paragraphs end with an empty line, or with each line if none is empty.
///
/// # Errors
/// If the file cannot be read, is short, or is mostly not in the alphabet.
pub fn read(file: &str) -> Result<Corpus> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|opened| opened.take(MOST).read_to_end(&mut bytes))
        .map_err(|error| {
            Error::new(format!("cannot read {file}: {error}"))
                .remedy("give --text a file of plain text")
        })?;
    let paragraphs = paragraphs(&String::from_utf8_lossy(&bytes));
    let corpus = Corpus::of(paragraphs.iter().map(String::as_str));
    let all = [&corpus.learn, &corpus.choose, &corpus.test];
    let characters: usize = all.iter().map(|part| part.len()).sum();
    if characters < LEAST || corpus.learn.len() < LEAST / 2 || paragraphs.len() < 20 {
        return Err(Error::new(format!(
            "{file} has {} characters in {} paragraphs, and little is to be learned from that",
            count(characters),
            count(paragraphs.len())
        ))
        .remedy(format!(
            "give --text a file of {} characters and 20 paragraphs at least",
            count(LEAST)
        )));
    }
    let others = all.into_iter().flatten();
    if others
        .filter(|&&id| id == datasets::text::id(OTHER))
        .count()
        > characters / 3
    {
        return Err(Error::new(format!(
            "most of {file} is in none of the {VOCABULARY} characters that the network knows"
        ))
        .remedy("give --text a text in Latin letters"));
    }
    Ok(corpus)
}

/// As many bytes of a file are read.
const MOST: u64 = 500_000;
/// A text of fewer characters is too short.
const LEAST: usize = 20_000;

/// The paragraphs of a text, each in one line and in lower case.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let apart = lines.iter().any(|line| line.is_empty());
    let blocks: Vec<String> = if apart {
        let blocks = lines.split(|line| line.is_empty());
        blocks.map(|lines| lines.join(" ")).collect()
    } else {
        lines.into_iter().map(String::from).collect()
    };
    let blocks = blocks.iter().filter(|block| !block.is_empty());
    blocks.map(|block| block.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_where_lines_are_empty() {
        assert_eq!(paragraphs("One\ntwo\r\n\n \nThree"), ["one two", "three"]);
        assert_eq!(paragraphs("One\nTwo\n"), ["one", "two"]);
    }

    #[test]
    fn a_file_that_cannot_be_learned_from_is_refused_with_a_reason() {
        let folder = std::env::temp_dir().join(format!("lab08-text-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let message = |name: &str, text: String| {
            let file = folder.join(name);
            std::fs::write(&file, text).unwrap();
            let read = read(&file.display().to_string());
            read.map_or_else(|error| error.to_string(), |_| String::new())
        };
        let short = message("short", "a line\n".repeat(30));
        assert!(short.contains("210 characters in 30 paragraphs"), "{short}");
        let one = message("one", "a line ".repeat(3_000));
        assert!(one.contains("in 1 paragraphs"), "{one}");
        let foreign = message("foreign", "всё не так\n".repeat(2_000));
        assert!(foreign.contains("Latin"), "{foreign}");
        assert_eq!(message("fine", "A Line of Words.\n".repeat(2_000)), "");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(read("no/such/file").is_err());
    }
}
