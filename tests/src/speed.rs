//! Milliseconds a training step.
//!
//! The definitions are the usual ones, so that another framework can be timed beside: a batch of
//! random images that stays in memory, five steps to warm up, then the best of five rounds. With
//! `--beside` the other program runs in turn with ours, row by row: two timings tell something only
//! when the machine was in the same state for both.

use crate::flags::Speed;
use crate::steps::{names, step_of};
use crate::timed::{self, Timed};
use crate::{said, start};
use nabla::Device;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

const WARM_UP: usize = 5;
const ROUNDS: usize = 5;

#[derive(Serialize)]
struct Timing {
    name: &'static str,
    batch: usize,
    ms_per_step: f64,
    device: String,
    threads: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer_ms_per_step: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<String>,
}

impl Timing {
    /// Our time as a part of the other's.
    fn ratio(&self) -> Option<f64> {
        Some(self.ms_per_step / self.peer_ms_per_step?)
    }
}

pub fn run(options: &Speed) -> Result<(), Box<dyn Error>> {
    let device = start(&options.common)?;
    let (mut ratios, mut rows) = (Vec::new(), Vec::new());
    for name in names() {
        if !options.common.asks_for(name) {
            continue;
        }
        let timing = time(name, &device, options)?;
        ratios.extend(timing.ratio());
        if let (Some(theirs), Some(peer)) = (timing.peer_ms_per_step, &timing.peer) {
            rows.push(Timed {
                name: name.to_string(),
                batch: timing.batch,
                ours: timing.ms_per_step,
                theirs,
                peer: peer.clone(),
            });
        }
        if options.common.json {
            said::line(&serde_json::to_string(&timing)?)?;
        } else {
            said::line(&line(&timing))?;
        }
    }
    if !ratios.is_empty() && !options.common.json {
        let mean = timed::geometric_mean(&ratios);
        said::line(&format!("{:<16} {mean:>39.2}", "geometric mean"))?;
    }
    if options.write {
        timed::keep(rows)?;
    }
    Ok(())
}

fn line(timing: &Timing) -> String {
    let peer = match (timing.peer_ms_per_step, timing.ratio()) {
        (Some(peer), Some(ratio)) => format!("  {peer:>9.4} beside  {ratio:>5.2}"),
        _ => String::new(),
    };
    format!(
        "{:<16} {:>9.4} ms a step{peer}  (batch {}, {} threads, {})",
        timing.name, timing.ms_per_step, timing.batch, timing.threads, timing.device
    )
}

fn time(name: &'static str, device: &Device, options: &Speed) -> Result<Timing, Box<dyn Error>> {
    let round = Duration::try_from_secs_f64(options.seconds)?;
    let turns = if options.beside.is_some() {
        options.turns
    } else {
        1
    };
    let (mut ours, mut peers, mut called) = (Vec::new(), Vec::new(), None);
    for _ in 0..turns {
        ours.push(milliseconds(name, device, round)?);
        if let Some(program) = &options.beside {
            let timing = peer(program, name, options)?;
            peers.push(timing.ms_per_step);
            called = timing.peer.or_else(|| Some(program.clone()));
        }
    }
    Ok(Timing {
        name,
        batch: step_of(name, device).batch,
        ms_per_step: to_four_decimals(median(ours)),
        device: device.to_string(),
        threads: nabla::threads(),
        peer_ms_per_step: (!peers.is_empty()).then(|| median(peers)),
        peer: called,
    })
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn to_four_decimals(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

fn milliseconds(name: &str, device: &Device, round: Duration) -> Result<f64, nabla::GpuError> {
    let mut step = step_of(name, device).run;
    for _ in 0..WARM_UP {
        step().item();
    }
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let (start, mut steps) = (Instant::now(), 0);
        let mut loss = step();
        while start.elapsed() < round {
            loss = step();
            steps += 1;
        }
        // Reading the last loss waits for the device to have done all that was asked of it.
        loss.item();
        best = best.min(start.elapsed().as_secs_f64() / f64::from(steps + 1));
    }
    device.status()?;
    Ok(best * 1e3)
}

/// What the other program prints: one JSON line.
#[derive(Deserialize)]
struct PeerTiming {
    ms_per_step: f64,
    /// What it calls itself.
    peer: Option<String>,
}

fn peer(program: &str, row: &str, options: &Speed) -> Result<PeerTiming, Box<dyn Error>> {
    let mut words = program.split_whitespace();
    let command = words.next().ok_or("--beside needs the name of a program")?;
    let output = Command::new(command)
        .args(words)
        .args(["--threads", &nabla::threads().to_string()])
        .args(["--seconds", &options.seconds.to_string()])
        .args([
            "--device",
            if options.common.on_gpu() {
                "cuda"
            } else {
                "cpu"
            },
        ])
        .arg(row)
        .output()
        .map_err(|error| format!("cannot run `{program}`: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let timing: Option<PeerTiming> = said
        .lines()
        .rev()
        .find_map(|line| serde_json::from_str(line).ok());
    let timing = timing.ok_or_else(|| {
        format!(
            "`{program}` printed no line with ms_per_step for {row}; it said:\n{said}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })?;
    Ok(timing)
}
