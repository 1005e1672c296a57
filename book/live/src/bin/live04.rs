//! The figures of chapter 4, for a browser.

fn main() {
    live::door::serve(live::four::FIGURES);
}
