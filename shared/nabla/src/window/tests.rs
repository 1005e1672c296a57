use super::*;

#[test]
fn output_sizes() {
    let sizes = |window: Window| window.output([28, 28]);
    assert_eq!(sizes(Window::new(3)), [26, 26]);
    assert_eq!(sizes(Window::new([5, 2]).stride([3, 4])), [8, 7]);
    assert_eq!(sizes(Window::new(5).padding(Padding::Same)), [28, 28]);
    assert_eq!(
        sizes(Window::new(3).padding(Padding::all(1)).stride(2)),
        [14, 14]
    );
    assert_eq!(
        Window::new(3)
            .stride(2)
            .padding(Padding::all(1))
            .output([5, 5]),
        [3, 3]
    );
}

/// As TensorFlow's "SAME": 28 with stride 3 has 10 places, for which a window of 5 lacks 4 numbers;
/// 7 with stride 2 and an even window lacks one, below and on the right.
#[test]
fn same_padding_puts_the_odd_one_last() {
    let window = Window::new([5, 2]).stride([3, 2]).padding(Padding::Same);
    assert_eq!(window.margins([28, 7]), [[2, 2], [0, 1]]);
    assert_eq!(window.output([28, 7]), [10, 4]);
    assert_eq!(
        Window::new(1)
            .stride(3)
            .padding(Padding::Same)
            .margins([9, 8]),
        [[0, 0], [0, 0]]
    );
}

#[test]
fn a_transposed_convolution_undoes_the_sizes() {
    for (window, image, want) in [
        (Window::new(3), [5, 4], [7, 6]),
        (Window::new([4, 3]).stride(2), [5, 4], [12, 9]),
        (
            Window::new(4).stride(2).padding(Padding::all(1)),
            [7, 7],
            [14, 14],
        ),
        (
            Window::new(3).stride([2, 3]).padding(Padding::Same),
            [5, 4],
            [10, 12],
        ),
    ] {
        assert_eq!(window.transposed_output(image), want);
        assert_eq!(window.output(want), image);
    }
}

#[test]
#[should_panic(expected = "margins of 4 leave nothing; take smaller ones")]
fn margins_that_leave_nothing_are_refused() {
    let window = Window::new(3).padding(Padding::all(2));
    window.transposed_output([2, 2]);
}

#[test]
#[should_panic(expected = "a window of 5 × 5 does not fit into an image of 4 × 9; pad the image")]
fn a_window_that_does_not_fit_is_refused() {
    Window::new(5).output([4, 9]);
}

#[test]
fn a_dilated_window_reaches_further() {
    let window = Window::new([3, 2]).dilation([2, 5]);
    assert_eq!(window.reach(), [5, 6]);
    assert_eq!(window.output([9, 9]), [5, 4]);
    assert_eq!(window.stride(2).transposed_output([3, 2]), [9, 8]);
    let same = window.padding(Padding::Same);
    assert_eq!(same.margins([9, 7]), [[2, 2], [2, 3]]);
    assert_eq!(same.output([9, 7]), [9, 7]);
}

fn refusal(size: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(size).expect_err("a size that cannot be counted");
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast::<&str>().expect("a message").to_string(),
    }
}

#[test]
fn sizes_that_wrap_are_refused() {
    const LARGE: usize = usize::MAX / 2 + 1;
    let window = Window::new(3);
    for (wrong, what) in [
        (
            window.padding(Padding::all(LARGE)),
            "the image with its margins is",
        ),
        (window.dilation(LARGE), "the dilation is"),
    ] {
        let message = refusal(|| _ = wrong.output([4, 4]));
        assert!(message.contains(what), "{message}");
    }
    let far = window.stride(LARGE);
    for padding in [Padding::Valid, Padding::Same] {
        let message = refusal(|| _ = far.padding(padding).transposed_output([3, 4]));
        assert!(message.contains("the stride is more than can be counted"));
    }
    let message = refusal(|| {
        _ = window
            .padding(Padding::all(LARGE))
            .transposed_output([3, 4])
    });
    assert!(message.contains("the margins is more than"), "{message}");
    let none = Window {
        stride: [0, 1],
        ..window
    };
    assert!(refusal(|| _ = none.output([4, 4])).contains("never moves on"));
    assert!(refusal(|| _ = window.groups(0)).contains("at least 1"));
    assert!(refusal(|| _ = window.dilation(0)).contains("at least 1"));
    // Far but countable: one place.
    assert_eq!(far.output([4, 4]), [1, 1]);
    assert_eq!(far.padding(Padding::Same).output([4, 4]), [1, 1]);
}
