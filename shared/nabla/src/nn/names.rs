//! What a file calls a model's parameters, and how many there are.

use super::Parameters;

/// What a file calls each of a model's parameters and statistics, in the order of
/// [`Parameters::visit`]. No two are the same: where a model does not tell two parameters apart, the
/// second is `"weight_2"`.
///
/// # Panics
/// If [`Parameters::visit_named`] does not show the same parameters in the same order: a file would then
/// lack some, or mix them up.
#[track_caller]
pub fn names(model: &(impl Parameters + ?Sized)) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let (mut shown, mut named) = (Vec::new(), Vec::new());
    model.visit(&mut |param| shown.push(param.id()));
    model.visit_named("", &mut |name, param| {
        named.push(param.id());
        let numbered = (2..).map(|i| format!("{name}_{i}"));
        let mut choices = std::iter::once(name.to_string()).chain(numbered);
        let free = choices.find(|choice| !names.contains(choice));
        names.extend(free);
    });
    assert!(
        shown == named,
        "a model's visit_named must show the parameters of its visit in the same order: visit shows {}, visit_named {}{}",
        shown.len(),
        named.len(),
        if shown.len() == named.len() {
            " in another order"
        } else {
            ""
        }
    );
    names
}

/// How many numbers a model consists of: those that it learns, and the statistics that it keeps.
pub fn parameters(model: &(impl Parameters + ?Sized)) -> usize {
    let mut count = 0;
    model.visit(&mut |param| count += param.value().len());
    count
}

/// How many numbers a model learns.
pub fn trainable_parameters(model: &(impl Parameters + ?Sized)) -> usize {
    let mut count = 0;
    model.visit(&mut |param| {
        if param.is_trainable() {
            count += param.value().len();
        }
    });
    count
}
