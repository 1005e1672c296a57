//! Noughts and crosses, Connect Four, and a network that learns them by playing against itself.
