//! The bound and its gap: a code with one number, where everything has a formula.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab09::vae::bound::{Blurred, Normal};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "bound",
        title: "A bound, a gap, and a sum that stays",
        attempt: "Drag the guess q until the gap is 0; then move x and see which of the two has to follow.",
        notice: "Whatever the guess is, bound and gap add up to ln p(x), which does not know of any guess. The gap is 0 only where q is the posterior, and there is no better bound.",
    },
    open: || Box::new(Guess::new()),
};

const MU: std::ops::RangeInclusive<f64> = -3.0..=3.0;
const SIGMA: std::ops::RangeInclusive<f64> = 0.1..=2.0;
/// How far down the bars are drawn, in nats.
const DEEPEST: f64 = -12.0;

struct Guess {
    board: Board,
}

/// All that is known of one guess, in nats.
struct Ledger {
    evidence: f64,
    bound: f64,
    gap: f64,
    explains: f64,
    price: f64,
}

impl Guess {
    fn new() -> Self {
        let board = Board::new()
            .slider("mu", "μ of the guess", MU, 0.05, -1.0)
            .slider("sigma", "σ of the guess", SIGMA, 0.05, 1.2)
            .slider("x", "x, what was seen", MU, 0.1, 1.5)
            .slider("tau", "τ, how blurred", 0.2..=2.0, 0.1, 0.6)
            .handle(
                "q",
                "μ and σ of the guess",
                MU,
                SIGMA,
                [0.05, 0.05],
                [-1.0, 1.2],
            );
        Guess { board }
    }

    fn model(&self) -> (Blurred, f64, Normal) {
        let number = |knob: &str| self.board.number(knob);
        let q = Normal {
            mean: number("mu"),
            sigma: number("sigma"),
        };
        (Blurred { tau: number("tau") }, number("x"), q)
    }

    fn ledger(&self) -> Ledger {
        let (model, x, q) = self.model();
        Ledger {
            evidence: model.ln_evidence(x),
            bound: model.bound(x, &q),
            gap: q.divergence(&model.posterior(x)),
            explains: model.explains(x, &q),
            price: q.divergence(&Normal::STANDARD),
        }
    }

    fn densities(&self) -> Plot {
        let (model, x, q) = self.model();
        let curve = |normal: Normal| {
            let places = (0..=160).map(|i| -4.0 + f64::from(i) / 20.0);
            places.map(move |z| [z, normal.ln_density(z).exp()])
        };
        let axes = ((-4.0..=4.0, "z"), (0.0..=2.0, "density"));
        Plot::new(
            "densities",
            "Grey: p(z). Green: the posterior p(z | x). Blue: the guess q(z). Dashed: x",
            [360.0, 250.0],
            axes.0,
            axes.1,
        )
        .line(curve(Normal::STANDARD), "soft")
        .line(curve(model.posterior(x)), "green thick")
        .line(curve(q), "blue thick")
        .rule([x, 0.0], [x, 2.0], "ink")
    }

    fn plane(&self) -> Plot {
        let (model, x, q) = self.model();
        let posterior = model.posterior(x);
        let title = "Every guess is a dot: drag it. The cross is the posterior";
        let at = [posterior.mean, posterior.sigma];
        Plot::new("plane", title, [300.0, 250.0], (MU, "μ"), (SIGMA, "σ"))
            .line(
                [[at[0] - 0.15, at[1]], [at[0] + 0.15, at[1]]],
                "green thick",
            )
            .line(
                [[at[0], at[1] - 0.06], [at[0], at[1] + 0.06]],
                "green thick",
            )
            .handle("q", [q.mean, q.sigma], "blue")
    }

    fn bars(&self, ledger: &Ledger) -> Plot {
        let Ledger {
            evidence, bound, ..
        } = *ledger;
        let title =
            "In nats, hanging down from 0: ln p(x); and beside it the bound, red where it is lower";
        let down = bound.max(DEEPEST);
        // The bar of a bad guess does not fit.
        let name = if bound < DEEPEST {
            format!("bound ↓ {}", num(bound, 1))
        } else {
            "bound".into()
        };
        let plot = [-10.0, -5.0]
            .into_iter()
            .fold(
                Plot::square("bars", title, [240.0, 250.0], 0.0..=4.0, DEEPEST..=0.0),
                |plot, nats| {
                    plot.line([[0.0, nats], [4.0, nats]], "soft thin").text(
                        [-0.1, nats],
                        "end",
                        "tick",
                        &num(nats, 0),
                    )
                },
            )
            .bar([0.5, 0.0], [1.7, evidence], "green")
            .bar([2.3, evidence], [3.5, down], "red faint")
            .bar([2.3, evidence], [3.5, down], "outline red")
            .bar([2.3, 0.0], [3.5, evidence], "blue")
            .text([1.1, DEEPEST + 0.4], "middle", "tick", "ln p(x)")
            .text([2.9, DEEPEST + 0.4], "middle", "tick", &name)
            .rule([0.0, evidence], [4.0, evidence], "ink");
        if evidence - down < 1.5 {
            return plot;
        }
        plot.text([2.9, (evidence + down) / 2.0], "middle", "tick", "gap")
    }
}

impl Figure for Guess {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        let board = &mut self.board;
        match knob {
            "q" => {
                let [mu, sigma] = board.point("q");
                board.put("mu", mu);
                board.put("sigma", sigma);
            }
            "mu" | "sigma" => board.move_to("q", [board.number("mu"), board.number("sigma")]),
            _ => {}
        }
    }

    fn show(&self) -> Frame {
        let ledger = self.ledger();
        let Ledger {
            evidence,
            bound,
            gap,
            explains,
            price,
        } = ledger;
        let [e, b, g, r, k] = [evidence, bound, gap, explains, price].map(|nats| num(nats, 3));
        let words = format!(
            "{r} (how well the guessed codes explain x) − {k} (how far q is from p(z)) = {b}; with the gap of {g} that is ln p(x) = {e}."
        );
        Frame::new()
            .panel(self.densities())
            .panel(self.plane())
            .panel(self.bars(&ledger))
            .reading("bound", "bound", bound, 3)
            .reading("gap", "gap, KL(q ‖ p(z | x))", gap, 3)
            .reading("sum", "together", bound + gap, 3)
            .reading("evidence", "ln p(x)", evidence, 3)
            .reading("explains", "reconstruction, E ln p(x | z)", explains, 3)
            .reading("price", "KL to the prior, KL(q ‖ p(z))", price, 3)
            .words(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    /// ln ∫ p(z) p(x | z) dz by adding up a hundred thousand strips.
    fn by_strips(x: f64, tau: f64) -> f64 {
        let density = |u: f64, sigma: f64| {
            (-0.5 * (u / sigma).powi(2)).exp() / (sigma * std::f64::consts::TAU.sqrt())
        };
        let strips = (0..100_000).map(|i| -10.0 + (f64::from(i) + 0.5) * 2e-4);
        (strips
            .map(|z| density(z, 1.0) * density(x - z, tau))
            .sum::<f64>()
            * 2e-4)
            .ln()
    }

    #[test]
    fn bound_and_gap_are_the_integral_whatever_the_guess() {
        let mut session = Session::open(&ENTRY);
        for (x, tau) in [("1.5", "0.6"), ("-2.4", "1.3")] {
            session.set("x", x);
            session.set("tau", tau);
            let known = by_strips(x.parse().unwrap(), tau.parse().unwrap());
            for q in ["-1,1.2", "0.4,0.3", "2.9,2", "-3,0.1"] {
                session.set("q", q);
                let [bound, gap, sum] = ["bound", "gap", "sum"].map(|id| session.number(id));
                assert!((sum - known).abs() < 1.1e-3, "{q}: {sum}, not {known}");
                assert!(gap > 0.0 && bound < sum, "{q}");
            }
        }
    }

    #[test]
    fn the_bound_is_an_average_over_the_guess_less_its_price() {
        let mut session = Session::open(&ENTRY);
        session.restore("x:-0.7;tau:0.9;q:0.4,0.5");
        let normal = |u: f64, sigma: f64| {
            -0.5 * (u / sigma).powi(2) - (sigma * std::f64::consts::TAU.sqrt()).ln()
        };
        let strips = (0..100_000).map(|i| -10.0 + (f64::from(i) + 0.5) * 2e-4);
        let [explains, price] = strips.fold([0.0, 0.0], |[explains, price], z| {
            let ln_q = normal(z - 0.4, 0.5);
            let q = ln_q.exp() * 2e-4;
            [
                explains + q * normal(-0.7 - z, 0.9),
                price + q * (ln_q - normal(z, 1.0)),
            ]
        });
        for (id, known) in [
            ("explains", explains),
            ("price", price),
            ("bound", explains - price),
        ] {
            let shown = session.number(id);
            assert!((shown - known).abs() < 6e-4, "{id}: {shown}, not {known}");
        }
    }

    #[test]
    fn a_bar_that_does_not_fit_says_how_far_down_it_goes() {
        let mut session = Session::open(&ENTRY);
        let bars = |session: &Session| session.frame().panels[2].body.clone();
        assert!(!bars(&session).contains('↓'));
        session.restore("x:3;tau:0.2;q:-3,2");
        assert!(bars(&session).contains(&format!("↓ {}", num(session.number("bound"), 1))));
        session.restore("x:1;tau:1;q:0.5,0.7");
        assert!(!bars(&session).contains("gap"), "there is none");
    }

    #[test]
    fn the_gap_closes_at_the_posterior_only() {
        let mut session = Session::open(&ENTRY);
        session.restore("x:1;tau:1");
        // N(½, ½): the guess with σ = √½ ≈ 0.70.
        session.set("q", "0.5,0.7");
        assert!(session.number("gap") < 0.001);
        session.set("mu", "0.6");
        assert!(session.number("gap") > 0.005);
    }
}
