//! The karate club: the reader says who has a label, and a small graph network learns where the others stand.

use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Plot};
use lab15::graphs::layout::places;
use lab15::graphs::training::Run;
use lab15::graphs::{Graph, Recipe, Task};
use labkit::numerals::percentage;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "club",
        title: "The karate club, with labels of your own",
        attempt: "Let it run with the two labels that are there. Take them away and give two others, two members at the edge; then give one wrong label, and watch how far it reaches.",
        notice: "Colour flows along links. Two labels in the middle of their sides are enough for nearly all; at the edge they are heard by few in two layers, and more layers let them be heard farther. With eight all members come out more alike.",
    },
    open: || Box::new(Club::new()),
};

const MEMBERS: usize = 34;
/// What stands for a member in the text of labels: none, blue, orange.
const MARKS: [char; 3] = ['.', 'b', 'o'];
/// Steps of a tick, and of a whole training.
const PACE: usize = 2;
const STEPS: usize = 300;
/// How near a tap has to be, in widths of the drawing.
const NEAR: f64 = 0.06;

struct Club {
    board: Board,
    graph: Graph,
    places: [[f64; 2]; MEMBERS],
    sides: Vec<u8>,
    run: Run,
    task: Task,
    steps: usize,
    /// Of each member, the probability of the orange side.
    chances: Vec<f64>,
}

impl Club {
    fn new() -> Self {
        let give = &[("1", "blue"), ("2", "orange"), ("0", "no label")];
        let board = Board::new()
            .switch("run", "run", false)
            .button("step", "ten steps")
            .button("again", "fresh weights")
            .slider("layers", "layers", 2.0..=8.0, 1.0, 2.0)
            .slider("seed", "seed", 1.0..=9.0, 1.0, 1.0)
            .choice("give", "a tap gives a member", give)
            .slider("member", "or choose the member", 0.0..=33.0, 1.0, 0.0)
            .button("put", "give the label")
            .hidden("labels", MEMBERS);
        let graph = Graph::karate();
        let task = task(&graph, &first());
        let mut club = Club {
            run: Run::new(&task, &Recipe::KARATE, 1),
            places: places(),
            sides: task.kinds.clone(),
            task,
            board,
            graph,
            steps: 0,
            chances: Vec::new(),
        };
        club.again();
        club
    }

    /// The label of each member: 0 none, 1 blue, 2 orange.
    fn labels(&self) -> Vec<usize> {
        let text = self.board.text("labels");
        let mark = |letter| MARKS.iter().position(|&mark| mark == letter);
        let labels: Option<Vec<usize>> = text.chars().map(mark).collect();
        labels
            .filter(|labels| labels.len() == MEMBERS)
            .unwrap_or_else(first)
    }

    fn give(&mut self, member: usize) {
        let mut labels = self.labels();
        let given = self.board.chosen("give").parse().unwrap_or(0);
        // A second tap takes it away.
        labels[member] = if labels[member] == given { 0 } else { given };
        let text: String = labels.iter().map(|&label| MARKS[label]).collect();
        self.board.set("labels", &text);
        self.again();
    }

    /// From fresh weights.
    fn again(&mut self) {
        self.task = task(&self.graph, &self.labels());
        let recipe = Recipe {
            layers: self.board.count("layers"),
            ..Recipe::KARATE
        };
        self.run = Run::new(&self.task, &recipe, self.board.count("seed") as u64);
        self.steps = 0;
        self.look();
    }

    fn steps(&mut self, count: usize) {
        if !self.task.train.is_empty() {
            for _ in 0..count {
                self.run.step(&self.task);
            }
            self.steps += count;
            self.look();
        }
    }

    fn look(&mut self) {
        let [logits, _] = self.run.look(&self.task);
        let chance = |l: &[f32]| 1.0 / (1.0 + f64::from(l[0] - l[1]).exp());
        self.chances = logits.data().chunks(2).map(chance).collect();
    }

    /// How many of the members without a label are on the side to which they went, and how many there are.
    fn right(&self) -> [usize; 2] {
        let free = (0..MEMBERS).filter(|i| !self.task.train.contains(i));
        let is_right = |&i: &usize| (self.chances[i] > 0.5) == (self.sides[i] == 1);
        [free.clone().filter(is_right).count(), free.count()]
    }

    fn plot(&self) -> Plot {
        let mut plot = Plot::bare(
            "club",
            "Members and who met whom; a ring marks a label",
            [640.0, 420.0],
        );
        let at = |i: usize| {
            [
                20.0 + 600.0 * self.places[i][0],
                20.0 + 380.0 * self.places[i][1],
            ]
        };
        for &[a, b] in &self.graph.links {
            plot = plot.line([at(a as usize), at(b as usize)], "ink thin");
        }
        for (i, &chance) in self.chances.iter().enumerate() {
            let sure = (2.0 * chance - 1.0).abs();
            let class = match chance {
                chance if chance > 0.55 => "orange",
                chance if chance < 0.45 => "blue",
                _ => "",
            };
            if self.task.train.contains(&i) {
                plot = plot.dot(at(i), 18.0, "ink");
            }
            plot = plot.node(
                at(i),
                9.0 + 5.0 * sure,
                class,
                &i.to_string(),
                &format!("member {i}"),
            );
        }
        plot
    }
}

/// The instructor blue, the administrator orange.
fn first() -> Vec<usize> {
    let mut labels = vec![0; MEMBERS];
    (labels[0], labels[MEMBERS - 1]) = (1, 2);
    labels
}

/// What the network is told: the labels of the reader.
fn task(graph: &Graph, labels: &[usize]) -> Task {
    let labelled: Vec<usize> = (0..MEMBERS).filter(|&i| labels[i] > 0).collect();
    let mut task = Task::karate(Some(graph.normalised()), &labelled);
    for &i in &labelled {
        task.kinds[i] = (labels[i] - 1) as u8;
    }
    task
}

impl Figure for Club {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if ["layers", "seed", "labels"].contains(&knob) {
            self.again();
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "step" => self.steps(10),
            "put" => self.give(self.board.count("member")),
            _ => self.again(),
        }
    }

    fn pen(&mut self, _panel: &str, phase: Pen, at: [f64; 2]) {
        if phase != Pen::Down {
            return;
        }
        let Some(panel) = self.show().panels.into_iter().next() else {
            return;
        };
        let [x, y] = panel.view.to_data(at);
        let [x, y] = [(x - 20.0) / 600.0, (y - 20.0) / 380.0];
        let far = |i: &usize| (self.places[*i][0] - x).hypot(self.places[*i][1] - y);
        let nearest = (0..MEMBERS).min_by(|a, b| far(a).total_cmp(&far(b)));
        if let Some(member) = nearest.filter(|member| far(member) < NEAR) {
            self.give(member);
        }
    }

    fn tick(&mut self, _seconds: f64) {
        self.steps(PACE);
        if self.steps >= STEPS {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let [right, free] = self.right();
        let words = match self.task.train.len() {
            0 => "Nobody has a label: there is nothing to learn. Tap on a member.".to_string(),
            labels => format!(
                "{labels} with a label. Of the other {free} members {right} stand where they went: {}.",
                percentage(right as f64 / free.max(1) as f64, 0)
            ),
        };
        Frame::new()
            .panel(Panel::from(self.plot()).with_pen())
            .reading("steps", "steps", self.steps as f64, 0)
            .words(words)
            .running(self.board.on("run"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn two_labels_are_enough_and_none_are_not() {
        let mut session = Session::open(&ENTRY);
        (0..20).for_each(|_| session.press("step"));
        let words = &session.frame().words;
        assert!(
            words.starts_with("2 with a label. Of the other 32 members 3"),
            "{words}"
        );
        assert!(session.number("steps") == 200.0);
        session.press("put");
        assert!(session.frame().words.starts_with("1 with a label"));
        let state = session.state();
        session.set("member", "33");
        session.set("give", "2");
        session.press("put");
        session.press("step");
        assert!(session.frame().words.starts_with("Nobody"));
        session.restore(&state);
        assert!(session.frame().words.starts_with("1 with a label"));
    }

    #[test]
    fn a_tap_labels_the_nearest_member() {
        let mut session = Session::open(&ENTRY);
        let [x, y] = places()[5];
        let at = [(20.0 + 600.0 * x) / 640.0, 1.0 - (20.0 + 380.0 * y) / 420.0];
        session.pen("club", Pen::Down, at);
        assert!(
            session.frame().words.starts_with("3 with a label"),
            "{}",
            session.frame().words
        );
        session.pen("club", Pen::Down, at);
        assert!(session.frame().words.starts_with("2 with a label"));
    }
}
