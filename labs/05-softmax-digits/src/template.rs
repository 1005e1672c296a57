//! What a network without hidden layers has learned, as pictures.

use crate::network::CLASSES;
use nabla::Module;

/// The weights from every pixel to one class: the first parameter of a network without hidden layers, `[784, 10]`, read
/// down a column.
pub fn template(model: &dyn Module, class: usize) -> Vec<f32> {
    let mut column = Vec::new();
    let mut place = 0;
    model.visit(&mut |param| {
        if place == 0 {
            let rows = param.value().data().chunks_exact(CLASSES);
            column = rows.map(|row| row[class]).collect();
        }
        place += 1;
    });
    column
}
