//! The figures of chapter 3, for a browser.

fn main() {
    live::door::serve(live::three::FIGURES);
}
