//! Numbers side by side, for kernels that the compiler does not turn into vectors by itself.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

/// As many floats as one instruction of the machine takes.
///
/// # Safety
/// Every function may use the instructions of its type's set, so the machine must have them; `load`
/// and `store` need [`LANES`](Self::LANES) floats at their pointer. A mask is all ones or 0.
pub trait Vector: Copy {
    /// How many floats.
    const LANES: usize;
    /// All zero.
    unsafe fn zero() -> Self;
    /// The floats from this place on.
    unsafe fn load(from: *const f32) -> Self;
    /// Writes the floats to this place.
    unsafe fn store(self, to: *mut f32);
    /// The floats from this place on if the mask is not 0, or zeros: the place is not looked at then.
    #[inline(always)]
    unsafe fn load_if(from: *const f32, mask: u16) -> Self {
        // SAFETY: by the caller's promise, here and below.
        unsafe {
            if mask != 0 {
                Self::load(from)
            } else {
                Self::zero()
            }
        }
    }
    /// Writes the floats to this place if the mask is not 0.
    #[inline(always)]
    unsafe fn store_if(self, to: *mut f32, mask: u16) {
        if mask != 0 {
            // SAFETY: as above.
            unsafe { self.store(to) };
        }
    }
    /// a + b
    unsafe fn add(self, b: Self) -> Self;
    /// a − b
    unsafe fn sub(self, b: Self) -> Self;
    /// a·factor
    unsafe fn times(self, factor: f32) -> Self;
    /// a + b·factor
    unsafe fn plus(self, b: Self, factor: f32) -> Self;
}

macro_rules! vector {
    ($Type:ty, $lanes:literal, $zero:expr, $load:expr, $store:expr, $splat:expr, $add:expr, $sub:expr, $mul:expr, $fma:expr $(; $($own:item)*)?) => {
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
            unsafe fn times(self, factor: f32) -> Self {
                // SAFETY: as above.
                unsafe { $mul($splat(factor), self) }
            }
            #[inline(always)]
            unsafe fn plus(self, b: Self, factor: f32) -> Self {
                // SAFETY: as above.
                unsafe { $fma($splat(factor), b, self) }
            }
            $($($own)*)?
        }
    };
}

use super::math::multiply_add;
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
    _mm512_mul_ps,
    _mm512_fmadd_ps;
    // Without a branch, which would be foretold wrongly at every other edge.
    #[inline(always)]
    unsafe fn load_if(from: *const f32, mask: u16) -> Self {
        // SAFETY: by the caller's promise; what is masked out is not looked at.
        unsafe { _mm512_maskz_loadu_ps(mask, from) }
    }
    #[inline(always)]
    unsafe fn store_if(self, to: *mut f32, mask: u16) {
        // SAFETY: as above.
        unsafe { _mm512_mask_storeu_ps(to, mask, self) }
    }
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
    _mm256_mul_ps,
    _mm256_fmadd_ps
);

// Everything else: arrays that the compiler turns into vectors.
vector!([f32; 4], 4, zero, load, store, splat, add, sub, mul, fma);

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

fn fma(a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| multiply_add(a[i], b[i], c[i]))
}
