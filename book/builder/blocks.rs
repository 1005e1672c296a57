//! What a section of a lesson consists of, as labkit's `record.rs` writes it down.

use serde_json::Value;

/// One block of a section.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// Paragraphs and items, each a line, with their markup.
    Prose(Vec<String>),
    Prediction {
        question: String,
        /// To choose from, where it is no open question.
        choices: Vec<String>,
        answer: String,
    },
    Table(Table),
    /// Worked arithmetic, a matrix, a summary.
    Lines(Vec<String>),
    /// A figure; on a terminal letters draw it, where `letters` are given.
    Figure {
        slug: String,
        caption: String,
        letters: Option<Vec<String>>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub header: Vec<String>,
    /// The columns, from 0, that hold numbers only.
    pub numeric: Vec<usize>,
    pub rows: Vec<Vec<String>>,
    pub caption: Option<String>,
}

/// The blocks in `json`; `None` if it is no list of blocks.
pub(crate) fn parse(json: &str) -> Option<Vec<Block>> {
    let blocks: Value = serde_json::from_str(json).ok()?;
    blocks.as_array()?.iter().map(block).collect()
}

fn block(value: &Value) -> Option<Block> {
    let text = |name: &str| value[name].as_str().map(str::to_string);
    Some(match value["kind"].as_str()? {
        "prose" => Block::Prose(strings(&value["lines"])?),
        "prediction" => Block::Prediction {
            question: text("question")?,
            choices: match &value["choices"] {
                Value::Null => Vec::new(),
                choices => strings(choices)?,
            },
            answer: text("answer")?,
        },
        "table" => Block::Table(table(value)?),
        "lines" => Block::Lines(strings(&value["lines"])?),
        "figure" | "picture" => Block::Figure {
            slug: text("slug")?,
            caption: text("caption")?,
            letters: strings(&value["lines"]),
        },
        _ => return None,
    })
}

fn table(value: &Value) -> Option<Table> {
    let column = |value: &Value| usize::try_from(value.as_u64()?).ok();
    Some(Table {
        header: strings(&value["header"])?,
        numeric: value["numeric"]
            .as_array()?
            .iter()
            .map(column)
            .collect::<Option<_>>()?,
        rows: value["rows"]
            .as_array()?
            .iter()
            .map(strings)
            .collect::<Option<_>>()?,
        caption: value["caption"].as_str().map(str::to_string),
    })
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let string = |item: &Value| item.as_str().map(str::to_string);
    value.as_array()?.iter().map(string).collect()
}

impl Block {
    /// Its kind, as it is called in complaints.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Block::Prose(_) => "prose",
            Block::Prediction { .. } => "prediction",
            Block::Table(_) => "table",
            Block::Lines(_) => "lines",
            Block::Figure { letters: None, .. } => "figure",
            Block::Figure { .. } => "picture",
        }
    }

    /// Whether the book shows it by itself: prose it does not repeat, and for a figure it has a directive.
    pub(crate) fn is_result(&self) -> bool {
        matches!(
            self,
            Block::Prediction { .. } | Block::Table(_) | Block::Lines(_)
        )
    }

    /// All that it says, in lines: those of a table are its header, its rows and its caption.
    pub(crate) fn said(&self) -> Vec<String> {
        match self {
            Block::Prose(lines) | Block::Lines(lines) => lines.clone(),
            Block::Prediction {
                question,
                choices,
                answer,
            } => {
                let all = [question].into_iter().chain(choices).chain([answer]);
                all.cloned().collect()
            }
            Block::Table(table) => {
                let rows = [&table.header].into_iter().chain(&table.rows);
                let rows = rows.map(|cells| cells.join(" │ "));
                rows.chain(table.caption.clone()).collect()
            }
            Block::Figure {
                slug,
                caption,
                letters,
            } => {
                let named = [format!("{caption} ({slug})")];
                named
                    .into_iter()
                    .chain(letters.clone().unwrap_or_default())
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        let blocks = parse(
            r#"[
              {"kind": "prose", "lines": ["a", "- b"]},
              {"kind": "prediction", "question": "q", "answer": "a"},
              {"kind": "prediction", "question": "q", "answer": "a", "choices": ["x", "y"]},
              {"kind": "table", "header": ["x", "y"], "numeric": [1], "rows": [["a", "1"]]},
              {"kind": "lines", "lines": ["1 + 1", "  = 2"]},
              {"kind": "figure", "slug": "f", "caption": "F."},
              {"kind": "picture", "slug": "p", "caption": "P.", "lines": ["@@"]}
            ]"#,
        )
        .unwrap();
        let kinds: Vec<&str> = blocks.iter().map(Block::kind).collect();
        assert_eq!(
            kinds,
            [
                "prose",
                "prediction",
                "prediction",
                "table",
                "lines",
                "figure",
                "picture"
            ]
        );
        assert_eq!(blocks[2].said(), ["q", "x", "y", "a"]);
        assert_eq!(blocks[3].said(), ["x │ y", "a │ 1"]);
        assert_eq!(blocks[6].said(), ["P. (p)", "@@"]);
    }

    #[test]
    fn what_is_no_list_of_blocks_is_refused() {
        for json in [
            "{}",
            r#"[{"kind": "song"}]"#,
            r#"[{"kind": "prediction", "question": "q"}]"#,
            r#"[{"kind": "prediction", "question": "q", "answer": "a", "choices": "x"}]"#,
            r#"[{"kind": "lines", "lines": [1]}]"#,
        ] {
            assert_eq!(parse(json), None, "{json}");
        }
    }
}
