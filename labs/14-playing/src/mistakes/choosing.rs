//! choosing.
