//! Graphs: a karate club that is inside the crate, and the papers of Cora, which come from outside.

use std::path::{Path, PathBuf};

use crate::idx::Fault;
use crate::plays::unpacked;
use crate::{Error, places};

/// Members of a karate club, and who met whom outside it.
#[derive(Clone, Debug)]
pub struct Club {
    /// The 78 pairs of friends, members 0 to 33, each pair once.
    pub links: Vec<[u32; 2]>,
    /// Whom each member went with when the club fell apart: 0 the instructor (member 0), 1 the administrator (member 33).
    pub sides: [u8; 34],
}

#[rustfmt::skip]
const FRIENDS: [(u32, &[u32]); 26] = [
    (0, &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31]),
    (1, &[2, 3, 7, 13, 17, 19, 21, 30]),
    (2, &[3, 7, 8, 9, 13, 27, 28, 32]),
    (3, &[7, 12, 13]),
    (4, &[6, 10]),
    (5, &[6, 10, 16]),
    (6, &[16]),
    (8, &[30, 32, 33]),
    (9, &[33]),
    (13, &[33]),
    (14, &[32, 33]),
    (15, &[32, 33]),
    (18, &[32, 33]),
    (19, &[33]),
    (20, &[32, 33]),
    (22, &[32, 33]),
    (23, &[25, 27, 29, 32, 33]),
    (24, &[25, 27, 31]),
    (25, &[31]),
    (26, &[29, 33]),
    (27, &[33]),
    (28, &[31, 33]),
    (29, &[32, 33]),
    (30, &[32, 33]),
    (31, &[32, 33]),
    (32, &[33]),
];

/// With the instructor.
const WITH_HIM: [usize; 17] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21];

/// The karate club of a university that fell apart over the price of its lessons.
///
/// Source: W. W. Zachary, *An Information Flow Model for Conflict and Fission in Small Groups*, Journal of
/// Anthropological Research 33 (4), 1977, pages 452–473. Members are counted from 0; Zachary counts from 1.
pub fn karate() -> Club {
    let of = |&(a, friends): &(u32, &'static [u32])| friends.iter().map(move |&b| [a, b]);
    Club {
        links: FRIENDS.iter().flat_map(of).collect(),
        sides: std::array::from_fn(|i| u8::from(!WITH_HIM.contains(&i))),
    }
}

/// Papers, what they are about, and which cites which.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// The words of each paper, each below `vocabulary`.
    pub words: Vec<Vec<u32>>,
    /// How many words there are.
    pub vocabulary: usize,
    /// What each paper is about, below `kinds`.
    pub subjects: Vec<u8>,
    /// How many subjects there are.
    pub kinds: usize,
    /// Which two papers are linked: one of them cites the other. Each pair once.
    pub links: Vec<[u32; 2]>,
    /// The papers whose subjects may be learned.
    pub train: Vec<usize>,
    /// Those by which to choose.
    pub valid: Vec<usize>,
    /// Those to be tested on.
    pub test: Vec<usize>,
}

/// The name of the folder, and of the file in it.
const CORA: [&str; 2] = ["cora", "cora.txt"];
/// No such file is longer.
const MOST: u64 = 16 << 20;

/// Cora: 2,708 papers on machine learning of seven subjects, 1,433 words, 5,278 links, with the split of Planetoid
/// (140 to learn from, 500 to choose by, 1,000 to test on).
///
/// It is read from `cora.txt`, gzipped or plain, in `$DATASETS_DIR/cora` or, failing that, `datasets/cache/cora` in the
/// workspace. The crate's README says what stands in the file, and how to make it.
///
/// Sources: A. McCallum and others, 2000; P. Sen and others, *Collective Classification in Network Data*, 2008; the split
/// is that of Z. Yang, W. Cohen and R. Salakhutdinov, *Revisiting Semi-Supervised Learning with Graph Embeddings*, 2016.
///
/// # Errors
/// [`Error::ByHand`] if it is nowhere to be found; [`Error::Malformed`] if it is something else.
pub fn cora() -> Result<Papers, Error> {
    let searched = places::folders(CORA[0])?;
    let named = |folder: &PathBuf| [CORA[1], "cora.txt.gz"].map(|name| folder.join(name));
    let found = searched.iter().flat_map(named).find(|path| path.exists());
    match found {
        Some(path) => papers(&path),
        None => Err(Error::ByHand {
            folder: CORA[0],
            source: "cora.txt (what stands in it, and how to make it: datasets/README.md)",
            searched,
        }),
    }
}

/// The papers of this file.
///
/// # Errors
/// If it cannot be read, or does not hold papers.
pub fn papers(path: &Path) -> Result<Papers, Error> {
    let read = unpacked(path, MOST).and_then(|bytes| {
        let text = String::from_utf8_lossy(&bytes);
        parse(&text).map_err(Fault::Contents)
    });
    read.map_err(|fault| match fault {
        Fault::Read(e) | Fault::Write(e) => Error::unreadable(path, e),
        Fault::Contents(problem) => Error::Malformed {
            path: path.to_owned(),
            problem,
            remedy: "make it again, as datasets/README.md says".into(),
        },
    })
}

/// Lines `node ID SUBJECT SPLIT WORD …` and `edge ID ID`; lines with a # are notes.
fn parse(text: &str) -> Result<Papers, String> {
    let mut papers = Papers::default();
    for (number, line) in (1..).zip(text.lines()) {
        if !line.starts_with('#') && !line.trim().is_empty() {
            add(&mut papers, line)
                .ok_or_else(|| format!("is not as it should be in line {number}"))?;
        }
    }
    let count = papers.words.len();
    if papers.train.is_empty() || papers.valid.is_empty() || papers.test.is_empty() {
        return Err("has no papers to train, validate or test on".into());
    }
    let outside = |&&[a, b]: &&[u32; 2]| a == b || a.max(b) as usize >= count;
    match papers.links.iter().find(outside) {
        Some([a, b]) => Err(format!("links paper {a} with {b}, of {count}")),
        None => Ok(papers),
    }
}

fn add(papers: &mut Papers, line: &str) -> Option<()> {
    let mut fields = line.split_ascii_whitespace();
    match fields.next()? {
        "node" => {
            let id: usize = fields.next()?.parse().ok()?;
            let subject: u8 = fields.next()?.parse().ok()?;
            match fields.next()? {
                "train" => papers.train.push(id),
                "validate" => papers.valid.push(id),
                "test" => papers.test.push(id),
                "-" => {}
                _ => return None,
            }
            let words: Option<Vec<u32>> = fields.map(|word| word.parse().ok()).collect();
            let words = words.filter(|_| id == papers.words.len())?;
            let most = words.iter().max().map_or(0, |&word| word as usize + 1);
            papers.vocabulary = papers.vocabulary.max(most);
            papers.kinds = papers.kinds.max(usize::from(subject) + 1);
            papers.words.push(words);
            papers.subjects.push(subject);
        }
        "edge" => {
            let [a, b] = [fields.next()?, fields.next()?].map(|id| id.parse().ok());
            papers.links.push([a?, b?]);
            if fields.next().is_some() {
                return None;
            }
        }
        _ => return None,
    }
    // A word in front of the first would ask for memory without end.
    (papers.vocabulary <= 1 << 20).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_club_is_zacharys() {
        let club = karate();
        let degree = |i: u32| club.links.iter().flatten().filter(|&&j| j == i).count();
        assert_eq!((club.links.len(), degree(0), degree(33)), (78, 16, 17));
        assert_eq!(club.sides.iter().filter(|&&side| side == 0).count(), 17);
        assert_eq!((club.sides[0], club.sides[33]), (0, 1));
        assert!(club.links.iter().all(|[a, b]| a < b));
    }

    const THREE: &str =
        "# three papers\nnode 0 1 train 4 2\nnode 1 0 validate\nnode 2 1 test 0\nedge 0 2\n";

    #[test]
    fn papers_are_read() {
        let papers = parse(THREE).expect("as it should be");
        assert_eq!(papers.words, [vec![4, 2], vec![], vec![0]]);
        assert_eq!((papers.vocabulary, papers.kinds), (5, 2));
        assert_eq!(papers.subjects, [1, 0, 1]);
        assert_eq!(papers.links, [[0, 2]]);
        assert_eq!([papers.train, papers.valid, papers.test], [[0], [1], [2]]);
    }

    #[test]
    fn what_is_no_paper_is_refused() {
        for (wrong, why) in [
            ("node 4 1 train 2", "line 6"),
            ("node 3 1 learn 2", "line 6"),
            ("node 3 1 train 99999999", "line 6"),
            ("edge 0 2 1", "line 6"),
            ("edge 0 x", "line 6"),
            ("edge 1 3", "links paper 1 with 3, of 3"),
            ("<html>", "line 6"),
        ] {
            let problem = parse(&format!("{THREE}{wrong}\n")).expect_err(wrong);
            assert!(problem.contains(why), "{wrong}: {problem}");
        }
        assert!(parse("").is_err_and(|problem| problem.contains("no papers")));
    }
}
