//! Two maps of the digits, and what a decoder draws between them.

use super::maps::{Map, SIDE};
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "map",
        title: "Every place on the map is a picture",
        attempt: "Drag A slowly from the crowd of one digit into the crowd of another; then put A and B far out where no digit is, and change the network.",
        notice: "Where digits are near, what is drawn is a digit. Between two crowds it is a bit of both. The plain network's map has deserts, and what it draws there belongs to nobody; the variational one was made to fill its place.",
    },
    open: || Box::new(Walk::new()),
};

const REACH: std::ops::RangeInclusive<f64> = -3.0..=3.0;
/// Pictures on the way from A to B.
const STEPS: usize = 8;
const COLOURS: [&str; 5] = ["blue", "orange", "green", "violet", "red"];

struct Walk {
    board: Board,
    maps: [Map; 2],
}

impl Walk {
    fn new() -> Self {
        let board = Board::new()
            .choice(
                "network",
                "network",
                &[("variational", "variational"), ("plain", "plain")],
            )
            .handle("a", "A", REACH, REACH, [0.05, 0.05], [-1.0, 0.5])
            .handle("b", "B", REACH, REACH, [0.05, 0.05], [1.2, -0.6]);
        Walk {
            board,
            maps: Map::both(),
        }
    }

    fn map(&self) -> &Map {
        &self.maps[usize::from(self.board.chosen("network") == "variational")]
    }

    fn paper(&self) -> Plot {
        let axes = (
            (REACH, "first number of the code"),
            (REACH, "second number"),
        );
        let mut plot = Plot::new(
            "map",
            "Where the encoder puts 200 test digits, in standard deviations",
            [360.0, 350.0],
            axes.0,
            axes.1,
        );
        let [a, b] = ["a", "b"].map(|knob| self.board.point(knob));
        plot = plot.line([a, b], "ink thin rule");
        for &(at, digit) in &self.map().digits {
            let colour = COLOURS[usize::from(digit) % COLOURS.len()];
            plot = plot.text(at, "middle", colour, &digit.to_string());
        }
        let name = |[x, y]: [f64; 2]| [x + 0.2, y + 0.12];
        plot.text(name(a), "start", "big", "A")
            .text(name(b), "start", "big", "B")
            .handle("a", a, "ink")
            .handle("b", b, "teal")
    }

    fn drawn(&self) -> Plot {
        let picture = self.map().draw(&[self.board.point("a")]).remove(0);
        Plot::bare("drawn", "What the decoder draws at A", [200.0, 200.0]).picture(Picture::new(
            [SIDE, SIDE],
            picture,
            Scale::Ink(1.0),
        ))
    }

    fn way(&self) -> Plot {
        let [a, b] = ["a", "b"].map(|knob| self.board.point(knob));
        let part = |i: usize| i as f64 / (STEPS - 1) as f64;
        let places: Vec<[f64; 2]> = (0..STEPS)
            .map(|i| [0, 1].map(|axis| (1.0 - part(i)) * a[axis] + part(i) * b[axis]))
            .collect();
        let pictures = self.map().draw(&places).into_iter().enumerate();
        let size = [360.0, 90.0];
        let wide = size[0] / 4.0;
        let plot = Plot::bare(
            "way",
            "On the straight way from A (upper left) to B (lower right)",
            [size[0], 2.0 * wide],
        );
        pictures.fold(plot, |plot, (i, picture)| {
            let low = [
                (i % 4) as f64 * wide + 2.0,
                if i < 4 { wide + 2.0 } else { 2.0 },
            ];
            let picture = Picture::new([SIDE, SIDE], picture, Scale::Ink(1.0));
            plot.picture_at(picture, low, low.map(|v| v + wide - 4.0))
        })
    }
}

impl Figure for Walk {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn show(&self) -> Frame {
        let a = self.board.point("a");
        let (digit, far) = self.map().nearest(a);
        let words = if far > 0.4 {
            format!(
                "The nearest of the 200 digits is {} away: nobody taught the decoder what to draw here.",
                num(far, 2)
            )
        } else {
            format!(
                "The nearest of the 200 digits is a {digit}, {} away.",
                num(far, 2)
            )
        };
        Frame::new()
            .panel(self.paper())
            .panel(self.drawn())
            .panel(self.way())
            .told("code", "A", &a.map(|z| num(z, 2)).join(", "))
            .told("nearest", "nearest digit", &digit.to_string())
            .reading("far", "its distance", far, 2)
            .words(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn a_digits_own_place_draws_something_like_it() {
        // Of the digits on the variational map, the drawings at their places are nearer to their class's mean than to the
        // mean of most other classes.
        let walk = Walk::new();
        let digits = datasets::digits().test.take(200);
        let mean = |class: u8| -> Vec<f32> {
            let rows: Vec<usize> = (0..200).filter(|&i| digits.labels[i] == class).collect();
            let pixel = |p: usize| {
                rows.iter().map(|&i| digits.pixels[[i, p]]).sum::<f32>() / rows.len() as f32
            };
            (0..SIDE * SIDE).map(pixel).collect()
        };
        let means: Vec<Vec<f32>> = (0..10).map(mean).collect();
        let map = &walk.maps[1];
        let places: Vec<[f64; 2]> = map.digits.iter().map(|digit| digit.0).collect();
        let pictures = map.draw(&places);
        let right = pictures
            .iter()
            .zip(&map.digits)
            .filter(|(picture, (_, class))| {
                let apart = |mean: &Vec<f32>| -> f32 {
                    mean.iter()
                        .zip(*picture)
                        .map(|(a, b)| (a - b).powi(2))
                        .sum()
                };
                let nearest =
                    (0..10).min_by(|&a, &b| apart(&means[a]).total_cmp(&apart(&means[b])));
                nearest == Some(usize::from(*class))
            });
        // Two numbers do not hold ten digits apart; by chance it would be 20.
        let right = right.count();
        assert!(right > 110, "{right} of 200");
    }

    #[test]
    fn the_ends_of_the_way_are_a_and_b() {
        let mut session = Session::open(&ENTRY);
        let last = |session: &Session| {
            let panels = &session.frame().panels;
            (
                panels[1].pictures[0].values.clone(),
                panels[2].pictures.clone(),
            )
        };
        let (drawn, way) = last(&session);
        assert_eq!(way.len(), STEPS);
        assert!(
            drawn
                .iter()
                .zip(&way[0].values)
                .all(|(a, b)| (a - b).abs() < 1e-5)
        );
        let b = way[STEPS - 1].values.clone();
        session.set("a", "1.2,-0.6");
        let (drawn, _) = last(&session);
        assert!(drawn.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-5));
    }

    #[test]
    fn far_out_it_says_that_nobody_is_there() {
        let mut session = Session::open(&ENTRY);
        session.set("a", "-3,3");
        assert!(
            session.number("far") > 0.4 && session.frame().words.contains("nobody taught"),
            "{}",
            session.frame().words
        );
        let place = Walk::new().maps[1].digits[0].0;
        session.set("a", &format!("{},{}", place[0], place[1]));
        assert!(session.number("far") <= 0.04);
    }
}
