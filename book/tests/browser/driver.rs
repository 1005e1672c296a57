//! A real browser, and the book as a reader starts it.
#![allow(dead_code, reason = "the test and the measurement use different parts")]

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use url::Url;

pub type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// A page that moves by itself would never be the same twice, and a machine without a screen has no graphics card.
const CHROMIUM: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--window-size=1400,1200",
];
/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the programs of all figures may take to compile.
const COMPILING: Duration = Duration::from_secs(1200);

/// A program that ends with us.
struct Running(Child);

impl Running {
    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// The book as `cargo run -p book` serves it, with figures that answer.
pub struct Book {
    pub address: String,
    program: Running,
}

impl Book {
    pub fn end(&mut self) {
        self.program.end();
    }

    /// Starts this program, and waits until it has compiled the figures.
    pub fn serve(program: &Path) -> Done<Book> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command
            .args(["--port", &port.to_string()])
            .stdout(Stdio::piped());
        let mut running = Running(command.spawn()?);
        let out = running.0.stdout.take().ok_or("it is piped")?;
        let begun = Instant::now();
        let mut lines = BufReader::new(out).lines();
        loop {
            let line = lines.next().ok_or("the book is not served")??;
            if line.contains("The figures answer now") {
                break;
            }
            if line.contains("stay still") || begun.elapsed() > COMPILING {
                return Err(line.into());
            }
        }
        // What it says from now on is for nobody, but it must be able to say it.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Book {
            address: format!("http://127.0.0.1:{port}"),
            program: running,
        })
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The page that a figure stands on: a lab may have several.
pub fn page(chapter: &str, figure: &str) -> Done<String> {
    let source = book::workspace_root().join("book/src");
    let stands = format!("{{{{#live {chapter} {figure}}}}}");
    for name in book::labs::chapters(&source, chapter) {
        if std::fs::read_to_string(source.join(&name))?.contains(&stands) {
            return Ok(name.replace(".md", ".html"));
        }
    }
    Err(format!("no chapter {chapter} has {stands}").into())
}

/// A headless Chromium behind its driver.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Running,
}

impl Browser {
    /// Whether there is one on this machine.
    pub fn is_there() -> bool {
        let mut driver = Command::new("chromedriver");
        driver
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        driver.status().is_ok_and(|status| status.success())
    }

    /// Ends the browser: a driver that is killed would leave it behind.
    pub fn close(&self) -> Done {
        self.wait(self.client.clone().close())
    }

    /// Ends its driver.
    pub fn end(&mut self) {
        self.driver.end();
    }

    pub fn start() -> Done<Browser> {
        let port = free_port()?;
        let mut driver = Command::new("chromedriver");
        driver
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Running(driver.spawn()?);
        let address = format!("http://127.0.0.1:{port}");
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(connect(&address))?;
        Ok(Browser {
            runtime,
            client,
            driver,
        })
    }

    fn wait<T, E: Into<Box<dyn std::error::Error>>>(
        &self,
        what: impl Future<Output = Result<T, E>>,
    ) -> Done<T> {
        let limited = async { tokio::time::timeout(PATIENCE, what).await };
        match self.runtime.block_on(limited) {
            Ok(done) => done.map_err(Into::into),
            Err(_) => Err(format!("the browser has not answered for {PATIENCE:?}").into()),
        }
    }

    /// Opens a page anew, even if only its fragment is another.
    pub fn open(&self, address: &str) -> Done {
        self.wait(self.client.goto("about:blank"))?;
        self.wait(self.client.goto(address))
    }

    /// Chooses a theme of mdBook's for the page that is open, and for those after it.
    pub fn theme(&self, theme: &str) -> Done {
        let choose = "document.getElementById(`mdbook-theme-${arguments[0]}`).click()";
        self.run(choose, &[json!(theme)])?;
        self.settle()
    }

    /// What a function of the page with this body returns.
    pub fn run(&self, body: &str, arguments: &[Value]) -> Done<Value> {
        self.wait(self.client.execute(body, arguments.to_vec()))
    }

    /// As [`Browser::run`], for what calls the last of its `arguments` when it is done.
    pub fn run_until_called(&self, body: &str, arguments: &[Value]) -> Done<Value> {
        self.wait(self.client.execute_async(body, arguments.to_vec()))
    }

    /// Waits until such an expression is true in the page.
    pub fn until(&self, expression: &str) -> Done {
        let begun = Instant::now();
        while self.run(&format!("return Boolean({expression})"), &[])? != true {
            if begun.elapsed() > PATIENCE {
                return Err(format!("it never came true: {expression}").into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Brings a figure into view, and waits until it answers.
    pub fn wake(&self, id: &str) -> Done {
        self.run(
            "document.getElementById(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })",
            &[json!(id)],
        )?;
        self.until(&format!(
            "document.querySelector('#{id}[data-state=alive]')"
        ))
    }

    /// Lets the page paint what was asked of it.
    pub fn settle(&self) -> Done {
        let frames = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))";
        self.run_until_called(frames, &[]).map(drop)
    }

    /// A mouse, a finger or a pen (`mouse`, `touch`, `pen`) that goes down at the first of these places of the window, moves over
    /// the others, and is lifted.
    pub fn stroke(&self, pointer: &str, places: &[[f64; 2]]) -> Done {
        let to = |[x, y]: [f64; 2]| json!({ "type": "pointerMove", "duration": 0, "x": x.round() as i64, "y": y.round() as i64 });
        let mut actions: Vec<Value> = places.iter().map(|&place| to(place)).collect();
        actions.insert(1, json!({ "type": "pointerDown", "button": 0 }));
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
        let source = json!({ "type": "pointer", "id": pointer, "parameters": { "pointerType": pointer }, "actions": actions });
        let done = self.tell("actions", json!({ "actions": [source] }));
        done.map(drop)
            .map_err(|why| format!("{pointer} over {places:?}: {why}").into())
    }

    /// Presses keys one after the other; `\u{E012}` and so on are the arrows of WebDriver.
    pub fn keys(&self, keys: &str) -> Done {
        let press = |key: char| {
            ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
        };
        let actions: Vec<Value> = keys.chars().flat_map(press).collect();
        let source = json!({ "type": "key", "id": "keys", "actions": actions });
        self.tell("actions", json!({ "actions": [source] }))
            .map(drop)
    }

    /// What the page has complained of since the last time.
    pub fn complaints(&self) -> Done<Vec<String>> {
        let said = self.tell("se/log", json!({ "type": "browser" }))?;
        let entries = said.as_array().cloned().unwrap_or_default();
        let bad = entries.iter().filter(|entry| {
            ["SEVERE", "WARNING"]
                .iter()
                .any(|level| entry["level"] == *level)
        });
        Ok(bad.map(|entry| entry["message"].to_string()).collect())
    }

    /// The size of the window.
    pub fn size(&self, width: u32, height: u32) -> Done {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.tell("goog/cdp/execute", command)?;
        self.until(&format!("innerWidth === {width}"))
    }

    /// A command of the protocol that the client has no method for.
    fn tell(&self, path: &'static str, body: Value) -> Done<Value> {
        self.wait(self.client.issue_cmd(Told { path, body }))
    }
}

/// What axe-core finds serious or critical in the page that is open, by these rules of its; by all, if none is named.
pub fn axe(browser: &Browser, file: &Path, rules: &[&str]) -> Done<Vec<String>> {
    browser.run(&std::fs::read_to_string(file)?, &[])?;
    let run = "const [rules, done] = arguments;
        axe.run(document, { resultTypes: ['violations'], ...(rules.length && { runOnly: rules }) }).then(told => done(told.violations
            .filter(one => ['serious', 'critical'].includes(one.impact))
            .map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 4).map(node => node.html).join(' ')}`)),
            error => done([`axe-core failed: ${error}`]));";
    let found = browser.run_until_called(run, &[json!(rules)])?;
    let found = found.as_array().into_iter().flatten();
    Ok(found
        .filter_map(|one| one.as_str().map(str::to_string))
        .collect())
}

#[derive(Debug)]
struct Told {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Told {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Asks for a session until the driver listens.
async fn connect(address: &str) -> Done<Client> {
    let wanted = json!({
        "goog:chromeOptions": { "args": CHROMIUM },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let Value::Object(wanted) = wanted else {
        unreachable!("it is written as one")
    };
    let wanted: Capabilities = wanted;
    let begun = Instant::now();
    loop {
        let mut client = ClientBuilder::new(HttpConnector::new());
        match client.capabilities(wanted.clone()).connect(address).await {
            Ok(client) => return Ok(client),
            Err(why) if begun.elapsed() > PATIENCE => return Err(why.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
