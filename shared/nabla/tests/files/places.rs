//! Places where something else lies than a file, files too long to be ours, and saving under difficulties.

use super::{Folder, refused};
use nabla::{Checkpoint, Init, Linear, Tensor, load, save};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A layer of 2 MiB, every number the same.
fn layer(number: f32) -> Linear {
    let mut layer = Linear::new(512, 1024, Init::Zeros, &mut nabla::rng(1));
    *layer.weight.value_mut() = Tensor::full([512, 1024], number);
    layer
}

/// The number, if the file is whole.
fn number(path: &Path) -> f32 {
    let mut read = layer(0.0);
    load(&mut read, path).expect("it is whole, or it is not there");
    let numbers = read.weight.value().data();
    assert!(numbers.iter().all(|x| *x == numbers[0]), "of one writer");
    numbers[0]
}

/// Reading, with a limit: what waits for ever is a failure, not a test that never ends.
#[cfg(unix)]
fn read_in_time(path: &Path) -> Result<Checkpoint, nabla::FileError> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let path = path.to_path_buf();
    std::thread::spawn(move || sender.send(Checkpoint::read(path)));
    let read = receiver.recv_timeout(Duration::from_secs(20));
    read.expect("an answer, without waiting for anybody")
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_even_opened() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let folder = Folder::new("irregular");
    let made = Command::new("mkfifo").arg(folder.file("pipe")).status();
    assert!(made.expect("Unix has it").success());
    let _socket = UnixListener::bind(folder.file("socket")).expect("it can be bound");
    fs::create_dir(folder.file("folder")).expect("it can be made");
    for (link, to) in [
        ("to-pipe", folder.file("pipe")),
        ("to-zero", "/dev/zero".into()),
        ("to-null", "/dev/null".into()),
        ("to-folder", folder.file("folder")),
    ] {
        symlink(to, folder.file(link)).expect("it can be made");
    }
    for name in ["pipe", "socket", "to-pipe", "to-zero", "to-null"] {
        refused(
            read_in_time(&folder.file(name)).map(|_| ()),
            &[name, "a device, a pipe or a socket, no regular file"],
        );
    }
    for name in ["folder", "to-folder"] {
        refused(
            read_in_time(&folder.file(name)).map(|_| ()),
            &[name, "it is a folder"],
        );
    }
    // A link to a file is as good as the file.
    save(&layer(2.0), folder.file("model")).expect("it can be written");
    symlink(folder.file("model"), folder.file("to-model")).expect("it can be made");
    assert_eq!(number(&folder.file("to-model")), 2.0);
}

/// Files that are long and empty: they take no room on the disk, but would in memory.
#[test]
fn a_giant_is_refused_before_it_is_read() {
    let folder = Folder::new("giant");
    let largest = 1_u64 << 30;
    let empty = [&2_u64.to_le_bytes()[..], b"{}"].concat();
    for (name, length, start, words) in [
        (
            "three",
            3 * largest,
            &empty,
            "has 3221225472 bytes, and at most 1073741824",
        ),
        (
            "more",
            largest + 1,
            &empty,
            "has 1073741825 bytes, and at most 1073741824",
        ),
        ("zeros", largest, &vec![], "no safetensors file"),
        (
            "none",
            largest,
            &empty,
            "its tensors take 0 bytes, and there are 1073741814",
        ),
        ("header", largest, &vec![0, 0, 0, 32], "no safetensors file"),
    ] {
        let path = folder.file(name);
        fs::write(&path, start).expect("it can be written");
        let file = File::options()
            .write(true)
            .open(&path)
            .expect("it is there");
        file.set_len(length).expect("it can be empty");
        let (memory, clock) = (Region::new(COUNTED), Instant::now());
        let read = Checkpoint::read(&path).map(|_| ());
        let (memory, time) = (memory.change().bytes_allocated, clock.elapsed());
        refused(read, &[words]);
        // Other tests allocate meanwhile, but not like that.
        assert!(memory < 256 << 20, "{name}: {memory} bytes were asked for");
        assert!(time < Duration::from_secs(5), "{name}: took {time:?}");
    }
}

/// Not a test of its own: with the variable it is the program that the next test kills.
#[test]
fn a_program_that_saves_until_it_is_killed() {
    let Some(path) = std::env::var_os("NABLA_SAVE_FOR_EVER") else {
        return;
    };
    let layer = layer(1.0);
    while save(&layer, &path).is_ok() {}
}

fn unfinished(folder: &Folder) -> usize {
    let entries = fs::read_dir(&folder.0).expect("the folder").flatten();
    let unfinished = entries.filter(|entry| {
        let is_new = entry.path().extension().is_some_and(|end| end == "new");
        is_new && entry.metadata().is_ok_and(|known| known.len() > 0)
    });
    unfinished.count()
}

#[test]
fn what_a_killed_program_left_is_gone_after_the_next_save() {
    let folder = Folder::new("killed");
    let path = folder.file("model.safetensors");
    save(&layer(3.0), &path).expect("it can be written");
    for attempt in 0.. {
        assert!(attempt < 200, "it was never caught while it wrote");
        let mut program = Command::new(std::env::current_exe().expect("it is known"))
            .args(["--exact", "places::a_program_that_saves_until_it_is_killed"])
            .env("NABLA_SAVE_FOR_EVER", &path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it can be started");
        while unfinished(&folder) == 0 {
            let ended = program.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "it should still be saving");
            std::thread::yield_now();
        }
        program.kill().expect("it can be killed");
        program.wait().expect("it ends");
        if unfinished(&folder) > 0 {
            break;
        }
    }
    assert!([1.0, 3.0].contains(&number(&path)));
    save(&layer(4.0), &path).expect("it can be written");
    assert_eq!(number(&path), 4.0);
    let left = fs::read_dir(&folder.0).expect("the folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}

/// Windows may refuse to replace a file that somebody has open, and says so.
#[cfg(unix)]
#[test]
fn several_who_save_at_the_same_time_do_not_mix() {
    let folder = Folder::new("several");
    let path = folder.file("model");
    save(&layer(0.5), &path).expect("it can be written");
    std::thread::scope(|scope| {
        for writer in 1..=3 {
            let path = &path;
            scope.spawn(move || {
                let layer = layer(writer as f32);
                for _ in 0..12 {
                    save(&layer, path).expect("nobody takes its file away");
                }
            });
        }
        for _ in 0..20 {
            number(&path);
        }
    });
    assert!([1.0, 2.0, 3.0].contains(&number(&path)));
    let left = fs::read_dir(&folder.0).expect("the folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}
