//! The pictures of this lab.
