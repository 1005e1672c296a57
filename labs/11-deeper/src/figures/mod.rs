//! The figures of the lesson.
