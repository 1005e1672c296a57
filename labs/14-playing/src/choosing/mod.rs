//! Arms of a bandit, a grid world, and the gradient of a policy.
