#![no_main]
// The converter of formulas panics, and the book catches that: what is caught is no finding.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |data: &[u8]| (harness::target("chapter").run)(data)
);
