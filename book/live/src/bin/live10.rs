//! The figures of chapter 10, for a browser.

fn main() {
    live::door::serve(live::ten::FIGURES);
}
