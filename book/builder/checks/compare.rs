//! Whether two texts say the same when their numbers may differ a little.
//!
//! A lesson trains on whatever processor it finds, and another order of additions moves the last digits. Words
//! must be equal; numbers must be close; pictures made of letters must be close in shade.

/// The shades of a picture drawn in letters, from no ink to full ink, as the lessons print it.
const SHADES: &str = " .:-=+*#%@";
/// How many steps of shade a letter of a picture may be off.
const SHADE_STEPS: usize = 2;

/// Whether two lines agree, numbers within `tolerance` of each other (relative).
pub(crate) fn lines_agree(recorded: &str, fresh: &str, tolerance: f64) -> bool {
    if is_picture(recorded) && is_picture(fresh) {
        return pictures_agree(recorded, fresh);
    }
    let (recorded, fresh) = (tokens(recorded), tokens(fresh));
    recorded.len() == fresh.len()
        && recorded
            .iter()
            .zip(&fresh)
            .all(|(a, b)| tokens_agree(a, b, tolerance))
}

/// Whether two numbers agree: relative to the larger, and two NaN are equal.
pub(crate) fn numbers_agree(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

#[derive(Debug, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    /// A number, and the size of one step of its last decimal: what rounding alone may change.
    Number {
        value: f64,
        step: f64,
    },
}

fn tokens_agree(a: &Token<'_>, b: &Token<'_>, tolerance: f64) -> bool {
    match (a, b) {
        (Token::Word(a), Token::Word(b)) => a == b,
        (
            Token::Number { value: a, step },
            Token::Number {
                value: b,
                step: other,
            },
        ) => numbers_agree(*a, *b, tolerance) || (a - b).abs() <= 1.01 * step.max(*other),
        _ => false,
    }
}

/// Words and numbers. Blanks only separate, and a rule is as good as a longer rule: a number that grows by a
/// digit moves the columns of its table.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut word_from) = (0, 0);
    while at < line.len() {
        let length = number_length(line, at);
        let rule = line[at..]
            .chars()
            .take_while(|&c| c == '─')
            .map(char::len_utf8)
            .sum::<usize>();
        let blank = line[at..]
            .chars()
            .take_while(|c| c.is_whitespace())
            .map(char::len_utf8)
            .sum::<usize>();
        if length + rule + blank == 0 {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if word_from < at {
            tokens.push(Token::Word(&line[word_from..at]));
        }
        if length > 0 {
            tokens.push(number(&line[at..at + length]));
        } else if rule > 0 {
            tokens.push(Token::Word("─"));
        }
        at += length + rule + blank;
        word_from = at;
    }
    if word_from < line.len() {
        tokens.push(Token::Word(&line[word_from..]));
    }
    tokens
}

/// The length of the number at `at`, 0 when there is none. Its sign belongs to it unless a letter, a digit or
/// a closing bracket stands directly before: `3-3-2` is three numbers and two dashes.
fn number_length(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    let before = line[..at].chars().next_back();
    let sign = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '−' | '+'))
        .map_or(0, char::len_utf8);
    if sign > 0 && before.is_some_and(|c| c.is_alphanumeric() || c == ')') {
        return 0;
    }
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(sign);
    if whole == 0 {
        return 0;
    }
    let mut end = sign + whole;
    // Thousands are set off by commas: a comma and exactly three digits belong to the number.
    while rest[end..].starts_with(',') && digits(end + 1) == 3 {
        end += 4;
    }
    if rest[end..].starts_with('.') {
        let decimals = digits(end + 1);
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['-', '+']));
        let power = digits(end + 1 + sign);
        if power > 0 {
            end += 1 + sign + power;
        }
    }
    // `2.4·10⁻⁶`, or a power alone.
    let ten = if &rest[sign..end] == "10" {
        Some("")
    } else {
        rest[end..].strip_prefix("·10").map(|_| "·10")
    };
    if let Some(ten) = ten {
        let raised = rest[end + ten.len()..].chars();
        let power = raised.take_while(|c| RAISED.contains(c));
        let power: usize = power.map(char::len_utf8).sum();
        if power > 0 {
            end += ten.len() + power;
        }
    }
    end
}

/// What an exponent is made of, and how it is raised.
const PLAIN: &str = "-0123456789";
const RAISED: [char; 11] = ['⁻', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn number(text: &str) -> Token<'static> {
    let mut text = text.replace('−', "-").replace(',', "");
    if let Some((factor, raised)) = text.rsplit_once("10").filter(|_| text.ends_with(RAISED)) {
        let factor = factor
            .strip_suffix('·')
            .unwrap_or(if factor == "-" { "-1" } else { "1" });
        let power = raised
            .chars()
            .filter_map(|c| RAISED.iter().position(|r| *r == c));
        let power: String = power.filter_map(|i| PLAIN.chars().nth(i)).collect();
        text = format!("{factor}e{power}");
    }
    let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let decimals = mantissa
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let power: i32 = power.parse().unwrap_or(0);
    // A whole number was counted, not rounded.
    let step = if decimals == 0 {
        0.0
    } else {
        10_f64.powi(power - decimals as i32)
    };
    Token::Number {
        value: text.parse().unwrap_or(f64::NAN),
        step,
    }
}

fn is_picture(line: &str) -> bool {
    !line.trim().is_empty() && line.chars().all(|c| SHADES.contains(c))
}

fn pictures_agree(a: &str, b: &str) -> bool {
    let shade = |c: Option<char>| SHADES.chars().position(|s| Some(s) == c).unwrap_or(0);
    let width = a.len().max(b.len());
    let (mut a, mut b) = (a.chars(), b.chars());
    (0..width).all(|_| shade(a.next()).abs_diff(shade(b.next())) <= SHADE_STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(a: &str, b: &str) -> bool {
        lines_agree(a, b, 0.02)
    }

    #[test]
    fn close_numbers_agree_and_far_ones_do_not() {
        assert!(agree(
            "loss 0.4312 after 100 steps",
            "loss 0.4351 after 100 steps"
        ));
        assert!(!agree("loss 0.4312", "loss 0.4512"));
        assert!(agree("9.539e-06", "9.55e-6"));
        assert!(!agree("9.539e-06", "9.539e-07"));
        assert!(agree("below 2.10·10⁻⁶", "below 2.13·10⁻⁶") && agree("10⁻⁶ m", "10⁻⁶ m"));
        assert!(!agree("2.4·10⁻⁶", "2.4·10⁻⁷") && !agree("10⁻⁶", "10⁻⁷") && !agree("−10²", "10²"));
        assert!(agree("2.4·10⁻⁶", "2.5·10⁻⁶") && !agree("2.4·10⁻⁶", "2.6·10⁻⁶"));
        assert!(agree("1,234 of 9", "1,235 of 9"));
        assert!(!agree("w = -1.5", "w = 1.5"));
        assert!(!agree("−1.5", "1.5"));
    }

    #[test]
    fn one_step_of_rounding_is_no_difference_but_a_count_is() {
        assert!(agree("0.01", "0.02") && agree("-0.00", "0.01"));
        assert!(!agree("0.01", "0.03"));
        assert!(!agree("7 wrong", "8 wrong"));
    }

    #[test]
    fn words_must_be_equal_and_blanks_need_not() {
        assert!(agree("  9.99  a", " 10.01 a") && agree("────", "─────"));
        assert!(!agree("0.5 yes", "0.5 no") && !agree("a 1", "a"));
        assert!(!agree("3-3-2", "3-3-3") && agree("3-3-2", "3-3-2"));
        assert!(!agree("NaN", "0.5"));
    }

    #[test]
    fn pictures_may_differ_a_little() {
        assert!(agree("  ..:@@", "  .:-%@"));
        assert!(!agree("  ..:@@", "@@..:  "));
    }
}
