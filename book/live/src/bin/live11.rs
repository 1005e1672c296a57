//! The figures of chapter 11, for a browser.

fn main() {
    live::door::serve(live::eleven::FIGURES);
}
