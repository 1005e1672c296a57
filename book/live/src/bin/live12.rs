//! The figures of chapter 12, for a browser.

fn main() {
    live::door::serve(live::twelve::FIGURES);
}
