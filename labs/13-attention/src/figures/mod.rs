//! Pictures that are drawn as shapes, not as charts.

pub mod alignment;
