//! Judging in a process of its own, so that an endless loop or a stack overflow costs one exercise only.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::exercise::Exercise;
use super::group::Group;
use super::pipe::Drain;
use super::plain::plain;
use super::serve;
use super::source::Source;
use super::verdict::Verdict;

/// Seconds that one exercise may take.
const LIMIT: f64 = 10.0;
/// How long we wait for the rest of what a process printed, once it has ended.
const REST: Duration = Duration::from_secs(1);

/// A verdict, and what the learner's function printed on its way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub printed: String,
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
    let token = token();
    let mut command = Command::new(std::env::current_exe()?);
    command
        .env(serve::ASKED, name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut group = Group::start(command)?;
    let (stdin, stdout, stderr) = group.pipes();
    if let Some(mut stdin) = stdin {
        // A process that has ended already gives no verdict, and that is judged below.
        let _ = writeln!(stdin, "{token}");
    }
    let (stdout, stderr) = (Drain::start(stdout), Drain::start(stderr));
    let status = wait(&mut group, limit);
    group.end();
    let (stdout, stderr) = (stdout.collect(REST), stderr.collect(REST));
    Ok(judgement(status?, limit, &token, &stdout, &stderr))
}

fn judgement(
    status: Option<ExitStatus>,
    limit: Duration,
    token: &str,
    stdout: &str,
    stderr: &str,
) -> Judgement {
    let (printed, verdict) = match stdout.split_once(&serve::mark(token)) {
        Some((printed, verdict)) => (printed, read_verdict(verdict)),
        None => (stdout, None),
    };
    let verdict = match (status, verdict) {
        (Some(_), Some(verdict)) => verdict,
        (Some(status), None) => Verdict::Crashed {
            how: how_it_ended(status, stderr),
        },
        (None, _) => Verdict::TimedOut {
            seconds: limit.as_secs_f64(),
        },
    };
    let printed = format!("{}\n{}", printed.trim_end(), stderr.trim_end());
    Judgement {
        verdict,
        printed: plain(printed.trim()),
    }
}

/// What nobody can guess. An answer may print a verdict; without this it is not believed.
fn token() -> String {
    // Every `RandomState` has keys that the system drew at random.
    let draw = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", draw(), draw())
}

/// The first line of `text` as a verdict.
fn read_verdict(text: &str) -> Option<Verdict> {
    Verdict::from_json(&serde_json::from_str::<Value>(text.lines().next()?).ok()?)
}

/// Waits for the first process; returns `None` when its time is up.
fn wait(group: &mut Group, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = group.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn how_it_ended(status: ExitStatus, stderr: &str) -> String {
    if stderr.contains("overflowed its stack") {
        return "It used up the stack; does it call itself without end?".to_string();
    }
    if stderr.contains("memory allocation of") {
        return "It asked for more memory than an answer gets; does a vector grow without end?"
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
