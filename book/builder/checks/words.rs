//! The glossary and the notation against the book and the labs: the search finds every term, the section that a term
//! names says it, and the names that the notation finds in the code are there.

use super::files;
use super::headings::slug;
use crate::Findings;
use crate::scan::line_of;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Checks `root/book/src/glossary.md` and `notation.md` against the pages in `built`. Returns how many terms and names
/// there are; none in a book without these pages.
///
/// # Errors
/// Every term that is out of order or leads nowhere, that the section it leads to does not say, or whose other names the
/// book does not know; and every name in the notation that no source of the lab has.
pub fn check_words(root: &Path, built: &Path) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let mut looked_at = 0;
    if let Ok(text) = fs::read_to_string(root.join("book/src/glossary.md")) {
        let terms = terms(&text);
        looked_at += terms.len();
        check_order(&terms, &mut findings);
        match Index::read(built) {
            Ok(index) => terms
                .iter()
                .for_each(|term| index.check(term, &mut findings)),
            Err(why) => findings.push(why),
        }
    }
    if let Ok(text) = fs::read_to_string(root.join("book/src/notation.md")) {
        looked_at += check_names(root, &text, &mut findings);
    }
    findings.verdict(looked_at)
}

/// What the glossary says about a term.
struct Term<'t> {
    line: usize,
    /// The letter under which it stands.
    letter: &'t str,
    name: &'t str,
    /// What it is called besides, in the course or elsewhere.
    others: Vec<&'t str>,
    /// Chapter and heading, as linked.
    link: Option<(&'t str, &'t str)>,
}

/// A term is a heading of the third level under a letter. The line that ends in a link says `Here: *its name in the course*`
/// or `Also: *another name*`.
fn terms(text: &str) -> Vec<Term<'_>> {
    let mut terms: Vec<Term> = Vec::new();
    let mut letter = "";
    for (line, said) in (1..).zip(text.lines()) {
        if let Some(name) = said.strip_prefix("## ") {
            letter = name.trim();
        } else if let Some(name) = said.strip_prefix("### ") {
            terms.push(Term {
                line,
                letter,
                name: name.trim(),
                others: Vec::new(),
                link: None,
            });
        } else if let Some(term) = terms.last_mut() {
            for part in said.split(" · ") {
                if let Some(names) = part.strip_prefix("Here: ").or(part.strip_prefix("Also: ")) {
                    term.others.extend(names.split('*').skip(1).step_by(2));
                }
            }
            let to = said
                .rsplit_once("](")
                .map(|(_, to)| to.trim_end_matches(')'));
            term.link = to.and_then(|to| to.split_once('#')).or(term.link);
        }
    }
    terms
}

fn check_order(terms: &[Term], findings: &mut Findings) {
    let mut before = String::new();
    for Term {
        line, letter, name, ..
    } in terms
    {
        let key = name.to_lowercase();
        if !key.starts_with(&letter.to_lowercase()) || key <= before {
            findings.push(format!(
                "glossary.md:{line}: `{name}` is not in its place, under {letter} and after `{before}`"
            ));
        }
        before = key;
    }
}

/// The documents that mdBook's search looks through: a section each.
struct Index {
    /// Title and text of each section, by its address.
    sections: HashMap<String, [Vec<String>; 2]>,
}

impl Index {
    /// The index is a script that parses one literal.
    fn read(built: &Path) -> Result<Self, String> {
        let named = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("searchindex")
        };
        // An earlier build with other pages leaves its own index; the newest is this one's.
        let found = files(built, "js").into_iter().filter(|path| named(path));
        let path = found
            .max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok())
            .ok_or("the built book has no search index")?;
        let script = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let strange = || format!("{} is no search index", path.display());
        let literal = script
            .split_once("JSON.parse('")
            .and_then(|(_, rest)| rest.rsplit_once("')"));
        let json: Value = literal
            .and_then(|(literal, _)| serde_json::from_str(&unescaped(literal)).ok())
            .ok_or_else(strange)?;
        let docs = json["index"]["documentStore"]["docs"].as_object();
        let urls = json["doc_urls"].as_array().ok_or_else(strange)?;
        let mut sections = HashMap::new();
        for (id, doc) in docs.ok_or_else(strange)? {
            let url = id
                .parse()
                .ok()
                .and_then(|place: usize| urls.get(place)?.as_str());
            let part = |name: &str| tokens(doc[name].as_str().unwrap_or_default());
            sections.insert(
                url.ok_or_else(strange)?.to_string(),
                [part("title"), part("body")],
            );
        }
        Ok(Self { sections })
    }

    /// All words in a row in one field of one section: then the search, which asks for all words of a field, finds it.
    fn says(&self, address: &str, name: &str) -> bool {
        let wanted = tokens(name);
        let fields = self.sections.get(address).into_iter().flatten();
        fields
            .into_iter()
            .any(|field| field.windows(wanted.len()).any(|row| matches(row, &wanted)))
    }

    fn check(&self, term: &Term, findings: &mut Findings) {
        let Term { line, name, .. } = term;
        let Some((chapter, heading)) = term.link else {
            return findings.push(format!("glossary.md:{line}: `{name}` names no section"));
        };
        let address = format!("{}#{heading}", chapter.replace(".md", ".html"));
        if !self.says(&address, name) {
            findings.push(format!(
                "glossary.md:{line}: `{name}` is not in {chapter}#{heading}, which is said to introduce it"
            ));
        }
        let own = format!("glossary.html#{}", slug(name));
        if !self.says(&own, name) {
            findings.push(format!(
                "glossary.md:{line}: the search does not know {own}"
            ));
        }
        for other in &term.others {
            let elsewhere = |address: &&String| !address.starts_with("glossary.html");
            if !self
                .sections
                .keys()
                .filter(elsewhere)
                .any(|address| self.says(address, other))
            {
                findings.push(format!(
                    "glossary.md:{line}: the book never says `{other}` for `{name}`"
                ));
            }
        }
    }
}

/// A word of the text may be the plural of the word that is looked for.
fn matches(row: &[String], wanted: &[String]) -> bool {
    row.iter().zip(wanted).all(|(word, wanted)| {
        word.strip_prefix(wanted.as_str())
            .is_some_and(|end| ["", "s", "es"].contains(&end))
    })
}

/// As mdBook cuts a text into words, and as its search trims them.
fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    let trimmed = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_'));
    trimmed
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A literal of JavaScript in which `\` and `'` are escaped.
fn unescaped(literal: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    let mut letters = literal.chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' {
            letters.next()
        } else {
            Some(letter)
        });
    }
    out
}

/// The notation has a table a chapter, with names from the code in the last column. Returns how many names there are.
fn check_names(root: &Path, text: &str, findings: &mut Findings) -> usize {
    let mut looked_at = 0;
    for (at, _) in text.match_indices("\n## Chapter ") {
        let chapter = &text[at + "\n## Chapter ".len()..];
        let (number, rest) = chapter.split_once(':').unwrap_or((chapter, ""));
        let table = rest.split("\n## ").next().unwrap_or("");
        let code = code_of(root, number);
        for row in table.lines().filter(|line| line.starts_with('|')) {
            let names = row
                .trim_end_matches([' ', '|'])
                .rsplit('|')
                .next()
                .unwrap_or("");
            for name in names.split('`').skip(1).step_by(2) {
                looked_at += 1;
                let word = name.split(['(', '[']).next().unwrap_or(name);
                if !code.iter().any(|source| has_word(source, word)) {
                    let line = line_of(text, at + 1);
                    findings.push(format!(
                        "notation.md:{line}: no source of lab {number} has `{name}`"
                    ));
                }
            }
        }
    }
    looked_at
}

/// The sources of a lab.
fn code_of(root: &Path, number: &str) -> Vec<String> {
    let folders = fs::read_dir(root.join("labs"))
        .into_iter()
        .flatten()
        .flatten();
    let mark = format!("{number:0>2}-");
    let lab = folders.map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&mark))
    });
    let sources = lab
        .map(|lab| files(&lab.join("src"), "rs"))
        .unwrap_or_default();
    sources
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

fn has_word(source: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    source.match_indices(word).any(|(at, _)| {
        !source[..at].ends_with(inside) && !source[at + word.len()..].starts_with(inside)
    })
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
