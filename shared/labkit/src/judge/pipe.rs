//! Reads what a process prints, however much it is and whoever else holds its pipe.

use std::io::Read;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::numerals;

/// How many bytes are kept of the beginning, and how many of the end.
const KEPT: usize = 64 << 10;

/// The beginning and the end of what was printed.
#[derive(Debug, Default)]
struct Kept {
    head: Vec<u8>,
    tail: Vec<u8>,
    left_out: usize,
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) {
        let (start, rest) = bytes.split_at(bytes.len().min(KEPT - self.head.len()));
        self.head.extend_from_slice(start);
        self.tail.extend_from_slice(rest);
        if self.tail.len() > 2 * KEPT {
            let old = self.tail.len() - KEPT;
            self.tail.drain(..old);
            self.left_out += old;
        }
    }

    fn text(&self) -> String {
        let (head, tail) = (
            String::from_utf8_lossy(&self.head),
            String::from_utf8_lossy(&self.tail),
        );
        match self.left_out {
            0 => String::from_utf8_lossy(&[&self.head[..], &self.tail[..]].concat()).into_owned(),
            bytes => {
                let bytes = numerals::count(bytes);
                format!("{head}\n… {bytes} bytes are left out here …\n{tail}")
            }
        }
    }
}

/// A pipe that is being read in a thread of its own: a process that prints without end must not block, nor fill our
/// memory.
pub(super) struct Drain {
    kept: Arc<Mutex<Kept>>,
    done: Receiver<()>,
}

impl Drain {
    pub(super) fn start(pipe: Option<impl Read + Send + 'static>) -> Drain {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let (tell, done) = mpsc::channel();
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            let Some(mut pipe) = pipe else { return };
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                lock(&shared).add(&buffer[..count]);
            }
            // Dropped here, and that is the message.
            drop(tell);
        });
        Drain { kept, done }
    }

    /// What has come, once the pipe has ended or `patience` has: a process that was started and left behind may hold
    /// it for ever.
    pub(super) fn collect(&self, patience: Duration) -> String {
        let _ = self.done.recv_timeout(patience);
        lock(&self.kept).text()
    }
}

fn lock(kept: &Mutex<Kept>) -> std::sync::MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn both_ends_are_kept_and_the_gap_is_said() {
        let mut text = vec![b'a'; KEPT];
        text.extend(vec![b'b'; 5 * KEPT]);
        text.extend(b"end");
        let total = text.len();
        let kept = Drain::start(Some(Cursor::new(text))).collect(LONG);
        assert!(kept.starts_with("aaa") && kept.ends_with("end") && kept.len() <= 4 * KEPT);
        let gap = kept.lines().nth(1).unwrap();
        let gap: String = gap.chars().filter(char::is_ascii_digit).collect();
        let shown = kept.matches(['a', 'b']).count()
            - "bytes".matches('b').count()
            - "are".matches('a').count();
        assert_eq!(gap.parse::<usize>().unwrap() + shown + "end".len(), total);
    }

    #[test]
    fn a_short_text_is_whole() {
        let text = "σ".repeat(KEPT);
        assert_eq!(
            Drain::start(Some(Cursor::new(text.clone()))).collect(LONG),
            text
        );
    }

    #[test]
    fn a_pipe_that_stays_open_is_not_waited_for() {
        /// Says a word, then nothing for ever.
        struct Open(bool);
        impl Read for Open {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    loop {
                        thread::park();
                    }
                }
                buffer[..4].copy_from_slice(b"word");
                Ok(4)
            }
        }
        assert_eq!(
            Drain::start(Some(Open(false))).collect(Duration::from_millis(300)),
            "word"
        );
    }
}
