//! Times a piece of work many times over and prints its median.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often each piece of work is timed.
const SAMPLES: usize = 31;
/// How long one sample takes at least; what is faster is repeated within it.
const SAMPLE: Duration = Duration::from_millis(60);

/// Runs what the command line asks for: `cargo bench -p nabla -- conv2d` everything with that in its name.
pub struct Stopwatch {
    wanted: Option<String>,
}

impl Stopwatch {
    pub fn new() -> Stopwatch {
        // Cargo itself adds `--bench`.
        let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-'));
        Stopwatch { wanted }
    }

    /// Times `work`, which deals with so many `elements`, and prints its median, the fastest and the
    /// slowest tenth, and elements a second.
    pub fn time<T>(&self, name: &str, elements: usize, mut work: impl FnMut() -> T) {
        if self
            .wanted
            .as_ref()
            .is_some_and(|part| !name.contains(part))
        {
            return;
        }
        let mut run = |times: u32| {
            let start = Instant::now();
            for _ in 0..times {
                black_box(work());
            }
            start.elapsed()
        };
        // The first run fills the pool of buffers.
        run(1);
        let once = run(1).max(Duration::from_nanos(1));
        let times = SAMPLE.div_duration_f64(once).ceil().min(1e6) as u32;
        let mut samples: Vec<f64> = (0..SAMPLES)
            .map(|_| run(times).as_secs_f64() / f64::from(times))
            .collect();
        samples.sort_by(f64::total_cmp);
        let [fast, median, slow] =
            [SAMPLES / 10, SAMPLES / 2, SAMPLES - 1 - SAMPLES / 10].map(|i| samples[i] * 1e6);
        let rate = elements as f64 / median / 1e3;
        println!("{name:<56} {median:>10.1} µs  ({fast:.1} to {slow:.1})  {rate:>8.3} Gelem/s");
    }
}
