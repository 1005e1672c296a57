//! The book against the code: every piece of code it shows exists, every link leads somewhere.

use book::{check_anchors, check_links, check_references, check_section_numbers, workspace_root};

#[test]
fn every_piece_of_code_the_book_shows_exists_and_is_not_empty() {
    let checked = check_anchors(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 25,
        "only {checked} pieces of code in the whole book: were they lost?"
    );
}

#[test]
fn every_relative_link_leads_somewhere() {
    let checked = check_links(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 20,
        "only {checked} links in the whole project: were they lost?"
    );
}

#[test]
fn every_section_that_a_lab_refers_to_is_there() {
    check_references(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
}

#[test]
fn sections_are_called_by_their_names() {
    let checked =
        check_section_numbers(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 100,
        "only {checked} chapters and recorded sections: were they lost?"
    );
}
