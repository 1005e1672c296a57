//! One HTTP request whose answer goes into a `.part` file, continuing what is there already.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body, Timeout};

use super::redirect;
use crate::idx::looks_like_a_web_page;

/// Even a server that keeps sending, byte by byte, is left after this long.
const LONGEST: Duration = Duration::from_secs(3600);

/// Why a transfer did not come to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The fault of the mirror or of the way to it.
    There(String),
    /// The fault of our own disk.
    Here(io::Error),
}

/// A client that loses patience when connecting, or waiting for the next bytes, takes this long.
pub(super) fn agent(patience: Duration, url: &str) -> Agent {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("one-neuron-up")
        .timeout_resolve(Some(patience))
        .timeout_connect(Some(patience))
        .timeout_recv_response(Some(patience))
        .timeout_per_read(Some(patience))
        .timeout_recv_body(Some(LONGEST));
    // The way to this very machine leads past any proxy.
    if ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|here| url.starts_with(here))
    {
        config = config.proxy(None);
    }
    config.build().new_agent()
}

/// Fetches `url` into `part` from the byte on where `part` ends. `limit` is the most bytes the file
/// can have; `progress` hears how many there are and, if known, how many there will be.
///
/// Success means that the server has sent all it meant to send, not that it is the right thing.
pub(super) fn transfer(
    agent: &Agent,
    url: &str,
    part: &mut fs::File,
    limit: u64,
    progress: &mut dyn FnMut(u64, Option<u64>),
) -> Result<(), Trouble> {
    let have = part.metadata().map_err(Trouble::Here)?.len();
    let response = redirect::get(agent, url, have)?;
    // Nothing lies behind the last byte we have: perhaps it is the last one there is.
    if have > 0 && response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
        return Ok(());
    }
    let start = first_byte(&response, have)?;
    let total = content_length(&response).map(|rest| start.saturating_add(rest));
    if let Some(total) = total.filter(|&total| total > limit) {
        return there(format!(
            "it offers {total} bytes, more than the {limit} the file can have"
        ));
    }
    // A server that ignores the range sends everything again: write it over what we have. If it
    // breaks off sooner than we broke off before, nothing is lost.
    part.seek(SeekFrom::Start(start)).map_err(Trouble::Here)?;
    let mut body = response.into_body().into_reader();
    let packed = url.ends_with(".gz");
    let progress = &mut |at| progress(at, total);
    let end = receive(&mut body, part, start, limit, packed, progress)?;
    part.set_len(end).map_err(Trouble::Here)
}

/// Where in the file the answer begins, if it is an answer at all.
fn first_byte(response: &Response<Body>, have: u64) -> Result<u64, Trouble> {
    let text = |name| response.headers().get(name).and_then(|v| v.to_str().ok());
    let start = match response.status() {
        StatusCode::OK => 0,
        StatusCode::PARTIAL_CONTENT => {
            let range = text(header::CONTENT_RANGE).unwrap_or("");
            if !range.starts_with(&format!("bytes {have}-")) {
                return there(format!(
                    "it was asked to continue at byte {have} and answers with `{range}`"
                ));
            }
            have
        }
        status => return there(format!("it answers {status}")),
    };
    if text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return there(web_page());
    }
    Ok(start)
}

fn content_length(response: &Response<Body>) -> Option<u64> {
    let length = response.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Copies the body to `part` and gives the position where it ended. A body shorter than announced
/// is a read error already.
fn receive(
    body: &mut impl Read,
    part: &mut fs::File,
    start: u64,
    limit: u64,
    packed: bool,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, Trouble> {
    let mut at = start;
    if start == 0 {
        let mut head = Vec::new();
        let outcome = body.take(64).read_to_end(&mut head);
        check_head(&head, packed)?;
        part.write_all(&head).map_err(Trouble::Here)?;
        at = head.len() as u64;
        outcome.map_err(|e| Trouble::There(explain_read(&e)))?;
    }
    let mut piece = vec![0; 1 << 16];
    loop {
        progress(at);
        let n = match body.read(&mut piece) {
            Ok(0) => return Ok(at),
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return there(explain_read(&e)),
        };
        if at + n as u64 > limit {
            return there(format!(
                "it sends more than the {limit} bytes the file can have"
            ));
        }
        part.write_all(&piece[..n]).map_err(Trouble::Here)?;
        at += n as u64;
    }
}

/// Refuses a web page, and what should be gzip and is not, before it gets into the file.
fn check_head(head: &[u8], packed: bool) -> Result<(), Trouble> {
    if looks_like_a_web_page(head) {
        return there(web_page());
    }
    if packed && head.len() >= 2 && !head.starts_with(&[0x1f, 0x8b]) {
        return there("it sends something that is not gzipped".into());
    }
    Ok(())
}

fn web_page() -> String {
    "it answers with a web page, not with data (does this network ask you to log in first?)".into()
}

pub(super) fn explain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(Timeout::PerRead | Timeout::RecvResponse) => stalled(),
        ureq::Error::Timeout(Timeout::RecvBody) => "it is too slow".into(),
        ureq::Error::Timeout(_) => "it cannot be reached in time".into(),
        ureq::Error::HostNotFound => unknown_host(),
        ureq::Error::Io(e) => explain_read(e),
        other => other.to_string(),
    }
}

fn explain_read(error: &io::Error) -> String {
    if let Some(inner) = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<ureq::Error>())
    {
        return explain(inner);
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => stalled(),
        io::ErrorKind::UnexpectedEof => "the connection broke off".into(),
        io::ErrorKind::ConnectionRefused => "it refuses the connection".into(),
        // The standard library gives a failed look-up no kind of its own.
        _ if error.to_string().starts_with("failed to lookup address") => unknown_host(),
        _ => error.to_string(),
    }
}

fn unknown_host() -> String {
    "its name is not known here (is there a network?)".into()
}

fn stalled() -> String {
    "it stopped sending".into()
}

pub(super) fn there<T>(reason: String) -> Result<T, Trouble> {
    Err(Trouble::There(reason))
}
