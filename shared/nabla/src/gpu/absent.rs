//! What stands in for the graphics card when nabla is built without the feature `gpu`: types of
//! which there is no value, so that nothing else in the crate has to ask.

use crate::device::{AdapterDescription, GpuError};
use crate::{Shape, Tensor};

/// A graphics card. This program was built without the feature `gpu`: there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gpu {}

impl Gpu {
    pub(crate) fn status(&self) -> Result<(), GpuError> {
        match *self {}
    }

    pub(crate) fn upload(&self, _data: &[f32], _shape: Shape) -> Tensor {
        match *self {}
    }

    pub(crate) fn wait(&self) {
        match *self {}
    }

    pub(crate) fn description(&self) -> &AdapterDescription {
        match *self {}
    }
}

pub(crate) fn open(_name: Option<&str>) -> Result<Gpu, GpuError> {
    Err(GpuError::NotBuilt)
}

pub(crate) fn list() -> Vec<AdapterDescription> {
    Vec::new()
}

/// Numbers on a graphics card.
#[derive(Clone)]
pub(crate) enum Block {}

impl Block {
    pub fn gpu(&self) -> &Gpu {
        match *self {}
    }

    pub fn host(&self) -> &[f32] {
        match *self {}
    }

    pub fn rows(&self, _from: usize, _shape: Shape) -> Tensor {
        match *self {}
    }

    pub fn gather_rows(&self, _indices: &[usize], _shape: Shape) -> Tensor {
        match *self {}
    }
}
