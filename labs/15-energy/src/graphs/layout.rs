//! Where the members of the karate club are drawn.

/// Across and down, in hundredths. They were computed once: linked members lie near each other, as if by springs.
#[rustfmt::skip]
const PLACES: [(u8, u8); 34] = [
    (49, 62), (32, 57), (54, 43), (61, 56), (65, 74), (64, 84), (46, 82), (73, 55), (30, 43),
    (53, 27), (82, 73), (29, 79), (87, 65), (39, 46), (0, 26), (4, 18), (62, 100), (21, 72),
    (10, 13), (21, 47), (20, 8), (12, 68), (32, 7), (69, 14), (100, 25), (98, 35), (42, 0),
    (73, 27), (64, 26), (53, 8), (11, 38), (65, 39), (31, 25), (38, 24),
];

/// A place in the unit square for each member of the club.
pub fn places() -> [[f64; 2]; 34] {
    PLACES.map(|(x, y)| [f64::from(x) / 100.0, f64::from(y) / 100.0])
}
