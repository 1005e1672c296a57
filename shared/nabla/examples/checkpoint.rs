//! What a checkpoint holds: `cargo run -p nabla --example checkpoint FILE`, ours or anybody's in the format safetensors.

use nabla::{Checkpoint, FileError};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("name a file: cargo run -p nabla --example checkpoint FILE.safetensors");
        return ExitCode::from(2);
    };
    match Checkpoint::read(path).and_then(|file| show(&file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Notes, then each tensor with its kind, its shape, and its smallest, mean and largest number.
fn show(file: &Checkpoint) -> Result<(), FileError> {
    for (key, value) in file.notes() {
        println!("{key}: {value}");
    }
    for stored in file.tensors() {
        let tensor = file.tensor(stored.name)?;
        let numbers = tensor.data();
        let (low, high) = numbers
            .iter()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &x| {
                (low.min(x), high.max(x))
            });
        let mean = numbers.iter().map(|&x| f64::from(x)).sum::<f64>() / numbers.len().max(1) as f64;
        println!(
            "{:<40} {:<5} {:<18} {low:>11.4} {mean:>11.4} {high:>11.4}",
            stored.name,
            stored.dtype,
            tensor.shape().to_string()
        );
    }
    Ok(())
}
