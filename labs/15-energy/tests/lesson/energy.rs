//! energy.
