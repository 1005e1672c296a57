//! Which section runs, for who is not handed the lesson.

use std::cell::RefCell;

thread_local! {
    static SECTION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The name of the section that this thread runs, in kebab case, if it runs one.
pub fn section() -> Option<String> {
    SECTION.with_borrow(Clone::clone)
}

pub(crate) fn set(slug: Option<&str>) {
    SECTION.set(slug.map(str::to_string));
}
