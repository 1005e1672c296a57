//! Cutting lines to the frame, thinning and dashing them. Everything here happens in places, where the frame
//! is the unit square.

pub(super) type Place = (f64, f64);

/// The parts of a line inside of the unit square; `None` in the line is a gap.
pub(super) fn inside(line: impl IntoIterator<Item = Option<Place>>) -> Vec<Vec<Place>> {
    let mut parts: Vec<Vec<Place>> = Vec::new();
    let mut previous: Option<Place> = None;
    let mut connected = false;
    for place in line {
        let segment = previous.zip(place).and_then(|(from, to)| clip(from, to));
        connected = match (segment, parts.last_mut()) {
            (Some((_, to)), Some(part)) if connected => {
                part.push(to);
                true
            }
            (Some((from, to)), _) => {
                parts.push(vec![from, to]);
                true
            }
            (None, _) => false,
        };
        // A line that left the square begins anew where it comes back.
        connected = connected && place == parts.last().and_then(|part| part.last()).copied();
        previous = place;
    }
    parts
}

/// The part of a segment inside of the unit square (Liang and Barsky 1984).
fn clip(from: Place, to: Place) -> Option<(Place, Place)> {
    let step = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (speed, room) in [
        (-step.0, from.0),
        (step.0, 1.0 - from.0),
        (-step.1, from.1),
        (step.1, 1.0 - from.1),
    ] {
        if speed == 0.0 && room < 0.0 {
            return None;
        }
        let time = room / speed;
        if speed < 0.0 {
            enter = enter.max(time);
        } else if speed > 0.0 {
            leave = leave.min(time);
        }
    }
    let at = |time: f64| match time {
        0.0 => from,
        1.0 => to,
        time => (from.0 + time * step.0, from.1 + time * step.1),
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// A line of very many points thinned to the lowest and highest in each of `columns` columns, so that no
/// spike is lost.
pub(super) fn thin(line: &[Place], columns: usize) -> Vec<Place> {
    if line.len() <= 4 * columns {
        return line.to_vec();
    }
    line.chunks(line.len().div_ceil(columns))
        .flat_map(|chunk| {
            let by_height = |&a: &usize, &b: &usize| chunk[a].1.total_cmp(&chunk[b].1);
            let low = (0..chunk.len()).min_by(by_height).unwrap_or(0);
            let high = (0..chunk.len()).max_by(by_height).unwrap_or(0);
            let mut kept = vec![0, low, high, chunk.len() - 1];
            kept.sort_unstable();
            kept.dedup();
            kept.into_iter().map(|i| chunk[i]).collect::<Vec<_>>()
        })
        .collect()
}

/// A line cut into dashes of `dash` and gaps of `gap`, in the units of the line.
pub(super) fn dashes(line: &[Place], dash: f64, gap: f64) -> Vec<Vec<Place>> {
    let mut dashes: Vec<Vec<Place>> = Vec::new();
    let mut walked = 0.0;
    let mut drawing = false;
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let mut done = 0.0;
        while done < length {
            let phase = (walked + done) % (dash + gap);
            let in_dash = phase < dash;
            let left = if in_dash {
                dash - phase
            } else {
                dash + gap - phase
            };
            // A remainder too small to move on would never end.
            let next = (done + left.max(1e-6)).min(length);
            let at = |d: f64| {
                (
                    from.0 + (to.0 - from.0) * d / length,
                    from.1 + (to.1 - from.1) * d / length,
                )
            };
            if in_dash {
                if !drawing {
                    dashes.push(vec![at(done)]);
                }
                if let Some(current) = dashes.last_mut() {
                    current.push(at(next));
                }
            }
            drawing = in_dash && next - done < left;
            done = next;
        }
        walked += length;
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_it_leaves_and_comes_back() {
        let line = [(0.5, 0.5), (0.5, 2.5), (1.5, 0.5), (0.5, 0.5)].map(Some);
        let parts = inside(line);
        assert_eq!(
            parts,
            [vec![(0.5, 0.5), (0.5, 1.0)], vec![(1.0, 0.5), (0.5, 0.5)]]
        );
    }

    #[test]
    fn a_peak_above_the_square_leaves_two_flanks() {
        let line = [(0.25, 0.5), (0.5, 1.5), (0.75, 0.5)].map(Some);
        let flanks = [
            vec![(0.25, 0.5), (0.375, 1.0)],
            vec![(0.625, 1.0), (0.75, 0.5)],
        ];
        assert_eq!(inside(line), flanks);
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let line = [
            Some((0.0, 0.0)),
            Some((0.2, 0.2)),
            None,
            Some((0.4, 0.4)),
            Some((0.6, 0.6)),
        ];
        assert_eq!(
            inside(line),
            [vec![(0.0, 0.0), (0.2, 0.2)], vec![(0.4, 0.4), (0.6, 0.6)]]
        );
    }

    #[test]
    fn what_crosses_the_square_without_a_point_in_it_is_kept() {
        assert_eq!(
            inside([(-1.0, 0.5), (2.0, 0.5)].map(Some)),
            [vec![(0.0, 0.5), (1.0, 0.5)]]
        );
        assert!(inside([(-1.0, 2.0), (2.0, 2.0)].map(Some)).is_empty());
        assert!(inside([(2.0, 0.0), (2.0, 1.0)].map(Some)).is_empty());
    }

    #[test]
    fn thinning_keeps_spikes() {
        let mut line: Vec<Place> = (0..100_000).map(|i| (f64::from(i) / 1e5, 0.5)).collect();
        line[54_321].1 = 0.9;
        let thinned = thin(&line, 500);
        assert!(thinned.len() <= 2000);
        assert!(thinned.contains(&line[54_321]));
        assert_eq!(
            (thinned[0], thinned[thinned.len() - 1]),
            (line[0], line[99_999])
        );
    }

    #[test]
    fn dashes_cover_their_share() {
        let line: Vec<Place> = (0..=50).map(|i| (f64::from(i) * 2.0, 0.0)).collect();
        let dashes = dashes(&line, 6.0, 4.0);
        assert_eq!(dashes.len(), 10);
        let covered: f64 = dashes.iter().map(|d| d[d.len() - 1].0 - d[0].0).sum();
        assert!((covered - 60.0).abs() < 1e-6, "{covered}");
    }
}
