//! Servers that stall, mislead, or send what nobody asked for.

use std::io::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::*;

/// As `get`, with so many milliseconds of patience.
fn get_within(patience: u64, folder: &Folder, server: &Server) -> Result<(), Error> {
    let options = Options {
        patience: Duration::from_millis(patience),
        ..options(server)
    };
    fetch(&family(&[]), folder.path(), &options, &mut |_| {})
}

#[test]
fn a_server_that_stalls_is_left_in_time() {
    let server = Server::start(|_, request, to| {
        serve_until(to, request, &good(request), 1000)?;
        sleep(Duration::from_secs(20));
        Ok(())
    });
    let folder = Folder::new();
    let start = Instant::now();
    let text = reason(get_within(1000, &folder, &server));
    assert_eq!(text, "it stopped sending");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(folder.read(&part()).len(), 1000);
}

#[test]
fn a_server_that_never_answers_is_left_in_time() {
    let server = Server::start(|_, _, _| {
        sleep(Duration::from_secs(20));
        Ok(())
    });
    let start = Instant::now();
    let text = reason(get_within(1000, &Folder::new(), &server));
    assert_eq!(text, "it stopped sending");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_slow_server_that_keeps_sending_is_waited_for() {
    // Longer in all than our patience, never longer than it at a time.
    let server = Server::start(|nth, request, to| {
        let file = good(request);
        if nth > 0 {
            return serve(to, request, &file);
        }
        head(to, "200 OK", &[("Content-Length", file.len().to_string())])?;
        for piece in file.chunks(file.len() / 8) {
            to.write_all(piece)?;
            sleep(Duration::from_millis(150));
        }
        Ok(())
    });
    let folder = Folder::new();
    get_within(1000, &folder, &server).unwrap();
    assert_complete(&folder);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_redirect_is_followed_and_an_endless_one_is_not() {
    let server = Server::start(|_, request, to| match request.path.strip_prefix("/data/") {
        Some(name) => head(to, "302 Found", &[("Location", format!("/moved/{name}"))]),
        None => serve(to, request, &good(request)),
    });
    let folder = Folder::new();
    get(&folder, &server).unwrap();
    assert_complete(&folder);

    let circle = Server::start(|_, request, to| {
        head(to, "302 Found", &[("Location", request.path.clone())])
    });
    assert_eq!(
        reason(get(&Folder::new(), &circle)),
        "it redirects for ever"
    );
}

#[test]
fn a_redirect_to_a_file_of_this_machine_is_named() {
    for target in ["file:///etc/passwd", "ftp://example.org/x", "data:,x"] {
        let server =
            Server::start(move |_, _, to| head(to, "302 Found", &[("Location", target.into())]));
        let folder = Folder::new();
        let text = reason(get(&folder, &server));
        assert_eq!(
            text,
            format!("it redirects to {target}, which is no address of the web")
        );
        assert!(!folder.has(&part()));
    }
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_missing() {
    let server =
        Server::start(|_, _, to| head(to, "404 Not Found", &[("Content-Length", "0".into())]));
    let folder = Folder::new();
    let outcome = get(&folder, &server);
    let text = outcome.as_ref().unwrap_err().to_string();
    assert!(text.contains(&server.url()), "{text}");
    assert_eq!(reason(outcome), "it answers 404 Not Found");
    assert!(!folder.has(&part()), "an empty part is not kept");
}

#[test]
fn a_web_page_is_called_one() {
    const PAGE: &[u8] = b"<!DOCTYPE html><title>Please log in to the airport</title>";
    let declared = Server::start(|_, _, to| {
        let headers = [
            ("Content-Type", "text/html; charset=utf-8".into()),
            ("Content-Length", "13".into()),
        ];
        head(to, "200 OK", &headers)?;
        to.write_all(b"Please log in")
    });
    let disguised = Server::start(|_, _, to| serve_all(to, PAGE));
    for server in [declared, disguised] {
        let folder = Folder::new();
        let text = reason(get(&folder, &server));
        assert!(text.starts_with("it answers with a web page"), "{text}");
        assert!(!folder.has(&part()));
    }
}

#[test]
fn wrong_bytes_are_refused_and_not_kept() {
    // Well formed, but not the published file; and not even gzip.
    let other = Server::start(|_, request, to| serve(to, request, &gzip(&images(N as usize))));
    let folder = Folder::new();
    let text = reason(get(&folder, &other));
    assert!(text.starts_with("what it sends has the SHA-256 "), "{text}");
    assert!(!folder.has(&part()) && !folder.has(&format!("{IMAGES}.gz")));

    let plain = Server::start(|_, request, to| serve(to, request, &noise()));
    let text = reason(get(&Folder::new(), &plain));
    assert_eq!(text, "it sends something that is not gzipped");

    let damaged = Server::start(|_, request, to| {
        let mut file = good(request);
        file[2000] ^= 0x40;
        serve(to, request, &file)
    });
    let text = reason(get(&Folder::new(), &damaged));
    assert!(text.starts_with("what it sends "), "{text}");
}

#[test]
fn more_bytes_than_the_file_can_have_are_refused() {
    let announced = Server::start(|_, _, to| {
        head(
            to,
            "200 OK",
            &[("Content-Length", (1u64 << 40).to_string())],
        )
    });
    let text = reason(get(&Folder::new(), &announced));
    assert!(text.starts_with("it offers 1099511627776 bytes"), "{text}");

    let endless = Server::start(|_, _, to| {
        head(to, "200 OK", &[])?;
        to.write_all(&gzip(&noise()))?;
        loop {
            to.write_all(&[0; 1 << 12])?;
        }
    });
    let folder = Folder::new();
    let text = reason(get(&folder, &endless));
    assert!(text.starts_with("it sends more than the "), "{text}");
}
