//! Sets that come as one archive, and archives that mean no good.

use datasets::cifar::{Archive, Cifar};
use datasets::fetch::fetch_archive;
use tar::{Builder, EntryType, Header};

use super::*;
use support::coloured::{file, sha256, small, write_all};

/// An entry of an archive, whatever its name: the crate would not let us write most of them.
fn add(archive: &mut Builder<Vec<u8>>, kind: EntryType, name: &str, bytes: &[u8]) {
    let mut header = Header::new_old();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    if kind == EntryType::Symlink || kind == EntryType::Link {
        header.set_size(0);
        header.as_old_mut().linkname[..bytes.len()].copy_from_slice(bytes);
    }
    header.set_cksum();
    let bytes = if header.size().is_ok_and(|size| size == 0) {
        &[]
    } else {
        bytes
    };
    archive.append(&header, bytes).unwrap();
}

/// The files of the set as the real archives hold them, beside what `more` adds.
fn packed(set: &Cifar, more: impl FnOnce(&mut Builder<Vec<u8>>)) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    add(&mut archive, EntryType::Directory, "in-the-archive/", b"");
    for batch in set.files {
        let name = format!("in-the-archive/{}", batch.name);
        add(&mut archive, EntryType::Regular, &name, &file(set, batch));
    }
    let page = "in-the-archive/readme.html";
    add(&mut archive, EntryType::Regular, page, b"<html>");
    more(&mut archive);
    gzip(&archive.into_inner().unwrap())
}

/// The set whose published archive these bytes are.
fn published(set: Cifar, packed: &[u8]) -> Cifar {
    Cifar {
        archive: Archive {
            size: packed.len() as u64,
            sha256: sha256(packed),
            ..set.archive
        },
        ..set
    }
}

fn get(set: &Cifar, folder: &Folder, server: &Server) -> Result<Vec<String>, Error> {
    let mut said = Vec::new();
    fetch_archive(set, folder.path(), &options(server), &mut |event| {
        said.push(match event {
            Event::Present(_) => "present".into(),
            Event::Replacing(_, problem) => format!("replacing: {problem}"),
            Event::Asking(_) => "asking".into(),
            Event::Progress(..) => return,
            Event::Failed(_, reason) => format!("failed: {reason}"),
            Event::Unpacking(_) => "unpacking".into(),
            Event::Done(_) => "done".into(),
        });
    })?;
    Ok(said)
}

/// What the folder holds, but for the lock.
fn left(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != ".lock").collect();
    names.sort();
    names
}

/// A set, the server that has its archive, and an empty folder.
fn good_server() -> (Cifar, Server, Folder) {
    let set = small(true);
    let bytes = packed(&set, |_| {});
    let set = published(set, &bytes);
    let server = Server::start(move |_, request, to| serve(to, request, &bytes));
    (set, server, Folder::new())
}

#[test]
fn an_archive_is_fetched_unpacked_and_read() {
    let (set, server, folder) = good_server();
    let said = get(&set, &folder, &server).unwrap();
    assert_eq!(said, ["asking", "unpacking", "done"]);
    assert_eq!(server.requests()[0].path, "/data/small-binary.tar.gz");
    assert_eq!(left(&folder), ["in-the-archive"]);
    for batch in set.files {
        let name = format!("in-the-archive/{}", batch.name);
        assert_eq!(folder.read(&name), file(&set, batch));
    }
    assert!(
        !folder.has("in-the-archive/readme.html"),
        "nobody asked for it"
    );
    assert_eq!(set.images_in(folder.path()).unwrap().train.len(), 5);
    // It is here: the second time, nobody is asked.
    assert_eq!(get(&set, &folder, &server).unwrap(), ["present"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_broken_connection_is_continued() {
    let set = small(false);
    let bytes = packed(&set, |_| {});
    let set = published(set, &bytes);
    let server = Server::start(move |nth, request, to| match nth {
        0 => serve_until(to, request, &bytes, 1000),
        _ => serve(to, request, &bytes),
    });
    let folder = Folder::new();
    get(&set, &folder, &server).unwrap();
    assert_eq!(server.requests()[1].from, Some(1000));
    assert_eq!(left(&folder), ["in-the-archive"]);
}

#[test]
fn wrong_files_are_replaced_and_set_aside() {
    let (set, server, folder) = good_server();
    write_all(&set, &folder, "in-the-archive/");
    folder.write("in-the-archive/two.bin", b"my shopping list");
    folder.write("in-the-archive.wrong/two.bin", b"an older one");
    let said = get(&set, &folder, &server).unwrap();
    assert!(said[0].starts_with("replacing: has 16 bytes"), "{said:?}");
    let names = [
        "in-the-archive",
        "in-the-archive.wrong",
        "in-the-archive.wrong2",
    ];
    assert_eq!(left(&folder), names);
    let list = folder.read("in-the-archive.wrong2/two.bin");
    assert_eq!(list, b"my shopping list");
    assert_eq!(get(&set, &folder, &server).unwrap(), ["present"]);

    // Of the right form, but not the published file.
    let mut other = file(&set, &set.files[0]);
    other[100] ^= 1;
    folder.write("in-the-archive/one.bin", &other);
    let said = get(&set, &folder, &server).unwrap();
    assert!(
        said[0].starts_with("replacing: has the SHA-256"),
        "{said:?}"
    );
}

#[test]
fn files_without_the_folder_are_left_alone_if_they_are_right() {
    let (set, server, folder) = good_server();
    write_all(&set, &folder, "");
    assert_eq!(get(&set, &folder, &server).unwrap(), ["present"]);
    assert!(server.requests().is_empty());
}

#[test]
fn an_archive_that_somebody_brought_is_unpacked() {
    let (set, server, folder) = good_server();
    let name = set.archive.name;
    folder.write(name, &packed(&set, |_| {}));
    let said = get(&set, &folder, &server).unwrap();
    assert_eq!(said, ["asking", "unpacking", "done"]);
    assert!(server.requests().is_empty());
    assert_eq!(
        left(&folder),
        ["in-the-archive", name],
        "it is not ours to remove"
    );

    let folder = Folder::new();
    folder.write(name, b"half of it");
    let said = get(&set, &folder, &server).unwrap();
    assert!(said[1].starts_with("failed: it has 10 bytes"), "{said:?}");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(folder.read(name), b"half of it");
}

#[test]
fn what_a_killed_unpacking_left_is_no_obstacle() {
    let (set, server, folder) = good_server();
    folder.write("in-the-archive.part/one.bin", b"half of it");
    get(&set, &folder, &server).unwrap();
    assert_eq!(left(&folder), ["in-the-archive"]);
}

#[test]
fn an_archive_with_another_checksum_is_not_unpacked() {
    let (set, _, folder) = good_server();
    let mut bytes = packed(&set, |_| {});
    *bytes.last_mut().unwrap() ^= 1;
    let server = Server::start(move |_, request, to| serve(to, request, &bytes));
    let Err(Error::NotFetched { attempts, .. }) = get(&set, &folder, &server) else {
        panic!("it is taken for the right one");
    };
    assert!(
        attempts[0].1.starts_with("what it sends has the SHA-256 "),
        "{attempts:?}"
    );
    assert!(left(&folder).is_empty());
}

#[test]
fn more_bytes_than_the_archive_has_are_refused() {
    let (set, _, folder) = good_server();
    let bytes = packed(&set, |_| {}).repeat(2);
    let server = Server::start(move |_, request, to| serve(to, request, &bytes));
    let text = reason(get(&set, &folder, &server).map(|_| ()));
    assert!(text.starts_with("it offers "), "{text}");
}

/// Takes these bytes for the published archive, and says what is wrong with them. Nothing but the archive is left, in the
/// folder or beside it.
fn refused(set: Cifar, bytes: Vec<u8>) -> String {
    let set = published(set, &bytes);
    let server = Server::start(move |_, request, to| serve(to, request, &bytes));
    let outer = Folder::new();
    let inner = outer.path().join("deep/inside");
    let outcome = fetch_archive(&set, &inner, &options(&server), &mut |_| {});
    let part = inner.join("small-binary.tar.gz.part");
    let Err(Error::Malformed {
        path,
        problem,
        remedy,
    }) = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(path, part);
    assert!(remedy.contains("fetch small`"), "{remedy}");
    assert_eq!(left(&outer), ["deep"]);
    let entries = |path: &std::path::Path| std::fs::read_dir(path).unwrap().count();
    assert_eq!(entries(&outer.path().join("deep")), 1);
    assert_eq!(entries(&inner), 2, "the archive and the lock");
    problem
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    for name in [
        "../x",
        "in-the-archive/../../x",
        "/tmp/one-neuron-up-was-here",
        "..\\x",
        "C:\\x",
        "\\\\server\\x",
    ] {
        for kind in [EntryType::Regular, EntryType::Directory] {
            let set = small(false);
            let bytes = packed(&set, |archive| add(archive, kind, name, b"x"));
            let problem = refused(set, bytes);
            assert!(
                problem.ends_with("which lies outside of its folder"),
                "{name}: {problem}"
            );
        }
    }
    assert!(!std::path::Path::new("/tmp/one-neuron-up-was-here").exists());
}

#[test]
fn links_and_devices_are_refused() {
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Fifo,
        EntryType::Char,
        EntryType::Block,
    ] {
        let set = small(false);
        let name = "in-the-archive/link";
        let bytes = packed(&set, |archive| add(archive, kind, name, b"/etc/passwd"));
        let want = "holds `in-the-archive/link`, which is neither a file nor a folder";
        assert_eq!(refused(set, bytes), want);
    }
    // In the place of one of the files, before it.
    let set = small(false);
    let mut archive = Builder::new(Vec::new());
    let name = "in-the-archive/one.bin";
    add(&mut archive, EntryType::Symlink, name, b"/etc/passwd");
    add(
        &mut archive,
        EntryType::Regular,
        name,
        &file(&set, &set.files[0]),
    );
    let bytes = gzip(&archive.into_inner().unwrap());
    assert!(refused(set, bytes).contains("neither a file nor a folder"));
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    // A file that nobody wants, of four megabytes in a few thousand bytes.
    let set = small(false);
    let zeros = vec![0; 4 << 20];
    let bytes = packed(&set, |archive| {
        add(archive, EntryType::Regular, "in-the-archive/x", &zeros)
    });
    assert!(bytes.len() < 100_000);
    assert_eq!(refused(set, bytes), "unpacks to more than it may hold");

    // The same as a name.
    let set = small(false);
    let bytes = packed(&set, |archive| {
        add(archive, EntryType::GNULongName, "././@LongLink", &zeros);
        add(archive, EntryType::Regular, "x", b"x");
    });
    assert_eq!(refused(set, bytes), "unpacks to more than it may hold");

    // A file that we want, of more bytes than it may have.
    let set = small(false);
    let mut archive = Builder::new(Vec::new());
    let name = "in-the-archive/one.bin";
    let long = file(&set, &set.files[0]).repeat(2);
    add(&mut archive, EntryType::Regular, name, &long);
    let bytes = gzip(&archive.into_inner().unwrap());
    let want = "holds `in-the-archive/one.bin` of 18438 bytes, and 9219 are expected";
    assert_eq!(refused(set, bytes), want);
}

#[test]
fn an_archive_that_breaks_off_is_refused() {
    let set = small(false);
    let whole = packed(&set, |_| {});
    let problem = refused(set, whole[..whole.len() / 2].to_vec());
    assert!(problem.starts_with("is truncated"), "{problem}");

    // Packed well, but what is packed breaks off inside a file, and between two.
    for (length, want) in [(512 + 512 + 4000, "is "), (512 + 512 + 9728, "lacks ")] {
        let set = small(false);
        let mut plain = Vec::new();
        let read = flate2::read::GzDecoder::new(&whole[..]);
        std::io::Read::read_to_end(&mut std::io::Read::take(read, length), &mut plain).unwrap();
        let problem = refused(set, gzip(&plain));
        assert!(problem.starts_with(want), "{problem}");
    }
}

#[test]
fn an_archive_of_something_else_is_refused() {
    let set = small(false);
    let noise: Vec<u8> = (0..5000_u32).map(|i| ((i * i) >> 3) as u8).collect();
    let problem = refused(set, gzip(&noise));
    assert!(problem.starts_with("is a damaged archive"), "{problem}");

    let set = small(false);
    let problem = refused(set, gzip(b""));
    assert_eq!(problem, "lacks `in-the-archive/one.bin`");

    let set = small(false);
    let twice = |archive: &mut Builder<Vec<u8>>| {
        let set = small(false);
        let name = "in-the-archive/two.bin";
        add(
            archive,
            EntryType::Regular,
            name,
            &file(&set, &set.files[1]),
        );
    };
    let bytes = packed(&set, twice);
    assert_eq!(refused(set, bytes), "holds `two.bin` twice");
}

#[test]
fn a_file_that_is_not_the_published_one_is_refused() {
    let set = small(false);
    let mut archive = Builder::new(Vec::new());
    for batch in set.files {
        let mut contents = file(&set, batch);
        contents[7] ^= 1;
        let name = format!("./in-the-archive/{}", batch.name);
        add(&mut archive, EntryType::Regular, &name, &contents);
    }
    let bytes = gzip(&archive.into_inner().unwrap());
    let problem = refused(set, bytes);
    let want = "holds `one.bin`, which has the SHA-256 ";
    assert!(problem.starts_with(want), "{problem}");
}
