//! What stands in for the graphics card when nabla is built without the feature `gpu`: types of
//! which there is no value, so that nothing else in the crate has to ask. Whatever an operation would
//! do with a card is compiled, and never run.

mod error;

pub use error::{AdapterDescription, GpuError};

use crate::{Shape, Tensor};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A graphics card. This program was built without the feature `gpu`: there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gpu {}

pub(crate) fn open(_name: Option<&str>) -> Result<Gpu, GpuError> {
    Err(GpuError::NotBuilt)
}

pub(crate) fn list() -> Vec<AdapterDescription> {
    Vec::new()
}

/// Where all of `inputs` are, if that is a graphics card: they are not.
pub(crate) fn of<'a>(
    _op: impl std::fmt::Display,
    _inputs: impl IntoIterator<Item = &'a Tensor>,
) -> Option<Gpu> {
    None
}

/// Numbers on a graphics card. It holds one, so there is none; that it is *behind* a reference keeps
/// the compiler from warning of every line that would follow.
#[derive(Clone)]
pub(crate) struct Block(&'static Gpu);

/// A kernel that never runs.
pub(crate) struct Kernel;

impl Kernel {
    pub const fn new(_entry: &'static str, _source: &'static str) -> Self {
        Kernel
    }
}

/// A run of a kernel. There could be one, but nobody to start it: the compiler then takes the lines
/// that describe it for what they are.
pub(crate) struct Launch<'g>(PhantomData<&'g Gpu>);

impl Gpu {
    pub(crate) fn status(&self) -> Result<(), GpuError> {
        match *self {}
    }

    pub(crate) fn description(&self) -> &AdapterDescription {
        match *self {}
    }

    pub(crate) fn scratch(&self, _shape: impl Into<Shape>) -> Tensor {
        match *self {}
    }

    pub(crate) fn upload(&self, _data: &[f32], _shape: Shape) -> Tensor {
        match *self {}
    }

    pub(crate) fn full(&self, _shape: impl Into<Shape>, _value: f32) -> Tensor {
        match *self {}
    }

    pub(crate) fn add_assign(&self, _sum: &mut Tensor, _x: &Tensor) {
        match *self {}
    }

    pub(crate) fn launch(&self, _kernel: &'static Kernel) -> Launch<'_> {
        match *self {}
    }

    pub(crate) fn submit(&self) {
        match *self {}
    }

    pub(crate) fn wait(&self) {
        match *self {}
    }
}

impl Block {
    pub fn upload<T>(gpu: &Gpu, _data: &[T]) -> Self {
        match *gpu {}
    }

    pub fn gpu(&self) -> &Gpu {
        self.0
    }

    pub fn is(&self, _other: &Block) -> bool {
        match *self.0 {}
    }

    pub fn host(&self) -> &[f32] {
        match *self.0 {}
    }

    pub fn rows(&self, _from: usize, _shape: Shape) -> Tensor {
        match *self.0 {}
    }

    pub fn gather_rows(&self, _indices: &[usize], _shape: Shape) -> Tensor {
        match *self.0 {}
    }
}

/// The methods of a launch that take it and give it back.
macro_rules! passes_on {
    ($($name:ident($($argument:ident: $Type:ty),*);)*) => {
        $(pub fn $name(self $(, $argument: $Type)*) -> Self {
            $(let _ = $argument;)*
            self
        })*
    };
}

impl<'g> Launch<'g> {
    passes_on! {
        define(_name: &'static str, _text: impl Into<Cow<'static, str>>);
        number(_number: impl Copy);
        numbers(_numbers: impl IntoIterator<Item = impl Copy>);
        read(_tensor: &'g Tensor);
        write(_tensor: &'g mut Tensor);
        read_block(_block: &'g Block);
    }

    pub fn threads(self, _count: usize) {}

    pub fn groups(self, _count: usize) {}
}
