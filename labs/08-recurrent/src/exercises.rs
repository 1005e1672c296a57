//! The exercises: the one file that is yours.
