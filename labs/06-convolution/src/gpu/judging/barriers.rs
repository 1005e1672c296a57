//! Barriers that are missing, found by reading. Whether a run without them goes wrong depends on the adapter: where 32
//! invocations march in step, most sums come out right.

/// A barrier that a shader lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is none at all.
    All,
    /// None before somebody reads what another has written.
    First,
    /// None in a loop in which all read what others write.
    InLoop,
}

const BARRIER: &str = "workgroupBarrier";

/// What `code`, without comments, lacks, as far as can be told for sure from how it uses the array `name`.
pub fn missing(code: &str, name: &str) -> Option<Missing> {
    if !code.contains(BARRIER) {
        return Some(Missing::All);
    }
    let uses = uses(code, name);
    let own = uses.iter().find(|one| one.written)?.index;
    let others = uses.iter().find(|one| !one.written && one.index != own)?;
    if !code[..others.at].contains(BARRIER) {
        return Some(Missing::First);
    }
    loops(code).find(|body| races(body, name))?;
    Some(Missing::InLoop)
}

/// One place in which an array is used.
struct Use<'a> {
    at: usize,
    index: &'a str,
    /// Assigned to, perhaps after it was read.
    written: bool,
}

fn uses<'a>(code: &'a str, name: &str) -> Vec<Use<'a>> {
    let start = format!("{name}[");
    let found = code.match_indices(&start).filter_map(|(at, _)| {
        let index = inside(&code[at + name.len()..], ('[', ']'))?;
        let behind = code[at + start.len() + index.len() + 1..].trim_start();
        let written =
            behind.starts_with("+=") || behind.starts_with('=') && !behind.starts_with("==");
        let index = index.trim();
        Some(Use { at, index, written })
    });
    found.collect()
}

/// Whether, from one round of a loop to the next, one may read what another writes: `name[i] += name[i + apart]`.
fn races(body: &str, name: &str) -> bool {
    let uses = uses(body, name);
    let written = uses.iter().find(|one| one.written);
    // At a constant place a single one writes, and it may read the others' parts in peace.
    let written = written.filter(|one| !one.index.starts_with(|c: char| c.is_ascii_digit()));
    !body.contains(BARRIER)
        && written.is_some_and(|written| uses.iter().any(|one| one.index != written.index))
}

/// The bodies of the loops that every invocation enters: those that stand in a function, not in an `if`.
fn loops(code: &str) -> impl Iterator<Item = &str> {
    let words = ["for", "while", "loop"];
    let starts = words.into_iter().flat_map(move |word| {
        let found = code.match_indices(word).map(|(at, _)| at);
        found.filter(move |&at| stands_alone(code, at, word.len()))
    });
    starts
        .filter(|&at| depth(&code[..at]) == 1)
        .filter_map(|at| inside(&code[at..], ('{', '}')))
}

fn stands_alone(code: &str, at: usize, length: usize) -> bool {
    let part_of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    !code[..at].ends_with(part_of_a_word) && !code[at + length..].starts_with(part_of_a_word)
}

fn depth(code: &str) -> usize {
    code.matches('{')
        .count()
        .saturating_sub(code.matches('}').count())
}

/// What stands between the first `open` and the `close` that belongs to it.
fn inside(code: &str, (open, close): (char, char)) -> Option<&str> {
    let start = code.find(open)? + 1;
    let mut depth = 1;
    let end = code[start..].find(|c: char| {
        depth += usize::from(c == open);
        depth -= usize::from(c == close);
        depth == 0
    })?;
    Some(&code[start..start + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A share, then `between`, then rounds with `behind` in each.
    fn shader(between: &str, behind: &str) -> String {
        format!(
            "fn f() {{ parts[i] = 0.5; {between}
             for (var apart = 32u; apart > 0u; apart /= 2u) {{
                 if i < apart {{ parts[i] += parts[i + apart]; }} {behind} }}
             if i == 0u {{ sums[0] = parts[0]; }} }}"
        )
    }

    const WAIT: &str = "workgroupBarrier();";

    #[test]
    fn each_missing_barrier_is_found() {
        let found = |between, behind| missing(&shader(between, behind), "parts");
        assert_eq!(found("", ""), Some(Missing::All));
        assert_eq!(found("", WAIT), Some(Missing::First));
        assert_eq!(found(WAIT, ""), Some(Missing::InLoop));
        assert_eq!(found(WAIT, WAIT), None);
    }

    #[test]
    fn other_right_ways_are_let_through() {
        let ways = [
            // The barrier stands first in each round.
            "parts[l] = x; for (;;) { workgroupBarrier(); parts[l] += parts[l + half]; } workgroupBarrier();",
            // One adds up all parts.
            "parts[l] = x; workgroupBarrier(); if l == 0u { for (;;) { sum += parts[j]; } }",
            "parts[l] = x; workgroupBarrier(); for (;;) { if l == 0u { parts[0] += parts[j]; } }",
            "parts[l] = x; workgroupBarrier(); if l == 0u { for (;;) { parts[l] += parts[j]; } }",
            // Shares are added up in place.
            "loop { parts[l] += x[column]; } workgroupBarrier(); if l == 0u { y = parts[0]; }",
        ];
        for way in ways {
            assert_eq!(
                missing(&format!("fn f() {{ {way} }}"), "parts"),
                None,
                "{way}"
            );
        }
    }

    #[test]
    fn a_loop_by_any_name() {
        let first = "parts[l] = x; workgroupBarrier();";
        for head in ["while apart > 0u", "loop", "for (var format = 1; ; )"] {
            let code =
                format!("fn f() {{ {first} {head} {{ let o = parts[l + a]; parts[l] = o; }} }}");
            assert_eq!(missing(&code, "parts"), Some(Missing::InLoop), "{head}");
        }
    }
}
