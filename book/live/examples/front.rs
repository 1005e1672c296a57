//! The moving picture of the front page: chapter 2's playground while it learns, a frame for each of some epochs:
//! `cargo run -p live --example front -- FOLDER`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use labkit::{Motion, assemble};
use live::{Panel, Picture, Session};
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What is shown: the beginning slowly, since most happens there.
const EPOCHS: [usize; 14] = [0, 1, 2, 3, 5, 8, 12, 19, 28, 40, 60, 90, 120, 150];
const SIZE: [f64; 2] = [730.0, 350.0];
/// Where the plane begins, right of the net.
const PLANE: f64 = 420.0;
const CAPTION: &str = "Sixteen hidden neurons learn where one spiral ends and the other begins. Each square on the left is what one neuron makes of the whole plane; the last of them stands large on the right. It learns from the filled points; below stands how many of the hollow ones it gets right. All stands still under the pointer.";

/// The classes of a live figure's lines that occur here. What is drawn follows the colour of the text.
const STYLE: &str = "<style>
.learning .line { fill: none; stroke: currentColor; stroke-linecap: round }
.learning .dashed { stroke-dasharray: 4 3 }
.learning .outline { fill: none; stroke: currentColor; stroke-width: 1.5; opacity: .6 }
.learning .dot { fill: currentColor }
.learning .ring { fill: none; stroke: currentColor; stroke-width: 1.2 }
.learning .blue { color: #2F81E0 }
.learning .orange { color: #D96C10 }
</style>
";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say into which folder")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(folder.join("figures"))?;
    std::fs::write(folder.join("figures/learning.svg"), learning()?)?;
    let captions = serde_json::json!({ "learning": CAPTION });
    std::fs::write(folder.join("figures.json"), format!("{captions:#}\n"))?;
    Ok(())
}

fn learning() -> Result<String, Box<dyn Error>> {
    let entry = live::find("02", "playground").ok_or("chapter 2 has a playground")?;
    let mut session = Session::open(entry);
    session.set("data", "spirals");
    let mut frames = Vec::new();
    let mut epoch = 0;
    for wanted in EPOCHS {
        while epoch < wanted {
            session.press("epoch");
            epoch += 1;
        }
        frames.push(frame(&session)?);
    }
    let ground = svg(&format!("<title>{CAPTION}</title>\n{STYLE}"));
    let motion = Motion {
        frames: frames.len(),
        pace: 0.45,
        hold: 3.0,
    };
    let moving = assemble(&ground, &frames, motion);
    // The points lie on top of all frames.
    let points = group(PLANE, &panel(&session, "plane")?.body);
    let end = moving.rfind("</svg>").ok_or("it is never closed")?;
    Ok([&moving[..end], &points, &moving[end..]].concat())
}

fn panel<'s>(session: &'s Session, id: &str) -> Result<&'s Panel, String> {
    let mut panels = session.frame().panels.iter();
    let found = panels.find(|panel| panel.id == id);
    found.ok_or_else(|| format!("the playground has no {id}"))
}

fn frame(session: &Session) -> Result<String, Box<dyn Error>> {
    let (net, plane) = (panel(session, "net")?, panel(session, "plane")?);
    let net = group(0.0, &format!("{}{}", pictures(net)?, net.body));
    let plane = group(PLANE, &pictures(plane)?);
    let reading = |id: &str| {
        let mut readings = session.frame().readings.iter();
        let found = readings.find(|reading| reading.id == id);
        found.map_or("", |reading| &reading.value)
    };
    Ok(svg(&format!(
        "<title></title>\n{net}{plane}\
         <text x=\"{PLANE}\" y=\"340\" font-size=\"22\" fill=\"currentColor\">epoch {}</text>\
         <text x=\"{}\" y=\"340\" font-size=\"22\" fill=\"currentColor\" text-anchor=\"end\">{} right</text>\n",
        reading("epoch"),
        SIZE[0],
        reading("right")
    )))
}

/// So far from the left. Of what a figure draws only the lines: no letters, nothing to point to.
fn group(left: f64, drawn: &str) -> String {
    let elements = drawn.split_inclusive('>');
    let lines = elements.filter(|one| {
        let is_line = one.starts_with("<path") && !one.contains("touch");
        let is_box = one.starts_with("<rect") && one.contains("class");
        is_line || is_box || one.starts_with("<image")
    });
    let lines: String = lines.collect();
    format!("<g class=\"learning\" transform=\"translate({left} 0)\">{lines}</g>\n")
}

fn pictures(panel: &Panel) -> Result<String, png::EncodingError> {
    let [across, down] = panel.size;
    let mut images = String::new();
    for picture in &panel.pictures {
        let [x, y, width, height] = picture.place;
        let _ = write!(
            images,
            "<image x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" preserveAspectRatio=\"none\" href=\"{}\"/>",
            x * across,
            y * down,
            width * across,
            height * down,
            png(picture)?
        );
    }
    Ok(images)
}

/// The picture as an address that holds it: its colours cover a page of any colour.
fn png(picture: &Picture) -> Result<String, png::EncodingError> {
    let mut bytes = Vec::new();
    let [columns, rows] = picture.cells.map(|cells| cells as u32);
    let mut encoder = png::Encoder::new(&mut bytes, columns, rows);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.rgba(false))?;
    writer.finish()?;
    Ok(format!("data:image/png;base64,{}", STANDARD.encode(bytes)))
}

fn svg(body: &str) -> String {
    let [width, height] = SIZE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n{body}</svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words and frames are those of today; numbers may differ in their last digit from machine to machine.
    #[test]
    fn what_is_kept_is_what_is_drawn() {
        let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../recorded/front");
        let read = |file: &str| std::fs::read_to_string(format!("{kept}/{file}")).unwrap();
        let (drawn, old) = (learning().unwrap(), read("figures/learning.svg"));
        let outline = |svg: &str| -> Vec<usize> {
            ["<g class=\"frames", "<image", "<path", "<rect", "<text"]
                .map(|element| svg.matches(element).count())
                .to_vec()
        };
        let remedy = "draw it with `cargo run -p book -- record live`";
        assert_eq!(outline(&drawn), outline(&old), "{remedy}");
        for epoch in EPOCHS {
            let told = format!(">epoch {epoch}<");
            assert!(
                old.contains(&told) && drawn.contains(&told),
                "{told}: {remedy}"
            );
        }
        let captions: serde_json::Value = serde_json::from_str(&read("figures.json")).unwrap();
        assert_eq!(captions["learning"], CAPTION, "{remedy}");
        assert!(old.contains(STYLE), "{remedy}");
    }
}
