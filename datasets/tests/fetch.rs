//! Downloads from a server that misbehaves in every way we could think of.

#[path = "support/server.rs"]
mod server;
mod support;

use std::io::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use datasets::Error;
use datasets::catalog::{Digest, Family, File, Kind};
use datasets::fetch::{Event, Options, fetch};
use server::{Request, Server, head, serve, serve_all, serve_until};
use sha2::{Digest as _, Sha256};
use support::{Folder, gzip, images, label, labels};

const IMAGES: &str = "train-images-idx3-ubyte";
/// The number of pictures: some 8 kB when packed, so that there is something to interrupt.
const N: u32 = 30;

fn sha256(bytes: &[u8]) -> &'static str {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.leak()
}

/// Images that gzip cannot shrink, so that cutting the packed file cuts the data.
fn noise() -> Vec<u8> {
    let mut bytes = images(N as usize);
    let mut state = 1u32;
    for byte in &mut bytes[16..] {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    bytes
}

/// A small set whose checksums we know: of the plain image file, of the gzipped label file.
fn family(mirrors: &'static [&'static str]) -> Family {
    let file = |name, kind, digest| File {
        name,
        kind,
        count: N,
        digest,
    };
    let plain = Digest::Plain(sha256(&noise()));
    let packed = Digest::Gzipped(sha256(&gzip(&labels(N as usize))));
    Family {
        name: "made-up",
        title: "",
        credit: "",
        licence: "",
        files: [
            file(IMAGES, Kind::Images, plain),
            file("train-labels-idx1-ubyte", Kind::Labels, packed),
            file("t10k-images-idx3-ubyte", Kind::Images, plain),
            file("t10k-labels-idx1-ubyte", Kind::Labels, packed),
        ],
        mirrors,
    }
}

/// The packed bytes that a good server has at this address.
fn good(request: &Request) -> Vec<u8> {
    if request.path.contains("images") {
        gzip(&noise())
    } else {
        gzip(&labels(N as usize))
    }
}

fn options(mirror: &Server) -> Options {
    Options {
        mirror: Some(mirror.url()),
        patience: Duration::from_millis(400),
    }
}

fn get(folder: &Folder, server: &Server) -> Result<(), Error> {
    fetch(&family(&[]), folder.path(), &options(server), &mut |_| {})
}

/// What the first mirror failed with.
fn reason(outcome: Result<(), Error>) -> String {
    match outcome {
        Err(Error::NotFetched { attempts, .. }) => attempts[0].1.clone(),
        other => panic!("{other:?}"),
    }
}

fn assert_complete(folder: &Folder) {
    for file in &family(&[]).files {
        let request = Request {
            path: file.name.into(),
            from: None,
        };
        assert_eq!(folder.read(&format!("{}.gz", file.name)), good(&request));
        assert!(!folder.has(&format!("{}.gz.part", file.name)));
    }
}

fn part() -> String {
    format!("{IMAGES}.gz.part")
}

#[test]
fn a_good_server_is_asked_once_a_file() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    let mut last = (0, None);
    fetch(
        &family(&[]),
        folder.path(),
        &options(&server),
        &mut |event| {
            if let Event::Progress(received, total) = event {
                last = (received, total);
            }
        },
    )
    .unwrap();
    assert_complete(&folder);
    let paths: Vec<String> = server.requests().into_iter().map(|r| r.path).collect();
    let names = family(&[]).files.map(|f| format!("/data/{}.gz", f.name));
    assert_eq!(paths, names);
    let size = gzip(&labels(N as usize)).len() as u64;
    assert_eq!(last, (size, Some(size)));

    // Everything is here: the second time, nobody is asked.
    get(&folder, &server).unwrap();
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_broken_connection_is_continued() {
    let server = Server::start(|nth, request, to| match nth {
        0 => serve_until(to, request, &good(request), 3000),
        1 => serve_until(to, request, &good(request), 5000),
        _ => serve(to, request, &good(request)),
    });
    let folder = Folder::new();
    get(&folder, &server).unwrap();
    assert_complete(&folder);
    let from: Vec<_> = server.requests().into_iter().map(|r| r.from).collect();
    assert_eq!(from[..3], [None, Some(3000), Some(5000)]);
}

#[test]
fn a_part_left_by_an_earlier_run_is_continued() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    folder.write(&part(), &gzip(&noise())[..4321]);
    get(&folder, &server).unwrap();
    assert_complete(&folder);
    assert_eq!(server.requests()[0].from, Some(4321));
}

#[test]
fn a_part_that_is_complete_needs_its_name_only() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    folder.write(&part(), &gzip(&noise()));
    get(&folder, &server).unwrap();
    assert_complete(&folder);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_part_from_elsewhere_is_given_up() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    // Too short, exactly as long, and longer than the file: the wrong bytes in each case.
    let size = gzip(&noise()).len();
    for length in [100, size, size + 1000] {
        let folder = Folder::new();
        folder.write(&part(), &vec![7; length]);
        get(&folder, &server).unwrap();
        assert_complete(&folder);
    }
}

#[test]
fn a_server_that_ignores_the_range_is_understood() {
    let server = Server::start(|nth, request, to| match nth {
        0 => serve_until(to, request, &good(request), 3000),
        _ => serve_all(to, &good(request)),
    });
    let folder = Folder::new();
    get(&folder, &server).unwrap();
    assert_complete(&folder);
    assert_eq!(server.requests()[1].from, Some(3000));
}

#[test]
fn a_part_that_is_too_long_is_cut_by_a_server_that_ignores_the_range() {
    let server = Server::start(|_, request, to| serve_all(to, &good(request)));
    let folder = Folder::new();
    folder.write(&part(), &[&gzip(&noise())[..], &[7; 1000]].concat());
    get(&folder, &server).unwrap();
    assert_complete(&folder);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn nothing_is_lost_to_a_server_that_ignores_the_range_and_breaks_off() {
    let server = Server::start(|_, request, to| {
        let whole = Request {
            from: None,
            ..request.clone()
        };
        serve_until(to, &whole, &good(request), 500)
    });
    let folder = Folder::new();
    folder.write(&part(), &gzip(&noise())[..4321]);
    let text = reason(get(&folder, &server));
    assert!(text.contains("broke off"), "{text}");
    assert_eq!(folder.read(&part()), gzip(&noise())[..4321]);
}

#[test]
fn a_range_that_was_not_asked_for_is_refused() {
    let server = Server::start(|_, request, to| {
        let shifted = Request {
            from: Some(17),
            ..request.clone()
        };
        serve(to, &shifted, &good(request))
    });
    let folder = Folder::new();
    folder.write(&part(), &gzip(&noise())[..100]);
    let text = reason(get(&folder, &server));
    assert!(
        text.starts_with("it was asked to continue at byte 100"),
        "{text}"
    );
}

#[test]
fn a_server_that_always_breaks_off_is_left_and_the_part_is_kept() {
    let server = Server::start(|_, request, to| serve_until(to, request, &good(request), 3000));
    let folder = Folder::new();
    let outcome = get(&folder, &server);
    assert_eq!(server.requests().len(), 2);
    assert!(!folder.has(&format!("{IMAGES}.gz")));
    assert_eq!(folder.read(&part()), gzip(&noise())[..3000]);
    let text = outcome.unwrap_err().to_string();
    assert!(text.contains("broke off"), "{text}");
    assert!(text.contains("3000 bytes are kept"), "{text}");
}

#[test]
fn a_server_that_stalls_is_left_in_time() {
    let server = Server::start(|_, request, to| {
        serve_until(to, request, &good(request), 1000)?;
        sleep(Duration::from_secs(5));
        Ok(())
    });
    let folder = Folder::new();
    let start = Instant::now();
    let text = reason(get(&folder, &server));
    assert_eq!(text, "it stopped sending");
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(folder.read(&part()).len(), 1000);
}

#[test]
fn a_server_that_never_answers_is_left_in_time() {
    let server = Server::start(|_, _, _| {
        sleep(Duration::from_secs(5));
        Ok(())
    });
    let start = Instant::now();
    let text = reason(get(&Folder::new(), &server));
    assert_eq!(text, "it stopped sending");
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
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
            sleep(Duration::from_millis(100));
        }
        Ok(())
    });
    let folder = Folder::new();
    get(&folder, &server).unwrap();
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

#[test]
fn the_next_mirror_is_asked_and_goes_on_where_the_first_broke_off() {
    let bad = Server::start(|_, request, to| serve_until(to, request, &good(request), 3000));
    let fine = Server::start(|_, request, to| serve(to, request, &good(request)));
    let mirrors: &[&str] = vec![&*bad.url().leak(), &*fine.url().leak()].leak();
    let folder = Folder::new();
    let any = Options {
        mirror: None,
        ..options(&fine)
    };
    fetch(&family(mirrors), folder.path(), &any, &mut |_| {}).unwrap();
    assert_complete(&folder);
    assert_eq!(fine.requests()[0].from, Some(3000));
}

#[test]
fn the_next_mirror_may_pack_otherwise() {
    let bad = Server::start(|_, request, to| {
        // The same data, packed by somebody else.
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        packer.write_all(&noise())?;
        serve_until(to, request, &packer.finish()?, 3000)
    });
    let fine = Server::start(|_, request, to| serve(to, request, &good(request)));
    let mirrors: &[&str] = vec![&*bad.url().leak(), &*fine.url().leak()].leak();
    let folder = Folder::new();
    let any = Options {
        mirror: None,
        ..options(&fine)
    };
    fetch(&family(mirrors), folder.path(), &any, &mut |_| {}).unwrap();
    assert_complete(&folder);
    let from: Vec<_> = fine.requests().into_iter().map(|r| r.from).collect();
    assert_eq!(from[..2], [Some(3000), None]);
}

#[test]
fn a_wrong_file_is_replaced_and_set_aside() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    folder.write(IMAGES, b"my shopping list");
    let mut said = String::new();
    fetch(
        &family(&[]),
        folder.path(),
        &options(&server),
        &mut |event| {
            if let Event::Replacing(_, problem) = event {
                said = problem.into();
            }
        },
    )
    .unwrap();
    assert!(said.starts_with("is no IDX file"), "{said}");
    assert_complete(&folder);
    assert!(!folder.has(IMAGES));
    assert_eq!(folder.read(&format!("{IMAGES}.wrong")), b"my shopping list");
}

#[test]
fn plain_files_that_are_right_are_left_alone() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    folder.write(IMAGES, &noise());
    folder.write("train-labels-idx1-ubyte", &labels(N as usize));
    get(&folder, &server).unwrap();
    let paths: Vec<String> = server.requests().into_iter().map(|r| r.path).collect();
    assert_eq!(paths.len(), 2);
    assert!(paths.iter().all(|path| path.contains("t10k")), "{paths:?}");
    assert_eq!(folder.read("train-labels-idx1-ubyte")[8], label(0));
}

#[test]
fn two_fetches_into_one_folder_do_not_mix() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    let lock = std::fs::File::create(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    let outcome = get(&folder, &server);
    assert!(matches!(outcome, Err(Error::Busy { .. })), "{outcome:?}");
    drop(lock);
    get(&folder, &server).unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_our_trouble_not_the_mirrors() {
    let server = Server::start(|_, request, to| serve(to, request, &good(request)));
    let folder = Folder::new();
    let file = folder.write("occupied", b"");
    let outcome = fetch(&family(&[]), &file, &options(&server), &mut |_| {});
    assert!(
        matches!(outcome, Err(Error::Unwritable { .. })),
        "{outcome:?}"
    );
    assert!(server.requests().is_empty());
}
