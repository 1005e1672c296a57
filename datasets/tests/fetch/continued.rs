//! Downloads that break off, and how they go on.

use std::io::Write;

use super::*;

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
