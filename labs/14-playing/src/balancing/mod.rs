//! The cart and the pole, and four ways to learn to balance.
