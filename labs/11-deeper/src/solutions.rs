//! Our answers.

// -- counting: solutions go here --

// -- depth: solutions go here --

// -- transfer: solutions go here --

// -- looking: solutions go here --
