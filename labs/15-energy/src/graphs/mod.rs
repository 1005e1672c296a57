//! Networks whose layers are sums over neighbours.
