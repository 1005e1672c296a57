//! The figures of chapter 7, for a browser.

fn main() {
    live::door::serve(live::seven::FIGURES);
}
