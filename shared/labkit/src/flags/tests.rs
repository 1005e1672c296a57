use super::*;
use crate::judge::Source;

const ABOUT: About = About {
    lab: 5,
    title: "Digits",
    question: "Why?",
    minutes: 90,
    source: Source {
        folder: "labs/05-softmax-digits",
        answers: "",
    },
};

fn read(arguments: &[&str]) -> Result<Parsed, Stop> {
    let own = [
        Flag::choice(
            "network",
            &["softmax", "64-64"],
            "softmax",
            "which network to train",
        ),
        Flag::value("rate", "0.1", "learning rate"),
        Flag::switch("slow", "the slow way").only_with("network"),
        Flag::number("decay", 0.0..1.0, 0.0, "weight decay"),
        Flag::count("order", 1..=9, 3, "degree of the polynomial").not_with("network"),
        Flag::pictures(),
        Flag::epochs(),
    ];
    let arguments = ["lab05"].iter().chain(arguments);
    parse(&ABOUT, &own, Ok(PathBuf::from("out")), arguments)
}

#[test]
fn defaults() {
    let parsed = read(&[]).unwrap();
    let flags = parsed.flags;
    assert_eq!(
        (flags.data.as_str(), flags.epochs, flags.seed),
        ("digits", None, 1)
    );
    assert_eq!(
        (flags.section, flags.threads, flags.quick),
        (None, None, false)
    );
    assert_eq!(flags.out, PathBuf::from("out"));
    let own: Vec<_> = parsed.own.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(
        own,
        [
            ("network", "softmax"),
            ("rate", "0.1"),
            ("slow", "no"),
            ("decay", "0"),
            ("order", "3"),
            ("data", "digits"),
            ("epochs", ""),
        ]
    );
}

#[test]
fn everything_given() {
    let line = "--data mnist --epochs 3 --seed 7 --section 2 --out x/y --page --quick --threads 4 --no-wait --list \
                --network 64-64 --rate 1 --slow";
    let parsed = read(&line.split_whitespace().collect::<Vec<_>>()).unwrap();
    let expected = Flags {
        data: "mnist".into(),
        epochs: Some(3),
        seed: 7,
        section: Some("2".into()),
        out: PathBuf::from("x/y"),
        page: true,
        quick: true,
        threads: Some(4),
        no_wait: true,
        list: true,
    };
    assert_eq!(parsed.flags, expected);
    assert_eq!(parsed.own[0].1, "64-64");
    assert_eq!(parsed.own[2].1, "yes");
}

#[test]
fn a_lab_may_have_data_of_its_own() {
    let own = [
        Flag::pictures(),
        Flag::choice("data", &["none", "imdb"], "none", "what to read"),
    ];
    let parse = |line: &[&str]| {
        let arguments = ["lab05"].iter().chain(line);
        parse(&ABOUT, &own, Ok(PathBuf::from("out")), arguments)
    };
    let given = parse(&["--data", "imdb"]).unwrap();
    assert_eq!(
        (given.flags.data.as_str(), given.own[0].1.as_str()),
        ("imdb", "imdb")
    );
    assert_eq!(parse(&[]).unwrap().flags.data, "none");
    let refused = parse(&["--data", "mnist"]).unwrap_err();
    assert!(refused.text.contains("none, imdb"), "{}", refused.text);
}

#[test]
fn mistakes_name_what_would_be_valid() {
    for (line, words) in [
        (
            vec!["--epoch", "3"],
            vec!["--epoch'", "--epochs", "--network", "--seed"],
        ),
        (
            vec!["--data", "cifar"],
            vec!["cifar", "digits, mnist, fashion"],
        ),
        (vec!["--network", "deep"], vec!["deep", "softmax, 64-64"]),
        (vec!["--netwrok", "64-64"], vec!["did you mean --network?"]),
        (
            vec!["--epochs", "0"],
            vec!["'0'", "--epochs", "from 1 to 1000000"],
        ),
        (
            vec!["--epochs", "-1"],
            vec!["'-1'", "--epochs", "from 1 to"],
        ),
        (
            vec!["--epochs", "1e9"],
            vec!["'1e9'", "--epochs", "1000000000"],
        ),
        (
            vec!["--epochs", "18446744073709551615"],
            vec!["--epochs", "from 1 to 1000000"],
        ),
        (vec!["--threads", "0"], vec!["--threads", "from 1 to 1024"]),
        (
            vec!["--decay", "-0.5"],
            vec!["--decay", "from 0 to below 1"],
        ),
        (vec!["--order", "10"], vec!["--order", "from 1 to 9"]),
        (vec!["--seed", "x"], vec!["--seed", "x"]),
    ] {
        let stop = read(&line).unwrap_err();
        assert_eq!(stop.code, 2);
        for word in words {
            assert!(stop.text.contains(word), "{word} is not in: {}", stop.text);
        }
    }
}

#[test]
fn help_is_no_error() {
    let stop = read(&["--help"]).unwrap_err();
    assert_eq!(stop.code, 0);
    assert!(
        stop.text.contains("cargo run -p lab05 --") && stop.text.contains("which network to train")
    );
}

#[test]
fn a_flag_that_would_be_ignored_is_refused() {
    let stop = read(&["--slow"]).unwrap_err();
    assert_eq!(stop.code, 2);
    assert_eq!(
        stop.text,
        "error: --slow is only looked at with --network: add --network 64-64\n"
    );
    assert!(read(&["--slow", "--network", "64-64"]).is_ok());
    let stop = read(&["--order", "4", "--network", "64-64"]).unwrap_err();
    let words = "--order is not looked at with --network 64-64";
    assert!(stop.text.contains(words), "{}", stop.text);
    for line in [
        &["--order", "4"][..],
        &["--order", "3", "--network", "64-64"],
    ] {
        assert!(read(line).is_ok(), "{line:?}");
    }
}

#[test]
fn a_lab_that_learns_from_no_pictures_has_no_flag_for_them() {
    let parse = |line: &[&str]| {
        let arguments = ["lab05"].iter().chain(line);
        parse(&ABOUT, &[], Ok(PathBuf::from("out")), arguments)
    };
    for line in [["--data", "mnist"], ["--epochs", "3"]] {
        let stop = parse(&line).unwrap_err();
        assert!(stop.text.contains("Flags of this lab"), "{}", stop.text);
    }
    let flags = parse(&[]).unwrap().flags;
    assert_eq!((flags.data.as_str(), flags.epochs), ("digits", None));
}
