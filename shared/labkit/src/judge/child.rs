//! Judging in a process of its own, so that an endless loop or a stack overflow costs one exercise only.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::exercise::Exercise;
use super::source::Source;
use super::verdict::Verdict;

/// Names the exercise that this process is asked to judge.
const ASKED: &str = "LABKIT_JUDGE_EXERCISE";
/// Stands before the verdict, which follows whatever the learner's function printed.
const MARK: &str = "@@labkit-verdict ";
/// Seconds that one exercise may take.
const LIMIT: f64 = 10.0;
/// Threads get 2 MiB by default and the main thread of Windows 1 MiB; answers get the same everywhere.
const STACK: usize = 8 << 20;
/// What is kept of what an answer prints.
const KEPT: usize = 64 << 10;

/// A verdict, and what the learner's function printed on its way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub printed: String,
}

/// If this process was started to judge one exercise, does that and ends. Must come before anything else.
pub(crate) fn serve(exercises: &[Exercise]) {
    let Ok(name) = std::env::var(ASKED) else {
        return;
    };
    let Some(exercise) = exercises.iter().find(|e| e.name == name).cloned() else {
        eprintln!("no exercise is called `{name}`");
        std::process::exit(2);
    };
    die_with_the_parent();
    let judging = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || exercise.verdict_here());
    let verdict = match judging.map(JoinHandle::join) {
        Ok(Ok(verdict)) => verdict,
        _ => Verdict::Crashed {
            how: "The thread that ran it could not be started or joined.".to_string(),
        },
    };
    let mut stdout = io::stdout().lock();
    // Nobody is left to tell if the parent has gone.
    let _ = writeln!(stdout, "\n{MARK}{}", verdict.to_json());
    let _ = stdout.flush();
    std::process::exit(0);
}

/// A parent that was killed cannot kill us, so an endless loop ends itself a little after its time.
fn die_with_the_parent() {
    let patience = limit() + Duration::from_secs(2);
    thread::spawn(move || {
        thread::sleep(patience);
        std::process::exit(3);
    });
}

/// The time limit of one exercise: `LABKIT_JUDGE_SECONDS`, or ten seconds.
pub(crate) fn limit() -> Duration {
    let asked = std::env::var("LABKIT_JUDGE_SECONDS")
        .ok()
        .and_then(|text| text.parse::<f64>().ok());
    let seconds = asked.filter(|s| s.is_finite() && *s > 0.0).unwrap_or(LIMIT);
    Duration::from_secs_f64(seconds.min(86_400.0))
}

/// Judges `exercise` in a new process of this same program, unless the program was built from other answers.
pub(crate) fn judge(source: &Source, exercise: &Exercise) -> Judgement {
    let verdict = |verdict| Judgement {
        verdict,
        printed: String::new(),
    };
    if source.is_stale(exercise) {
        return verdict(Verdict::Stale);
    }
    judge_within(exercise.name, limit()).unwrap_or_else(|error| {
        verdict(Verdict::Crashed {
            how: format!("The judge could not start a process for it: {error}."),
        })
    })
}

fn judge_within(name: &str, limit: Duration) -> io::Result<Judgement> {
    let mut child = Command::new(std::env::current_exe()?)
        .env(ASKED, name)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let status = wait(&mut child, limit)?;
    let (stdout, stderr) = (collect(stdout), collect(stderr));
    let (printed, verdict) = match stdout.rsplit_once(MARK) {
        Some((printed, verdict)) => (printed.to_string(), read_verdict(verdict)),
        None => (stdout, None),
    };
    let verdict = match (status, verdict) {
        (Some(_), Some(verdict)) => verdict,
        (Some(status), None) => Verdict::Crashed {
            how: how_it_ended(status, &stderr),
        },
        (None, _) => Verdict::TimedOut {
            seconds: limit.as_secs_f64(),
        },
    };
    let printed = format!("{}\n{}", printed.trim_end(), stderr.trim_end());
    Ok(Judgement {
        verdict,
        printed: printed.trim().to_string(),
    })
}

fn read_verdict(text: &str) -> Option<Verdict> {
    Verdict::from_json(&serde_json::from_str::<Value>(text.trim()).ok()?)
}

/// Waits for the child; kills it and returns `None` when its time is up.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Reads a pipe to its end in a thread of its own: a child that prints without end must not block, nor fill
/// our memory. The first and the last [`KEPT`] bytes are kept.
fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        let Some(mut pipe) = pipe else { return head };
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = pipe.read(&mut buffer) {
            let fits = count.min(KEPT - head.len());
            head.extend_from_slice(&buffer[..fits]);
            tail.extend_from_slice(&buffer[fits..count]);
            if tail.len() > 2 * KEPT {
                tail.drain(..tail.len() - KEPT);
            }
        }
        head.extend(tail);
        head
    })
}

fn collect(reader: JoinHandle<Vec<u8>>) -> String {
    String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
}

fn how_it_ended(status: ExitStatus, stderr: &str) -> String {
    if stderr.contains("overflowed its stack") {
        return "It used up the stack; does it call itself without end?".to_string();
    }
    if stderr.contains("memory allocation of") {
        return "It asked for more memory than there is; does a vector grow without end?"
            .to_string();
    }
    match status.code() {
        Some(code) => {
            format!("It ended the whole program (exit code {code}) instead of returning a value.")
        }
        None => {
            format!("It brought the whole program down ({status}) instead of returning a value.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draining_keeps_both_ends() {
        let mut text = vec![b'a'; KEPT];
        text.extend(vec![b'b'; 5 * KEPT]);
        text.extend(b"end");
        let kept = collect(drain(Some(io::Cursor::new(text))));
        assert!(kept.starts_with("aaa") && kept.ends_with("end") && kept.len() <= 4 * KEPT);
    }
}
