//! The figures of chapter 14, for a browser.

fn main() {
    live::door::serve(live::fourteen::FIGURES);
}
