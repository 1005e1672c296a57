//! graphs.
