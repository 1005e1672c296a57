//! A figure in the page and the same figure compiled for this machine: whatever is done to both, they have to say the same.

use crate::driver::{Browser, Done};
use live::{Entry, Pen, Session};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Two processors add in another order, and each has functions of its own for powers and logarithms.
const TOLERANCE: f64 = 2e-3;

/// How long the page may take to say the same.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the page says: readings and words.
const SAID: &str = "const root = document.getElementById(arguments[0]);
    const text = what => [...root.querySelectorAll(what)].map(one => one.textContent);
    return [...text('.live-readings > div'), ...text('.live-words')];";

pub struct Twin<'b> {
    browser: &'b Browser,
    pub id: String,
    pub session: Session,
}

impl<'b> Twin<'b> {
    /// Both as they are at first. The page is open already, or is opened with the figure's address.
    pub fn new(browser: &'b Browser, entry: &Entry) -> Self {
        Twin {
            browser,
            id: format!("live-{}", entry.about.name),
            session: Session::open(entry),
        }
    }

    /// Waits until the figure answers, and scrolls it to where a mouse reaches it.
    pub fn wake(&self) -> Done {
        self.browser.wake(&self.id)
    }

    /// Compares what both say. A busy machine may take its time until a click arrives.
    pub fn compare(&self, after: &str) -> Done {
        let frame = self.session.frame();
        let readings = frame.readings.iter();
        let readings = readings.map(|one| format!("{}{}", one.label, one.value));
        let native: Vec<String> = readings.chain([frame.words.clone()]).collect();
        let begun = Instant::now();
        loop {
            self.browser.settle()?;
            let page = self.browser.run(SAID, &[json!(self.id)])?;
            let page = page.as_array().into_iter().flatten();
            let page: Vec<&str> = page.filter_map(Value::as_str).collect();
            let mut pairs = page.iter().zip(&native);
            if page.len() == native.len() && pairs.all(|(page, native)| same(page, native)) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                let why = format!(
                    "after {after} the page says\n  {page:?}\nand this machine\n  {native:?}"
                );
                return Err(why.into());
            }
        }
    }

    /// Operates one knob in the page by keys or the mouse, and the twin in the same way.
    pub fn operate(&mut self, knob: &Value) -> Done {
        let (id, kind) = (text(knob, "id"), text(knob, "kind"));
        if self.session.frame().idle.contains(&id) {
            return Ok(());
        }
        match kind {
            "slider" | "ladder" => self.slide(id),
            "field" => self.fill(id, knob),
            "choice" => self.choose(id, knob),
            "switch" => self.turn(id),
            "button" => {
                self.click(id)?;
                self.session.press(id);
                Ok(())
            }
            "line" => self.write(id),
            "handle" => self.drag(id, "mouse"),
            _ => Ok(()),
        }?;
        self.compare(&format!("{kind} {id}"))
    }

    fn slide(&mut self, id: &str) -> Done {
        self.focus(id)?;
        self.browser.keys("\u{E014}\u{E014}\u{E012}\u{E014}")?;
        let value = self.value(id, "live-knob output", "textContent")?;
        // Readers see a true minus.
        self.session.set(id, &value.replace('−', "-"));
        Ok(())
    }

    fn fill(&mut self, id: &str, knob: &Value) -> Done {
        let number = |key: &str| knob[key].as_f64().unwrap_or_default();
        let typed = (0.7 * number("max") + 0.3 * number("min")).to_string();
        let typed = &typed[..typed.len().min(5)];
        self.focus(id)?;
        self.browser.run("document.activeElement.select()", &[])?;
        self.browser.keys(typed)?;
        // Each key is heard, as a reader's is: on the way to `-1.5` the field says `-1`.
        for end in 1..=typed.len() {
            self.session.set(id, &typed[..end]);
        }
        Ok(())
    }

    fn choose(&mut self, id: &str, knob: &Value) -> Done {
        let options = knob["options"].as_array().ok_or("a choice has options")?;
        let name = options
            .last()
            .and_then(|option| option[0].as_str())
            .ok_or("an option has a name")?;
        let select =
            "const select = document.querySelector(arguments[0]); select.value = arguments[1];
            select.dispatchEvent(new Event('input', { bubbles: true }));";
        self.browser
            .run(select, &[json!(self.control(id)), json!(name)])?;
        self.session.set(id, name);
        Ok(())
    }

    fn turn(&mut self, id: &str) -> Done {
        self.click(id)?;
        let on = self.value(id, "live-switch", "ariaPressed")?;
        self.session
            .set(id, if on == "true" { "on" } else { "off" });
        if !self.session.frame().running {
            return Ok(());
        }
        // Time is nothing that two machines share: it is enough that something happens, and that it ends.
        let before = self.browser.run(SAID, &[json!(self.id)])?;
        let said = SAID
            .replace("return ", "return JSON.stringify(")
            .replace("];", "])");
        let expression = format!(
            "(function() {{ {said} }})('{}') !== {}",
            self.id,
            json!(before.to_string())
        );
        self.browser.until(&expression)?;
        self.click(id)?;
        self.reset()
    }

    fn write(&mut self, id: &str) -> Done {
        self.focus(id)?;
        self.browser.run("document.activeElement.select()", &[])?;
        self.browser.keys("b")?;
        self.session.set(id, "b");
        Ok(())
    }

    /// Drags a handle a little, and moves it on by keys.
    pub fn drag(&mut self, id: &str, pointer: &str) -> Done {
        let handle = format!("#{} .live-handle[data-knob='{id}']", self.id);
        let found = self.browser.run(
            "return Boolean(document.querySelector(arguments[0]))",
            &[json!(handle)],
        )?;
        if found != true {
            return Ok(());
        }
        // First the sheet: what is measured is scrolled to.
        let sheet = format!("#{} .live-paper:has([data-knob='{id}'])", self.id);
        self.rectangle(&sheet)?;
        let [x, y] = self.middle(&handle)?.map(f64::round);
        let sheet = self.rectangle(&sheet)?;
        let path = [[x, y], [x + 6.0, y - 4.0], [x + 14.0, y - 9.0]];
        self.browser.stroke(pointer, &path)?;
        for place in path {
            self.session.drag(id, part_of(sheet, place));
        }
        let focus = "document.querySelector(arguments[0]).focus()";
        self.browser.run(focus, &[json!(handle)])?;
        self.browser.keys("\u{E012}\u{E015}")?;
        self.session.nudge(id, [-1.0, 0.0]);
        self.session.nudge(id, [0.0, -1.0]);
        self.browser.settle()?;
        let value = "return document.querySelector(arguments[0]).dataset.value";
        let value = self.browser.run(value, &[json!(handle)])?;
        let knobs = self.session.json();
        if value != knobs["knobs"][id] {
            return Err(format!(
                "{id} was dragged to {value} in the page, to {} here",
                knobs["knobs"][id]
            )
            .into());
        }
        Ok(())
    }

    /// Points to the first two parts of each drawing that has some, by keys.
    pub fn point(&mut self) -> Done {
        let panels: Vec<&str> = self
            .session
            .frame()
            .panels
            .iter()
            .filter(|panel| panel.body.contains("data-part"))
            .map(|panel| panel.id)
            .collect();
        for panel in panels {
            let sheet = format!("#{} [data-panel={panel}] .live-paper", self.id);
            self.browser.run(
                "document.querySelector(arguments[0]).focus()",
                &[json!(sheet)],
            )?;
            for _ in 0..2 {
                self.browser.keys("\u{E014}")?;
                self.browser.settle()?;
                let part = self.browser.run(
                    "return document.querySelector(`${arguments[0]} .here`)?.dataset.part ?? ''",
                    &[json!(sheet)],
                )?;
                let part = part.as_str().filter(|part| !part.is_empty());
                self.session
                    .point(Some(part.ok_or(format!("no part of {panel} is marked"))?));
                self.compare(&format!("pointing to {part:?}"))?;
            }
            self.browser.keys("\u{E00C}")?;
            self.session.point(None);
        }
        Ok(())
    }

    /// Draws a stroke on each panel that takes some.
    pub fn draw(&mut self, pointer: &str) -> Done {
        let panels: Vec<&str> = self
            .session
            .frame()
            .panels
            .iter()
            .filter(|panel| panel.pen)
            .map(|panel| panel.id)
            .collect();
        for panel in panels {
            let path = [[0.55, 0.2], [0.5, 0.4], [0.45, 0.6], [0.42, 0.8]];
            self.stroke(panel, pointer, &path)?;
            self.compare(&format!("a stroke on {panel}"))?;
        }
        Ok(())
    }

    /// One stroke over these places of a panel, between 0 and 1.
    pub fn stroke(&mut self, panel: &'static str, pointer: &str, path: &[[f64; 2]]) -> Done {
        let sheet = format!("#{} [data-panel={panel}] .live-paper", self.id);
        let [left, top, width, height] = self.rectangle(&sheet)?;
        let places: Vec<[f64; 2]> = path
            .iter()
            .map(|[x, y]| [(left + x * width).round(), (top + y * height).round()])
            .collect();
        self.browser.stroke(pointer, &places)?;
        let mut at = part_of([left, top, width, height], places[0]);
        self.session.pen(panel, Pen::Down, at);
        for &place in &places[1..] {
            at = part_of([left, top, width, height], place);
            self.session.pen(panel, Pen::Move, at);
        }
        self.session.pen(panel, Pen::Up, at);
        Ok(())
    }

    /// Chapter 6's paper without a stroke, and a pen so wide: set by the page's own elements, as nobody could in the time.
    pub fn clean_paper(&mut self, pen: f64) -> Done {
        let set = "const [id, pen] = arguments, root = document.getElementById(id);
            root.querySelector('button[data-knob=clear]').click();
            const range = root.querySelector('[data-knob=pen] input');
            range.value = pen; range.dispatchEvent(new Event('input'));";
        self.browser.run(set, &[json!(self.id), json!(pen)])?;
        self.session.press("clear");
        self.session.set("pen", &pen.to_string());
        Ok(())
    }

    /// Both as they were at first.
    pub fn reset(&mut self) -> Done {
        let button = format!("document.querySelector('#{} .live-reset').click()", self.id);
        self.browser.run(&button, &[])?;
        let name = self.id.trim_start_matches("live-");
        let entry = live::CHAPTERS
            .iter()
            .flat_map(|(_, figures)| *figures)
            .find(|entry| entry.about.name == name);
        self.session = Session::open(entry.ok_or("a figure has an entry")?);
        Ok(())
    }

    fn focus(&self, id: &str) -> Done {
        self.browser
            .run(
                "document.querySelector(arguments[0]).focus()",
                &[json!(self.control(id))],
            )
            .map(drop)
    }

    fn click(&self, id: &str) -> Done {
        self.browser.run(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })",
            &[json!(self.control(id))],
        )?;
        let at = self.middle(&self.control(id))?;
        self.browser.stroke("mouse", &[at, at])
    }

    fn control(&self, id: &str) -> String {
        format!(
            "#{} .live-knobs :is(input, select, button):is([data-knob='{id}'], [data-knob='{id}'] *)",
            self.id
        )
    }

    fn value(&self, id: &str, part: &str, property: &str) -> Done<String> {
        self.browser.settle()?;
        let (class, inner) = part.split_once(' ').unwrap_or((part, ""));
        let element = format!("#{} .{class}[data-knob='{id}'] {inner}", self.id);
        let value = self.browser.run(
            "return document.querySelector(arguments[0])[arguments[1]]",
            &[json!(element.trim_end()), json!(property)],
        )?;
        Ok(value
            .as_str()
            .ok_or(format!("{id} shows no value"))?
            .to_string())
    }

    fn middle(&self, element: &str) -> Done<[f64; 2]> {
        let [left, top, width, height] = self.rectangle(element)?;
        Ok([left + width / 2.0, top + height / 2.0])
    }

    fn rectangle(&self, element: &str) -> Done<[f64; 4]> {
        let measure = "const element = document.querySelector(arguments[0]);
            const inside = element.getBoundingClientRect();
            if (inside.top < 60 || inside.bottom > innerHeight) element.scrollIntoView({ block: 'center', behavior: 'instant' });
            const { left, top, width, height } = element.getBoundingClientRect(); return [left, top, width, height];";
        let sides = self.browser.run(measure, &[json!(element)])?;
        let side = |n: usize| sides[n].as_f64().ok_or(format!("{element} has no place"));
        Ok([side(0)?, side(1)?, side(2)?, side(3)?])
    }
}

/// A place of the window in parts of a rectangle: its left and upper side, width and height.
fn part_of([left, top, width, height]: [f64; 4], [x, y]: [f64; 2]) -> [f64; 2] {
    [(x - left) / width, (y - top) / height]
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Whether two texts have the same words and, but for rounding, the same numbers.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (pieces(one), pieces(other));
    let alike = |(one, other): (&String, &String)| match (number(one), number(other)) {
        (Some(a), Some(b)) => {
            let digits = one.split_once('.').map_or(0, |(_, after)| after.len());
            // Both may round to the other side.
            (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()) + 1.01 * 10f64.powi(-(digits as i32))
        }
        _ => one == other,
    };
    one.len() == other.len() && one.iter().zip(&other).all(alike)
}

fn number(piece: &str) -> Option<f64> {
    piece.replace('−', "-").parse().ok()
}

/// Numbers, and what stands between them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        let numeric = c.is_ascii_digit() || c == '.';
        if pieces.is_empty() || numeric != inside {
            pieces.push(String::new());
        }
        inside = numeric;
        pieces.last_mut().expect("one was pushed").push(c);
    }
    pieces
}
