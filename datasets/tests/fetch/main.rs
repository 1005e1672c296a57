//! Downloads from a server that misbehaves in every way we could think of.

mod continued;
mod plays;
mod refused;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/mod.rs"]
mod support;
mod unpacked;

use std::time::Duration;

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
        tables: ["made-up_train.csv", "made-up_test.csv"],
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
        patience: Duration::from_secs(20),
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
