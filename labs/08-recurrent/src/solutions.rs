//! Our answers.
