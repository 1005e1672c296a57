//! Sizes that nobody means: zeros, and numbers near the end of what can be counted. Every call gives a
//! result or panics with a message, at the line of the call; none ends in a signal, wraps to an answer, or
//! runs for ever. (The sanitizer's run of this file is in the workflow.)

use nabla::rnn::Reading;
use nabla::{Activation, Padding, Shape, Tape, Tensor, Tokens, Var, Window};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// So far apart that sizes made of them are small or cannot be had: a buffer of some gigabytes would be.
const ABSURD: [usize; 8] = [
    1 << 57,
    (1 << 57) + 3,
    1 << 60,
    1 << 61,
    1 << 62,
    1 << 63,
    usize::MAX - 1,
    usize::MAX,
];

/// What the standard library says where nobody has looked at the sizes first.
const UNCLEAR: [&str; 9] = [
    "attempt to",
    "out of range",
    "out of bounds",
    "capacity overflow",
    "`Option::unwrap()`",
    "`Result::unwrap()`",
    "assertion",
    "slice length",
    "mid > len",
];

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A size: mostly small, now and then nothing or far too much.
fn size() -> impl Strategy<Value = usize> {
    prop_oneof![
        8 => 1..5_usize,
        1 => Just(0),
        1 => prop::sample::select(&ABSURD[..]),
    ]
}

/// Like [`size`], but at least 1: what a window must be.
fn step() -> impl Strategy<Value = usize> {
    prop_oneof![6 => 1..4_usize, 1 => prop::sample::select(&ABSURD[..])]
}

fn axes<const N: usize>() -> impl Strategy<Value = [usize; N]> {
    prop::collection::vec(size(), N).prop_map(|axes| axes.try_into().expect("as many"))
}

fn pair() -> impl Strategy<Value = [usize; 2]> {
    (step(), step()).prop_map(|(down, right)| [down, right])
}

fn margin() -> impl Strategy<Value = [usize; 2]> {
    (size(), size()).prop_map(|(before, after)| [before, after])
}

fn padding() -> impl Strategy<Value = Padding> {
    prop_oneof![
        Just(Padding::Valid),
        Just(Padding::Same),
        (margin(), margin()).prop_map(|(rows, columns)| Padding::Explicit { rows, columns }),
    ]
}

/// A window, its fields set by hand: the builders would refuse some.
fn window() -> impl Strategy<Value = Window> {
    let sides = (1..4_usize, 1..4_usize);
    let groups = prop_oneof![6 => Just(1), 2 => 0..4_usize, 1 => prop::sample::select(&ABSURD[..])];
    (sides, pair(), pair(), padding(), groups).prop_map(
        |(size, stride, dilation, padding, groups)| Window {
            size: [size.0, size.1],
            stride,
            dilation,
            padding,
            groups,
        },
    )
}

/// Keeps the places of panics that are answers to itself, and leaves the others to the test harness.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let harness = take_hook();
        set_hook(Box::new(move |info| {
            if LISTENING.get() {
                let place = info.location().map(ToString::to_string);
                PLACE.replace(place.unwrap_or_default());
            } else {
                harness(info);
            }
        }));
    });
}

/// Runs `call`, whose result has a shape, and its way back. A panic is an answer if it has a message that
/// somebody wrote, and names this file.
fn answers(call: impl FnOnce(&Tape) -> Var<'_>) -> Result<(), TestCaseError> {
    listen();
    LISTENING.set(true);
    let mut is_called = false;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let tape = Tape::new();
        let y = call(&tape);
        is_called = true;
        let len = y.shape().size();
        let is_whole = y.value().data().len() == len;
        y.sum().backward();
        is_whole
    }));
    LISTENING.set(false);
    let panic = match outcome {
        Ok(is_whole) => {
            prop_assert!(is_whole);
            return Ok(());
        }
        Err(panic) => panic,
    };
    let message = match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic
            .downcast::<&str>()
            .map_or(String::new(), |text| text.to_string()),
    };
    let place = PLACE.take();
    let is_clear = !message.is_empty() && !UNCLEAR.iter().any(|text| message.contains(text));
    prop_assert!(is_clear, "unclear: {} ({})", message, place);
    prop_assert!(
        is_called || place.contains("absurd.rs"),
        "not at the call: {} ({})",
        message,
        place
    );
    Ok(())
}

fn var<'t>(tape: &'t Tape, shape: impl Into<Shape>) -> Var<'t> {
    tape.variable(Tensor::zeros(shape))
}

fn quick() -> ProptestConfig {
    ProptestConfig {
        // PROPTEST_CASES asks for more.
        cases: ProptestConfig::default().cases.max(2_000),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

/// The one that ended in a signal: nine places, 2⁵⁷ apart, of a row of 2⁶⁰ numbers.
#[test]
#[should_panic(expected = "has more numbers than memory can hold; pad or dilate by less")]
fn a_stride_that_wraps_around_is_refused() {
    let window = Window {
        stride: [1, 1 << 57],
        padding: Padding::Explicit {
            rows: [0, 0],
            columns: [1 << 60, 0],
        },
        ..Window::new(1)
    };
    let tape = Tape::new();
    let x = var(&tape, [1, 1, 8, 16]);
    x.conv2d(
        var(&tape, [1, 1, 16, 32]),
        None,
        window,
        Activation::Identity,
    );
}

/// Far and countable: what is never reached costs nothing.
#[test]
fn a_stride_beyond_the_image_has_one_place() {
    let tape = Tape::new();
    let (x, w) = (
        tape.variable(Tensor::ones([1, 4, 4, 16])),
        tape.variable(Tensor::ones([3, 3, 16, 32])),
    );
    let y = x.conv2d(
        w,
        None,
        Window::new(3).stride(usize::MAX),
        Activation::Identity,
    );
    assert_eq!(y.value(), Tensor::full([1, 1, 1, 32], 144.0));
    let dx = y.sum().backward().of(x).clone();
    assert_eq!((dx.at(&[0, 2, 2, 5]), dx.at(&[0, 2, 3, 5])), (32.0, 0.0));
}

#[test]
#[should_panic(expected = "the image with its margins is more than can be counted")]
fn margins_that_wrap_around_are_refused() {
    let tape = Tape::new();
    let window = Window::new(1).padding(Padding::all(1 << 63));
    var(&tape, [1, 4, 4, 1]).max_pool2d(window);
}

#[test]
#[should_panic(expected = "there is no memory for")]
fn a_buffer_that_cannot_be_had_is_no_abort() {
    Tensor::zeros([1 << 57]);
}

proptest! {
    #![proptest_config(quick())]

    #[test]
    fn conv2d(x in axes::<4>(), outputs in size(), window in window(), seen in prop::option::of(size()), bias in any::<bool>()) {
        let [kh, kw] = window.size;
        // Mostly a weight that fits.
        let seen = seen.unwrap_or(x[3] / window.groups.max(1));
        answers(|tape| {
            let bias = bias.then(|| var(tape, [outputs]));
            let weight = var(tape, [kh, kw, seen, outputs]);
            var(tape, x).conv2d(weight, bias, window, Activation::Tanh)
        })?;
        answers(|tape| {
            let weight = var(tape, [kh, kw, outputs, x[3]]);
            var(tape, x).conv_transpose2d(weight, None, window, Activation::Tanh)
        })?;
        answers(|tape| {
            let weight = var(tape, [kw, seen, outputs]);
            var(tape, [x[0], x[2], x[3]]).conv1d(weight, None, window, Activation::Tanh)
        })?;
    }

    /// With channels enough for Winograd's method.
    #[test]
    fn wide_conv2d(n in 0..3_usize, sides in (size(), size()), window in window()) {
        let window = Window { size: [3, 3], groups: 1, ..window };
        let plain = Window { stride: [1, 1], dilation: [1, 1], ..window };
        for window in [window, plain, Window { size: [5, 5], ..plain }] {
            answers(|tape| {
                let [kh, kw] = window.size;
                let (x, w) = (var(tape, [n, sides.0, sides.1, 16]), var(tape, [kh, kw, 16, 32]));
                x.conv2d(w, None, window, Activation::Tanh)
            })?;
        }
    }

    #[test]
    fn pools(x in axes::<4>(), window in window(), factor in margin(), rows in margin(), columns in margin()) {
        let window = Window { dilation: [1, 1], groups: 1, ..window };
        answers(|tape| var(tape, x).max_pool2d(window))?;
        answers(|tape| var(tape, x).min_pool2d(window))?;
        answers(|tape| var(tape, x).avg_pool2d(window))?;
        answers(|tape| var(tape, x).global_avg_pool())?;
        answers(|tape| var(tape, x).upsample2d(factor))?;
        answers(|tape| var(tape, x).pad(rows, columns))?;
    }

    #[test]
    fn products(m in size(), k in size(), n in size(), other in prop::option::of(size()), axes in axes::<3>()) {
        let inner = other.unwrap_or(k);
        answers(|tape| var(tape, [m, k]).matmul(var(tape, [inner, n])))?;
        answers(|tape| var(tape, [m, k]).linear(var(tape, [inner, n]), var(tape, [n]), Activation::Tanh))?;
        answers(|tape| var(tape, [axes[0], axes[1], k]).linear(var(tape, [inner, n]), None, Activation::Tanh))?;
        answers(|tape| var(tape, [m, n]).t())?;
        answers(|tape| var(tape, axes).layer_norm(var(tape, [axes[2]]), None, 1e-3))?;
    }

    #[test]
    fn shapes(x in axes::<3>(), to in axes::<3>(), axis in 0..4_usize, start in size(), len in size()) {
        answers(|tape| var(tape, x).broadcast_to(to))?;
        answers(|tape| var(tape, [1, x[1], 1]).broadcast_to(to))?;
        answers(|tape| var(tape, x).reshape(to))?;
        answers(|tape| var(tape, x).reshape([to[0], to[1]]))?;
        answers(|tape| var(tape, x).slice(axis, start..start.wrapping_add(len)))?;
        answers(|tape| var(tape, x).select(axis, start))?;
        answers(|tape| Var::concat(&[var(tape, x), var(tape, to)], axis))?;
        answers(|tape| {
            let part = var(tape, x);
            Var::concat(&[part; 9], axis)
        })?;
        answers(|tape| Var::stack(&[var(tape, x), var(tape, x)], axis))?;
        answers(|tape| var(tape, x) + var(tape, to))?;
    }

    #[test]
    fn sequences(x in axes::<3>(), hidden in size(), count in 0..4_usize, width in size(), shape in margin()) {
        answers(|tape| {
            let (w_x, w_h) = (var(tape, [x[2], hidden]), var(tape, [hidden, hidden]));
            var(tape, x).rnn(None, w_x, w_h, var(tape, [hidden]), Reading::default()).outputs
        })?;
        answers(|tape| {
            let tokens = Tokens::new(&vec![0; count], shape, 3);
            var(tape, [3, width]).embedding(&tokens)
        })?;
    }
}
