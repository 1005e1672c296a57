//! Eight clouds on a ring: the generator and the discriminator learn in the page, by one of the lab's recipes.

use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab10::ring::{
    CRITIC, CURED, Covered, ENOUGH, Game, MODES, NAIVE, Recipe, centre, changes, points, real,
};
use labkit::numerals::percentage;
use nabla::{Module, Tape, Tensor};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "ring",
        title: "Eight clouds, and a forger who may forget some",
        attempt: "Let both play by the first recipe and watch where the forged points go; then try the other recipes with the same seed, and one recipe with other seeds.",
        notice: "The forger goes where the expert believes most, and the expert follows: count the clouds over time, not only at the end.",
    },
    open: || Box::new(Ring::new()),
};

/// Real and forged points that are drawn.
const DRAWN: [usize; 2] = [100, 180];
/// Forged points that are counted.
const COUNTED: usize = 1000;
/// Rounds between two counts.
const EVERY: usize = 25;
/// Rounds in one piece of time.
const PIECE: usize = 5;
/// Half the side of the plane that is shown.
const SIDE: f64 = 3.2;
/// The expert is asked in so many places of a side.
const CELLS: usize = 26;

struct Ring {
    board: Board,
    recipe: Recipe,
    game: Game,
    real: Tensor,
    forged: Tensor,
    /// How the clouds were covered after 0, [`EVERY`], … rounds.
    counts: Vec<Covered>,
    /// What the expert says all over the plane.
    verdicts: Vec<f32>,
}

fn recipe(name: &str) -> Recipe {
    let [patient, five, beta, four, two] = changes().map(|(_, recipe)| recipe);
    match name {
        "patient" => patient,
        "five" => five,
        "beta" => beta,
        "four" => four,
        "two" => two,
        "cured" => CURED,
        "critic" => CRITIC,
        _ => NAIVE,
    }
}

impl Ring {
    fn new() -> Self {
        let board = Board::new()
            .choice(
                "recipe",
                "recipe",
                &[
                    ("naive", "Adam as it comes"),
                    ("beta", "β₁ = 0.5"),
                    ("five", "five steps of the expert"),
                    ("two", "packs of two"),
                    ("four", "packs of four"),
                    ("patient", "four times the rounds"),
                    ("cured", "the whole cure"),
                    ("critic", "a critic: heights"),
                ],
            )
            .slider("seed", "seed", 1.0..=9.0, 1.0, 1.0)
            .switch("run", "run", false)
            .button("step", "25 rounds")
            .button("again", "start again")
            .switch("expert", "what the expert says", true);
        let recipe = NAIVE;
        let mut ring = Ring {
            game: Game::new(&recipe, 1),
            recipe,
            board,
            real: real(DRAWN[0], &mut nabla::rng(1)),
            forged: Tensor::zeros([0, 2]),
            counts: Vec::new(),
            verdicts: Vec::new(),
        };
        ring.look();
        ring
    }

    fn begin(&mut self) {
        let seed = self.board.count("seed") as u64;
        self.recipe = recipe(self.board.chosen("recipe"));
        self.game = Game::new(&self.recipe, seed);
        self.counts.clear();
        self.look();
    }

    fn over(&self) -> bool {
        self.game.rounds() >= self.recipe.rounds
    }

    fn play(&mut self, rounds: usize) {
        for _ in 0..rounds.min(self.recipe.rounds - self.game.rounds()) {
            self.game.round();
            if self.game.rounds().is_multiple_of(EVERY) {
                self.look();
            }
        }
    }

    /// Counts what is forged now, and asks the expert about the whole plane.
    fn look(&mut self) {
        let forged = points(&self.game.generator, COUNTED);
        self.counts.push(Covered::by(&forged));
        self.forged = forged;
        self.verdicts = self.verdicts();
    }

    /// What the expert says to every place, −1 for forged, 1 for real. One who looks at packs is shown the same place as
    /// often as its pack is large. Heights have no middle of their own: they get their mean, and their largest distance from it.
    fn verdicts(&self) -> Vec<f32> {
        let part = |cell: usize| (2.0 * (cell as f64 + 0.5) / CELLS as f64 - 1.0) * SIDE;
        let place = |cell: usize| [part(cell % CELLS) as f32, -part(cell / CELLS) as f32];
        let places = (0..CELLS * CELLS).flat_map(|cell| place(cell).repeat(self.recipe.pack));
        let rows = CELLS * CELLS * self.recipe.pack;
        let places = Tensor::from_vec(places.collect(), [rows, 2]);
        let tape = Tape::new();
        let said = self
            .game
            .discriminator
            .forward(&tape, tape.constant(places));
        let said = said.value();
        let said = said.data();
        if self.recipe.critic.is_none() {
            return said.iter().map(|s| (s / 2.0).tanh()).collect();
        }
        let mean = said.iter().sum::<f32>() / said.len() as f32;
        let far = said
            .iter()
            .fold(1e-6f32, |far, s| far.max((s - mean).abs()));
        said.iter().map(|s| (s - mean) / far).collect()
    }

    fn plane(&self) -> Plot {
        let expert = self.board.on("expert");
        let title = if expert {
            "Green: real points; orange: forged ones; below, what the expert says: blue is real, orange is forged"
        } else {
            "Green: real points; orange: forged ones; circles: the eight clouds"
        };
        let mut plot = Plot::new(
            "plane",
            title,
            [340.0, 334.0],
            (-SIDE..=SIDE, ""),
            (-SIDE..=SIDE, ""),
        );
        if expert {
            let said = self.verdicts.clone();
            plot = plot.picture(Picture::new([CELLS; 2], said, Scale::Faint(1.0)).smooth());
        }
        for k in 0..MODES {
            let [x, y] = centre(k).map(f64::from);
            let near = f64::from(lab10::ring::NEAR);
            let circle = (0..=24).map(|i| {
                let angle = std::f64::consts::TAU * f64::from(i) / 24.0;
                [x + near * angle.cos(), y + near * angle.sin()]
            });
            plot = plot.line(circle, "ink thin").text(
                [1.28 * x, 1.28 * y - 0.09],
                "middle",
                "tick",
                &(k + 1).to_string(),
            );
        }
        plot.dots(pairs(&self.real, DRAWN[0]), 2.0, "green").dots(
            pairs(&self.forged, DRAWN[1]),
            2.4,
            "orange",
        )
    }

    fn shares(&self) -> Plot {
        let due = 1.0 / MODES as f64;
        let mut plot = Plot::new(
            "shares",
            "The part of the forged points near each cloud; dashed: its due, and what it needs to count",
            [340.0, 200.0],
            (0.4..=8.6, "cloud"),
            (0.0..=0.6, "part"),
        );
        for (k, share) in self.now().shares.into_iter().enumerate() {
            let x = k as f64 + 1.0;
            let colour = if share >= ENOUGH { "orange" } else { "red" };
            plot = plot.bar([x - 0.3, 0.0], [x + 0.3, share], colour).text(
                [x, 0.55],
                "middle",
                "tick",
                &(k + 1).to_string(),
            );
        }
        plot.rule([0.0, due], [9.0, due], "ink")
            .rule([0.0, ENOUGH], [9.0, ENOUGH], "soft")
    }

    fn history(&self) -> Plot {
        let at = |i: usize| (EVERY * i) as f64;
        let most = self.recipe.rounds as f64;
        let modes = self.counts.iter().enumerate();
        let good = modes.clone();
        Plot::new(
            "history",
            "Blue: clouds covered; dashed: eighths of the points that are good",
            [340.0, 200.0],
            (0.0..=most, "round"),
            (0.0..=8.4, "of eight"),
        )
        .line(good.map(|(i, c)| [at(i), 8.0 * c.good()]), "ink rule")
        .line(modes.map(|(i, c)| [at(i), c.modes() as f64]), "blue")
    }

    fn now(&self) -> Covered {
        self.counts[self.counts.len() - 1]
    }

    fn words(&self) -> String {
        let now = self.now();
        let missing: Vec<String> = (0..MODES)
            .filter(|&k| now.shares[k] < ENOUGH)
            .map(|k| (k + 1).to_string())
            .collect();
        let round = self.game.rounds();
        let ended = if self.over() { ", the last" } else { "" };
        match missing.as_slice() {
            [] => format!("Round {round}{ended}: every cloud gets its points."),
            [one] => format!("Round {round}{ended}: cloud {one} is forgotten."),
            all if all.len() == MODES => {
                format!("Round {round}{ended}: no cloud gets enough points.")
            }
            several => format!(
                "Round {round}{ended}: forgotten are the clouds {}.",
                several.join(", ")
            ),
        }
    }
}

fn pairs(points: &Tensor, count: usize) -> impl Iterator<Item = [f64; 2]> + '_ {
    let pairs = points.data().chunks_exact(2).take(count);
    pairs.map(|at| [f64::from(at[0]), f64::from(at[1])])
}

impl Figure for Ring {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "recipe" | "seed" => self.begin(),
            "run" if self.board.on("run") && self.over() => self.begin(),
            _ => {}
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "again" => self.begin(),
            _ => self.play(EVERY),
        }
    }

    fn tick(&mut self, _seconds: f64) {
        self.play(PIECE);
        if self.over() {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let now = self.now();
        Frame::new()
            .panel(self.plane())
            .panel(self.shares())
            .panel(self.history())
            .reading("round", "round", self.game.rounds() as f64, 0)
            .reading("modes", "clouds covered", now.modes() as f64, 0)
            .told("good", "good points", &percentage(now.good(), 0))
            .words(self.words())
            .running(self.board.on("run"))
            .idle("step", self.over())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use lab10::ring::play;

    fn run(session: &mut Session) -> usize {
        session.set("run", "on");
        while session.frame().running {
            session.tick(0.1);
        }
        session.frame().readings[1].value.parse().unwrap()
    }

    #[test]
    fn a_hundred_rounds_are_the_labs_game() {
        let mut session = Session::open(&ENTRY);
        session.set("recipe", "two");
        session.set("seed", "3");
        for _ in 0..4 {
            session.press("step");
        }
        let known = Recipe {
            rounds: 100,
            ..recipe("two")
        };
        let covered = Covered::by(&points(&play(&known, 3, |_, _| ()), COUNTED));
        let readings = &session.frame().readings;
        assert_eq!(readings[0].value, "100");
        assert_eq!(readings[1].value, covered.modes().to_string());
        assert_eq!(readings[2].value, percentage(covered.good(), 0));
    }

    #[test]
    fn the_first_recipe_forgets_clouds_and_the_cure_does_not() {
        let mut session = Session::open(&ENTRY);
        assert!(run(&mut session) <= 5);
        session.set("recipe", "cured");
        assert_eq!(session.frame().readings[0].value, "0", "a new game");
        assert_eq!(run(&mut session), 8);
    }
}
