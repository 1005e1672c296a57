//! The Kuramoto–Sivashinsky equation, and reservoirs that forecast it.
