use super::*;
use std::sync::atomic::AtomicU32;

#[test]
fn every_chunk_is_done_once() {
    set_threads(3);
    for round in 0..300 {
        let counts: Vec<AtomicU32> = (0..round % 17).map(|_| AtomicU32::new(0)).collect();
        parallel(counts.len(), |i| {
            counts[i].fetch_add(1, Ordering::Relaxed);
        });
        assert!(
            counts
                .iter()
                .all(|count| count.load(Ordering::Relaxed) == 1)
        );
    }
}

#[test]
fn chunks_cover_the_slices() {
    let (mut a, mut b) = (vec![0.0; 1001], vec![0.0; 1001]);
    for_each_chunk([&mut a, &mut b], 64, |start, [a, b]| {
        for (i, (a, b)) in a.iter_mut().zip(b).enumerate() {
            *a += (start + i) as f32;
            *b -= (start + i) as f32;
        }
    });
    assert!((0..1001).all(|i| a[i] == i as f32 && b[i] == -(i as f32)));
}

#[test]
fn parts_of_different_sizes_go_together() {
    let (mut a, mut b) = (vec![0.0; 7], vec![0.0; 10]);
    for_each_part([&mut a, &mut b], [2, 3], |i, [a, b]| {
        a.fill(i as f32);
        b.fill(i as f32);
    });
    assert_eq!(a, [0., 0., 1., 1., 2., 2., 3.]);
    assert_eq!(b, [0., 0., 0., 1., 1., 1., 2., 2., 2., 3.]);
}

#[test]
#[should_panic(expected = "do not give equally many parts")]
fn parts_that_do_not_match_are_refused() {
    for_each_part([&mut [0.0; 4], &mut [0.0; 4]], [2, 1], |_, _| {});
}

/// Chunks of nothing would leave the slice as it was, and nobody would notice.
#[test]
#[should_panic(expected = "do not give equally many parts of [0]")]
fn chunks_of_nothing_are_refused() {
    for_each_chunk([&mut [0.0; 4]], 0, |_, _| {});
}

#[test]
fn nothing_goes_along_with_parts_of_any_number() {
    let mut a = [0.0; 5];
    for_each_part([&mut a, &mut []], [2, 0], |i, [a, none]| {
        assert!(none.is_empty());
        a.fill(i as f32);
    });
    assert_eq!(a, [0., 0., 1., 1., 2.]);
}

#[test]
fn a_panic_in_a_chunk_reaches_the_caller_and_the_crew_survives() {
    set_threads(2);
    let caught = std::panic::catch_unwind(|| {
        parallel(8, |i| assert!(i != 5, "chunk five is broken"));
    });
    assert!(caught.is_err());
    every_chunk_is_done_once();
    // Other tests share out kernels too; sooner or later it is our turn.
    let mut turns = (0..1_000_000).map(|_| {
        std::thread::yield_now();
        crew::share(2, 1, &|_| {})
    });
    assert!(turns.any(|shared| shared), "the crew has gone");
}

#[test]
fn a_chunk_has_whole_rows_and_not_many_more_numbers_than_it_should() {
    for length in [1, 7, 100, 4_096, CHUNK, CHUNK + 1, 10 * CHUNK] {
        let (rows, numbers) = (rows_in_chunk(length), whole_rows(length));
        assert_eq!(numbers, rows * length);
        assert!(rows == 1 || numbers <= CHUNK, "{length}");
        assert!(numbers + length > CHUNK, "{length}: another row would fit");
    }
    assert_eq!((rows_in_chunk(0), whole_rows(0)), (CHUNK, CHUNK));
}
