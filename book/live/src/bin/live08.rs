//! The figures of chapter 8, for a browser.

fn main() {
    live::door::serve(live::eight::FIGURES);
}
