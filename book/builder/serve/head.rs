//! What a client asks for, as far as we want to know.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The most bytes in the first line, and the most in all the others together.
const LONGEST: usize = 8 * 1024;

/// The first line of a request.
#[derive(Debug)]
pub struct Head {
    /// Only the head of the answer is wanted.
    pub is_head: bool,
    /// As it was sent, without what follows `?` or `#`.
    pub path: String,
}

/// Why there is nothing to look up.
#[derive(Debug)]
pub enum Refusal {
    /// The client hung up.
    Gone,
    Slow,
    LongLine,
    LongHead,
    Malformed,
    Method,
}

impl Refusal {
    pub fn status(&self) -> &'static str {
        match self {
            Self::Gone | Self::Malformed => "400 Bad Request",
            Self::Slow => "408 Request Timeout",
            Self::LongLine => "414 URI Too Long",
            Self::LongHead => "431 Request Header Fields Too Large",
            Self::Method => "405 Method Not Allowed",
        }
    }
}

/// Reads a request up to its empty line, and no further than it may go on. The whole of it must be here by the deadline, however
/// many pieces it comes in.
pub fn read(stream: &mut TcpStream, deadline: Instant) -> Result<Head, Refusal> {
    let mut bytes = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left < Duration::from_millis(1) {
            return Err(Refusal::Slow);
        }
        let outcome = stream
            .set_read_timeout(Some(left))
            .and_then(|()| stream.read(&mut piece));
        match outcome {
            Ok(0) => return Err(Refusal::Gone),
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => continue,
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => return Err(Refusal::Slow),
                _ => return Err(Refusal::Gone),
            },
        }
        if let Some(decided) = look(&bytes) {
            return decided;
        }
    }
}

/// What is known from the bytes so far; `None` if more must come.
fn look(bytes: &[u8]) -> Option<Result<Head, Refusal>> {
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let Some(end) = end.filter(|&end| end <= LONGEST) else {
        return (bytes.len() > LONGEST).then_some(Err(Refusal::LongLine));
    };
    let (line, others) = bytes.split_at(end + 1);
    let is_whole = others.starts_with(b"\r\n")
        || others.starts_with(b"\n")
        || others.windows(3).any(|w| w == b"\n\r\n")
        || others.windows(2).any(|w| w == b"\n\n");
    match is_whole {
        _ if others.len() > LONGEST => Some(Err(Refusal::LongHead)),
        true => Some(first_line(line)),
        false => None,
    }
}

fn first_line(line: &[u8]) -> Result<Head, Refusal> {
    let line = str::from_utf8(line).map_err(|_| Refusal::Malformed)?;
    let words: Vec<&str> = line.trim_end().split(' ').collect();
    let &[method, target, version] = &words[..] else {
        return Err(Refusal::Malformed);
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') && target != "*" {
        return Err(Refusal::Malformed);
    }
    if !["GET", "HEAD"].contains(&method) {
        return Err(Refusal::Method);
    }
    let path = target.split(['?', '#']).next().unwrap_or("/");
    Ok(Head {
        is_head: method == "HEAD",
        path: path.to_string(),
    })
}
