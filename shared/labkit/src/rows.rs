//! A table whose rows come one by one, minutes apart.

use textwrap::core::display_width;

use crate::lesson::Lesson;
use crate::progress::Progress;
use crate::table::Table;
use crate::{markup, terminal};

/// The narrowest column: what comes later may be longer than what came first.
const NARROWEST: usize = 8;

/// A table of which each row is printed as soon as it is there, in a pipe too.
pub struct Rows {
    table: Table,
}

impl Rows {
    /// Prints one more row, the first below the header; nothing if there is one column only.
    ///
    /// # Panics
    /// If the row has not as many cells as the header.
    pub fn push(&mut self, bar: &Progress, cells: impl IntoIterator<Item = String>) {
        self.table.push(cells);
        let (header, rows) = (&self.table.header, &self.table.rows);
        if header.len() < 2 {
            return;
        }
        let mut text = String::new();
        if rows.len() == 1 {
            let rules: Vec<String> = self.widths().map(|width| "─".repeat(width)).collect();
            text = self.line(header) + &self.line(&rules);
        }
        text += &rows.last().map_or(String::new(), |cells| self.line(cells));
        bar.above(&text);
    }

    fn widths(&self) -> impl Iterator<Item = usize> {
        let width = |name: &String| display_width(name).max(NARROWEST);
        self.table.header.iter().map(width)
    }

    fn line(&self, cells: &[String]) -> String {
        let padded = cells.iter().zip(self.widths()).map(|(cell, width)| {
            let missing = width.saturating_sub(display_width(cell));
            format!("{}{cell}", " ".repeat(missing))
        });
        format!("    {}\n", padded.collect::<Vec<_>>().join("  "))
    }
}

impl Lesson {
    /// A table under these columns, without rows.
    pub fn rows<S: Into<String>>(&self, header: impl IntoIterator<Item = S>) -> Rows {
        Rows {
            table: Table::new(header),
        }
    }

    /// A sentence below the last row; and all of it for the page, if there were any.
    pub fn rows_done(&mut self, rows: Rows, caption: &str) {
        let table = rows.table.caption(caption);
        if table.rows.is_empty() || table.header.len() < 2 {
            return;
        }
        let caption = self.terminal.prose(&markup::blocks(caption));
        terminal::print("\n");
        self.print(&caption);
        self.page.table(&table);
        self.record.block("table", table.fields());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_where_they_are() {
        let table = Table::new(["epoch", "training loss"]).row(["1", "0.25"]);
        let rows = Rows { table };
        let header = rows.line(&rows.table.header);
        let first = rows.line(&rows.table.rows[0]);
        assert_eq!(header, "       epoch  training loss\n");
        assert_eq!(first, "           1           0.25\n");
        let wide = rows.line(&["10".to_string(), "longer than its column".to_string()]);
        assert_eq!(wide, "          10  longer than its column\n");
    }
}
