//! The figures of chapter 15, for a browser.

fn main() {
    live::door::serve(live::fifteen::FIGURES);
}
