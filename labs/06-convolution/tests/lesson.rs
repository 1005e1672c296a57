//! What the lab must show.
