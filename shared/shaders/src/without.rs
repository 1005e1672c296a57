//! What stands in for the graphics card where there is no feature `gpu`.

use crate::{Dispatch, Ended};

/// There is none.
#[derive(Debug)]
pub enum Gpu {}

/// Nothing is ever prepared.
#[derive(Debug)]
pub struct Prepared;

impl Gpu {
    /// Says how to build with it.
    ///
    /// # Errors
    /// Always.
    pub fn open() -> Result<Gpu, String> {
        Err("built without the feature `gpu`".to_string())
    }

    /// Never called.
    pub fn name(&self) -> String {
        match *self {}
    }

    /// Never called.
    pub fn is_software(&self) -> bool {
        match *self {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None.
    pub fn run(&self, _: &Dispatch<'_>) -> Result<Vec<f32>, String> {
        match *self {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None.
    pub fn prepare(&self, _: &Dispatch<'_>) -> Result<Prepared, String> {
        match *self {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None.
    pub fn seconds(&self, _: &Prepared, _: u32) -> Result<f64, String> {
        match *self {}
    }
}

/// Nothing is played: shaders are read by the library that talks to the card.
pub fn play(_: &Dispatch<'_>) -> Ended {
    Ended::Unknown
}
