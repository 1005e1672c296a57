//! What the panics of the standard library, `ndarray` and `nalgebra` mean, in plain words.

/// One plain sentence or two for the panic `message`; `None` for one that is not known, an own `panic!` for instance.
pub(super) fn translate(message: &str) -> Option<String> {
    MEANINGS
        .iter()
        .find(|(words, _)| words.iter().all(|word| message.contains(word)))
        .and_then(|(_, say)| say(message, &numbers(message)))
}

type Say = fn(&str, &[String]) -> Option<String>;

/// Words of a message, and what is said when all of them stand in it, from the numbers in it. The first that fits.
const MEANINGS: &[(&[&str], Say)] = &[
    (
        &["are not compatible for matrix multiplication"],
        of_a_product,
    ),
    (&["Matrix multiplication", "mismatch"], of_a_product),
    (&["Gemv: dimensions mismatch"], of_a_matrix_and_a_vector),
    (&["could not broadcast array from shape"], of_broadcasting),
    (&["incompatible shapes in reshape"], |_, _| {
        Some(
            "That shape holds another count of values than there are: reshaping keeps all of them."
                .to_string(),
        )
    }),
    (
        &["index", "is out of bounds for array of shape"],
        of_an_array_index,
    ),
    (&["dimensions mismatch"], |_, _| Some(UNEQUAL.to_string())),
    (&["dimension mismatch"], |_, _| Some(UNEQUAL.to_string())),
    (&["mismatched", "dimensions"], |_, _| {
        Some(UNEQUAL.to_string())
    }),
    (&["IncompatibleShape"], |_, _| Some(UNEQUAL.to_string())),
    (&["index out of bounds: the len is"], of_an_index),
    // nalgebra says "Matrix index", "Row index", "Index".
    (&["ndex out of bounds"], |_, _| {
        Some(
            "A row, a column or an entry was asked for that is not there; counting starts at 0."
                .to_string(),
        )
    }),
    (&["range", "out of range for slice of length"], of_a_range),
    (&["slice index starts at", "but ends at"], |_, n| match n {
        [start, end, ..] => Some(format!(
            "A part was asked for that begins at {start} and ends before it, at {end}."
        )),
        _ => None,
    }),
    (
        &["source slice length", "does not match destination"],
        |_, n| match n {
            [source, target, ..] => Some(format!(
                "{source} values were to be copied to where there is room for {target}: the two must be equal."
            )),
            _ => None,
        },
    ),
    (&["attempt to subtract with overflow"], |_, _| {
        Some(
            "A number without a sign, such as a usize, would have become negative: 0 − 1 has no answer there. Look \
             at what is subtracted when the smaller number comes first."
                .to_string(),
        )
    }),
    (&["attempt to", "with overflow"], |_, _| {
        Some("A whole number grew larger than its type can hold. Was it to be an f64?".to_string())
    }),
    (&["attempt to divide by zero"], |_, _| {
        Some("A whole number was divided by 0, which no whole number is the answer to.".to_string())
    }),
    (&["divisor of zero"], |_, _| {
        Some("The remainder of a division by 0 was asked for.".to_string())
    }),
    (&["`Option::unwrap()` on a `None`"], |_, _| {
        Some(
            "There was nothing where `unwrap` expects something: `max`, `first`, `get` and the like give None for an \
             empty list, or when nothing is found."
                .to_string(),
        )
    }),
    (&["`Result::unwrap()` on an `Err`"], |_, _| {
        Some("Something failed where `unwrap` expects that nothing can; what failed is said behind `Err`.".to_string())
    }),
    (&["chunk size must be non-zero"], |_, _| {
        Some("A list was to be cut into parts of 0 entries each.".to_string())
    }),
    (&["min > max, or either was NaN"], |_, _| {
        Some("`clamp` wants the smaller limit first, and neither may be NaN.".to_string())
    }),
    (&["capacity overflow"], |_, _| {
        Some("A list was to hold more values than any memory can. Is its length a difference that went below 0?".to_string())
    }),
    (&["already", "borrowed"], |_, _| {
        Some("The same cell was borrowed twice at once, and once of it to be changed.".to_string())
    }),
];

const UNEQUAL: &str = "The shapes of the two do not go together: counted from the last, their sizes must each be equal, or one of them \
     1.";

/// Four numbers: rows and columns of the left matrix and of the right one.
fn of_a_product(_: &str, n: &[String]) -> Option<String> {
    let [rows, inner, other, columns, ..] = n else {
        return None;
    };
    let turned = if inner == columns {
        " Is the second one to be transposed?"
    } else if rows == other {
        " Is the first one to be transposed?"
    } else {
        ""
    };
    Some(format!(
        "The product of a [{rows}, {inner}] and a [{other}, {columns}] does not exist: {inner} and {other} would have \
         to be equal.{turned}"
    ))
}

fn of_a_matrix_and_a_vector(_: &str, _: &[String]) -> Option<String> {
    Some(
        "The product of this matrix and this vector does not exist: the matrix must have as many columns as the \
         vector has entries. Is it to be transposed?"
            .to_string(),
    )
}

fn of_broadcasting(message: &str, _: &[String]) -> Option<String> {
    let (_, shapes) = message.split_once("from shape: ")?;
    let (from, to) = shapes.split_once(" to: ")?;
    Some(format!(
        "The shapes {to} and {from} do not go together: counted from the last, the sizes of the second must each be \
         those of the first, or 1."
    ))
}

fn of_an_array_index(_: &str, _: &[String]) -> Option<String> {
    Some("An entry was asked for that lies outside of the array; counting starts at 0, in [row, column].".to_string())
}

fn of_an_index(_: &str, n: &[String]) -> Option<String> {
    let [len, index, ..] = n else { return None };
    Some(match len.as_str() {
        "0" => format!("Entry {index} was asked for, of a list that is empty."),
        "1" => {
            format!("Entry {index} was asked for, of a list with one entry: its only index is 0.")
        }
        _ => {
            let last = len.parse::<usize>().ok()?.saturating_sub(1);
            format!(
                "Entry {index} was asked for, of a list with {len} entries: their indices are 0 to {last}."
            )
        }
    })
}

fn of_a_range(_: &str, n: &[String]) -> Option<String> {
    let [edge, len, ..] = n else { return None };
    Some(format!(
        "A part was asked for that reaches to {edge}, of a list with {len} entries."
    ))
}

/// All whole numbers in `text`, as they stand there.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::to_string)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::panics::catch;
    use super::*;
    use ndarray::{Array1, Array2};
    use std::hint::black_box;

    /// What is said of the panic that the libraries really make.
    #[track_caller]
    fn said<T>(f: impl FnOnce() -> T) -> String {
        let Err(panic) = catch(f) else {
            panic!("no panic")
        };
        translate(&panic.message).unwrap_or_else(|| panic!("unknown: {}", panic.message))
    }

    fn zeros(rows: usize, columns: usize) -> Array2<f64> {
        Array2::zeros((rows, columns))
    }

    #[test]
    fn products_say_both_shapes_and_what_may_be_turned() {
        assert_eq!(
            said(|| zeros(3, 4).dot(&zeros(2, 1))),
            "The product of a [3, 4] and a [2, 1] does not exist: 4 and 2 would have to be equal."
        );
        assert!(
            said(|| zeros(1, 3).dot(&zeros(2, 3))).ends_with("Is the second one to be transposed?")
        );
        assert!(
            said(|| zeros(3, 2).dot(&zeros(3, 5))).ends_with("Is the first one to be transposed?")
        );
    }

    #[test]
    fn shapes_that_do_not_go_together() {
        assert!(said(|| zeros(3, 4) + Array1::<f64>::zeros(3)).contains("shapes of the two"));
        let assigned = said(|| zeros(3, 4).assign(&Array1::<f64>::zeros(3)));
        assert!(
            assigned.starts_with("The shapes [3, 4] and [3] do not go together"),
            "{assigned}"
        );
        assert!(said(|| zeros(3, 4)[[3, 0]]).contains("outside of the array"));
        assert!(
            said(|| zeros(3, 4).into_shape_with_order((5, 2)).unwrap())
                .contains("do not go together")
        );
        assert!(
            said(|| zeros(3, 4).to_shape((5, 2)).unwrap().sum()).contains("do not go together")
        );
    }

    #[test]
    fn lists_and_whole_numbers() {
        let (list, none, zero) = (
            black_box(vec![1.0; 3]),
            black_box(Vec::<f64>::new()),
            black_box(0_usize),
        );
        assert_eq!(
            said(|| list[7]),
            "Entry 7 was asked for, of a list with 3 entries: their indices are 0 to 2."
        );
        assert_eq!(
            said(|| none[0]),
            "Entry 0 was asked for, of a list that is empty."
        );
        assert_eq!(
            said(|| list[1..9].len()),
            "A part was asked for that reaches to 9, of a list with 3 entries."
        );
        assert!(said(|| list[black_box(2)..black_box(1)].len()).contains("begins at 2"));
        assert!(said(|| zero - 1).contains("0 − 1"));
        assert!(said(|| black_box(200_u8) + black_box(100)).contains("larger than its type"));
        assert!(said(|| 1 / zero).contains("divided by 0"));
        assert!(said(|| 1 % zero).contains("remainder"));
        assert!(said(|| *none.first().unwrap()).contains("where `unwrap` expects something"));
        assert!(said(|| "x".parse::<f64>().unwrap()).contains("behind `Err`"));
        assert!(said(|| list.chunks(zero).count()).contains("0 entries each"));
        assert!(said(|| 1.0_f64.clamp(black_box(2.0), 1.0)).contains("smaller limit first"));
        assert!(said(|| list.clone().copy_from_slice(&[1.0])).contains("values were to be copied"));
        assert!(said(|| vec![0.0_f64; zero.wrapping_sub(1)]).contains("went below 0"));
    }

    #[test]
    fn own_words_stand_for_themselves() {
        assert_eq!(translate("the rate must be positive"), None);
        assert_eq!(
            translate("linear: x is [128, 784], weight is [100, 128]: inner sizes differ"),
            None
        );
    }
}
