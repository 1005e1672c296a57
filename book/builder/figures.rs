//! `{{#live 01 neuron}}`: a figure that answers. Here it is as it was drawn once, from `book/recorded/live`; `live.js` wakes it
//! where its program could be compiled.

use crate::Records;
use crate::inline::escape;
use serde_json::Value;

/// The figure as HTML on one line.
///
/// # Errors
/// When it has not been drawn, with the remedy.
pub(crate) fn still(records: &Records, chapter: &str, name: &str) -> Result<String, String> {
    let figure = records.still(chapter, name)?;
    let text = |key: &str| escape(figure[key].as_str().unwrap_or_default());
    let panels: String = list(&figure["panels"])
        .map(|one| panel(one, name))
        .collect();
    let readings: String = list(&figure["readings"]).map(reading).collect();
    // A page on which nothing can answer does not ask to try.
    let (mark, attempt) = if records.are_alive() {
        let mark = format!(
            " data-chapter=\"{}\" data-figure=\"{}\"",
            escape(chapter),
            escape(name)
        );
        (mark, format!("<p class=\"live-try\">{}</p>", text("try")))
    } else {
        Default::default()
    };
    let (title, notice, words) = (text("title"), text("notice"), text("words"));
    Ok(format!(
        "<section class=\"live\" id=\"live-{name}\" aria-label=\"{title}\"{mark}><p class=\"live-title\">{title}</p>{attempt}\
         <div class=\"live-panels\">{panels}</div><dl class=\"live-readings\">{readings}</dl><p class=\"live-words\">{words}</p>\
         <div class=\"live-knobs\"></div><p class=\"live-notice\">{notice}</p></section>"
    ))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// As `live.js` makes it; the picture of each theme is there, and the style sheet shows one.
fn panel(panel: &Value, figure: &str) -> String {
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let [width, height] = [0, 1].map(|side| number(&panel["size"][side]));
    let title = escape(panel["title"].as_str().unwrap_or_default());
    let body = panel["body"].as_str().unwrap_or_default();
    let body = body.replace("ID-", &format!("live-{figure}-"));
    let pictures: String = list(&panel["pictures"])
        .flat_map(|picture| {
            let place: Vec<f64> = list(&picture["place"]).map(|part| 100.0 * number(part)).collect();
            let style = ["left", "top", "width", "height"].into_iter().zip(place);
            let style: String = style.map(|(side, part)| format!("{side}:{part:.2}%;")).collect();
            let smooth = if picture["smooth"] == true { " smooth" } else { "" };
            ["light", "dark"].map(|theme| {
                let source = picture[theme].as_str().unwrap_or_default();
                format!("<img class=\"for-{theme}{smooth}\" alt=\"\" style=\"{style}\" src=\"{source}\">")
            })
        })
        .collect();
    let handles: String = list(&panel["handles"])
        .map(|handle| {
            let [left, top] = [0, 1].map(|side| 100.0 * number(&handle["at"][side]));
            let colour = escape(handle["colour"].as_str().unwrap_or_default());
            format!("<span class=\"live-handle {colour}\" style=\"left:{left:.2}%;top:{top:.2}%\"></span>")
        })
        .collect();
    format!(
        "<div class=\"live-panel\" style=\"--width:{width}px\"><div class=\"live-name\" aria-hidden=\"true\">{title}</div>\
         <div class=\"live-paper\" role=\"img\" aria-label=\"{title}\" style=\"aspect-ratio:{width} / {height}\">{pictures}\
         <svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">{body}</svg>{handles}</div></div>"
    )
}

fn reading(reading: &Value) -> String {
    let text = |key: &str| escape(reading[key].as_str().unwrap_or_default());
    format!(
        "<div><dt>{}</dt><dd>{}</dd></div>",
        text("label"),
        text("value")
    )
}
