use super::*;
use std::fs;

/// Records with one of everything.
fn records() -> (tempfile::TempDir, Records) {
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("recorded/lab01");
    fs::create_dir_all(lab.join("transcript")).unwrap();
    fs::create_dir_all(lab.join("figures")).unwrap();
    fs::write(
        lab.join("transcript/a-curve.json"),
        r#"[
            {"kind": "prose", "lines": ["A lesson talks."]},
            {"kind": "prediction", "question": "Will `f` *rise*?", "answer": "It is 2*3*4."},
            {"kind": "figure", "slug": "curve", "caption": "The curve"},
            {"kind": "table", "header": ["x", "n"], "numeric": [1], "rows": [["a < b", "1"]], "caption": "`n` grows."},
            {"kind": "lines", "lines": ["f(0) = 0.5 <half>", "", "  {{#include x}}"]}
        ]"#,
    )
    .unwrap();
    fs::write(
        lab.join("transcript/a-choice.json"),
        r#"[{"kind": "prediction", "question": "Which?", "answer": "**b.** Less.", "choices": ["`x`", "a < b"]}]"#,
    )
    .unwrap();
    fs::write(
        lab.join("transcript/only-words.json"),
        r#"[{"kind": "prose", "lines": ["A lesson talks."]}]"#,
    )
    .unwrap();
    fs::write(
        lab.join("figures/curve.svg"),
        "<svg width=\"10\" height=\"5\">\n\n<path id=\"p\"/></svg>",
    )
    .unwrap();
    fs::write(
        lab.join("figures.json"),
        r#"{"curve": "The curve for $w = 1$"}"#,
    )
    .unwrap();
    fs::write(
        lab.join("numbers.json"),
        r#"{"accuracy": 0.9211, "parameters": 55050.0, "tiny": -5.7e-11, "lost": null}"#,
    )
    .unwrap();
    fs::write(
        lab.join("exercises.json"),
        r#"[{"name": "neuron", "minutes": 5, "task": "the output `y`"}]"#,
    )
    .unwrap();
    let records = Records::new(folder.path().join("recorded"));
    (folder, records)
}

fn good(text: &str) -> String {
    let (_folder, records) = records();
    let mut findings = Findings::new();
    let out = expand("x.md", text, &records, &mut findings);
    assert!(findings.is_empty(), "{findings}");
    out
}

fn bad(text: &str) -> String {
    let (_folder, records) = records();
    let mut findings = Findings::new();
    expand("x.md", text, &records, &mut findings);
    assert!(!findings.is_empty(), "nothing was found wrong with {text}");
    findings.to_string()
}

#[test]
fn formulas_are_converted_and_code_is_not() {
    let out = good("Let $x$ be `$y$` and\n\n$$\nz\n$$\n\n```sh\n$ cargo run $HOME\n```\n");
    assert!(
        out.contains("<math><mi>x</mi></math>")
            && out.contains("<math display=\"block\"><mi>z</mi></math>"),
        "{out}"
    );
    assert!(
        out.contains("`$y$`") && out.contains("$ cargo run $HOME"),
        "{out}"
    );
}

#[test]
fn dollars_that_are_dollars() {
    assert_eq!(good(r"It costs \$5, or \$6."), r"It costs \$5, or \$6.");
    assert_eq!(good("type $ ls"), "type $ ls");
    assert!(good(r"$a \$ b$").contains("<mi>a</mi>"));
}

#[test]
fn a_formula_in_a_table_leaves_the_table_alone() {
    let out = good("| a | b |\n|---|---|\n| $|x|$ | 1 |\n");
    let row = out.lines().nth(2).unwrap();
    assert_eq!(row.matches('|').count(), 3, "{row}");
}

#[test]
fn wrong_formulas_name_file_line_and_formula() {
    let complaint = bad("one\n\ntwo $\\nosuch{x}$");
    assert!(
        complaint.starts_with("x.md:3:") && complaint.contains("\\nosuch{x}"),
        "{complaint}"
    );
    assert!(bad("a $x and no more\n\nb$").contains("x.md:1:"));
}

#[test]
fn numbers_in_text_and_in_formulas() {
    assert_eq!(
        good("{{#number lab01 accuracy .1%}} of {{#number lab01 parameters ,}}"),
        "92.1\u{a0}% of 55,050"
    );
    assert!(good("$p = {{#number lab01 accuracy .2}}$").contains("<mn>0.92</mn>"));
    assert!(good("${{#number lab01 tiny .1e}}$").contains("<msup>"));
    assert!(bad("{{#number lab01 nosuch}}").contains("accuracy"));
    assert!(bad("{{#number lab01 accuracy %%}}").contains("%%"));
    assert!(bad("{{#number lab01 lost}}").contains("finite"));
}

#[test]
fn a_transcript_is_the_results_without_the_lesson_on_one_line() {
    let out = good("{{#transcript lab01 a-curve}}\n\nafter");
    let line = out.lines().next().unwrap();
    assert_eq!(
        line,
        "<div class=\"results\"><p class=\"results-command\">cargo run -p lab01 -- --section a-curve</p>\
         <details class=\"predict\"><summary>Will <code>f</code> <em>rise</em>?</summary><p>It is 2*3*4.</p></details>\
         <div class=\"table-wrapper\" tabindex=\"0\"><table><caption><code>n</code> grows.</caption>\
         <thead><tr><th>x</th><th class=\"n\">n</th></tr></thead>\
         <tbody><tr><td>a &lt; b</td><td class=\"n\">1</td></tr></tbody></table></div>\
         <pre class=\"computed\" tabindex=\"0\">f(0) = 0.5 &lt;half&gt;&#10;&#10;  &#123;&#123;#include x}}</pre></div>"
    );
}

#[test]
fn a_choice_is_shown_before_its_answer_is_opened() {
    let folded = "<summary>Which?<br><span class=\"choice\">a) <code>x</code></span>\
                  <br><span class=\"choice\">b) a &lt; b</span></summary>\
                  <p><strong>b.</strong> Less.</p></details>";
    let out = good("{{#transcript lab01 a-choice}}");
    assert!(out.contains(folded), "{out}");
}

#[test]
fn results_are_chosen_by_their_numbers() {
    let has = |choice: &str| {
        let out = good(&format!("{{{{#transcript lab01 a-curve {choice}}}}}"));
        ["<details", "<table", "<pre"].map(|part| out.contains(part))
    };
    assert_eq!(has("2"), [false, true, false]);
    assert_eq!(has("1 3"), [true, false, true]);
    assert_eq!(has("2-3"), [false, true, true]);
}

#[test]
fn a_result_that_is_not_there_is_answered_with_those_that_are() {
    for choice in ["4", "0", "1 4", "2-4", "3-2", "two"] {
        let complaint = bad(&format!("{{{{#transcript lab01 a-curve {choice}}}}}"));
        let list = "\n  1 prediction: Will `f` *rise*? It is 2*3*4.\n  2 table: x │ n a < b │ 1\n  3 lines: f(0) = 0.5 <half>";
        assert!(complaint.contains(list), "{complaint}");
    }
    assert!(bad("{{#transcript lab01 only-words}}").contains("{{#figure"));
}

#[test]
fn a_figure_is_inlined_with_its_caption() {
    let out = good("{{#figure lab01 curve}}\nnext");
    let line = out.lines().next().unwrap();
    assert!(
        line.starts_with(
            "<figure class=\"figure\" id=\"figure-lab01-curve\"><div class=\"drawing\"><svg"
        ) && line.ends_with("</figure>"),
        "{line}"
    );
    assert!(
        line.contains("id=\"lab01-curve-p\"") && line.contains("<mi>w</mi>"),
        "{line}"
    );
    assert_eq!(
        out.lines().nth(1),
        Some(""),
        "a blank line must end the block: {out}"
    );
}

#[test]
fn exercises_are_listed() {
    let out = good("{{#exercises lab01}}");
    assert!(
        out.contains("<code>neuron</code>")
            && out.contains("5 min")
            && out.contains("<code>y</code>"),
        "{out}"
    );
}

#[test]
fn what_was_never_recorded_says_how_to_record_it() {
    for directive in [
        "{{#transcript lab09 x}}",
        "{{#figure lab09 x}}",
        "{{#number lab09 x}}",
        "{{#exercises lab09}}",
    ] {
        let complaint = bad(directive);
        assert!(
            complaint.contains("recorded/lab09")
                && complaint.contains("cargo run -p book -- record lab09"),
            "{complaint}"
        );
    }
}

#[test]
fn misuse_is_explained() {
    assert!(bad("{{#figure lab01}}").contains("write it as"));
    assert!(bad("see {{#figure lab01 curve}}").contains("line of its own"));
    assert!(bad("{{#figure lab01 curve").contains("never closed"));
}

#[test]
fn directives_of_mdbook_and_escaped_ones_pass_through() {
    for text in [
        "{{#include ../x.rs:a}}",
        r"\{{#number lab01 accuracy}}",
        "`{{#number lab01 accuracy}}`",
    ] {
        assert_eq!(good(text), text);
    }
}
