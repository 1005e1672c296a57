//! The Kuramoto–Sivashinsky equation, and what forecasts it.
//!
//! - [`waves`]: the equation, solved by ETDRK4
//! - [`lyapunov`]: how fast two neighbours part
//! - [`reservoir`]: a fixed random network, of which only the readout is learned
//! - [`forecast`]: one reservoir, or several side by side, that feed on what they said
//! - [`lstm`]: an LSTM for the same task

pub use nalgebra::DMatrix;

pub mod forecast;
pub mod lstm;
pub mod lyapunov;
pub mod reservoir;
pub mod waves;
