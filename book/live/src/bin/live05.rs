//! The figures of chapter 5, for a browser.

fn main() {
    live::door::serve(live::five::FIGURES);
}
