//! The figures of chapter 6, for a browser.

fn main() {
    live::door::serve(live::six::FIGURES);
}
