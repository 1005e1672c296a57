//! The digits that scenes are made of, in three parts that share none.

use datasets::{Error, Images, Split};

/// To learn from, to choose by, and to test with. A scene of one part has no digit of another.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Four fifths of the pictures to learn from.
    pub train: Images,
    /// The last fifth of them: what is chosen (epochs, thresholds), is chosen here.
    pub valid: Images,
    /// The pictures to test with.
    pub test: Images,
}

impl Sources {
    /// Of the set that `--data` names: `digits`, `mnist` or `fashion`.
    ///
    /// # Errors
    /// If the files are absent or damaged; the error says what to do.
    pub fn load(name: &str) -> Result<Self, Error> {
        let Split { train, test } = match name {
            "digits" => datasets::digits(),
            other => datasets::images(other)?,
        };
        let (train, valid) = train.split_at(train.len() * 4 / 5);
        Ok(Sources { train, valid, test })
    }
}
