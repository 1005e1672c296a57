//! Layers and models: parameters, how they start, and how they are put in a row.

mod conv2d;
mod conv_transpose2d;
mod init;
mod linear;
mod module;
mod norm;
mod plain;
mod pool2d;
mod sequential;
mod summary;

pub use conv_transpose2d::ConvTranspose2d;
pub use conv2d::Conv2d;
pub use init::Init;
pub use linear::Linear;
pub(crate) use module::ParamId;
pub(crate) use module::is_not_negative;
pub use module::{Module, Param, Row, names, parameters, trainable_parameters};
pub use norm::{BatchNorm, GroupNorm, InstanceNorm, LayerNorm};
pub use plain::{Activate, Dropout, Flatten};
pub use pool2d::{AvgPool2d, GlobalAvgPool, MaxPool2d, MinPool2d};
pub use sequential::Sequential;
pub use summary::summary;
