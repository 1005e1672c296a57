//! Knows how words are written here.

use crate::words::words;
use spellbook::Dictionary;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The dictionary lets both stand, but they are words of their own with a z, and not American.
const WITH_Z: [&str; 2] = ["prize", "seize"];

/// What the dictionary knows as the unit of a dose, and the house does not need.
const AMERICAN: [(&str, &str); 2] = [("gray", "grey"), ("grays", "greys")];

pub struct Speller {
    dictionary: Dictionary,
    /// Our own words, each with its line in the list and whether it was met.
    ours: BTreeMap<String, (usize, bool)>,
    complaints: Vec<String>,
    /// Suggestions are slow to come by, and a word is met often.
    suggested: BTreeMap<String, String>,
}

/// Dictionaries are named without their endings.
fn part(dictionary: &Path, ending: &str) -> PathBuf {
    let mut path = dictionary.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

pub fn is_there(dictionary: &Path) -> bool {
    part(dictionary, ".dic").is_file()
}

impl Speller {
    /// Opens `dictionary`, a path without ending, beside our own `list`.
    pub fn open(dictionary: &Path, list: &str) -> Result<Self, String> {
        let [affixes, stems] = [".aff", ".dic"].map(|ending| {
            let path = part(dictionary, ending);
            fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
        });
        let known = Dictionary::new(&affixes?, &stems?)
            .map_err(|why| format!("{}: {why}", dictionary.display()))?;
        let mut speller = Self {
            dictionary: known,
            ours: BTreeMap::new(),
            complaints: Vec::new(),
            suggested: BTreeMap::new(),
        };
        speller.learn(list);
        Ok(speller)
    }

    fn learn(&mut self, list: &str) {
        let mut before = String::new();
        let lines = (1..).zip(list.lines());
        for (line, word) in lines.filter(|(_, word)| !word.starts_with('#') && !word.is_empty()) {
            let mut complain = |why: &str| {
                let place = format!("book/words.txt:{line}: \"{word}\"");
                self.complaints.push(format!("{place} {why}"));
            };
            let key = word.to_lowercase();
            if key < before {
                complain("is not in its place in the alphabet");
            }
            if self.dictionary.check(word) {
                complain("is in the dictionary");
            }
            if self.ours.insert(word.to_string(), (line, false)).is_some() {
                complain("stands there twice");
            }
            before = key;
        }
    }

    /// What is wrong in a text that begins on `line` of `file`.
    pub fn read(&mut self, file: &str, line: usize, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        for (at, word) in words(text) {
            let line = line + text[..at].matches('\n').count();
            let unknown = self.unknown(&word.replace('’', "'"));
            findings.extend(
                unknown
                    .into_iter()
                    .map(|(word, instead)| format!("{file}:{line}: \"{word}\"{instead}")),
            );
        }
        findings
    }

    /// The parts of a word that nobody knows, each with what might be meant.
    fn unknown(&mut self, word: &str) -> Vec<(String, String)> {
        if self.is_ours(word) {
            return Vec::new();
        }
        let mut unknown = Vec::new();
        for part in word.split('-') {
            if let Some(british) = self.british(part) {
                unknown.push((part.to_string(), format!(": here it is {british}")));
            } else if !self.is_known(part) && !self.dictionary.check(word) {
                unknown.push((part.to_string(), self.suggest(part)));
            }
        }
        unknown
    }

    /// How the house writes a word that the dictionary lets stand in two ways.
    fn british(&self, word: &str) -> Option<String> {
        let lower = word.to_lowercase();
        if let Some((_, british)) = AMERICAN.iter().find(|(american, _)| *american == word) {
            return Some((*british).to_string());
        }
        if WITH_Z
            .iter()
            .any(|stem| lower.starts_with(&stem[..stem.len() - 1]))
        {
            return None;
        }
        let british = lower.replace("iz", "is").replace("yz", "ys");
        (british != lower && self.dictionary.check(&british)).then_some(british)
    }

    fn is_known(&mut self, word: &str) -> bool {
        let bare = word.strip_suffix("'s").unwrap_or(word);
        let known = self.dictionary.check(word) || self.dictionary.check(bare);
        known || self.is_ours(word) || self.is_ours(bare)
    }

    /// A word of ours in lower case may also begin a sentence or stand in a title.
    fn is_ours(&mut self, word: &str) -> bool {
        let spellings = BTreeSet::from([word.to_string(), word.to_lowercase()]);
        for spelling in spellings {
            if let Some((_, met)) = self.ours.get_mut(&spelling) {
                *met = true;
                return true;
            }
        }
        false
    }

    fn suggest(&mut self, word: &str) -> String {
        if let Some(known) = self.suggested.get(word) {
            return known.clone();
        }
        let mut words = Vec::new();
        self.dictionary.suggest(word, &mut words);
        words.truncate(3);
        let instead = match words.is_empty() {
            true => String::new(),
            false => format!(": {}?", words.join(", ")),
        };
        self.suggested.insert(word.to_string(), instead.clone());
        instead
    }

    /// What is wrong with our own list, once everything was read.
    pub fn complaints_about_the_list(&self) -> Vec<String> {
        let unmet = self.ours.iter().filter(|(_, (_, met))| !met);
        let unmet = unmet
            .map(|(word, (line, _))| format!("book/words.txt:{line}: \"{word}\" is used nowhere"));
        self.complaints.iter().cloned().chain(unmet).collect()
    }
}
