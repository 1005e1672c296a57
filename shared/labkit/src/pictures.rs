//! What a lesson draws.

use serde_json::json;

use crate::chart::Chart;
use crate::coloured;
use crate::error::Result;
use crate::grey;
use crate::lesson::Lesson;
use crate::markup;
use crate::svg::{self, Area};

impl Lesson {
    /// A simple chart, written to `figures/<slug>.svg` and shown on the page; also in the terminal, if that knows
    /// colours.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn chart(&mut self, slug: &str, caption: &str, chart: &Chart) -> Result<()> {
        let svg = chart.to_svg(&plain(caption))?;
        self.sketch(chart);
        self.picture(slug, caption, &svg)
    }

    /// A chart for the terminal alone, if that knows colours: what a free figure shows, as far as half blocks can.
    pub fn sketch(&mut self, chart: &Chart) {
        if self.terminal.styled {
            self.print(&chart.to_terminal(self.terminal.width));
        }
    }

    /// A figure drawn freely with plotters on an area of `size` pixels. Colours: see [`crate::ink`].
    ///
    /// # Errors
    /// Those of `draw`, or if the file cannot be written.
    pub fn figure(
        &mut self,
        slug: &str,
        caption: &str,
        size: (u32, u32),
        draw: impl FnOnce(&Area<'_>) -> Result<()>,
    ) -> Result<()> {
        let svg = svg::draw(size, size, &plain(caption), draw)?;
        self.picture(slug, caption, &svg)
    }

    /// The same on an area of `size` times `fine` units. Plotters puts every point on a whole unit, so curves
    /// and slanted lines of many points look ragged on a coarse area. Text, dots and strokes are measured in
    /// these finer units, too.
    ///
    /// # Errors
    /// Those of `draw`, or if the file cannot be written.
    pub fn fine_figure(
        &mut self,
        slug: &str,
        caption: &str,
        size: (u32, u32),
        fine: u32,
        draw: impl FnOnce(&Area<'_>) -> Result<()>,
    ) -> Result<()> {
        let svg = svg::draw((size.0 * fine, size.1 * fine), size, &plain(caption), draw)?;
        self.picture(slug, caption, &svg)
    }

    /// Grey pictures side by side, 0 for the page and 1 for full ink, each with a label: `(label, height,
    /// width, pixels in rows)`. On a terminal they are drawn with half blocks, otherwise with letters. The
    /// figure is called after the first words of its caption.
    ///
    /// # Panics
    /// If a picture has not height × width pixels.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn grey<L: AsRef<str>>(
        &mut self,
        caption: &str,
        pictures: &[(L, usize, usize, &[f32])],
    ) -> Result<()> {
        let pictures: Vec<grey::Picture<'_>> = pictures
            .iter()
            .map(|(label, height, width, pixels)| {
                grey::Picture::new(label.as_ref(), *height, *width, pixels)
            })
            .collect();
        let letters = grey::to_terminal(&pictures, &self.terminal);
        self.print(&letters);
        let slug: Vec<String> = markup::slug(&plain(caption))
            .split('-')
            .take(6)
            .map(String::from)
            .collect();
        let svg = grey::to_svg(&pictures, &plain(caption));
        self.place(&slug.join("-"), caption, &svg, Some(&letters))
    }

    /// Rows of small grey pictures, 0 for the page and 1 for full ink, each row after its label: `(label, [pixels
    /// in rows])`, all of `side` × `side` pixels. They are drawn on the page alone: what a network makes up after a
    /// long training hangs on the last bits of the processor, and is no text that could be compared.
    ///
    /// # Panics
    /// If a picture has not side × side pixels.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn sheet<L: AsRef<str>>(
        &mut self,
        slug: &str,
        caption: &str,
        side: usize,
        rows: &[(L, Vec<&[f32]>)],
    ) -> Result<()> {
        let mut drawn = Vec::with_capacity(rows.len());
        for (label, pictures) in rows {
            let label = label.as_ref();
            let pictures = pictures.iter();
            let pictures = pictures.map(|pixels| grey::Picture::new(label, side, side, pixels));
            drawn.push((label, pictures.collect()));
        }
        let svg = grey::sheet_to_svg(&drawn, &plain(caption));
        self.picture(slug, caption, &svg)
    }

    /// Coloured pictures side by side, each with a label: `(label, height, width, red, green and blue of each pixel in
    /// rows)`, 0 (none) to 1. A terminal that knows colours gets them in half blocks, shrunk to fit, and the page as PNG
    /// files inside one figure; a pipe gets nothing, as with [`Lesson::sheet`].
    ///
    /// # Panics
    /// If a picture has not 3 × height × width numbers, or no pixel.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn colour<L: AsRef<str>>(
        &mut self,
        slug: &str,
        caption: &str,
        pictures: &[(L, usize, usize, &[f32])],
    ) -> Result<()> {
        let pictures: Vec<coloured::Picture<'_>> = pictures
            .iter()
            .map(|(label, height, width, pixels)| {
                coloured::Picture::new(label.as_ref(), *height, *width, pixels)
            })
            .collect();
        if let Some(drawn) = coloured::to_terminal(&pictures, &self.terminal) {
            self.print(&drawn);
        }
        let svg = coloured::to_svg(&pictures, &plain(caption));
        self.picture(slug, caption, &svg)
    }

    pub(crate) fn picture(&mut self, slug: &str, caption: &str, svg: &str) -> Result<()> {
        self.place(slug, caption, svg, None)
    }

    /// A figure below the `letters` that draw it on a terminal, if there are any.
    fn place(&mut self, slug: &str, caption: &str, svg: &str, letters: Option<&str>) -> Result<()> {
        if self.flags.list {
            return Ok(());
        }
        self.record.figure(slug, caption, svg)?;
        let named = [("slug", slug), ("caption", caption)];
        let mut fields: Vec<_> = named.map(|(name, text)| (name, json!(text))).into();
        let drawn = letters.map(|letters| json!(letters.lines().collect::<Vec<_>>()));
        let kind = if drawn.is_some() { "picture" } else { "figure" };
        fields.extend(drawn.map(|lines| ("lines", lines)));
        self.record.block(kind, fields);
        self.page.figure(caption, svg);
        self.aside(&format!("▸ {caption} `figures/{slug}.svg`"));
        Ok(())
    }
}

/// A caption without its markup.
pub(crate) fn plain(caption: &str) -> String {
    let text = markup::to_terminal(&markup::spans(caption), false);
    markup::unglue(&text).replace('`', "")
}
