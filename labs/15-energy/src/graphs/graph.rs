//! A graph, and the matrices that carry messages over its links.

use nabla::Sparse;

/// Nodes, and which two of them are linked: no direction, each pair once, no node with itself.
#[derive(Clone, Debug)]
pub struct Graph {
    /// How many nodes.
    pub nodes: usize,
    /// The pairs.
    pub links: Vec<[u32; 2]>,
}

impl Graph {
    /// Zachary's karate club.
    pub fn karate() -> Self {
        let club = datasets::graphs::karate();
        Graph {
            nodes: club.sides.len(),
            links: club.links,
        }
    }

    /// The neighbours of each node, from the first to the last.
    pub fn neighbours(&self) -> Vec<Vec<usize>> {
        let mut near = vec![Vec::new(); self.nodes];
        for &[a, b] in &self.links {
            near[a as usize].push(b as usize);
            near[b as usize].push(a as usize);
        }
        near.iter_mut().for_each(|near| near.sort_unstable());
        near
    }

    // ANCHOR: normalised
    /// Â = D̃^(−½) (A + I) D̃^(−½), with D̃ the degrees of A + I (Kipf and Welling, 2017, equation 2).
    pub fn normalised(&self) -> Sparse {
        let near = self.neighbours();
        let degree = |i: usize| near[i].len() as f64 + 1.0;
        let mut entries = Vec::with_capacity(2 * self.links.len() + self.nodes);
        for (i, near) in near.iter().enumerate() {
            for &j in near.iter().chain([&i]) {
                let loud = 1.0 / (degree(i) * degree(j)).sqrt();
                entries.push((i as u32, j as u32, loud as f32));
            }
        }
        Sparse::new([self.nodes; 2], &entries)
    }
    // ANCHOR_END: normalised
}

/// A matrix that is written out, as a sparse one.
pub fn sparse(rows: &[Vec<f64>]) -> Sparse {
    let columns = rows.first().map_or(0, Vec::len);
    let mut entries = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let kept = row.iter().enumerate().filter(|(_, value)| **value != 0.0);
        entries.extend(kept.map(|(j, value)| (i as u32, j as u32, *value as f32)));
    }
    Sparse::new([rows.len(), columns], &entries)
}

/// How different the nodes' vectors are, from 0 to 1: 1 less the cosine of the angle between two of them, on the average of all
/// pairs. The mean of all cosines is the squared length of the mean of the unit vectors, so no pair need be looked at.
pub fn spread(vectors: &[f32], width: usize) -> f64 {
    let mut sum = vec![0.0; width];
    let rows = vectors.chunks_exact(width.max(1));
    let count = rows.len() as f64;
    for row in rows {
        let length = row
            .iter()
            .map(|&x| f64::from(x).powi(2))
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            let unit = row.iter().map(|&x| f64::from(x) / length);
            sum.iter_mut()
                .zip(unit)
                .for_each(|(sum, x)| *sum += x / count);
        }
    }
    1.0 - sum.iter().map(|x| x * x).sum::<f64>()
}
