//! The proof that a kind of training can be interrupted, for the tests of whoever has one.

use crate::{Resumable, Run};
use std::cell::Cell;
use std::path::Path;

thread_local! {
    /// After how many steps it is time again, and how many of them are left.
    static COUNTDOWN: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

fn is_time() -> bool {
    let (every, left) = COUNTDOWN.get();
    COUNTDOWN.set((every, if left == 1 { every } else { left - 1 }));
    left == 1
}

/// Trains `fresh` by `epoch` to the end of `run`, and again with breaks: after every step, every second, third, fifth, and
/// after every epoch, each time with a file and a fresh training that goes on from it; and with breaks after which the
/// same training goes on. All must end with the same bytes in the file, in a folder that has nothing else.
///
/// # Panics
/// If they do not.
pub fn prove<T: Resumable>(run: &Run, fresh: impl Fn() -> T, mut epoch: impl FnMut(&mut T)) {
    let folder = std::env::temp_dir().join(format!(
        "trainer-prove-{}-{}",
        run.network,
        std::process::id()
    ));
    std::fs::create_dir_all(&folder).expect("a scratch folder");
    let place = folder.join("checkpoint.safetensors");
    let mut train = |every: usize, from_file: bool| {
        COUNTDOWN.set((every, every));
        let mut training = fresh();
        training.break_when(is_time);
        let mut parts = 0;
        while training.position().epochs < run.epochs {
            epoch(&mut training);
            parts += 1;
            save(run, &mut training, &place);
            if from_file {
                training = fresh();
                training.break_when(is_time);
                let found = run.resume(&mut training, &place).expect("the same run");
                assert_eq!(&found.position, training.position());
            }
        }
        save(run, &mut training, &place);
        let left = std::fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 1, "nothing is left beside it");
        (parts, std::fs::read(&place).expect("it was written"))
    };
    let (parts, whole) = train(usize::MAX, false);
    assert_eq!(parts, run.epochs);
    for (every, from_file) in [1, 2, 3, 5, usize::MAX].map(|every| (every, true)) {
        let (parts, bytes) = train(every, from_file);
        if every == 1 {
            assert!(parts > run.epochs, "it never broke off");
        }
        assert!(
            bytes == whole,
            "with breaks every {every} steps the file is another"
        );
    }
    assert!(
        train(2, false).1 == whole,
        "gone on without a file, it is another"
    );
    std::fs::remove_dir_all(&folder).expect("it can be removed");
}

fn save(run: &Run, training: &mut dyn Resumable, place: &Path) {
    run.save(training, "", place).expect("it can be written");
}
