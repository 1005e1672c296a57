//! The figures of chapter 9, for a browser.

fn main() {
    live::door::serve(live::nine::FIGURES);
}
