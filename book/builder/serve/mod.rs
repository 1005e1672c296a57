//! A small server for one reader on this computer, which builds again when a file changes.

mod head;
mod pages;
mod watch;

use crate::say;
use head::{Head, Refusal};
use pages::Page;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The ports that are tried when none was asked for.
const PORTS: std::ops::Range<u16> = 3000..3010;
/// How many are answered at once. A browser asks for six things at a time.
const READERS: usize = 16;
/// How long one request may take to arrive, and its answer to leave.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait when the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(100);
/// How often an open page asks whether it is stale.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves the built pages in `pages` on 127.0.0.1 and builds `root` again whenever a source changes. Without a port it is the
/// first free one from 3000 on. Returns only when it cannot begin.
///
/// # Errors
/// When there is no port, with a remedy, or the address cannot be printed.
pub fn serve(root: &Path, pages: PathBuf, port: Option<u16>) -> Result<(), String> {
    let listener = open(port)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    say(&format!(
        "The book is at http://{address}  (Ctrl-C ends it)"
    ))?;
    let site = Arc::new(Site::new(pages, PATIENCE));
    watch::start(root.to_path_buf(), Arc::clone(&site));
    let listener = Arc::new(listener);
    for _ in 1..READERS {
        let (listener, site) = (Arc::clone(&listener), Arc::clone(&site));
        // Fewer will do where there are no more threads.
        let _ = thread::Builder::new().spawn(move || work(&listener, &site));
    }
    work(&listener, &site)
}

fn open(port: Option<u16>) -> Result<TcpListener, String> {
    let bind = |port: u16| TcpListener::bind(("127.0.0.1", port));
    let Some(port) = port else {
        return PORTS
            .into_iter()
            .find_map(|port| bind(port).ok())
            .ok_or_else(|| {
                let std::ops::Range { start, end } = PORTS;
                format!(
                    "none of the ports {start} to {} is free; choose another with `--port 8080`",
                    end - 1
                )
            });
    };
    bind(port).map_err(|error| {
        let next = port.checked_add(1).unwrap_or(8080);
        format!("port {port} cannot be used ({error}); choose another with `--port {next}`")
    })
}

/// What is served, and how patiently.
struct Site {
    pages: PathBuf,
    /// Goes up with each build.
    version: AtomicUsize,
    patience: Duration,
    /// How often the system had no connection to give.
    starved: AtomicUsize,
}

impl Site {
    fn new(pages: PathBuf, patience: Duration) -> Self {
        Self {
            pages,
            version: AtomicUsize::new(0),
            patience,
            starved: AtomicUsize::new(0),
        }
    }
}

/// Answers one client after the other.
fn work(listener: &TcpListener, site: &Site) -> ! {
    loop {
        match listener.accept() {
            // A reader who hangs up in the middle of an answer is not worth a word.
            Ok((stream, _)) => answer(stream, site).unwrap_or_default(),
            // There are no descriptors left, say. Asking again at once would ask for ever.
            Err(_) => {
                site.starved.fetch_add(1, Ordering::Relaxed);
                thread::sleep(BREATH);
            }
        }
    }
}

fn answer(mut stream: TcpStream, site: &Site) -> io::Result<()> {
    let deadline = Instant::now() + site.patience;
    let head = head::read(&mut stream, deadline);
    let is_whole = head.is_ok();
    let reply = match &head {
        Ok(head) => reply(head, site),
        Err(Refusal::Gone) => return Ok(()),
        Err(refusal) => Reply::text(refusal.status(), refusal.status()),
    };
    let with_body = !matches!(&head, Ok(head) if head.is_head);
    reply.send(&mut stream, with_body, deadline)?;
    stream.shutdown(Shutdown::Write)?;
    if is_whole { Ok(()) } else { drain(stream) }
}

/// Takes some of what a refused client still sends: a connection that is closed before would be reset, and the client would not
/// see the answer.
fn drain(mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(BREATH))?;
    let mut piece = [0; 4096];
    for _ in 0..256 {
        if stream.read(&mut piece)? == 0 {
            break;
        }
    }
    Ok(())
}

fn reply(head: &Head, site: &Site) -> Reply {
    let version = site.version.load(Ordering::Relaxed);
    if head.path == "/.version" {
        return Reply::text("200 OK", &version.to_string());
    }
    match pages::find(&site.pages, &head.path) {
        Page::Found { kind, mut body } => {
            if kind.starts_with("text/html") {
                body.extend(reloader(version).into_bytes());
            }
            Reply {
                status: "200 OK",
                kind,
                body,
            }
        }
        Page::Absent => {
            let body = std::fs::read(site.pages.join("404.html"));
            Reply {
                status: "404 Not Found",
                kind: "text/html; charset=utf-8",
                body: body.unwrap_or_else(|_| b"There is no such page.".to_vec()),
            }
        }
        Page::Unreadable(error) => Reply::text("503 Service Unavailable", &error.to_string()),
    }
}

struct Reply {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Reply {
    fn text(status: &'static str, body: &str) -> Self {
        Self {
            status,
            kind: "text/plain; charset=utf-8",
            body: body.as_bytes().to_vec(),
        }
    }

    fn send(&self, stream: &mut TcpStream, with_body: bool, deadline: Instant) -> io::Result<()> {
        let Reply { status, kind, body } = self;
        let allow = if status.starts_with("405") {
            "Allow: GET, HEAD\r\n"
        } else {
            ""
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{allow}\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let body = if with_body { &body[..] } else { &[] };
        for piece in [head.as_bytes(), body].concat().chunks(1 << 16) {
            let left = deadline.saturating_duration_since(Instant::now());
            // A time of zero would be none.
            stream.set_write_timeout(Some(left.max(Duration::from_millis(1))))?;
            stream.write_all(piece)?;
        }
        Ok(())
    }
}

/// A script that loads the page again once the book was built again.
fn reloader(version: usize) -> String {
    let pause = PAUSE.as_millis();
    format!(
        "<script>setInterval(() => fetch('/.version').then(r => r.text()).then(v => {{ if (v !== '{version}') location.reload(); }}).catch(() => {{}}), {pause});</script>"
    )
}

#[cfg(test)]
mod tests;
