//! What lessons print, as it was recorded: it fits a terminal, writes numbers in one way, and gives no answer away.

use std::fs;

use book::labs::all;
use book::workspace_root;
use serde_json::Value;

/// A terminal's columns; what a lesson indents by four is counted with them.
const COLUMNS: usize = 80;

#[test]
fn what_a_lesson_lines_up_fits_a_terminal() {
    let mut wide = Vec::new();
    for (section, block) in recorded() {
        let lines = block["lines"].as_array().into_iter().flatten();
        let lines = lines.map(|line| line.as_str().unwrap().chars().count());
        let width = match block["kind"].as_str().unwrap() {
            "lines" => 4 + lines.max().unwrap_or(0),
            "picture" => lines.max().unwrap_or(0),
            "table" => 4 + table_width(&block),
            // What flows is folded.
            _ => 0,
        };
        if width > COLUMNS {
            wide.push(format!("{section}: {width} columns: {block}"));
        }
    }
    assert!(wide.is_empty(), "wider than {COLUMNS}: {wide:#?}");
}

/// Columns of a recorded table, two blanks between them.
fn table_width(table: &Value) -> usize {
    let header = table["header"].as_array().unwrap();
    let rows = table["rows"].as_array().unwrap();
    let rows = rows.iter().map(|row| row.as_array().unwrap());
    let mut widths = vec![0; header.len()];
    for row in rows.chain([header]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.as_str().unwrap().chars().count());
        }
    }
    widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
}

#[test]
fn numbers_are_written_in_one_way() {
    let mut odd = Vec::new();
    for (section, block) in recorded() {
        let mut texts = Vec::new();
        collect(&block, &mut texts);
        // What a program reads or writes stands in lines of its own, or between backticks.
        if block["kind"] == "lines" {
            continue;
        }
        for text in texts {
            let prose = text.split('`').step_by(2);
            let numbers =
                prose.flat_map(|text| text.split(|c: char| c.is_whitespace() || c == '('));
            for number in numbers.filter(|number| is_odd(number)) {
                odd.push(format!("{section}: {number}"));
            }
        }
    }
    assert!(
        odd.is_empty(),
        "a minus sign is −, a power 10⁻³, and 12345 has its comma: {odd:#?}"
    );
}

fn is_odd(word: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let chars: Vec<char> = word.chars().collect();
    let at = |i: usize| chars.get(i).copied();
    let hyphen = at(0) == Some('-') && is_digit(at(1));
    let power = (1..chars.len()).any(|i| {
        is_digit(at(i - 1))
            && matches!(chars[i], 'e' | 'E')
            && (is_digit(at(i + 1)) || matches!(at(i + 1), Some('-' | '−')) && is_digit(at(i + 2)))
    });
    let whole = word
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or("");
    hyphen || power || whole.len() >= 5
}

fn collect<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| *name != "slug");
            fields.for_each(|(_, value)| collect(value, texts));
        }
        _ => {}
    }
}

/// All that was recorded of the lessons, block by block, each with its lab and section.
fn recorded() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for lab in all(&workspace_root()) {
        let folder = workspace_root().join("book/recorded").join(&lab.package);
        for entry in fs::read_dir(folder.join("transcript")).unwrap() {
            let path = entry.unwrap().path();
            let section = path.file_stem().unwrap().display().to_string();
            let blocks: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for block in blocks.as_array().unwrap() {
                found.push((format!("{}, {section}", lab.package), block.clone()));
            }
        }
    }
    assert!(
        found.len() > 1000,
        "only {} blocks: were they lost?",
        found.len()
    );
    found
}

/// Answers on paper, and the lab that asks for them.
fn answers() -> Vec<(&'static str, &'static str, Vec<f64>)> {
    let (w, b) = lab04::solutions::broadcast_bug();
    vec![
        ("lab02", "by_hand", vec![lab02::solutions::by_hand()]),
        (
            "lab02",
            "find_the_slip",
            vec![lab02::solutions::find_the_slip().1],
        ),
        (
            "lab03",
            "gradient_by_hand",
            vec![lab03::solutions::gradient_by_hand()],
        ),
        ("lab04", "broadcast_bug", vec![w, b]),
        (
            "lab04",
            "largest_stable_rate",
            vec![lab04::solutions::largest_stable_rate()],
        ),
        (
            "lab05",
            "softmax_twice",
            lab05::solutions::softmax_twice().to_vec(),
        ),
        ("lab06", "unmoved", lab06::solutions::unmoved().to_vec()),
        (
            "lab07",
            "two_dialects",
            lab07::solutions::two_dialects().to_vec(),
        ),
        (
            "lab07",
            "cnn_bn_parameters",
            lab07::solutions::cnn_bn_parameters()
                .map(|n| n as f64)
                .to_vec(),
        ),
        (
            "lab08",
            "read_too_far",
            lab08::solutions::read_too_far().to_vec(),
        ),
        ("lab09", "explained", lab09::solutions::explained().to_vec()),
        (
            "lab09",
            "noisy_target",
            lab09::solutions::noisy_target().to_vec(),
        ),
        (
            "lab09",
            "sum_or_mean",
            lab09::solutions::sum_or_mean().to_vec(),
        ),
        (
            "lab10",
            "value_by_hand",
            lab10::solutions::value_by_hand().to_vec(),
        ),
        (
            "lab10",
            "one_optimizer",
            lab10::solutions::one_optimizer().to_vec(),
        ),
    ]
}

/// Whoever has not answered yet reads what was recorded: there, what `Lesson::reveal` holds back is a question mark.
#[test]
fn no_answer_on_paper_is_printed_whole() {
    let recorded = recorded();
    let mut spoiled = Vec::new();
    for (lab, exercise, answer) in answers() {
        for (section, block) in recorded
            .iter()
            .filter(|(section, _)| section.starts_with(lab))
        {
            let mut texts = Vec::new();
            collect(block, &mut texts);
            let printed: Vec<(f64, i32)> = texts.iter().flat_map(|text| numbers(text)).collect();
            if answer
                .iter()
                .all(|&number| printed.iter().any(|&printed| shows(printed, number)))
            {
                spoiled.push(format!("{exercise} in {section}: {block}"));
            }
        }
    }
    assert!(spoiled.is_empty(), "{spoiled:#?}");
}

/// Whether a printed number of so many decimals is this one: itself, or rounded to three decimals or more.
fn shows((printed, decimals): (f64, i32), number: f64) -> bool {
    let apart = (printed - number).abs();
    apart < 1e-9 || decimals >= 3 && apart <= 0.5001 * 0.1_f64.powi(decimals)
}

/// The numbers of a text, and how many decimals each has.
fn numbers(text: &str) -> Vec<(f64, i32)> {
    let text = text.replace('−', "-").replace(',', "");
    let part = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let words = text
        .split(|c| !part(c))
        .map(|word| word.trim_end_matches(['.', '-']));
    let number = |word: &str| {
        let decimals = word
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len() as i32);
        Some((word.parse().ok()?, decimals))
    };
    words.filter_map(number).collect()
}

/// Words that would answer what a section or an exercise asks, and titles that once had them.
const TELLING: [(&str, &str); 10] = [
    ("lab01", "two neurons make"),
    ("lab02", "need three"),
    ("lab02", "transpose"),
    ("lab02", ".t()"),
    ("lab03", "stay equal"),
    ("lab06", "does not know its neighbours"),
    ("lab09", "finds the same plane"),
    ("lab09", "that nobody uses"),
    ("lab10", "two clouds"),
    ("lab10", "eight of eight"),
];

#[test]
fn no_title_answers_its_own_question() {
    let mut titles = recorded();
    titles.dedup_by(|one, other| one.0 == other.0);
    let mut titles: Vec<String> = titles
        .into_iter()
        .map(|(title, _)| title.replace('-', " "))
        .collect();
    for lab in all(&workspace_root()) {
        let path = workspace_root()
            .join("book/recorded")
            .join(&lab.package)
            .join("exercises.json");
        let exercises: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let tasks = exercises
            .as_array()
            .unwrap()
            .iter()
            .map(|exercise| exercise["task"].as_str().unwrap());
        titles.extend(tasks.map(|task| format!("{}, {task}", lab.package)));
    }
    for (lab, words) in TELLING {
        let telling: Vec<&String> = titles
            .iter()
            .filter(|title| title.starts_with(lab) && title.to_lowercase().contains(words))
            .collect();
        assert!(telling.is_empty(), "{telling:?}");
    }
}

#[test]
fn numbers_are_found_where_they_stand() {
    assert_eq!(
        numbers("a 1,200 of −0.50, or 3."),
        [(1200.0, 0), (-0.5, 2), (3.0, 0)]
    );
    assert!(shows((0.1399, 4), 0.13986) && !shows((0.14, 2), 0.13986));
    assert!(is_odd("-1") && is_odd("2.4e1") && is_odd("3.6e−31") && is_odd("12345"));
    assert!(!is_odd("12,345") && !is_odd("−1") && !is_odd("cross-entropy") && !is_odd("0.12345"));
}
