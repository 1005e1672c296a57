//! The figures of chapter 1, for a browser.

fn main() {
    live::door::serve(live::one::FIGURES);
}
