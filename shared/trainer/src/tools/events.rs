//! A file of events as TensorBoard reads it: `events.out.tfevents.…`.
//!
//! Each event is framed as TensorFlow frames its records: eight bytes of length, the length's checksum, the bytes, their
//! checksum (CRC-32C, turned round by 15 bits and moved, so that a checksum of checksums is none by chance).

use super::messages::{Event, SessionLog, Status, What};
use prost::Message;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

pub struct Events {
    file: BufWriter<File>,
}

impl Events {
    /// A new file in this folder, which is made if need be. What another file there says of this step and later ones is
    /// no longer so: a training that goes on from a checkpoint does them again.
    pub fn create(folder: &Path, step: usize) -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        std::fs::create_dir_all(folder)?;
        // TensorBoard reads the files of a folder in the order of their names.
        let name = format!(
            "events.out.tfevents.{:017.6}.{}.{}",
            now(),
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(folder.join(name))?;
        let mut events = Events {
            file: BufWriter::new(file),
        };
        events.write(0, What::FileVersion("brain.Event:2".to_string()))?;
        let status = Status::Start.into();
        events.write(step, What::SessionLog(SessionLog { status }))?;
        events.flush()?;
        Ok(events)
    }

    pub fn write(&mut self, step: usize, what: What) -> io::Result<()> {
        let event = Event {
            wall_time: now(),
            step: step as i64,
            what: Some(what),
        };
        self.file.write_all(&framed(&event.encode_to_vec()))
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Seconds since 1970; 0 for a clock that is before that.
pub fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64()
}

fn framed(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    let checksum = |bytes: &[u8]| {
        let turned = crc32c::crc32c(bytes).rotate_right(15);
        turned.wrapping_add(0xa282_ead8).to_le_bytes()
    };
    [&length[..], &checksum(&length), bytes, &checksum(bytes)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes that TensorFlow's own writer makes of the record "hello", by `tensorboard.summary.writer.record_writer`.
    #[test]
    fn a_record_is_framed_as_tensorboard_frames_it() {
        let hex: String = framed(b"hello")
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(hex, "0500000000000000eab2043e68656c6c6fbb1f1c19");
    }
}
