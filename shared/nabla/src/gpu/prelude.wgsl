// What every kernel may use: it is put in front of each.
//
// The functions of one number work on four at once as well: `T` is `f32`, unless the kernel says
// `alias T = vec4<f32>;`.

// Threads of a workgroup, where a kernel has no reason for another number.
const THREADS: u32 = 256;

// How many numbers a thread adds before it puts their sum aside: the error of a sum grows with them and not
// with its length.
const BLOCK: u32 = 32;

// Which workgroup this is. A grid has at most 65,535 along each side, so many workgroups stand in
// several rows; the last row may have a few too many.
fn flat(group: vec3<u32>, groups: vec3<u32>) -> u32 {
    return group.y * groups.x + group.x;
}

// σ(x) = 1/(1 + e⁻ˣ). For very negative x, e⁻ˣ becomes infinite and the quotient 0, as it should.
fn sigmoid(x: T) -> T {
    return T(1.0) / (T(1.0) + exp(-x));
}

// tanh x = 1 − 2/(e²ˣ + 1); near 0, where that difference would lose digits, a polynomial
// (Moshier's Cephes library).
fn tanh_(x: T) -> T {
    let far = T(1.0) - T(2.0) / (exp(T(2.0) * x) + T(1.0));
    let s = x * x;
    var p = T(-5.70498872745e-3);
    p = p * s + T(2.06390887954e-2);
    p = p * s + T(-5.37397140171e-2);
    p = p * s + T(1.33314418519e-1);
    p = p * s + T(-3.33332819422e-1);
    return select(far, p * s * x + x, abs(x) < T(0.625));
}

// eˣ − 1, without losing digits near 0: with h = tanh(x/2) it is 2h/(1 − h).
fn expm1(x: T) -> T {
    let h = tanh_(T(0.5) * x);
    return select(exp(x) - T(1.0), T(2.0) * h / (T(1.0) - h), abs(x) < T(1.0));
}

// ln(1 + u) for 0 ≤ u ≤ 1: with s = u/(2 + u) it is 2(s + s³/3 + s⁵/5 + …), and s ≤ 1/3.
fn log1p(u: T) -> T {
    let s = u / (T(2.0) + u);
    let q = s * s;
    var p = T(1.0 / 15.0);
    p = p * q + T(1.0 / 13.0);
    p = p * q + T(1.0 / 11.0);
    p = p * q + T(1.0 / 9.0);
    p = p * q + T(1.0 / 7.0);
    p = p * q + T(1.0 / 5.0);
    p = p * q + T(1.0 / 3.0);
    return T(2.0) * s * (p * q + T(1.0));
}

// ln(1 + eˣ) without overflow: max(x, 0) + ln(1 + e^−|x|).
fn softplus(x: T) -> T {
    return select(x, T(0.0), x < T(0.0)) + log1p(exp(-abs(x)));
}

// p·x where 0 times infinity is 0: what counts nothing changes nothing, however large. NaN stays.
fn times(p: T, x: T) -> T {
    return select(p * x, select(T(0.0), x, x != x), p == T(0.0));
}

// ln(1 + eˣ) − x·t, without a difference of large numbers: see loss.rs.
fn surprise(x: T, t: T) -> T {
    return times(select(-t, T(1.0) - t, x > T(0.0)), x) + log1p(exp(-abs(x)));
}

// xⁿ by squaring; pow() of the language is not defined for negative x.
fn powi(x: T, n: i32) -> T {
    var power = T(1.0);
    var square = x;
    for (var left = abs(n); left > 0; left >>= 1u) {
        if (left & 1) == 1 {
            power *= square;
        }
        square *= square;
    }
    if n < 0 {
        return T(1.0) / power;
    }
    return power;
}

// −1, 0 or 1; NaN stays. (Not x · 0 for NaN: a compiler may take that for 0.)
fn sign_(x: T) -> T {
    return select(select(select(x, T(0.0), x == T(0.0)), T(-1.0), x < T(0.0)), T(1.0), x > T(0.0));
}

// The larger of the two; NaN if one of them is.
fn larger(a: T, b: T) -> T {
    return select(b, a, (a > b) | (a != a));
}

// What the larger one, b, gets of the gradient; all of it if either is NaN.
fn share(a: T, b: T) -> T {
    return select(select(T(1.0), T(0.5), a == b), T(0.0), a > b);
}

// a where the condition is not 0, b where it is; NaN where it is NaN.
fn choose(condition: T, a: T, b: T) -> T {
    return select(select(condition, b, condition == T(0.0)), a, abs(condition) > T(0.0));
}

// The share of the standard normal distribution below x, and its density.
fn normal_below(x: T) -> T {
    let z = abs(x) * T(0.70710678);
    let t = T(1.0) / (T(1.0) + T(0.5) * z);
    var p = T(0.17087277);
    p = p * t - T(0.82215223);
    p = p * t + T(1.48851587);
    p = p * t - T(1.13520398);
    p = p * t + T(0.27886807);
    p = p * t - T(0.18628806);
    p = p * t + T(0.09678418);
    p = p * t + T(0.37409196);
    p = p * t + T(1.00002368);
    p = p * t - T(1.26551223);
    let beyond = T(0.5) * t * exp(p - z * z);
    return select(beyond, T(1.0) - beyond, x > T(0.0));
}

fn normal_density(x: T) -> T {
    return T(0.39894228) * exp(T(-0.5) * x * x);
}
