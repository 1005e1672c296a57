//! A derivative by two more evaluations.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

/// Functions with known derivatives, for probes that can be printed.
#[derive(Clone, Copy, Debug)]
enum Probe {
    Cube,
    Exp,
    Line,
    Sine,
}

impl Probe {
    fn function(self) -> fn(f64) -> f64 {
        match self {
            Probe::Cube => |x| x * x * x,
            Probe::Exp => f64::exp,
            Probe::Line => |x| 2.5 * x - 4.0,
            Probe::Sine => f64::sin,
        }
    }
}

pub fn central_difference() -> Exercise {
    Exercise::new("central_difference", 5, "a derivative from a step to either side")
        .hints([
            "A derivative is nearly a rise over a run. Where are your two points, and how far apart are they?",
            "The points are x − h and x + h; they are 2h apart.",
            "(f(x + h) - f(x - h)) / (2.0 * h)",
        ])
        .probes([
            // Closed forms: 3x² + h², eˣ · sinh(h)/h, and the line's own derivative.
            ((Probe::Cube, 2.0, 0.5), 12.25),
            ((Probe::Exp, -1.0, 0.25), (-1f64).exp() * 0.25f64.sinh() / 0.25),
            ((Probe::Line, 3.0, 0.125), 2.5),
            // cos x · sin(h)/h, with a step that is not small.
            ((Probe::Sine, 1.0, 2.0), 1f64.cos() * 2f64.sin() / 2.0),
            // Downhill.
            ((Probe::Sine, 2.5, 0.5), 2.5f64.cos() * 0.5f64.sin() / 0.5),
        ])
        .tolerance(1e-9)
        .answer(|&(p, x, h)| exercises::central_difference(&p.function(), x, h))
        .solution(|&(p, x, h)| solutions::central_difference(&p.function(), x, h))
        .mistake(
            "over h",
            "Twice too much: x − h and x + h are 2h apart, so the run is 2h.",
            |&(p, x, h)| mistakes::central_difference_over_h(&p.function(), x, h),
        )
        .mistake(
            "one-sided",
            "That is the forward difference: its error shrinks like h. Step to both sides and the error shrinks \
             like h².",
            |&(p, x, h)| mistakes::central_difference_one_sided(&p.function(), x, h),
        )
        .mistake(
            "reversed",
            "The sign is turned round: the rise is f(x + h) − f(x − h), the point ahead minus the point behind.",
            |&(p, x, h)| mistakes::central_difference_reversed(&p.function(), x, h),
        )
        .mistake(
            "over two",
            "You divided the rise by 2, which is half of the run's 2h: the h is missing.",
            |&(p, x, h)| mistakes::central_difference_over_two(&p.function(), x, h),
        )
        .mistake(
            "times h",
            "`/ 2.0 * h` divides by 2 and then multiplies by h. The run is 2h: put it in brackets.",
            |&(p, x, h)| mistakes::central_difference_times_h(&p.function(), x, h),
        )
        .mistake(
            "one-sided, behind",
            "That is the backward difference, from x − h to x: its error shrinks like h. Step to both sides and the error shrinks \
             like h².",
            |&(p, x, h)| mistakes::central_difference_behind(&p.function(), x, h),
        )
        .mistake(
            "no sign",
            "A slope has a sign: where f falls it is negative.",
            |&(p, x, h)| mistakes::central_difference_without_a_sign(&p.function(), x, h),
        )
        .mistake(
            "half steps",
            "You stepped by h/2 to either side. The question says a step h to either side; the two points are 2h apart.",
            |&(p, x, h)| mistakes::central_difference_of_half_steps(&p.function(), x, h),
        )
        .variants(
            "its own step",
            "You took a small step of your own, or the derivative itself. The step is `h`, however large: the question is what \
             two evaluations that far apart say.",
            [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
            |&step, &(p, x, _)| mistakes::central_difference_of_its_own(step, &p.function(), x),
        )
        .why("Every gradient in this course is checked against this line. It costs two evaluations a weight, \
              which is why nobody trains with it.")
        .done()
}
