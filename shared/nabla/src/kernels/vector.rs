//! Numbers side by side, for kernels that the compiler does not turn into vectors by itself.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

/// As many floats as one instruction of the machine takes.
///
/// # Safety
/// Every function may use the instructions of its type's set, so the machine must have them; `load`
/// and `store` need [`LANES`](Self::LANES) floats at their pointer.
pub trait Vector: Copy {
    /// How many floats.
    const LANES: usize;
    /// All zero.
    unsafe fn zero() -> Self;
    /// The floats from this place on.
    unsafe fn load(from: *const f32) -> Self;
    /// Writes the floats to this place.
    unsafe fn store(self, to: *mut f32);
    /// a + b
    unsafe fn add(self, b: Self) -> Self;
    /// a − b
    unsafe fn sub(self, b: Self) -> Self;
    /// a/2
    unsafe fn half(self) -> Self;
}

macro_rules! vector {
    ($Type:ty, $lanes:literal, $zero:expr, $load:expr, $store:expr, $splat:expr, $add:expr, $sub:expr, $mul:expr) => {
        #[allow(
            unused_unsafe,
            reason = "an instruction may be unsafe on one machine and an array's sum is not"
        )]
        impl Vector for $Type {
            const LANES: usize = $lanes;
            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: by the caller's promise, here and below.
                unsafe { $zero() }
            }
            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self {
                // SAFETY: as above.
                unsafe { $load(from) }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut f32) {
                // SAFETY: as above.
                unsafe { $store(to, self) }
            }
            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                // SAFETY: as above.
                unsafe { $add(self, b) }
            }
            #[inline(always)]
            unsafe fn sub(self, b: Self) -> Self {
                // SAFETY: as above.
                unsafe { $sub(self, b) }
            }
            #[inline(always)]
            unsafe fn half(self) -> Self {
                // SAFETY: as above.
                unsafe { $mul($splat(0.5), self) }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

#[cfg(target_arch = "x86_64")]
vector!(
    __m512,
    16,
    _mm512_setzero_ps,
    _mm512_loadu_ps,
    _mm512_storeu_ps,
    _mm512_set1_ps,
    _mm512_add_ps,
    _mm512_sub_ps,
    _mm512_mul_ps
);

#[cfg(target_arch = "x86_64")]
vector!(
    __m256,
    8,
    _mm256_setzero_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_set1_ps,
    _mm256_add_ps,
    _mm256_sub_ps,
    _mm256_mul_ps
);

// Everything else: arrays that the compiler turns into vectors.
vector!([f32; 4], 4, zero, load, store, splat, add, sub, mul);

fn zero() -> [f32; 4] {
    [0.0; 4]
}

unsafe fn load(from: *const f32) -> [f32; 4] {
    // SAFETY: by the caller's promise; an array of floats needs no more alignment than a float.
    unsafe { *from.cast() }
}

unsafe fn store(to: *mut f32, vector: [f32; 4]) {
    // SAFETY: as above.
    unsafe { *to.cast() = vector }
}

fn splat(x: f32) -> [f32; 4] {
    [x; 4]
}

fn add(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| a[i] + b[i])
}

fn sub(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| a[i] - b[i])
}

fn mul(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| a[i] * b[i])
}
