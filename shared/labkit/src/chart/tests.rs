//! Whole charts as SVG.

use super::Chart;

fn svg(chart: Chart) -> String {
    chart.to_svg("a chart").unwrap()
}

#[test]
fn every_part_is_there() {
    let chart = Chart::new("x axis", "y axis")
        .line("a line", [(0.0, 0.0), (1.0, 1.0)])
        .dashed("a dash", [(0.0, 1.0), (1.0, 0.0)])
        .points("dots", [(0.5, 0.5)])
        .hline(0.25, "a rule");
    let svg = svg(chart);
    for text in [
        "x axis", "y axis", "a line", "a dash", "dots", "a rule", "0.4",
    ] {
        assert!(
            svg.contains(&format!(">\n{text}\n</text>")),
            "{text} is missing in {svg}"
        );
    }
    assert_eq!(svg.matches("<circle").count(), 2, "one dot and its sample");
    assert!(!svg.contains("=\"#000000\""));
}

#[test]
fn bars_are_as_many_as_values() {
    let svg = svg(Chart::new("", "")
        .bars("one", [("a", 1.0), ("b", -2.0)])
        .bars("two", [("a", 3.0), ("b", 4.0)]));
    assert_eq!(
        svg.matches("<rect").count(),
        4 + 2,
        "four bars and two samples"
    );
}

#[test]
fn nothing_leaves_the_frame() {
    let wild = (0..100).map(|i| {
        (
            f64::from(i),
            f64::from(i).powi(5) * if i % 2 == 0 { 1.0 } else { -1.0 },
        )
    });
    let svg = svg(Chart::new("", "")
        .line("", wild)
        .x_range(0.0..99.0)
        .y_range(-1.0..1.0)
        .size(200, 100));
    let polylines = svg.lines().filter(|line| line.starts_with("<polyline"));
    for pair in polylines.flat_map(|line| {
        line.split("points=\"")
            .nth(1)
            .unwrap_or("")
            .split_whitespace()
    }) {
        let (x, y) = pair.trim_end_matches("\"/>").split_once(',').unwrap();
        let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
        assert!((0..=800).contains(&x) && (0..=400).contains(&y), "{pair}");
    }
}

#[test]
fn odd_data_still_draw() {
    svg(Chart::new("", ""));
    svg(Chart::new("", "").line("flat", [(1.0, 2.0), (2.0, 2.0)]));
    svg(Chart::new("", "")
        .line("nan", [(f64::NAN, 2.0), (2.0, f64::INFINITY)])
        .log_y());
    svg(Chart::new("", "").bars("none", Vec::<(String, f64)>::new()));
    svg(Chart::new("", "")
        .points("one", [(3.0, 4.0)])
        .log_x()
        .log_y());
    svg(Chart::new("", "").band("none", []));
    svg(Chart::new("", "").band("alone", [(1.0, 2.0, 1.0, 3.0)]));
}

#[test]
fn many_points_stay_small() {
    let noisy = (0..200_000).map(|i| (f64::from(i), (f64::from(i) * 0.7).sin()));
    let svg = svg(Chart::new("", "")
        .line("noise", noisy.clone())
        .points("dots", noisy));
    assert!(svg.len() < 150_000, "{} bytes", svg.len());
}

#[test]
fn a_band_is_an_area_around_its_line() {
    let band = [
        (1.0, 0.5, 0.25, 0.75),
        (2.0, 0.6, 0.5, 0.8),
        (3.0, f64::NAN, f64::NAN, 1.0),
    ];
    let chart = Chart::new("", "").band("several", band);
    let svg = svg(chart.clone());
    assert_eq!(svg.matches("<polygon").count(), 1, "{svg}");
    let polygon = svg.lines().find(|line| line.starts_with("<polygon"));
    let (_, points) = polygon.unwrap().split_once("points=\"").unwrap();
    let points = points.split('"').next().unwrap();
    assert_eq!(points.split_whitespace().count(), 4, "two edges of two");
    assert_eq!(svg.matches("<circle").count(), 2);
    // Its edges belong to the data: the axis reaches down to them.
    let places = chart.series[0].places();
    assert!(places.contains(&(1.0, 0.25)) && places.contains(&(2.0, 0.8)));
}
