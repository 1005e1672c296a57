//! Cuts text into words.

/// The words of a text and where they begin. What holds a digit, a Greek letter or an index is a formula or a name in code, and
/// a single letter is a variable: neither is a word. Nor are AB and dA, products and derivatives. Words with hyphens stay together.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tokens = text.split_whitespace().filter(|token| !is_code(token));
    tokens.flat_map(move |token| {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        let words = cut(token).into_iter();
        words.map(move |(at, word)| (start + at, word))
    })
}

/// An address, a call or the name of a file.
fn is_code(token: &str) -> bool {
    let letters: Vec<char> = token.chars().collect();
    token.contains("://")
        || letters.windows(3).any(|near| match *near {
            [before, '(', _] => before.is_alphanumeric(),
            [before, '.', after] => before.is_alphanumeric() && after.is_lowercase(),
            _ => false,
        })
}

fn cut(token: &str) -> Vec<(usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || "_'’-′".contains(c);
    let mut found = Vec::new();
    for run in token.split(|c| !inside(c)) {
        let run = run.trim_matches(|c| "'’-".contains(c));
        if run.split('-').all(is_word) {
            found.push(run);
        } else {
            found.extend(run.split('-').filter(|part| is_word(part)));
        }
    }
    let place = |word: &str| word.as_ptr() as usize - token.as_ptr() as usize;
    found.into_iter().map(|word| (place(word), word)).collect()
}

fn is_word(run: &str) -> bool {
    let letters: Vec<char> = run.chars().collect();
    let is_latin =
        |&c: &char| c == '\'' || c == '’' || (c.is_alphabetic() && c <= 'ɏ' && !"ªµº".contains(c));
    let is_formula = match letters[..] {
        [] | [_] => true,
        [first, second] => first == 'd' || second.is_uppercase(),
        _ => false,
    };
    letters.iter().all(is_latin) && !is_formula
}
