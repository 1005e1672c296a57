//! The command line as a learner meets it: what it prints, and with which exit code it ends.

#[path = "support/server.rs"]
mod server;
mod support;

use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use server::{Server, head, serve_until};
use support::{Folder, gzip, images, labels};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(support::program());
    command.args(arguments).env_remove("DATASETS_DIR");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn list_names_every_set_its_licence_and_its_place() {
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let output = run(&["list", "--dir", dir]);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    for name in [
        "digits",
        "diabetes",
        "synthetic",
        "mnist",
        "fashion",
        "photos",
        "cifar10",
        "cifar100",
        "shakespeare",
        "imdb",
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(name)),
            "{name}: {text}"
        );
    }
    assert!(
        text.contains("CC BY 4.0") && text.contains("Alpaydin"),
        "{text}"
    );
    assert!(
        text.contains("not here: `cargo run -p datasets -- fetch mnist`"),
        "{text}"
    );

    for file in &datasets::catalog::family("mnist").unwrap().files {
        folder.write(&format!("mnist/{}.gz", file.name), b"");
    }
    let text = stdout(&run(&["list", "--dir", dir]));
    assert!(
        text.contains(&format!(
            "where    {}",
            folder.path().join("mnist").display()
        )),
        "{text}"
    );
    assert!(text.contains("not here: unpack https://"), "{text}");
    folder.write("aclImdb/train/pos/0_9.txt", b"Good.");
    let text = stdout(&run(&["list", "--dir", dir]));
    let place = folder.path().join("aclImdb");
    assert!(
        text.contains(&format!("where    {}", place.display())),
        "{text}"
    );
    // The environment says the same as the flag.
    let output = command(&["list"])
        .env("DATASETS_DIR", dir)
        .output()
        .unwrap();
    assert_eq!(stdout(&output), text);
}

#[test]
fn help_is_given_when_asked_for_and_when_nothing_is_said() {
    for arguments in [&["--help"][..], &[], &["fetch", "--help"]] {
        let output = run(arguments);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains("fetch mnist|fashion"));
    }
}

#[test]
fn mistakes_on_the_command_line_are_named() {
    let cases: [(&[&str], &str); 12] = [
        (&["fetsh"], "there is no command `fetsh`"),
        (
            &["fetch"],
            "fetch what? Name a set: mnist, fashion, cifar10, cifar100, shakespeare or imdb",
        ),
        (&["fetch", "cifar"], "there is no set `cifar` to fetch"),
        (&["fetch", "digits"], "`digits` is inside the crate"),
        (&["fetch", "photos"], "`photos` is inside the crate"),
        (&["list", "mnist"], "`list` takes no names"),
        (&["list", "--verbose"], "there is no flag `--verbose`"),
        (&["list", "--dir"], "--dir wants a value after it"),
        (
            &["fetch", "mnist", "--timeout", "0"],
            "--timeout wants a number of seconds",
        ),
        (
            &["fetch", "mnist", "--timeout", "NaN"],
            "--timeout wants a number of seconds",
        ),
        (
            &["fetch", "mnist", "--timeout", "1e300"],
            "--timeout wants a number of seconds",
        ),
        (
            &["fetch", "mnist", "--mirror", "ftp://x"],
            "--mirror wants an address",
        ),
    ];
    for (arguments, want) in cases {
        let output = run(arguments);
        let text = stderr(&output);
        assert_eq!(code(&output), 2, "{arguments:?}: {text}");
        assert!(text.starts_with(want), "{arguments:?}: {text}");
    }
}

#[test]
fn verify_finds_what_is_wrong() {
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();

    let output = run(&["verify", "--dir", dir]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("nothing has been fetched"));
    let output = run(&["verify", "fashion", "--dir", dir]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("fetch fashion`"));

    // Of the right form, but not the published files; one is cut short and one is missing.
    folder.write("mnist/train-images-idx3-ubyte.gz", &gzip(&images(60_000)));
    folder.write("mnist/train-labels-idx1-ubyte", &labels(60_000));
    folder.write("mnist/t10k-images-idx3-ubyte", &images(10_000)[..5000]);
    folder.write("fashion/train-labels-idx1-ubyte", &labels(60_000));
    let output = run(&["verify", "mnist", "--dir", dir]);
    let text = stdout(&output);
    assert_eq!(code(&output), 1, "{text}");
    let line = |name: &str| text.lines().find(|l| l.contains(name)).unwrap().to_owned();
    let wrong = line("train-images");
    assert!(
        wrong.contains("WRONG") && wrong.contains("and ba891046"),
        "{wrong}"
    );
    assert!(line("train-labels").contains("and 65a50cbb"), "{text}");
    assert!(
        line("t10k-images").contains("is truncated: it has 5000 bytes"),
        "{text}"
    );
    assert!(line("t10k-labels").contains("MISSING"), "{text}");
    assert!(stderr(&output).contains("repair it with `cargo run -p datasets -- fetch mnist`"));

    folder.write("mnist/t10k-labels-idx1-ubyte", &labels(10_000));
    let output = run(&["verify", "mnist", "--dir", dir]);
    assert!(!stdout(&output).contains("MISSING"));
    assert_eq!(code(&output), 1, "wrong is bad enough");

    let text = stdout(&run(&["verify", "fashion", "--dir", dir]));
    assert!(text.contains("likely   train-labels"), "{text}");
}

#[test]
fn fetch_imdb_says_what_to_do_by_hand() {
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let output = run(&["fetch", "imdb", "--dir", dir]);
    assert_eq!(code(&output), 1);
    let text = stderr(&output);
    let unpack = format!("tar -xzf aclImdb_v1.tar.gz -C \"{dir}\"");
    for words in ["https://ai.stanford.edu/", &unpack, "aclImdb/train/pos"] {
        assert!(text.contains(words), "{words} is not in: {text}");
    }
    assert!(!folder.has("imdb"), "nothing is made");
    let output = run(&["verify", "imdb", "--dir", dir]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("fetch imdb`"));

    for part in ["train/pos", "train/neg", "test/pos", "test/neg"] {
        folder.write(&format!("aclImdb/{part}/0_5.txt"), b"Hm.");
    }
    let output = run(&["fetch", "aclImdb", "--dir", dir]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("imdb is here already"));
    // Whole folders have 25,000 on each side.
    let output = run(&["verify", "imdb", "--dir", dir]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("2 to learn, 2 to test"));
}

#[test]
fn a_failed_fetch_says_why_and_ends_with_1() {
    let server = Server::start(|_, _, to| head(to, "404 Not Found", &[]));
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let output = run(&["fetch", "mnist", "--dir", dir, "--mirror", &server.url()]);
    let text = stderr(&output);
    assert_eq!(code(&output), 1, "{text}");
    let url = format!("{}/train-images-idx3-ubyte.gz", server.url());
    assert!(
        text.contains(&format!("{url}: it answers 404 Not Found")),
        "{text}"
    );
    assert!(text.contains("--mirror"), "{text}");
}

#[test]
fn coloured_pictures_are_listed_fetched_and_verified() {
    let server = Server::start(|_, _, to| head(to, "404 Not Found", &[]));
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    for set in &datasets::cifar::SETS {
        let output = run(&["fetch", set.name, "--dir", dir, "--mirror", &server.url()]);
        let text = stderr(&output);
        assert_eq!(code(&output), 1, "{text}");
        let url = format!("{}/{}", server.url(), set.archive.name);
        let want = format!("{url}: it answers 404 Not Found");
        assert!(text.contains(&want), "{text}");

        let output = run(&["verify", set.name, "--dir", dir]);
        assert_eq!(code(&output), 1);
        let want = format!(
            "{0} is not here: get it with `cargo run -p datasets -- fetch {0}`",
            set.name
        );
        assert!(stderr(&output).contains(&want), "{}", stderr(&output));

        let place = format!("{}/{}", set.name, set.folder);
        let (last, others) = set.files.split_last().unwrap();
        for file in others {
            folder.write(&format!("{place}/{}", file.name), b"short");
        }
        let output = run(&["verify", "--dir", dir]);
        let text = stdout(&output);
        assert_eq!(code(&output), 1, "{text}");
        let line = |name: &str| text.lines().find(|line| line.contains(name)).unwrap();
        let first = line(others[0].name);
        assert!(
            first.contains("WRONG") && first.contains("it has 5 bytes"),
            "{first}"
        );
        assert!(line(last.name).contains("MISSING"), "{text}");

        let missing = format!("not here: `cargo run -p datasets -- fetch {}`", set.name);
        let listed = || stdout(&run(&["list", "--dir", dir]));
        assert!(listed().contains(&missing), "{}", listed());
        folder.write(&format!("{place}/{}", last.name), b"short");
        let want = folder.path().join(set.name).join(set.folder);
        let want = format!("where    {}", want.display());
        assert!(listed().contains(&want), "{}", listed());
    }
}

#[test]
fn plays_are_listed_fetched_and_verified() {
    let server = Server::start(|_, _, to| head(to, "404 Not Found", &[]));
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let output = run(&[
        "fetch",
        "shakespeare",
        "--dir",
        dir,
        "--mirror",
        &server.url(),
    ]);
    assert_eq!(code(&output), 1);
    let want = format!("{}/input.txt: it answers 404", server.url());
    assert!(stderr(&output).contains(&want), "{}", stderr(&output));
    let listed = || stdout(&run(&["list", "--dir", dir]));
    assert!(listed().contains("fetch shakespeare`"), "{}", listed());
    // One that was not asked for may be absent.
    assert_eq!(code(&run(&["verify", "--dir", dir])), 0);
    assert_eq!(code(&run(&["verify", "shakespeare", "--dir", dir])), 1);
    let path = folder.write("shakespeare/input.txt", b"To be.");
    assert!(listed().contains(&format!("where    {}", path.display())));
    let output = run(&["verify", "--dir", dir]);
    let text = stdout(&output);
    assert!(code(&output) == 1 && text.contains("WRONG"), "{text}");
}

#[test]
fn nobody_listening_is_an_error_too() {
    // The address of a server that is gone.
    let url = Server::start(|_, _, _| Ok(())).url();
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let output = run(&[
        "fetch",
        "fashion",
        "--dir",
        dir,
        "--mirror",
        &url,
        "--timeout",
        "2",
    ]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("could not be fetched"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_fetch_that_is_killed_leaves_its_part() {
    let file = gzip(&images(60_000));
    let part_of_it = file[..100_000].to_vec();
    let server = Server::start(move |_, request, to| {
        serve_until(to, request, &file, 100_000)?;
        sleep(Duration::from_secs(10));
        Ok(())
    });
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    let mut child = command(&["fetch", "mnist", "--dir", dir, "--mirror", &server.url()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let part = folder.path().join("mnist/train-images-idx3-ubyte.gz.part");
    let start = Instant::now();
    while std::fs::metadata(&part).map_or(0, |about| about.len()) < 100_000 {
        assert!(
            start.elapsed() < Duration::from_secs(8),
            "the part did not grow"
        );
        sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(std::fs::read(&part).unwrap(), part_of_it);
    assert!(!folder.has("mnist/train-images-idx3-ubyte.gz"));

    // The lock went with the process: the next fetch asks for the rest.
    let output = run(&[
        "fetch",
        "mnist",
        "--dir",
        dir,
        "--mirror",
        &server.url(),
        "--timeout",
        "0.3",
    ]);
    assert_eq!(code(&output), 1);
    assert_eq!(server.requests()[1].from, Some(100_000));
    assert!(
        stderr(&output).contains("100000 bytes are kept"),
        "{}",
        stderr(&output)
    );
}
