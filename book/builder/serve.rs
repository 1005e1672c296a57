//! A small server for one reader on this computer, which builds again when a file changes.

use crate::build::build;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often the sources are looked at, and how often an open page asks whether it is stale.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves the built pages in `pages` on 127.0.0.1 and builds `root` again whenever a source changes. Returns
/// only when the port cannot be had.
///
/// # Errors
/// When the port is taken, with a remedy.
pub fn serve(root: &Path, pages: PathBuf, port: u16) -> Result<(), String> {
    let taken = |error: io::Error| {
        format!(
            "port {port} cannot be used ({error}); choose another with `--port {}`",
            port.wrapping_add(1)
        )
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    println!("The book is at http://{address}  (Ctrl-C ends it)");
    let version = Arc::new(AtomicUsize::new(0));
    watch(root.to_path_buf(), Arc::clone(&version));
    for stream in listener.incoming().flatten() {
        let (pages, version) = (pages.clone(), Arc::clone(&version));
        // A reader who hangs up in the middle of an answer is not worth a word.
        thread::spawn(move || answer(stream, &pages, &version).unwrap_or_default());
    }
    Ok(())
}

fn watch(root: PathBuf, version: Arc<AtomicUsize>) {
    thread::spawn(move || {
        let mut seen = newest(&root);
        loop {
            thread::sleep(PAUSE);
            let now = newest(&root);
            if now == seen {
                continue;
            }
            seen = now;
            match build(&root) {
                Ok(_) => {
                    version.fetch_add(1, Ordering::Relaxed);
                    println!("built again");
                }
                Err(complaints) => eprintln!("{complaints}"),
            }
        }
    });
}

/// How many sources there are and when the last of them changed.
fn newest(root: &Path) -> (usize, Option<SystemTime>) {
    let folders = ["book/src", "book/recorded", "book/theme", "labs", "shared"];
    let mut files = vec![root.join("book/book.toml")];
    for folder in folders {
        collect(&root.join(folder), &mut files);
    }
    let changed = files
        .iter()
        .filter_map(|file| fs::metadata(file).and_then(|meta| meta.modified()).ok());
    (files.len(), changed.max())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        // The pages of the code are written by each build.
        if path.ends_with("book/src/code") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)
        } else {
            files.push(path)
        }
    }
}

fn answer(mut stream: TcpStream, pages: &Path, version: &AtomicUsize) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let path = request
        .split(' ')
        .nth(1)
        .unwrap_or("/")
        .split(['?', '#'])
        .next()
        .unwrap_or("/");
    let version = version.load(Ordering::Relaxed);
    if path == "/.version" {
        return respond(
            &mut stream,
            "200 OK",
            "text/plain",
            version.to_string().as_bytes(),
        );
    }
    match page(pages, path) {
        Some((file, mut body)) => {
            if file
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                body.extend(reloader(version).into_bytes());
            }
            respond(&mut stream, "200 OK", kind(&file), &body)
        }
        None => {
            let body = fs::read(pages.join("404.html"))
                .unwrap_or_else(|_| b"There is no such page.".to_vec());
            respond(
                &mut stream,
                "404 Not Found",
                "text/html; charset=utf-8",
                &body,
            )
        }
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

/// The file a request names, and its content. Nothing outside of `pages` is ever read.
fn page(pages: &Path, path: &str) -> Option<(PathBuf, Vec<u8>)> {
    let path = unescape(path)?;
    let mut file = pages.to_path_buf();
    for part in path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        if part == ".." || part.contains(['\\', ':']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    let body = fs::read(&file).ok()?;
    Some((file, body))
}

/// Undoes `%20` and the like.
fn unescape(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn kind(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("")
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
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
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_pages_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("book");
        fs::create_dir(&pages).unwrap();
        fs::write(pages.join("index.html"), "hello").unwrap();
        fs::write(pages.join("a b.css"), "x").unwrap();
        fs::write(folder.path().join("secret"), "no").unwrap();
        assert_eq!(page(&pages, "/").unwrap().1, b"hello");
        assert_eq!(page(&pages, "/a%20b.css").unwrap().1, b"x");
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/..\\secret",
            "/nosuch",
            "/%zz",
        ] {
            assert!(page(&pages, path).is_none(), "{path}");
        }
    }

    /// What the server sends for one request.
    fn get(pages: &Path, path: &str) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        write!(client, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let (stream, _) = listener.accept().unwrap();
        answer(stream, pages, &AtomicUsize::new(7)).unwrap();
        io::read_to_string(client).unwrap()
    }

    #[test]
    fn pages_reload_themselves_and_files_are_sent_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "hello").unwrap();
        fs::write(folder.path().join("a.css"), "a {}").unwrap();
        let page = get(folder.path(), "/");
        assert!(
            page.starts_with("HTTP/1.1 200")
                && page.contains("hello<script>")
                && page.contains("'7'"),
            "{page}"
        );
        let style = get(folder.path(), "/a.css?v=1");
        assert!(
            style.contains("text/css")
                && style.contains("Content-Length: 4\r\n")
                && style.ends_with("a {}"),
            "{style}"
        );
        assert!(get(folder.path(), "/.version").ends_with("\r\n\r\n7"));
        assert!(get(folder.path(), "/nosuch").starts_with("HTTP/1.1 404"));
    }
}
