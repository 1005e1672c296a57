//! The same seed gives the same bits, whatever the number of threads.

mod networks;

use nabla::Module;
use networks::{BATCH, NETWORKS, Network, data, step};

/// The bits of the losses and of all weights after five steps on `threads` threads.
fn train(network: Network, threads: usize) -> (Vec<u32>, Vec<u32>) {
    nabla::set_threads(threads);
    assert_eq!(nabla::threads(), threads);
    let (mut model, mut optimizer) = (network.model(), network.optimizer());
    let data = data(5 * BATCH);
    let order: Vec<usize> = (0..5 * BATCH).map(|i| i * 37 % (5 * BATCH)).collect();
    let losses = order
        .chunks(BATCH)
        .map(|rows| step(&mut model, optimizer.as_mut(), &data, rows).to_bits())
        .collect();
    let mut weights = Vec::new();
    model.visit(&mut |param| weights.extend(param.value().data().iter().map(|w| w.to_bits())));
    (losses, weights)
}

#[test]
fn weights_do_not_depend_on_the_number_of_threads() {
    for network in NETWORKS {
        let (losses, weights) = train(network, 1);
        assert_eq!(weights.len(), network.parameters);
        assert_ne!(
            losses[0], losses[4],
            "{}: nothing was learned",
            network.name
        );
        for threads in [2, 5, 5] {
            let (again, same) = train(network, threads);
            assert_eq!(
                again, losses,
                "{}: losses on {threads} threads",
                network.name
            );
            let differ = weights.iter().zip(&same).filter(|(a, b)| a != b).count();
            assert_eq!(differ, 0, "{}: weights on {threads} threads", network.name);
        }
    }
}
