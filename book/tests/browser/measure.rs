//! How fast the figures are in a browser on this machine: `cargo build -p book && cargo run -p book --example figures`.
//! Nothing here passes or fails; a crowded machine is slow.

mod driver;

use driver::{Book, Browser, Done};
use serde_json::{Value, json};

/// Presses the switch that lets a figure run, if it has one, and looks on for this many milliseconds.
const WATCHED: u32 = 3000;

/// Runs in the page: how often a count went up while the figure ran, and what a frame cost.
const RUN: &str = "const [id, watched, done] = arguments;
    const root = document.getElementById(id), { figure } = root;
    const count = () => Number(root.querySelector('[data-reading=epoch] dd, [data-reading=steps] dd, [data-reading=step] dd')?.textContent.replace(/[^0-9.]/g, ''));
    const run = root.querySelector('[data-knob=run]');
    if (!run) return done(null);
    if (run.ariaPressed !== 'true') run.click();
    setTimeout(() => {
        figure.costs.length = 0;
        const before = count(), begun = performance.now();
        setTimeout(() => {
            const seconds = (performance.now() - begun) / 1000, counted = count() - before;
            const costs = [...figure.costs].sort((a, b) => a - b);
            if (run.ariaPressed === 'true') run.click();
            done([counted / seconds, costs.length / seconds, costs[costs.length >> 1], costs[Math.floor(0.95 * costs.length)]]);
        }, watched);
    }, 500);";

/// Runs in the page: how long it takes from a stroke's next point to the picture.
const STROKE: &str = "const { figure } = document.getElementById(arguments[0]), took = [];
    const panel = JSON.parse(figure.live.frame()).panels.find(panel => panel.pen);
    if (!panel) return null;
    figure.live.pen(panel.id, 0, 0.3, 0.2);
    for (let n = 1; n <= 60; n += 1) {
        const begun = performance.now();
        figure.live.pen(panel.id, 1, 0.3 + 0.2 * Math.sin(n / 8), 0.2 + n / 100);
        figure.paint();
        took.push(performance.now() - begun);
    }
    figure.live.pen(panel.id, 2, 0.5, 0.8);
    return took.sort((a, b) => a - b)[30];";

fn main() -> Done {
    let program = std::env::current_exe()?;
    let folder = program.parent().and_then(|folder| folder.parent());
    let folder = folder.ok_or("an example lies in a folder")?;
    let book = Book::serve(&folder.join("book"))?;
    let browser = Browser::start()?;
    browser.size(1280, 1000)?;
    for &(chapter, figures) in live::CHAPTERS {
        for entry in figures {
            let name = entry.about.name;
            let id = format!("live-{name}");
            let page = driver::page(chapter, name)?;
            browser.open(&format!("{}/{page}#{id}", book.address))?;
            browser.until(&format!(
                "document.querySelector('#{id}[data-state=alive]')"
            ))?;
            let alive = format!("return document.getElementById('{id}').figure.alive");
            let alive = browser.run(&alive, &[])?;
            println!(
                "{chapter} {name}: alive {:.0} ms after the page began to load",
                number(&alive)
            );
            let ran = browser.run_until_called(RUN, &[json!(id), json!(WATCHED)])?;
            if let Some([count, frames, median, late]) = four(&ran) {
                println!(
                    "  running: {count:.0} counted and {frames:.0} frames a second; a frame takes {median:.1} ms, one in twenty {late:.1} or more"
                );
            }
            let stroke = browser.run(STROKE, &[json!(id)])?;
            if stroke.is_number() {
                println!(
                    "  a stroke's next point is answered in {:.1} ms",
                    number(&stroke)
                );
            }
        }
    }
    browser.close()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn four(value: &Value) -> Option<[f64; 4]> {
    value.as_array()?;
    Some([0, 1, 2, 3].map(|n| number(&value[n])))
}
