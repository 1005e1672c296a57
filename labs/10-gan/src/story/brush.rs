//! Transposed convolution, and the generator that paints with it.

use super::drawn::Drawn;
use super::pixels::{show_film, show_losses};
use lab10::transposed::{Picture, copies, side};
use lab10::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::parameters;

type Painted = fn(&[Vec<f64>], &[Vec<f64>], usize, usize) -> Vec<Vec<f64>>;

/// A transposed convolution on numbers.
pub fn kernel(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A convolution reads: a window slides over the picture, and what it sees becomes one number. Turn that round. One number *paints* the window: a copy of the kernel, as strong as the number. The next number paints the next copy, `stride` further on, and where copies overlap they add up. That is a *transposed convolution*. You met it in lab 6: so did the gradient go back through a convolution into its picture. With a kernel of 2 × 2 and the stride 2 no two copies meet:");
    let conv_transpose = lesson.answer(
        "conv_transpose",
        exercises::conv_transpose as Painted,
        solutions::conv_transpose,
    );
    let x = vec![vec![1.0, 2.0], vec![3.0, 4.0]];
    let two = vec![vec![1.0, 0.0], vec![0.5, -1.0]];
    let three = vec![
        vec![1.0, 0.0, 2.0],
        vec![0.0, 1.0, 0.0],
        vec![-1.0, 0.0, 1.0],
    ];
    lesson.show(equation(&x, &two, &conv_transpose(&x, &two, 2, 0)));
    let painted = conv_transpose(&x, &three, 2, 0);
    lesson.predict_number(
        "The same four numbers, a kernel of 3 × 3, stride 2. How long is a side of the result?",
        Quantity::new(painted.len() as f64, 0).within(0.0),
        "The second copy begins at 2 and is 3 long: 5. The number in the middle is painted by all four, with the corners 1, −1, 2 and 1 of the kernel.",
    );
    lesson.show(equation(&x, &three, &painted));
    lesson.say(format!(
        "In the middle: 1·1 + 2·(−1) + 3·2 + 4·1 = {}. And the sizes: from a side of 7 a kernel of 4 with stride 2 and margin 1 makes {}, and from there {}.",
        num(painted[2][2], 0),
        side(7, 4, 2, 1),
        side(14, 4, 2, 1),
    ));
    checkerboards(lesson)
}

/// `x`, a kernel, and what is painted, side by side.
fn equation(x: &Picture, kernel: &Picture, conv_transpose: &Picture) -> String {
    let lines = |picture: &Picture| -> Vec<String> {
        let row = |row: &Vec<f64>| {
            let cells = row.iter().map(|v| format!("{:>4}", short(*v)));
            cells.collect::<String>()
        };
        picture.iter().map(row).collect()
    };
    let (x, kernel, conv_transpose) = (lines(x), lines(kernel), lines(conv_transpose));
    let width = |lines: &[String]| lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let (of_x, of_kernel) = (width(&x), width(&kernel));
    let at = |lines: &[String], row: usize| lines.get(row).cloned().unwrap_or_default();
    let line = |row: usize| {
        let (first, second) = if row == 0 {
            ("paints", "→")
        } else {
            ("", "")
        };
        format!(
            "{:>of_x$}   {first:<6} {:>of_kernel$}   {second:<2} {}",
            at(&x, row),
            at(&kernel, row),
            at(&conv_transpose, row)
        )
    };
    let rows = conv_transpose.len();
    (0..rows).map(line).collect::<Vec<_>>().join("\n")
}

/// A number without needless decimals.
fn short(value: f64) -> String {
    num(value, usize::from(value.fract() != 0.0))
}

/// How evenly a kernel covers the page.
fn checkerboards(lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "A flat page of ones, a flat kernel of 3 × 3, stride 2. What does it paint, apart from the rim?",
        &["a flat page", "stripes", "a chequered page"],
        2,
        "One, two or four copies meet at a place, by turns.",
    );
    let text = |row: &Vec<f64>| row.iter().map(|v| format!("{v:>3}")).collect::<String>();
    let (uneven, even) = (copies(3, 3, 2, 1), copies(3, 4, 2, 1));
    let mut lines = vec!["kernel 3, stride 2           kernel 4, stride 2".to_string()];
    for (i, row) in even.iter().enumerate() {
        let left = uneven.get(i).map(text).unwrap_or_default();
        lines.push(format!("{left:<28} {}", text(row)));
    }
    lesson.show(lines.join("\n"));
    let shown = [(3, 2, 1), (4, 2, 1), (5, 2, 2), (5, 3, 1)].map(|(kernel, stride, margin)| {
        let picture = copies(7, kernel, stride, margin);
        let most = picture.iter().flatten().copied().fold(0.0, f64::max);
        let ink: Vec<f32> = picture
            .iter()
            .flatten()
            .map(|v| (v / most) as f32)
            .collect();
        (
            format!("kernel {kernel}, stride {stride}"),
            picture.len(),
            ink,
        )
    });
    let pictures = shown.each_ref();
    let pictures = pictures.map(|(name, side, ink)| (name.as_str(), *side, *side, &ink[..]));
    lesson.grey(
        "Checkerboards: a flat grey page, painted by a flat kernel. Only where the kernel is a multiple of the stride is the result flat again.",
        &pictures,
    )?;
    lesson.say("A network can learn kernels that make up for this, but traces stay (Odena and others, 2016). The cure is free: a kernel of 4 with stride 2.");
    Ok(())
}

/// The convolutional pair.
pub fn dcgan(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.say("In 2015 Radford, Metz and Chintala found a pair of networks that plays without falling apart, on many kinds of pictures, and wrote down what it takes. It is called DCGAN, for deep convolutional:");
    let mut table = Table::new(["", "generator", "discriminator"]);
    for row in [
        [
            "size",
            "transposed convolutions, stride 2",
            "convolutions, stride 2, no pool",
        ],
        [
            "in order",
            "batch norm, not at the end",
            "batch norm, not at the start",
        ],
        [
            "bent by",
            "ReLU; sigmoid at the end",
            "leaky ReLU, slope 0.2",
        ],
        [
            "weights",
            "normal, standard deviation 0.02",
            "normal, standard deviation 0.02",
        ],
        ["moved by", "Adam, β₁ = 0.5", "Adam, β₁ = 0.5"],
    ] {
        table.push(row);
    }
    lesson.table(&table.caption("What the paper recommends. It ends in tanh, for pixels from −1 to 1; ours are from 0 to 1, so ours ends in a sigmoid."));
    lesson.say("The chapter gives the reason of each. (The momentum of batch norm is 0.8 in Keras' words [PSC], the share of the *old*; nabla, like PyTorch, names the share of the new: 0.2.)");
    let film = drawn.dcgan(lesson);
    let [dense, ours] = [drawn.dense(lesson), film].map(|film| parameters(&film.pair.generator));
    lesson.predict_number(
        &format!("The dense generator has {} parameters, and draws sand. How many has this one, with four layers?", count(dense)),
        Quantity::new(ours as f64, 0).factor(2.0),
        &format!("{}. What the layers know about neighbours need not be learned.", count(ours)),
    );
    lesson.show(nabla::summary(&film.pair.generator, [film.recipe.latent]));
    show_film(
        lesson,
        (
            "dcgan-film",
            "What the convolutional generator makes of the same nine points of noise, step by step. Lowest row: real digits.",
        ),
        film,
        &drawn.train.images,
    )?;
    lesson.predict_choice(
        "In the last three quarters of the steps the drawings become legible. What do the two losses do meanwhile?",
        &[
            "both fall by half",
            "the generator's falls by half, the discriminator's doubles",
            "not much",
        ],
        2,
        "After the first few hundred steps they drift a little, whatever the drawings do.",
    );
    show_losses(lesson, ("dcgan-losses", "Both losses of the DCGAN."), film)?;
    let steps = film.frames.last().map_or(0, |(step, _)| *step);
    lesson.say(format!(
        "After {} steps most of these can be read; some are no digit yet, or two at once. Nobody ever showed this network a digit. All it knows of them came through the gradient of somebody else's judgement.

        On MNIST the same networks, twice as wide, take longer than a lesson: `cargo run -p lab10 -- --network dcgan --data mnist`, with `--device gpu` if there is one. After each epoch it draws, counts, and writes a checkpoint with both players; `--resume` goes on from there.",
        count(steps),
    ));
    Ok(())
}
