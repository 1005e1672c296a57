//! The sections of the lesson.

pub mod batches;
pub mod curves;
pub mod diabetes;
mod figures;
pub mod fitting;
pub mod line;
pub mod momentum;
pub mod outliers;
pub mod rates;
pub mod valleys;
