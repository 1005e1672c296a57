//! Draws every figure as it is when nobody has touched it, for pages where nothing can answer, and for paper:
//! `cargo run -p live --example stills -- FOLDER`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use live::{Picture, Session};
use serde_json::{Value, json};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say into which folder")?;
    let folder = PathBuf::from(folder);
    // A figure that is gone leaves nothing behind.
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for (chapter, figures) in live::CHAPTERS {
        for entry in *figures {
            draw(&folder, chapter, entry)?;
        }
    }
    Ok(())
}

fn draw(folder: &Path, chapter: &str, entry: &live::Entry) -> Result<(), Box<dyn Error>> {
    let session = Session::open(entry);
    let mut still = session.json();
    let about = entry.about;
    still["title"] = json!(about.title);
    still["try"] = json!(about.attempt);
    still["notice"] = json!(about.notice);
    for (index, panel) in session.frame().panels.iter().enumerate() {
        for (which, picture) in panel.pictures.iter().enumerate() {
            let drawn = &mut still["panels"][index]["pictures"][which];
            drawn["light"] = png(picture, false)?;
            drawn["dark"] = png(picture, true)?;
        }
    }
    let path = folder.join(format!("{chapter}-{}.json", about.name));
    std::fs::write(path, format!("{still:#}\n"))?;
    Ok(())
}

/// The picture as an address that holds it.
fn png(picture: &Picture, dark: bool) -> Result<Value, png::EncodingError> {
    let mut bytes = Vec::new();
    let [columns, rows] = picture.cells.map(|cells| cells as u32);
    let mut encoder = png::Encoder::new(&mut bytes, columns, rows);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()?
        .write_image_data(&picture.rgba(dark))?;
    Ok(json!(format!(
        "data:image/png;base64,{}",
        STANDARD.encode(bytes)
    )))
}
