//! A file of CIFAR's records. The first byte says of which set it is taken to be, and how many pictures it should have.

use super::Target;
use datasets::cifar::records::read;
use datasets::cifar::{Batch, Cifar, PIXELS, SETS, group};

pub const TARGET: Target = Target {
    name: "cifar",
    run,
    seeds,
    words: &["\0", "\x09", "\x0a", "\x0b\x13", "\x63", "d", "<html"],
};

fn batch(choice: u8) -> (&'static Cifar, Batch) {
    let batch = Batch {
        name: "made-up",
        count: u32::from(choice >> 1) % 4,
        sha256: "",
    };
    (&SETS[usize::from(choice & 1)], batch)
}

/// Whether the bytes before a picture name a class.
fn is_label(set: &Cifar, labels: &[u8]) -> bool {
    let class = usize::from(labels[labels.len() - 1]);
    let own = || group(class).map(|(group, _)| group);
    class < set.classes.len() && (!set.grouped || own() == Some(labels[0].into()))
}

fn run(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else {
        return;
    };
    let (set, batch) = batch(choice);
    let mut records = bytes.chunks_exact(set.record());
    let mut given = 0;
    let outcome = read(set, &batch, bytes, &mut |label, pixels| {
        let record = records.next().expect("there is such a picture");
        assert!(is_label(set, &record[..set.labels()]));
        assert_eq!(label, record[set.labels() - 1]);
        assert_eq!(pixels, &record[set.labels()..]);
        given += 1;
    });
    assert!(given <= batch.count);
    let mut all = bytes.chunks(set.record());
    let right = bytes.len() as u64 == set.size(&batch)
        && all.all(|record| is_label(set, &record[..set.labels()]));
    assert_eq!(outcome.is_ok(), right);
    assert!(!right || given == batch.count);
}

fn seeds() -> Vec<Vec<u8>> {
    let picture = |labels: &[u8]| {
        let pixels = (0..PIXELS).map(|i| (i % 251) as u8);
        labels.iter().copied().chain(pixels).collect::<Vec<u8>>()
    };
    vec![
        vec![0],
        [vec![2], picture(&[7])].concat(),
        [vec![3], picture(&[11, 19])].concat(),
        [vec![4], picture(&[0]), picture(&[9])].concat(),
        [vec![5], picture(&[4, 0]), picture(&[13, 99])].concat(),
        // A change rarely hits the label among so many pixels: labels that there are not, and one of another group.
        [vec![2], picture(&[10])].concat(),
        [vec![3], picture(&[11, 100])].concat(),
        [vec![3], picture(&[12, 19])].concat(),
    ]
}
