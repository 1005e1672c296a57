//! An answer's process, all that it starts, and how much memory it may have.
//!
//! On Windows they are a job. It ends as one; how much memory it may ask for, no safe crate lets us say, so there an answer
//! may take what there is until its time is up.

use std::io;
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus};

pub(super) use system::{end_own, limit_memory, parent};

type Pipes = (Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>);

/// A process and all that it starts.
pub(super) struct Group(system::Leader);

impl Group {
    /// Starts the first process of a group of its own.
    pub(super) fn start(command: Command) -> io::Result<Group> {
        system::start(command).map(Group)
    }

    /// The ends of its pipes, once.
    pub(super) fn pipes(&mut self) -> Pipes {
        system::pipes(&mut self.0)
    }

    /// How the first process ended, if it has.
    pub(super) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        system::first(&mut self.0).try_wait()
    }

    /// Ends what is left of it.
    pub(super) fn end(&mut self) {
        system::end(&mut self.0);
        // Nothing is left to wait for but what the system has still to put away.
        let _ = system::first(&mut self.0).wait();
    }
}

#[cfg(unix)]
mod system {
    use super::{Command, Pipes, io};
    use std::os::unix::process::{CommandExt, parent_id};
    use std::process::Child;

    use rustix::process::{Pid, Resource, Rlimit, Signal, getpgrp, kill_process_group, setrlimit};

    pub(in crate::judge) type Leader = Child;

    pub(super) fn start(mut command: Command) -> io::Result<Leader> {
        command.process_group(0).spawn()
    }

    pub(super) fn pipes(leader: &mut Leader) -> Pipes {
        (
            leader.stdin.take(),
            leader.stdout.take(),
            leader.stderr.take(),
        )
    }

    pub(super) fn first(leader: &mut Leader) -> &mut Child {
        leader
    }

    pub(super) fn end(leader: &mut Leader) {
        let group = i32::try_from(leader.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            // Mostly there is nobody left.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    /// Ends this process and its whole group, if it leads one.
    pub(in crate::judge) fn end_own() {
        let own = getpgrp();
        if own == rustix::process::getpid() {
            let _ = kill_process_group(own, Signal::KILL);
        }
    }

    /// Whoever started this process. It changes when that one has ended.
    pub(in crate::judge) fn parent() -> u32 {
        parent_id()
    }

    /// From here on this process and those it starts get no more than so many bytes. macOS knows the limit and does
    /// not keep to it.
    pub(in crate::judge) fn limit_memory(bytes: u64) {
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        // A system that refuses had a lower limit already.
        let _ = setrlimit(Resource::Data, limit);
    }
}

#[cfg(windows)]
mod system {
    use super::{Command, Pipes, io};
    use process_wrap::std::{ChildWrapper, CommandWrap, JobObject};

    pub(in crate::judge) type Leader = Box<dyn ChildWrapper>;

    pub(super) fn start(command: Command) -> io::Result<Leader> {
        CommandWrap::from(command).wrap(JobObject).spawn()
    }

    pub(super) fn pipes(leader: &mut Leader) -> Pipes {
        (
            leader.stdin().take(),
            leader.stdout().take(),
            leader.stderr().take(),
        )
    }

    /// Not the whole job, for which nobody should wait.
    pub(super) fn first(leader: &mut Leader) -> &mut dyn ChildWrapper {
        leader.inner_mut()
    }

    pub(super) fn end(leader: &mut Leader) {
        // Mostly there is nobody left.
        let _ = leader.start_kill();
    }

    pub(in crate::judge) fn end_own() {}

    /// No process can see here that its parent has ended.
    pub(in crate::judge) fn parent() -> u32 {
        0
    }

    pub(in crate::judge) fn limit_memory(_: u64) {}
}

/// A page in a browser starts nothing; the labs' code is built for it, and nobody is judged there.
#[cfg(not(any(unix, windows)))]
mod system {
    use super::{Command, Pipes, io};
    use std::process::Child;

    pub(in crate::judge) type Leader = Child;

    pub(super) fn start(mut command: Command) -> io::Result<Leader> {
        command.spawn()
    }

    pub(super) fn pipes(_: &mut Leader) -> Pipes {
        (None, None, None)
    }

    pub(super) fn first(leader: &mut Leader) -> &mut Child {
        leader
    }

    pub(super) fn end(_: &mut Leader) {}

    pub(in crate::judge) fn end_own() {}

    pub(in crate::judge) fn parent() -> u32 {
        0
    }

    pub(in crate::judge) fn limit_memory(_: u64) {}
}
