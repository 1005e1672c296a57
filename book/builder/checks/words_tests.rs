use super::*;

const TERMS: &str = "# Glossary\n\n## F\n\n### Filter\n\nSlides.\\\nAlso: *kernel* · Symbol: $k$ · [Chapter 6](six.md#sliding)\n\n\
                     ## V\n\n### Vanishing gradient\n\nShrinks.\\\n[Chapter 3](three.md#deep)\n";

/// What a built book's index says of a glossary with these terms, where the chapters say this.
fn check(glossary: &str, sliding: &str, deep: &str) -> Result<usize, Findings> {
    let folder = tempfile::tempdir().unwrap();
    let (source, built) = (folder.path().join("book/src"), folder.path().join("built"));
    fs::create_dir_all(&source).unwrap();
    fs::create_dir_all(&built).unwrap();
    fs::write(source.join("glossary.md"), glossary).unwrap();
    let docs = [
        ("six.html#sliding", "Sliding", sliding),
        ("three.html#deep", "Deep", deep),
        ("glossary.html#filter", "Filter", "Also: kernel"),
        ("glossary.html#vanishing-gradient", "Vanishing gradient", ""),
    ];
    let urls: Vec<&str> = docs.iter().map(|doc| doc.0).collect();
    let documents: serde_json::Map<String, Value> = (0..)
        .zip(docs)
        .map(|(id, (_, title, body)): (usize, _)| {
            (
                id.to_string(),
                serde_json::json!({"title": title, "body": body, "breadcrumbs": "The book"}),
            )
        })
        .collect();
    let index =
        serde_json::json!({"doc_urls": urls, "index": {"documentStore": {"docs": documents}}});
    let literal = index.to_string().replace('\\', "\\\\").replace('\'', "\\'");
    fs::write(
        built.join("searchindex-1.js"),
        format!("window.search = Object.assign(window.search, JSON.parse('{literal}'));"),
    )
    .unwrap();
    check_words(folder.path(), &built)
}

const SLIDING: &str = "A \"filter\" (or kernel) isn't turned.";
const DEEP: &str = "This is called a vanishing gradient, that is all.";

#[test]
fn terms_that_their_sections_say_are_found() {
    assert_eq!(check(TERMS, SLIDING, DEEP).unwrap(), 2);
    assert_eq!(
        check(TERMS, "Two filters, a kernel.", "Vanishing gradients").unwrap(),
        2
    );
}

#[test]
fn a_term_that_the_book_does_not_say_is_named() {
    for (sliding, deep, why) in [
        (
            SLIDING,
            "Gradients are vanishing.",
            "`Vanishing gradient` is not in three.md#deep",
        ),
        (
            SLIDING,
            "A vanishing, small gradient.",
            "`Vanishing gradient`",
        ),
        (
            "A kernel, unfiltered.",
            DEEP,
            "`Filter` is not in six.md#sliding",
        ),
        ("A filter.", DEEP, "the book never says `kernel`"),
    ] {
        let complaint = check(TERMS, sliding, deep).unwrap_err().to_string();
        assert!(complaint.contains(why), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
    }
}

#[test]
fn a_term_without_a_section_or_out_of_place_is_named() {
    for (from, to, why) in [
        (
            "[Chapter 3](three.md#deep)",
            "Chapter 3",
            "names no section",
        ),
        ("three.md#deep", "three.md#shallow", "three.md#shallow"),
        (
            "### Vanishing gradient",
            "### Tape",
            "`Tape` is not in its place",
        ),
    ] {
        let complaint = check(&TERMS.replace(from, to), SLIDING, DEEP).unwrap_err();
        assert!(complaint.to_string().contains(why), "{complaint}");
    }
}

#[test]
fn a_book_without_a_glossary_has_nothing_to_find() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(check_words(folder.path(), folder.path()).unwrap(), 0);
}

#[test]
fn names_of_the_notation_are_in_the_code() {
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("labs/04-line/src");
    fs::create_dir_all(&lab).unwrap();
    fs::write(lab.join("line.rs"), "let rate = nu_of(w);").unwrap();
    let asked = |names: &str| {
        let text = format!(
            "# N\n\n## Chapter 4: lines\n\n| symbol | meaning | in the code |\n|---|---|---|\n| $a$ | `x` | {names} |\n"
        );
        let mut findings = Findings::new();
        let count = check_names(folder.path(), &text, &mut findings);
        findings.verdict(count)
    };
    assert_eq!(asked("`rate`, `nu_of()`, `w[j]`").unwrap(), 3);
    let complaint = asked("`nu`, `rate`").unwrap_err().to_string();
    assert_eq!(complaint, "notation.md:3: no source of lab 4 has `nu`");
}

/// That the search finds them is asked of the built book; here, that nobody lost them.
#[test]
fn the_glossary_is_there() {
    let glossary = crate::workspace_root().join("book/src/glossary.md");
    let text = fs::read_to_string(glossary).unwrap();
    let terms = terms(&text);
    assert!(terms.len() >= 90, "{}", terms.len());
    for wanted in [
        "Vanishing gradient",
        "Receptive field",
        "Standard deviation",
        "Teacher forcing",
    ] {
        assert!(terms.iter().any(|term| term.name == wanted), "{wanted}");
    }
    let mut findings = Findings::new();
    check_order(&terms, &mut findings);
    findings.verdict(0).unwrap();
}
