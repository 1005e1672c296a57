use serde_json::{Value, json};
use textwrap::core::display_width;

use crate::numerals;

use crate::markup;

/// A small table: a header and rows of text, printed aligned and written to the page.
///
/// ```
/// let table = labkit::Table::new(["step", "loss"]).row(["1", "0.693"]).row(["100", "0.146"]);
/// assert_eq!(table.to_text(), "step   loss\n────  ─────\n   1  0.693\n 100  0.146");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) caption: Option<String>,
}

impl Table {
    /// A table without rows.
    pub fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Self {
        Table {
            header: header.into_iter().map(Into::into).collect(),
            ..Table::default()
        }
    }

    /// The table with one more row.
    ///
    /// # Panics
    /// If the row has not as many cells as the header.
    pub fn row<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Self {
        self.push(cells);
        self
    }

    /// The table with more rows.
    ///
    /// # Panics
    /// If one of them has not as many cells as the header.
    pub fn rows<S: Into<String>>(
        mut self,
        rows: impl IntoIterator<Item: IntoIterator<Item = S>>,
    ) -> Self {
        rows.into_iter().for_each(|cells| self.push(cells));
        self
    }

    /// Adds a row in place; for loops.
    ///
    /// # Panics
    /// If the row has not as many cells as the header.
    pub fn push<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        assert_eq!(
            cells.len(),
            self.header.len(),
            "a table with columns {:?} got the row {cells:?}",
            self.header
        );
        self.rows.push(cells);
    }

    /// The table with a sentence below it.
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Whether a column holds numbers only, and so is aligned to the right.
    pub(crate) fn is_numeric(&self, column: usize) -> bool {
        let mut cells = self
            .rows
            .iter()
            .map(|row| &row[column])
            .filter(|cell| !is_blank(cell))
            .peekable();
        cells.peek().is_some() && cells.all(|cell| is_number(cell))
    }

    /// What the book keeps of it.
    pub(crate) fn fields(&self) -> Vec<(&'static str, Value)> {
        let columns = 0..self.header.len();
        let numeric: Vec<usize> = columns.filter(|&i| self.is_numeric(i)).collect();
        let mut fields = vec![
            ("header", json!(self.header)),
            ("numeric", json!(numeric)),
            ("rows", json!(self.rows)),
        ];
        let caption = self.caption.as_deref().map(markup::fold);
        fields.extend(caption.map(|caption| ("caption", json!(caption))));
        fields
    }

    /// The table with its references as a terminal shows them.
    pub(crate) fn unlinked(&self) -> Table {
        let shown = |cells: &Vec<String>| cells.iter().map(|cell| markup::unlinked(cell)).collect();
        Table {
            header: shown(&self.header),
            rows: self.rows.iter().map(shown).collect(),
            caption: self.caption.clone(),
        }
    }

    /// The table as aligned lines: header, rule, rows. The caption is not part of it.
    pub fn to_text(&self) -> String {
        let columns = self.header.len();
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| row[column].as_str());
            cells
                .chain([self.header[column].as_str()])
                .map(display_width)
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let right: Vec<bool> = (0..columns).map(|column| self.is_numeric(column)).collect();
        let line = |cells: &[String]| {
            let padded = cells
                .iter()
                .enumerate()
                .map(|(i, cell)| pad(cell, widths[i], right[i]));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_string()
        };
        let rule = widths
            .iter()
            .map(|&w| "─".repeat(w))
            .collect::<Vec<_>>()
            .join("  ");
        let mut lines = vec![line(&self.header), rule];
        lines.extend(self.rows.iter().map(|row| line(row)));
        lines.join("\n")
    }
}

/// `text` filled with spaces to `width` columns of the terminal.
pub(crate) fn pad(text: &str, width: usize, right: bool) -> String {
    let fill = " ".repeat(width.saturating_sub(display_width(text)));
    if right {
        fill + text
    } else {
        text.to_string() + &fill
    }
}

fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "–" | "—")
}

/// Numbers as lessons write them: `−0.25`, `+3`, `1,437`, `9.5·10⁻⁶`, `98.2 %`, `12 ms`, `NaN`, `∞`.
fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    let cell = ["%", "ms", "s", "×"]
        .iter()
        .find_map(|unit| cell.strip_suffix(unit))
        .unwrap_or(cell)
        .trim();
    cell.trim_start_matches(['−', '-', '+']) == "∞" || numerals::read(cell).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_words_left() {
        let table = Table::new(["network", "accuracy"])
            .row(["softmax", "92 %"])
            .row(["64-64", "97.5 %"]);
        let expected = "network  accuracy\n───────  ────────\nsoftmax      92 %\n64-64      97.5 %";
        assert_eq!(table.to_text(), expected);
    }

    #[test]
    fn wide_letters_do_not_break_the_columns() {
        let table = Table::new(["σ", "b"]).rows([["日本", "1"], ["x", "2"]]);
        assert_eq!(table.to_text(), "σ     b\n────  ─\n日本  1\nx     2");
    }

    #[test]
    fn what_counts_as_a_number() {
        for yes in [
            "1",
            "-0.25",
            "−0.25",
            "1,437",
            "9.5e-6",
            "9.5·10⁻⁶",
            "98.2 %",
            "NaN",
            "∞",
            "-∞",
            "12 ms",
        ] {
            assert!(is_number(yes), "{yes}");
        }
        for no in ["one", "64-64", "1 to 2", "x", ""] {
            assert!(!is_number(no), "{no}");
        }
    }

    #[test]
    fn blanks_do_not_make_a_column_of_words() {
        let table = Table::new(["n"]).row(["12"]).row(["–"]).row([""]);
        assert!(table.is_numeric(0));
        assert!(!Table::new(["n"]).row(["–"]).is_numeric(0));
    }

    #[test]
    #[should_panic(expected = "a table with columns")]
    fn a_row_of_the_wrong_length_is_refused() {
        Table::new(["a", "b"]).push(["1"]);
    }
}
