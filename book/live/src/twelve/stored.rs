//! Three scenes and what the lesson's detector says about them, as the lab's example `candidates` wrote it.

use lab12::detect::{Found, Truth};

/// A scene, the truth about it, and all that was found in it.
pub struct Stored {
    /// `[64 * 64]`, 0 to 1.
    pub pixels: Vec<f32>,
    /// What is there.
    pub truths: Vec<Truth>,
    /// Boxes with a score of 0.02 and more.
    pub found: Vec<Found>,
}

/// All of them.
pub fn stored() -> Vec<Stored> {
    let text = include_str!("scenes.txt");
    text.split("scene\n").skip(1).map(scene).collect()
}

fn scene(lines: &str) -> Stored {
    let mut scene = Stored {
        pixels: Vec::new(),
        truths: Vec::new(),
        found: Vec::new(),
    };
    for line in lines.lines() {
        let (what, rest) = line.split_once(' ').expect("a word and numbers");
        if what == "row" {
            let levels = rest.chars().filter_map(|level| level.to_digit(16));
            scene.pixels.extend(levels.map(|level| level as f32 / 15.0));
            continue;
        }
        let numbers = rest.split(' ').map(|n| n.parse().expect("a number"));
        let numbers: Vec<f64> = numbers.collect();
        let class = numbers[0] as u8;
        match (what, &numbers[1..]) {
            ("truth", &[l, t, r, b]) => scene.truths.push(Truth {
                class,
                edges: [l, t, r, b],
            }),
            ("found", &[score, l, t, r, b]) => scene.found.push(Found {
                class,
                score,
                any: score,
                edges: [l, t, r, b],
            }),
            _ => unreachable!("the example writes no other lines"),
        }
    }
    scene
}
