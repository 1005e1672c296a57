//! The figures of chapter 13, for a browser.

fn main() {
    live::door::serve(live::thirteen::FIGURES);
}
