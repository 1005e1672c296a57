//! A pseudo-terminal, and somebody who sits there.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitStatus};

use rustix::fs::{Mode, OFlags, open};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// What a terminal sends for Ctrl-D at the beginning of a line: nobody types any more.
const END: &str = "\x04";

/// How `command` ends at a terminal of 80 columns where somebody types `keys`, a line each, and leaves; and what can be
/// read there, without styles and in one line.
pub fn typed(mut command: Command, keys: &str) -> (ExitStatus, String) {
    let (mut near, far) = terminal();
    near.write_all(format!("{keys}{END}").as_bytes()).unwrap();
    command.stdin(far.try_clone().unwrap());
    command.stdout(far.try_clone().unwrap()).stderr(far);
    let mut child = command.spawn().unwrap();
    // Its end of the terminal would stay open.
    drop(command);
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    // Linux calls it an error that nobody is left at the other end.
    while let Ok(count @ 1..) = near.read(&mut piece) {
        bytes.extend_from_slice(&piece[..count]);
    }
    (child.wait().unwrap(), folded(&bytes))
}

/// Its two ends: ours, and that of the program.
fn terminal() -> (File, File) {
    let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    fcntl_setfd(&near, FdFlags::CLOEXEC).unwrap();
    grantpt(&near).unwrap();
    unlockpt(&near).unwrap();
    let name = ptsname(&near, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let far: OwnedFd = open(OsStr::from_bytes(name.as_bytes()), flags, Mode::empty()).unwrap();
    let size = Winsize {
        ws_row: 40,
        ws_col: 80,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&far, size).unwrap();
    (near.into(), far.into())
}

fn folded(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut pieces = text.split("\x1b[");
    let mut plain = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        // A style ends with a letter.
        let end = piece.find(|c: char| c.is_ascii_alphabetic());
        plain.push_str(end.map_or("", |end| &piece[end + 1..]));
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
