//! After the first step, training asks the system for no memory, on any thread.

mod networks;

use networks::{BATCH, NETWORKS, Network, data, step};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static COUNTER: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Batches of one epoch over `count` examples: an index list cut in pieces, the last one short.
fn epoch(order: &[usize], batch: usize) -> impl Iterator<Item = &[usize]> {
    order.chunks(batch)
}

/// How often the system was asked for memory in each of `epochs` epochs.
fn requests(network: Network, examples: usize, epochs: usize) -> Vec<usize> {
    let (mut model, mut optimizer) = (network.model(), network.optimizer());
    let data = data(examples);
    // Any order that is not the identity: stride and count share no factor.
    let order: Vec<usize> = (0..examples).map(|i| i * 37 % examples).collect();
    let mut counts = Vec::with_capacity(epochs);
    for _ in 0..epochs {
        let region = Region::new(COUNTER);
        for rows in epoch(&order, BATCH) {
            let loss = step(&mut model, optimizer.as_mut(), &data, rows);
            assert!(loss.is_finite());
        }
        let change = region.change();
        counts.push(change.allocations + change.reallocations);
    }
    counts
}

/// Without the test harness: the counter counts every thread, and the harness has one of its own.
fn main() {
    let region = Region::new(COUNTER);
    drop(std::hint::black_box(vec![1_u8; 100]));
    assert_eq!(region.change().allocations, 1, "the counter counts");

    for threads in [1, 2, 3] {
        nabla::set_threads(threads);
        let mut late = 0;
        for network in NETWORKS {
            // One full batch an epoch: an epoch is a step.
            late += requests(network, BATCH, 12)[1..].iter().sum::<usize>();
            // Two full batches and a short one.
            late += requests(network, 2 * BATCH + 45, 5)[1..]
                .iter()
                .sum::<usize>();
            assert!(
                late == 0,
                "{}, {threads} threads: {late} requests for memory after the first step or epoch",
                network.name
            );
        }
        println!("{threads} threads: {late} requests for memory after the first step ... ok");
    }
}
