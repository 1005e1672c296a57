//! The preprocessor as a command, for people who type `mdbook serve book`.

use book::{complain, preprocess_json, say};
use std::io::Read;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "supports") {
        return if arguments.get(1).is_some_and(|renderer| renderer == "html") {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    let mut input = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut input) {
        complain(&format!(
            "neuron reads a book from mdBook on its standard input: {error}"
        ));
        return ExitCode::FAILURE;
    }
    match preprocess_json(&input).and_then(|book| say(&book)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaints) => {
            complain(&complaints);
            ExitCode::FAILURE
        }
    }
}
