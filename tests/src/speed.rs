//! Milliseconds a training step.
//!
//! The definitions are the usual ones, so that another framework can be timed beside: a batch of
//! random images that stays in memory, five steps to warm up, then the best of five rounds. With
//! `--beside` the other program runs in turn with ours, row by row: two timings tell something only
//! when the machine was in the same state for both.

use crate::Common;
use crate::rows::Row;
use clap::Args;
use lab05::network::{CLASSES, PIXELS};
use lab06::training::step;
use nabla::{Device, Labels, Tensor};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    common: Common,
    /// Seconds a round
    #[arg(long, default_value_t = 0.5)]
    seconds: f64,
    /// A program to time in turn with ours, such as "python3 tests/peers/pytorch.py"
    #[arg(long)]
    beside: Option<String>,
    /// With --beside: how often each takes its turn; medians are shown
    #[arg(long, default_value_t = 3)]
    turns: usize,
}

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
}

impl Timing {
    /// Our time as a part of the other's.
    fn ratio(&self) -> Option<f64> {
        Some(self.ms_per_step / self.peer_ms_per_step?)
    }
}

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let device = options.common.device()?;
    let mut ratios = Vec::new();
    for row in options.common.rows() {
        let Some(timing) = time(row, &device, options)? else {
            continue;
        };
        ratios.extend(timing.ratio());
        if options.common.json {
            println!("{}", serde_json::to_string(&timing)?);
        } else {
            println!("{}", line(&timing));
        }
    }
    if !ratios.is_empty() && !options.common.json {
        let logs = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>();
        let mean = (logs / ratios.len() as f64).exp();
        println!("{:<16} {mean:>39.2}", "geometric mean");
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

/// The row's time, if it is one of those that are timed.
fn time(row: Row, device: &Device, options: &Options) -> Result<Option<Timing>, Box<dyn Error>> {
    let Some((batch, _)) = row.timed() else {
        return Ok(None);
    };
    let round = Duration::try_from_secs_f64(options.seconds)?;
    let turns = if options.beside.is_some() {
        options.turns.max(1)
    } else {
        1
    };
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for _ in 0..turns {
        ours.extend(milliseconds(row, device, round)?);
        if let Some(program) = &options.beside {
            peers.push(peer(program, row.name(), options)?);
        }
    }
    Ok(Some(Timing {
        name: row.name(),
        batch,
        ms_per_step: to_four_decimals(median(ours)),
        device: device.to_string(),
        threads: nabla::threads(),
        peer_ms_per_step: (!peers.is_empty()).then(|| median(peers)),
    }))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn to_four_decimals(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

fn milliseconds(
    row: Row,
    device: &Device,
    round: Duration,
) -> Result<Option<f64>, nabla::GpuError> {
    let Some((batch, mut optimizer)) = row.timed() else {
        return Ok(None);
    };
    let mut rng = nabla::rng(0);
    let pixels = (0..batch * PIXELS)
        .map(|_| rng.random_range(0.0..1.0))
        .collect();
    let digits: Vec<u8> = (0..batch)
        .map(|_| rng.random_range(0..CLASSES as u8))
        .collect();
    let images = Tensor::from_vec(pixels, row.images(batch)).to(device);
    let labels = Labels::new(&digits, CLASSES);
    let mut model = row.build(&mut rng);
    nabla::move_to(&mut model, device);
    let mut step = || {
        let images = images.clone();
        step(&mut model, optimizer.as_mut(), images, &labels, &mut rng)
    };
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
    Ok(Some(best * 1e3))
}

/// What the other program prints: one JSON line.
#[derive(Deserialize)]
struct PeerTiming {
    ms_per_step: f64,
}

fn peer(program: &str, row: &str, options: &Options) -> Result<f64, Box<dyn Error>> {
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
    Ok(timing.ms_per_step)
}
