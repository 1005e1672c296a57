//! Every live figure in a real browser: it wakes, it is operated by mouse, keys and finger, and it says what the same code says
//! on this machine. Ignored where there is no chromedriver, unless `REQUIRE_BROWSER=1` makes that a failure; so is what axe-core
//! finds, where `AXE` does not name its `axe.min.js`.

mod driver;
mod screens;
mod twin;

use driver::{Book, Browser, Done, page};
use libtest_mimic::{Arguments, Failed, Trial};
use live::retrace::{Drawn, drawn_elsewhere};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock, Mutex};
use twin::Twin;

/// What a chapter's program may weigh as it travels, with the weights of its networks.
const HEAVIEST: usize = 600 * 1024;

/// One browser and one server for all tests.
struct Stage {
    book: Book,
    browser: Browser,
}

static STAGE: LazyLock<Result<Arc<Mutex<Stage>>, String>> = LazyLock::new(|| {
    let open = || -> Done<Stage> {
        let program = std::env::var_os("CARGO_BIN_EXE_book").ok_or("cargo says where it is")?;
        Ok(Stage {
            book: Book::serve(Path::new(&program))?,
            browser: Browser::start()?,
        })
    };
    open()
        .map(|stage| Arc::new(Mutex::new(stage)))
        .map_err(|why| why.to_string())
});

fn main() -> ExitCode {
    let present = Browser::is_there();
    let required = std::env::var_os("REQUIRE_BROWSER").is_some();
    let axe = std::env::var_os("AXE").map(PathBuf::from);
    let mut trials = Vec::new();
    let mut add = |name: String, lacks: Option<&str>, test: Box<dyn Fn(&Stage) -> Done + Send>| {
        let why = lacks.map(|what| format!(" ({what})")).unwrap_or_default();
        let run = move || {
            let stage = STAGE.as_ref().map_err(|why| Failed::from(why.clone()))?;
            let stage = stage.lock().unwrap_or_else(|broken| broken.into_inner());
            test(&stage).map_err(|why| Failed::from(why.to_string()))
        };
        trials.push(Trial::test(format!("{name}{why}"), run).with_ignored_flag(lacks.is_some()));
    };
    let no_browser = (!present && !required).then_some("no chromedriver");
    let no_axe = (axe.is_none() && !required).then_some("AXE does not name axe-core's axe.min.js");
    for &(chapter, figures) in live::CHAPTERS {
        for entry in figures {
            let name = format!("{chapter}::{}", entry.about.name);
            add(
                name,
                no_browser,
                Box::new(move |stage| figure(stage, chapter, entry)),
            );
        }
        add(
            format!("{chapter}::weight"),
            no_browser,
            Box::new(move |_| weight(chapter)),
        );
    }
    let digits = datasets::images("mnist").map(|split| split.test).ok();
    let no_digits = digits
        .is_none()
        .then_some("no files: `cargo run -p datasets -- fetch mnist`");
    add(
        "06::digits_drawn_by_others".into(),
        no_browser.or(no_digits),
        Box::new(move |stage| drawn_by_others(stage, digits.as_ref())),
    );
    // What is there to be looked at is known once the book is built.
    for name in screens::pages(&book::workspace_root()).unwrap_or_default() {
        let axe = axe.clone();
        let lacks = no_browser.or(no_axe);
        add(
            format!("screens::{name}"),
            lacks,
            Box::new(move |stage| screens::look(stage, &name, axe.as_deref())),
        );
    }
    add(
        "keys::from_the_address_to_a_figure".into(),
        no_browser,
        Box::new(|stage| screens::by_keys(stage, "01-one-sigmoid-neuron.html", ".figure, .live")),
    );
    add(
        "print::the_chapter_at_hand".into(),
        no_browser,
        Box::new(|stage| screens::prints(stage, "01-one-sigmoid-neuron.html")),
    );
    let mut arguments = Arguments::from_args();
    // One reader at a time.
    arguments.test_threads = Some(1);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // A browser and a server would outlive us: what is static is never dropped.
    if let Some(Ok(stage)) = LazyLock::get(&STAGE) {
        let mut stage = stage.lock().unwrap_or_else(|broken| broken.into_inner());
        let _ = stage.browser.close();
        stage.browser.end();
        stage.book.end();
    }
    conclusion.exit_code()
}

fn figure(stage: &Stage, chapter: &str, entry: &'static live::Entry) -> Done {
    let Stage { book, browser } = stage;
    browser.size(1280, 1000)?;
    let address = format!(
        "{}/{}#live-{}",
        book.address,
        page(chapter, entry.about.name)?,
        entry.about.name
    );
    browser.open(&address)?;
    let mut twin = Twin::new(browser, entry);
    twin.wake()?;
    twin.compare("waking")?;
    twin.point()?;
    twin.draw("mouse")?;
    let knobs = twin.session.knobs();
    let knobs = knobs.as_array().ok_or("knobs are a list")?;
    for knob in knobs {
        twin.operate(knob)?;
    }
    twin.reset()?;
    twin.compare("a reset")?;
    narrow(stage, &address, entry)?;
    quiet(stage)
}

/// On a telephone: a finger, and a page that is no wider than the window.
fn narrow(stage: &Stage, address: &str, entry: &'static live::Entry) -> Done {
    let browser = &stage.browser;
    browser.size(390, 844)?;
    browser.run(
        "localStorage.removeItem('mdbook-sidebar'); sessionStorage.clear()",
        &[],
    )?;
    browser.open(address)?;
    let mut twin = Twin::new(browser, entry);
    twin.wake()?;
    twin.draw("touch")?;
    let handles = twin
        .session
        .frame()
        .panels
        .iter()
        .flat_map(|panel| &panel.handles);
    if let Some(knob) = handles.map(|handle| handle.knob).next() {
        twin.drag(knob, "touch")?;
        twin.compare("a finger")?;
    }
    let overflow =
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let overflow = browser.run(overflow, &[])?;
    if overflow != 0 {
        return Err(format!("a page of 390 pixels is {overflow} too narrow").into());
    }
    restored(stage, address, &twin)
}

/// The address says how the knobs stand, and opens the figure so.
fn restored(stage: &Stage, address: &str, twin: &Twin) -> Done {
    let state = twin.session.state();
    if state.is_empty() {
        return Ok(());
    }
    stage.browser.open(&format!("{address};{state}"))?;
    twin.wake()?;
    stage.browser.settle()?;
    stage.browser.until(&format!(
        "document.querySelector('#{} .live-link').hash.endsWith({})",
        twin.id,
        json!(state)
    ))
}

/// No complaint, and no request to anywhere else.
fn quiet(stage: &Stage) -> Done {
    let complaints = stage.browser.complaints()?;
    if !complaints.is_empty() {
        return Err(format!("the browser complains: {}", complaints.join("\n")).into());
    }
    let asked = stage.browser.run(
        "return performance.getEntriesByType('resource').map(one => one.name)",
        &[],
    )?;
    let home = |name: &&Value| {
        !name
            .as_str()
            .is_some_and(|name| name.starts_with(&stage.book.address) || name.starts_with("data:"))
    };
    match asked.as_array().into_iter().flatten().find(home) {
        None => Ok(()),
        Some(name) => Err(format!("the page asks for {name}").into()),
    }
}

/// Two hundred of MNIST's test digits, drawn on the paper of chapter 6 with another pen, smaller or larger, off the centre: at
/// most three in a hundred may be misread, and the page has to read what this machine reads.
fn drawn_by_others(stage: &Stage, digits: Option<&datasets::Images>) -> Done {
    const EVERY: usize = 50;
    const MISREAD: usize = 6;
    let digits = digits.ok_or("the digits are not there")?;
    let pixels: Vec<f32> = digits.pixels.iter().copied().collect();
    let drawn: Vec<Drawn> = drawn_elsewhere(&pixels, &digits.labels, EVERY).collect();
    let Stage { book, browser } = stage;
    browser.size(1280, 1000)?;
    let page = page("06", "draw")?;
    browser.open(&format!("{}/{page}#live-draw", book.address))?;
    let entry = live::find("06", "draw").ok_or("chapter 6 has a paper")?;
    let mut twin = Twin::new(browser, entry);
    twin.wake()?;
    let mut misread = Vec::new();
    for one in &drawn {
        twin.clean_paper(one.pen)?;
        for stroke in one.strokes.points() {
            twin.stroke("paper", "pen", &stroke)?;
        }
        twin.compare("a digit was drawn")?;
        let guess = twin.session.number("first");
        if guess != f64::from(one.digit) {
            misread.push(format!("a {} is read as {guess}", one.digit));
        }
    }
    println!(
        "{} of {} are read right",
        drawn.len() - misread.len(),
        drawn.len()
    );
    if drawn.len() != 200 || misread.len() > MISREAD {
        return Err(misread.join("\n").into());
    }
    quiet(stage)
}

/// Packed as a server sends it.
fn weight(chapter: &str) -> Done {
    let program = book::workspace_root().join(format!("target/live/bound/live{chapter}_bg.wasm"));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &std::fs::read(program)?)?;
    let packed = packed.finish()?.len();
    if packed > HEAVIEST {
        return Err(format!(
            "chapter {chapter}'s program weighs {packed} bytes, more than {HEAVIEST}"
        )
        .into());
    }
    Ok(())
}
