//! The name that was meant, perhaps.

/// How many are offered.
const OFFERED: usize = 3;

/// The names to which the fewest letters must be changed, added or taken away.
pub fn near<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<(usize, &str)> = names.map(|name| (changes(wanted, name), name)).collect();
    names.sort_unstable();
    let nearest = names.into_iter().take(OFFERED);
    nearest.map(|(_, name)| name).collect()
}

/// The Levenshtein distance, letter by letter of `to`: `row[i]` is that of the first i letters of `from`.
fn changes(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (j, b) in to.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = j + 1;
        for (i, a) in from.bytes().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[i + 1];
            row[i + 1] = changed.min(diagonal + 1).min(row[i] + 1);
        }
    }
    row[from.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted() {
        for (from, to, count) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("sunday", "saturday", 3),
            ("flaw", "lawn", 2),
            ("0.weight", "0.wieght", 2),
        ] {
            assert_eq!(changes(from, to), count, "{from} {to}");
        }
    }

    #[test]
    fn the_nearest_come_first() {
        let names = ["0.bias", "0.weight", "1.weight", "encoder.3.running_var"];
        let names = || names.into_iter();
        assert_eq!(near("0.wieght", names())[..2], ["0.weight", "1.weight"]);
        assert_eq!(near("0.biass", names())[0], "0.bias");
        assert_eq!(near("x", names().take(2)).len(), 2);
        assert!(near("x", names().take(0)).is_empty());
    }
}
