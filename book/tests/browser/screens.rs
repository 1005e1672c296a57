//! Every page on every screen: nothing is cut off, nothing is too small to read, nobody is shut out, not from a figure either.

use crate::Stage;
use crate::driver::{Done, axe};
use serde_json::{Value, json};
use std::path::Path;

/// Pixels; those of one line differ in nothing that a page decides when it is opened: whether the sidebar stands open.
const WIDTHS: [[u32; 2]; 2] = [[390, 768], [1920, 1280]];
const THEMES: [&str; 2] = ["light", "navy"];

/// Runs in the page: what is wider than the window, and what is written in less than 10 pixels.
const LOOK: &str = "
    const found = [], seen = new Set();
    for (const box of [document.documentElement, document.getElementById('mdbook-content')]) {
        const over = box.scrollWidth - box.clientWidth;
        if (over > 0) found.push(`${box.localName} is ${over} pixels too narrow for what is in it`);
    }
    const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const element = words.currentNode.parentElement, text = words.currentNode.data.trim();
        // Formulas have small signs of their own, and what is hidden has no size.
        if (!text || element.closest('math, script, style, .hljs') || !element.getClientRects().length) continue;
        const svg = element.closest('svg');
        const scale = svg && element.getScreenCTM ? Math.hypot(element.getScreenCTM().a, element.getScreenCTM().b) : 1;
        const size = scale * parseFloat(getComputedStyle(element).fontSize);
        const name = `${text.slice(0, 30)} is ${size.toFixed(1)} pixels high`;
        if (size < 9.95 && !seen.has(name)) { seen.add(name); found.push(name); }
    }
    return found.slice(0, 8);";

/// Those that a program answers for.
const FIGURES: &str =
    "return [...document.querySelectorAll('.live[data-figure]')].map(one => one.id)";

/// The pages of the book that somebody wrote; those of the code are all alike.
pub fn pages(root: &Path) -> Done<Vec<String>> {
    let files = root.join("book/book").read_dir()?.flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    let written = |name: &String| {
        name.ends_with(".html") && !["print.html", "404.html", "toc.html"].contains(&name.as_str())
    };
    let mut pages: Vec<String> = names.filter(written).collect();
    pages.sort();
    Ok(pages)
}

pub fn look(stage: &Stage, page: &str, axe_file: Option<&Path>) -> Done {
    let Stage { book, browser } = stage;
    let mut found = Vec::new();
    for widths in WIDTHS {
        browser.size(widths[0], 1000)?;
        browser.open(&format!("{}/{page}", book.address))?;
        for width in widths {
            browser.size(width, 1000)?;
            for theme in THEMES {
                browser.theme(theme)?;
                let seen = browser.run(LOOK, &[])?;
                found.extend(list(&seen).map(|what| format!("{width} {theme}: {what}")));
            }
        }
    }
    // As it stands now, at the last of these widths, and with all that answers awake.
    for figure in list(&browser.run(FIGURES, &[])?) {
        browser.wake(&figure)?;
    }
    // A theme changes colours alone.
    let rules: [&[&str]; 2] = [&[], &["color-contrast"]];
    for (theme, rules) in THEMES.into_iter().zip(rules) {
        let Some(file) = axe_file else { break };
        browser.theme(theme)?;
        let seen = axe(browser, file, rules)?;
        found.extend(seen.iter().map(|what| format!("{theme}: {what}")));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(found.join("\n").into())
}

fn list(value: &Value) -> impl Iterator<Item = String> {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| item.as_str().unwrap_or_default().to_string())
}

/// By keys alone: from the address to the first figure of a page.
pub fn by_keys(stage: &Stage, page: &str, figure: &str) -> Done {
    let Stage { book, browser } = stage;
    browser.size(1280, 1000)?;
    browser.open(&format!("{}/{page}", book.address))?;
    browser.settle()?;
    // Tab, Tab, Enter: past the link to the content, to the one to the figure.
    for key in ["\u{E004}", "\u{E004}", "\u{E007}"] {
        browser.keys(key)?;
        let here = browser.run(
            "return Boolean(document.activeElement.closest(arguments[0]))",
            &[json!(figure)],
        )?;
        if here == true {
            return Ok(());
        }
    }
    Err(format!("after three keys {figure} of {page} is not reached").into())
}

/// Presses the printer's button in a dark theme.
const PRINT: &str = "
    const worn = () => document.documentElement.className.split(' ').filter(name => ['light', 'navy'].includes(name)).join();
    const seen = [];
    window.print = () => seen.push('print');
    document.querySelector('.right-buttons button').click();
    for (const moment of ['beforeprint', 'afterprint']) {
        dispatchEvent(new Event(moment));
        seen.push(worn());
    }
    return seen.join(' ');";

/// The button prints the page at hand, on light paper; then the screen is as it was.
pub fn prints(stage: &Stage, page: &str) -> Done {
    let Stage { book, browser } = stage;
    browser.open(&format!("{}/{page}", book.address))?;
    browser.theme("navy")?;
    let seen = browser.run(PRINT, &[])?;
    if seen == "print light navy" {
        return Ok(());
    }
    Err(format!("the printer's button of {page}: {seen}").into())
}
