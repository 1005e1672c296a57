//! The course in four pictures, for the first page of the project: one neuron, a network of them, what it reads, and
//! what becomes of a wrong answer. What they show was recorded: the figures are lab 2's and lab 5's, the words the judge's.
//!
//! The picture has a background of its own and follows the reader's preference for dark pages; so it can be read on both.

use crate::inline::escape;
use crate::shot;

const SIZE: (f64, f64) = (340.0, 250.0);
const GAP: f64 = 14.0;
/// Where a panel's picture begins, below its name.
const TOP: f64 = 44.0;
/// How many characters fit into the small terminal.
const COLUMNS: usize = 25;

const BLUE: &str = "#2F81E0";
const ORANGE: &str = "#D96C10";
const GREEN: &str = "#26945C";
const VIOLET: &str = "#9660E0";

const STYLE: &str = "svg{color:#1f2328;font-family:system-ui,'Segoe UI','DejaVu Sans',sans-serif}\
    .page{fill:#f6f8fa;stroke:#c8d0d8}.panel{fill:#fff}\
    @media(prefers-color-scheme:dark){svg{color:#e6edf3}.page{fill:#151b23;stroke:#3d444d}.panel{fill:#0d1117}}";

/// The four pictures, from lab 2's recorded `network`, lab 5's, and the session of the first hour.
///
/// # Errors
/// When one of them is not what it was.
pub(crate) fn draw(network: &str, reading: &str, session: &str) -> Result<String, String> {
    let (read, answer) = reads(reading)?;
    let panels = [
        ("One neuron".to_string(), neuron()),
        ("A network of them".into(), net(network)?),
        (format!("Trained, it reads: {answer}"), read),
        ("Your mistake, named".into(), judged(session)?),
    ];
    let (width, height) = (2.0 * SIZE.0 + 3.0 * GAP, 2.0 * SIZE.1 + 3.0 * GAP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>One neuron; a network of them; a handwritten digit, read; and a wrong answer, explained</title>\n\
         <style>{STYLE}</style>\n\
         <rect class=\"page\" x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" rx=\"12\" stroke-width=\"2\"/>\n",
        width - 2.0,
        height - 2.0,
    );
    for (place, (name, picture)) in panels.iter().enumerate() {
        let x = GAP + (place % 2) as f64 * (SIZE.0 + GAP);
        let y = GAP + (place / 2) as f64 * (SIZE.1 + GAP);
        svg += &format!(
            "<g transform=\"translate({x} {y})\">\n\
             <rect class=\"panel\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n\
             <circle cx=\"24\" cy=\"24\" r=\"14\" fill=\"none\" stroke=\"{BLUE}\" stroke-width=\"2\"/>\n\
             {}{}{picture}</g>\n",
            SIZE.0,
            SIZE.1,
            label(24.0, 24.0, 19, "middle", &(place + 1).to_string()),
            label(48.0, 24.0, 24, "start", name),
        );
    }
    svg += "</svg>\n";
    Ok(svg)
}

fn label(x: f64, y: f64, size: u32, anchor: &str, text: &str) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" dy=\"0.36em\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"currentColor\">{}</text>\n",
        escape(text)
    )
}

fn ring(x: f64, y: f64, r: f64, colour: &str, text: &str) -> String {
    format!(
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"3\"/>\n{}",
        label(x, y, 22, "middle", text)
    )
}

/// Three inputs, weighted and summed, and the curve that makes an output of the sum.
fn neuron() -> String {
    const SUM: (f64, f64) = (178.0, 142.0);
    let mut drawn = String::new();
    for (place, name) in ["x₁", "x₂", "x₃"].iter().enumerate() {
        let y = 78.0 + 64.0 * place as f64;
        let (colour, thick) = [(BLUE, 6), (BLUE, 3), (ORANGE, 8)][place];
        let slope = (SUM.1 - y) / (SUM.0 - 48.0);
        drawn += &format!(
            "<path d=\"M68 {} L{} {}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>\n{}",
            y + 20.0 * slope,
            SUM.0 - 30.0,
            SUM.1 - 30.0 * slope,
            ring(46.0, y, 22.0, BLUE, name)
        );
    }
    drawn += &ring(SUM.0, SUM.1, 30.0, GREEN, "Σ");
    let curve: String = (0..=36)
        .map(|step| {
            let s = f64::from(step) / 3.0 - 6.0;
            let out = 1.0 / (1.0 + (-s).exp());
            format!("{:.1},{:.1} ", 260.0 + 5.0 * s, 168.0 - 52.0 * out)
        })
        .collect();
    drawn += &format!(
        "<path d=\"M210 142H224M296 142H318\" stroke=\"currentColor\" stroke-width=\"3\"/>\n\
         <path d=\"M318 135l12 7-12 7z\" fill=\"currentColor\"/>\n\
         <rect x=\"224\" y=\"106\" width=\"72\" height=\"72\" rx=\"6\" fill=\"none\" stroke=\"{VIOLET}\" stroke-width=\"2\"/>\n\
         <polyline points=\"{}\" fill=\"none\" stroke=\"{VIOLET}\" stroke-width=\"4\"/>\n",
        curve.trim_end()
    );
    drawn
}

/// The lines and neurons of lab 2's network, without their numbers, which would be too small here.
fn net(figure: &str) -> Result<String, String> {
    let shapes = figure
        .lines()
        .filter(|line| line.starts_with("<polyline") || line.starts_with("<circle"));
    let shapes: Vec<String> = shapes.map(|line| thicker(line, 2.5)).collect();
    if shapes.len() < 20 {
        return Err("lab 2's figure `network` has too few lines and neurons".into());
    }
    Ok(format!(
        "<svg x=\"12\" y=\"{TOP}\" width=\"316\" height=\"196\" viewBox=\"170 230 2620 1340\">\n{}\n</svg>\n",
        shapes.join("\n")
    ))
}

/// The same shape with a line so many times as thick.
fn thicker(shape: &str, times: f64) -> String {
    let Some((before, rest)) = shape.split_once(" stroke-width=\"") else {
        return shape.to_string();
    };
    let (width, after) = rest.split_once('"').unwrap_or((rest, ""));
    let width = times * width.parse::<f64>().unwrap_or(1.0);
    format!("{before} stroke-width=\"{width}\"{after}")
}

/// The digit of lab 5's figure `network` with the probability of each class, and the likeliest class.
fn reads(figure: &str) -> Result<(String, usize), String> {
    let ink = |line: &&str| line.starts_with("<rect") && line.contains("fill=\"currentColor\"");
    let pixels: Vec<&str> = figure.lines().filter(ink).collect();
    let shares: Vec<f64> = figure
        .lines()
        .filter_map(|line| line.strip_suffix(" %")?.parse().ok())
        .collect();
    let likeliest = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
    let (Some(answer), 10, false) = (likeliest, shares.len(), pixels.is_empty()) else {
        return Err("lab 5's figure `network` has no digit, or not ten probabilities".into());
    };
    let mut drawn = format!(
        "<svg x=\"12\" y=\"66\" width=\"150\" height=\"150\" viewBox=\"20 110 196 196\" shape-rendering=\"crispEdges\">\n{}\n\
         <rect x=\"21\" y=\"111\" width=\"194\" height=\"194\" fill=\"none\" stroke=\"#8b949e\" stroke-width=\"2\"/>\n</svg>\n",
        pixels.join("\n")
    );
    for (digit, share) in shares.iter().enumerate() {
        let y = TOP + 10.0 + 19.5 * digit as f64;
        let (colour, said) = if digit == answer {
            (ORANGE, format!("{share:.0} %"))
        } else {
            (BLUE, String::new())
        };
        let long = 1.0 + 0.8 * share;
        drawn += &format!(
            "{}<rect x=\"204\" y=\"{}\" width=\"{long:.1}\" height=\"14\" fill=\"{colour}\"/>\n{}",
            label(194.0, y, 19, "end", &digit.to_string()),
            y - 7.0,
            if said.is_empty() {
                said
            } else {
                label(210.0 + long, y, 20, "start", &said)
            },
        );
    }
    Ok((drawn, answer))
}

/// A small terminal with what the judge says to the wrong answer of the first hour.
fn judged(session: &str) -> Result<String, String> {
    let failed = shot::inked(&shot::failed(session)?, false);
    let why = shot::inked(&shot::diagnosis(session)?, true);
    let rows = shot::wrapped(&failed, COLUMNS)
        .into_iter()
        .chain(shot::wrapped(&why, COLUMNS));
    let mut drawn = format!(
        "<rect x=\"10\" y=\"{TOP}\" width=\"320\" height=\"196\" rx=\"8\" fill=\"#171c24\" stroke=\"#58616c\"/>\n\
         <g font-family=\"{}\" font-size=\"19\">\n",
        shot::FONT
    );
    for (place, row) in rows.enumerate() {
        let below = if place == 0 {
            30.0
        } else {
            42.0 + 27.0 * place as f64
        };
        drawn += &shot::text(&row, 22.0, TOP + below);
    }
    drawn += "</g>\n";
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(shares: &[&str]) -> String {
        let pixel = "<rect x=\"1\" fill=\"currentColor\"/>\n".to_string();
        pixel
            + &shares
                .iter()
                .map(|share| format!("{share} %\n"))
                .collect::<String>()
    }

    #[test]
    fn the_likeliest_digit_is_the_answer() {
        let shares = ["1", "0", "0", "0", "60.4", "0", "0", "0", "0", "38.6"];
        let (drawn, answer) = reads(&reading(&shares)).unwrap();
        assert_eq!(answer, 4);
        assert!(
            drawn.contains(">60 %<") && !drawn.contains(">39 %<"),
            "{drawn}"
        );
    }

    #[test]
    fn a_figure_that_has_changed_is_refused() {
        assert!(reads(&reading(&["50", "50"])).is_err());
        assert!(reads("").is_err());
        assert!(net("<circle/>").is_err());
    }

    #[test]
    fn lines_become_thicker() {
        let line = "<circle r=\"1\" stroke-width=\"6\"/>";
        assert_eq!(thicker(line, 2.5), "<circle r=\"1\" stroke-width=\"15\"/>");
        assert_eq!(thicker("<circle/>", 2.5), "<circle/>");
    }
}
