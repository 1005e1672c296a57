//! An answer's process, all that it starts, and how much memory it may have.
//!
//! On Windows a process that an answer starts outlives it, and an answer may take what memory there is until its time
//! is up. A job object would help; the safe crate for them limits what is resident, not what is asked for, and brings a
//! second copy of the whole `windows` crate into the first build of every lab.

pub(super) use system::{end, end_own, lead, limit_memory, parent};

#[cfg(unix)]
mod system {
    use std::os::unix::process::{CommandExt, parent_id};
    use std::process::{Child, Command};

    use rustix::process::{Pid, Resource, Rlimit, Signal, getpgrp, kill_process_group, setrlimit};

    /// Makes the process of `command` the first of a group of its own.
    pub(in crate::judge) fn lead(command: &mut Command) {
        command.process_group(0);
    }

    /// Ends what is left of the group that `child` leads.
    pub(in crate::judge) fn end(child: &Child) {
        let leader = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            // Mostly there is nobody left.
            let _ = kill_process_group(leader, Signal::KILL);
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

#[cfg(not(unix))]
mod system {
    use std::process::{Child, Command};

    pub(in crate::judge) fn lead(_: &mut Command) {}

    pub(in crate::judge) fn end(_: &Child) {}

    pub(in crate::judge) fn end_own() {}

    /// No process can see here that its parent has ended.
    pub(in crate::judge) fn parent() -> u32 {
        0
    }

    pub(in crate::judge) fn limit_memory(_: u64) {}
}
