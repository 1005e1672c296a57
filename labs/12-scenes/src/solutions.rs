//! Our answers.

// -- boxes: solutions go here --

// -- pixels: solutions go here --

// -- pairs: solutions go here --

// -- captions: solutions go here --
