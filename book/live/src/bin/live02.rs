//! The figures of chapter 2, for a browser.

fn main() {
    live::door::serve(live::two::FIGURES);
}
