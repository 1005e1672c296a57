use ndarray::{Array1, Array2};

use crate::embedded;

/// Numbers to predict a number from.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// Shape `[442, 10]`: one patient a row, as measured (nothing centred or scaled).
    pub features: Array2<f64>,
    /// Length 442: how far the disease has come one year later, 25 to 346.
    pub targets: Array1<f64>,
    /// What the columns of `features` are called.
    pub names: [&'static str; 10],
}

const NAMES: [&str; 10] = [
    "age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6",
];

/// 442 diabetes patients: ten measurements, and the progress of the disease after a year.
///
/// The columns: age (years), sex (1 or 2), body mass index (kg/m²), average blood pressure, and
/// six blood serum values: total cholesterol `s1`, low-density `s2` and high-density lipoproteins
/// `s3`, cholesterol / HDL `s4`, (the logarithm of) triglycerides `s5`, blood sugar `s6`.
///
/// Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, *Least Angle Regression*, Annals of
/// Statistics 32 (2), 2004, pages 407–499.
pub fn diabetes() -> Regression {
    let rows = embedded::table(include_bytes!("../embedded/diabetes_data_raw.csv.gz"), ' ');
    let targets = embedded::table(include_bytes!("../embedded/diabetes_target.csv.gz"), ' ');
    let features = Array2::from_shape_vec((targets.len(), NAMES.len()), rows.concat())
        .expect("the embedded table has ten columns");
    Regression {
        features,
        targets: targets.concat().into(),
        names: NAMES,
    }
}
