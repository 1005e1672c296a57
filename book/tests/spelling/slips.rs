//! What the check itself must find, and what it must not read.

use crate::speller::Speller;
use crate::texts::{self, Text};
use libtest_mimic::Trial;
use serde_json::json;

/// Tests of what is read.
pub fn without_dictionary() -> Vec<Trial> {
    let tests: [(&str, fn()); 6] = [
        (
            "code_and_formulas_are_not_read",
            code_and_formulas_are_not_read,
        ),
        (
            "tags_directives_and_addresses_are_not_read",
            tags_directives_and_addresses_are_not_read,
        ),
        (
            "what_holds_a_digit_or_a_greek_letter_is_no_word",
            what_holds_a_digit_or_a_greek_letter_is_no_word,
        ),
        (
            "titles_and_authors_are_not_read",
            titles_and_authors_are_not_read,
        ),
        ("a_word_keeps_its_line", a_word_keeps_its_line),
        (
            "a_record_says_what_is_for_readers",
            a_record_says_what_is_for_readers,
        ),
    ];
    tests.into_iter().map(trial).collect()
}

/// Tests of what is found.
pub fn with_dictionary() -> Vec<Trial> {
    let tests: [(&str, fn()); 4] = [
        ("a_slip_is_found", a_slip_is_found),
        ("american_is_found", american_is_found),
        ("our_words_are_known", our_words_are_known),
        ("a_list_is_kept_small", a_list_is_kept_small),
    ];
    tests.into_iter().map(trial).collect()
}

fn trial((name, test): (&'static str, fn())) -> Trial {
    Trial::test(format!("slips::{name}"), move || {
        test();
        Ok(())
    })
}

/// The words of a page, each with its line.
fn read(page: &str) -> Vec<(usize, String)> {
    let texts = texts::of_page(page, false);
    let words = texts.iter().flat_map(|Text { line, said }| {
        crate::words::words(said)
            .map(move |(at, word)| (line + said[..at].matches('\n').count(), word.into()))
    });
    words.collect()
}

fn words(page: &str) -> Vec<String> {
    read(page).into_iter().map(|(_, word)| word).collect()
}

fn code_and_formulas_are_not_read() {
    let page = "One `codde` two\n\n```rust\nlet codde = 1;\n```\n\nthree $\\fomula_w$ four\n\n$$ \\fomula + wrongg $$\n\n    codde\n\nfive \\$ six";
    assert_eq!(words(page), ["One", "two", "three", "four", "five", "six"]);
    let table = "| one | $\\vert a_{wrongg}\\vert$ |\n|---|---|\n| two | `codde` |";
    assert_eq!(words(table), ["one", "two"]);
}

fn tags_directives_and_addresses_are_not_read() {
    let page = "<details class=\"wrongg\"><summary aria-label=\"one\"><code>wrongg</code> $\\wrongg$</summary>\n\ntwo <kbd>three</kbd> <code>wrongg</code> {{#number lab01 wrongg}}\n\n\
        {{#transcript lab01 wrongg-slug 1-2}}\n\n<!-- wrongg\n\nwrongg -->\n\n[four](wrongg.md#wrongg) <https://wrongg.org> https://wrongg.org\n\n\
        ![five](wrongg.png)\n\n## six {#wrongg}\n\n</details>";
    assert_eq!(words(page), ["one", "two", "three", "four", "five", "six"]);
}

fn what_holds_a_digit_or_a_greek_letter_is_no_word() {
    let page =
        "w₁x₁ + eˢ of σ(wx2) and lab05 at 28-pixel learners’ tape's half-way x-axis, a f′(xs)";
    let read = [
        "of", "and", "at", "pixel", "learners", "tape's", "half-way", "axis", "xs",
    ];
    assert_eq!(words(page), read);
}

fn titles_and_authors_are_not_read() {
    let page = "*Alll* of it\n\n## Further reading\n\n- Namme, \"A titel *of*\n  two liness\". *A jurnal* 3, 1999. It is said.\n- No title here.\n\n## Then\n\n- \"Agaain\"";
    let read = [
        "Alll", "of", "it", "Further", "reading", "It", "is", "said", "No", "title", "here",
        "Then", "Agaain",
    ];
    assert_eq!(words(page), read);
    let entries = texts::of_page("- Namme, *Titel*. Lovely.", true);
    let said: Vec<&str> = entries.iter().map(|text| text.said.as_str()).collect();
    assert_eq!(said, [". Lovely."]);
}

fn a_word_keeps_its_line() {
    let page = "# One\n\n{{#figure\nlab01 x}}\nfour\n*five*\n\n<!--\n-->\n| ten | |\n|---|---|\n| | twelve &amp; so |\n";
    let lines = [
        (1, "One"),
        (5, "four"),
        (6, "five"),
        (10, "ten"),
        (12, "twelve"),
        (12, "so"),
    ];
    assert_eq!(
        read(page),
        lines.map(|(line, word)| (line, word.to_string()))
    );
}

fn a_record_says_what_is_for_readers() {
    let record = json!([
        {"kind": "prose", "lines": ["one `codde`", "- two"]},
        {"kind": "picture", "slug": "wrongg", "caption": "three", "lines": ["wrongg"]},
        {"kind": "prediction", "question": "four \"five\"", "choices": ["six"], "answer": "seven"},
        {"panels": [{"id": "wrongg", "body": "<g class=\"wrongg\"><text>eight</text></g>"}], "knobs": {"data": "wrongg"}},
    ]);
    let whole = serde_json::to_string_pretty(&record).expect("it is JSON");
    let texts = texts::of_record(&record, &whole);
    let mut read: Vec<_> = texts
        .iter()
        .flat_map(|text| crate::words::words(&text.said).map(|(_, word)| (text.line, word)))
        .collect();
    read.sort();
    let said = [
        "one", "two", "three", "four", "five", "six", "seven", "eight",
    ];
    let mut lines: Vec<_> = said
        .map(|word| {
            (
                1 + whole
                    .lines()
                    .position(|line| line.contains(word))
                    .expect("it is there"),
                word,
            )
        })
        .into();
    lines.sort();
    assert_eq!(read, lines);
    let captions = json!({"slugg": "a picture"});
    let texts = texts::of_record(&captions, "{\n\"slugg\": \"a picture\"\n}");
    assert_eq!((texts[0].line, texts[0].said.as_str()), (2, "a picture"));
}

fn speller(list: &str) -> Speller {
    Speller::open(&crate::dictionary(), list).expect("there is a dictionary")
}

fn a_slip_is_found() {
    let found = speller("").read(
        "page.md",
        3,
        "The gradeint\nof a neuron's wieght, fully-conected.",
    );
    let places: Vec<&str> = found
        .iter()
        .map(|finding| &finding[..finding.rfind("\"").expect("a word") + 1])
        .collect();
    assert_eq!(
        places,
        [
            "page.md:3: \"gradeint\"",
            "page.md:4: \"wieght\"",
            "page.md:4: \"conected\""
        ]
    );
    assert!(found[1].contains("weight"), "{found:?}");
    assert!(found.iter().all(|finding| finding.matches(',').count() < 3));
}

fn american_is_found() {
    let found = speller("").read(
        "page.md",
        1,
        "The size of the prize: we normalize a gray center, and its color.",
    );
    let of = |word: &str| {
        found
            .iter()
            .any(|finding| finding.contains(&format!("\"{word}\"")))
    };
    assert!(found[0].ends_with("normalise"), "{found:?}");
    assert!(
        ["normalize", "gray", "center", "color"].into_iter().all(of),
        "{found:?}"
    );
    assert_eq!(found.len(), 4, "{found:?}");
}

fn our_words_are_known() {
    let mut speller = speller("# ours\nlogit\nLeNet\n");
    let found = speller.read(
        "page.md",
        1,
        "Logit, logit’s, LOGIT, pre-logit and LeNet's, but not lenet.",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("\"lenet\""));
}

fn a_list_is_kept_small() {
    let mut speller = speller("logit\nzeta-logit\nlenet\nlogit\nweight\n");
    speller.read("page.md", 1, "A logit and a weight.");
    let complaints = speller.complaints_about_the_list();
    for (line, why) in [
        (2, "nowhere"),
        (3, "place"),
        (3, "nowhere"),
        (4, "twice"),
        (5, "dictionary"),
    ] {
        let place = format!("book/words.txt:{line}:");
        let said = |complaint: &String| complaint.starts_with(&place) && complaint.contains(why);
        assert!(complaints.iter().any(said), "{line} {why}: {complaints:?}");
    }
}
