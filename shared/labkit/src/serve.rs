//! The page on this computer's own address, for `--page`.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long a browser may take to ask or to listen: one at a time is served.
const PATIENCE: Duration = Duration::from_secs(2);
/// More than a browser asks.
const LONGEST: usize = 16 << 10;

/// Serves the file at `page` on a free port of 127.0.0.1, as long as the program runs. Nothing else is served.
///
/// # Errors
/// If no port can be had.
pub(crate) fn serve(page: PathBuf) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming() {
            match stream {
                // A browser that hangs up in the middle is not worth a word.
                Ok(stream) => answer(stream, &page).unwrap_or_default(),
                // No descriptors left, perhaps: asking again at once would only be busy.
                Err(_) => thread::sleep(PATIENCE),
            }
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, page: &Path) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = request(&mut stream)?;
    let mut words = request.split(' ');
    let (method, path) = (words.next(), words.next().unwrap_or_default());
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (status, body) = match (method, path) {
        (Some("GET" | "HEAD"), "/" | "/index.html") => match fs::read(page) {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", b"The page is gone.".to_vec()),
        },
        (Some("GET" | "HEAD"), _) => ("404 Not Found", b"There is one page here: /".to_vec()),
        _ => ("405 Method Not Allowed", b"Only GET and HEAD.".to_vec()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )?;
    if method != Some("HEAD") {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// What is asked, up to the empty line that ends it.
fn request(stream: &mut TcpStream) -> io::Result<String> {
    let end = Instant::now() + PATIENCE;
    let mut asked = Vec::new();
    let mut part = [0; 1024];
    while !asked.windows(4).any(|four| four == b"\r\n\r\n") {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || asked.len() > LONGEST {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => asked.extend(&part[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&asked).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_is_served_and_nothing_else() {
        let path = std::env::temp_dir().join(format!("labkit-{}-served.html", std::process::id()));
        fs::write(&path, "first").unwrap();
        let address = serve(path.clone()).unwrap();
        assert!(address.ip().is_loopback());
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut said = String::new();
            // Whoever talks nonsense is hung up on, perhaps with a reset.
            let _ = stream.read_to_string(&mut said);
            said
        };
        let get = |path: &str| ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assert!(get("/").ends_with("\r\n\r\nfirst"));
        fs::write(&path, "second").unwrap();
        assert!(get("/index.html?again").ends_with("\r\n\r\nsecond"));
        let head = ask("HEAD / HTTP/1.1\r\n\r\n");
        assert!(
            head.contains("Content-Length: 6\r\n") && head.ends_with("\r\n\r\n"),
            "{head}"
        );
        for other in ["/../secret", "/Cargo.toml", "//"] {
            assert!(get(other).starts_with("HTTP/1.1 404"), "{other}");
        }
        assert!(ask("POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
        assert_eq!(
            ask(&"x".repeat(4 * LONGEST)),
            "",
            "a request without an end"
        );
        assert!(get("/").ends_with("second"), "it goes on after that");
        fs::remove_file(path).unwrap();
    }
}
