//! A text in one file.

use super::*;
use datasets::fetch::fetch_text;
use datasets::plays::Plays;

/// With letters of two bytes, so that it is not as long as it has letters.
const TEXT: &str = "Enter Müller.\nMÜLLER: To be, or not?\n";

fn made_up() -> Plays {
    Plays {
        name: "made-up",
        file: "input.txt",
        size: TEXT.len() as u64,
        sha256: sha256(TEXT.as_bytes()),
        mirrors: &[],
    }
}

fn get(folder: &Folder, server: &Server) -> Result<(), Error> {
    fetch_text(&made_up(), folder.path(), &options(server), &mut |_| {})
}

#[test]
fn a_text_is_fetched_once_and_read_plain_or_gzipped() {
    let server = Server::start(|_, request, to| serve(to, request, TEXT.as_bytes()));
    let folder = Folder::new();
    get(&folder, &server).unwrap();
    get(&folder, &server).unwrap();
    let paths: Vec<String> = server.requests().into_iter().map(|r| r.path).collect();
    assert_eq!(paths, ["/data/input.txt"]);
    assert!(!folder.has("input.txt.part"));
    let read = |folder: &Folder| made_up().read(&made_up().find(folder.path()).unwrap());
    assert_eq!(read(&folder).unwrap(), TEXT);
    let packed = Folder::new();
    packed.write("input.txt.gz", &gzip(TEXT.as_bytes()));
    assert_eq!(read(&packed).unwrap(), TEXT);
    get(&packed, &server).unwrap();
    assert_eq!(server.requests().len(), 1, "a packed one is as good");
}

#[test]
fn another_text_is_refused_kept_aside_and_replaced() {
    for wrong in ["To be!", &TEXT.replace('b', "d"), &TEXT.repeat(1000)] {
        let server = Server::start(|_, request, to| serve(to, request, TEXT.as_bytes()));
        let folder = Folder::new();
        let path = folder.write("input.txt", wrong.as_bytes());
        let message = made_up().read(&path).unwrap_err().to_string();
        assert!(
            message.contains("is another text") && message.contains("fetch made-up"),
            "{message}"
        );
        get(&folder, &server).unwrap();
        assert_eq!(folder.read("input.txt"), TEXT.as_bytes());
        assert_eq!(folder.read("input.txt.wrong"), wrong.as_bytes());
    }
}

#[test]
fn what_is_sent_is_not_believed_nor_half_a_packed_file() {
    let server = Server::start(|_, request, to| serve(to, request, &[b'x'; 20]));
    let folder = Folder::new();
    assert!(reason(get(&folder, &server)).contains("another text"));
    assert!(!folder.has("input.txt"));
    let packed = gzip(TEXT.as_bytes());
    let path = folder.write("input.txt.gz", &packed[..packed.len() / 2]);
    let message = made_up().read(&path).unwrap_err().to_string();
    assert!(message.contains("is damaged"), "{message}");
    assert!(
        made_up()
            .read(folder.path())
            .unwrap_err()
            .to_string()
            .contains("is not a file")
    );
}
