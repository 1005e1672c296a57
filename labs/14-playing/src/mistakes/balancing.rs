//! balancing.
