//! The adversarial pair beside the variational autoencoder.

use super::drawn::{Drawn, first, flat};
use super::made;
use lab10::sharpness::{edge, grey_share};
use lab10::theory::{js, kl};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

/// Pictures of each kind that are measured.
const MEASURED: usize = 300;

/// Sharp without control against blurred with it.
pub fn beside(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "Lab 9's variational autoencoder also makes pictures of normal noise. It paid for pixels, the pair for being found out. Trained on the same digits, whose drawings are sharper?",
        &["the autoencoder's", "the pair's", "they are much alike"],
        1,
        "And what may that have cost? What a network leaves out, no drawing shows.",
    );
    let (vae, gan) = (
        drawn.vae_drawings(lesson, MEASURED),
        drawn.dcgan(lesson).drawings(MEASURED),
    );
    let real = drawn.test.images.rows(0..MEASURED.min(drawn.test.len()));
    let second = |pictures: &Tensor| pictures.rows(9..18);
    let again = [second(&real), second(&vae), second(&gan)];
    let rows = vec![
        ("real", first(&real)),
        ("", first(&again[0])),
        ("autoencoder", first(&vae)),
        ("", first(&again[1])),
        ("DCGAN", first(&gan)),
        ("", first(&again[2])),
    ];
    lesson.sheet(
        "beside",
        "Real digits, and drawings of both networks; none was chosen.",
        28,
        &rows,
    )?;
    let mut table = Table::new(["", "grey among inked pixels", "gradient at edges"]);
    for (name, pictures) in [
        ("real digits", &real),
        ("autoencoder", &vae),
        ("DCGAN", &gan),
    ] {
        let drawn = name != "real digits";
        table.push([
            if drawn { made(name) } else { name.to_string() },
            num(grey_share(pictures.data()), 2),
            num(edge(pictures.data(), 28), 2),
        ]);
    }
    lesson.table(&table.caption("How sharp. *Grey*: the fraction of pixels between 0.15 and 0.85, of all above 0.15. *Gradient*: the mean change from a pixel to the next, where there is any."));
    lesson.say("Where a stroke may run here or there, grey costs an autoencoder least. To a discriminator, nothing looks more forged than grey. So the DCGAN has to decide, and decides sharply; sometimes for a stroke that no digit has.");
    faults(lesson);
    only_one_has(drawn, lesson)
}

/// Something never drawn, against something that does not exist.
fn faults(lesson: &mut Lesson) {
    lesson.predict_choice(
        "One generator draws nine of ten digits and never the tenth. Another draws all ten, and in one case of ten something that no world contains. Against the best discriminator: which does the loss −ln D punish harder?",
        &["the digit never drawn", "the tenth of junk", "both alike"],
        1,
        "It hardly minds the missing digit, and cannot bear the junk. An autoencoder's loss is the other way round, and the game as it is written down takes both for equally bad.",
    );
    let real = [vec![0.1; 10], vec![0.0]].concat();
    let missing = [vec![1.0 / 9.0; 9], vec![0.0; 2]].concat();
    let junk = [vec![0.09; 10], vec![0.1]].concat();
    let mut table = Table::new([
        "against the best discriminator",
        "−D/(1 − D)",
        "ln(1 − D)",
        "−ln D",
    ]);
    let divergences = ["makes small", "KL(p ‖ q)", "2·JS", "KL(q ‖ p) − 2·JS"];
    table.push(divergences);
    for (name, forged) in [("a digit never drawn", missing), ("a tenth of junk", junk)] {
        let twice = 2.0 * js(&real, &forged);
        let costs = [kl(&real, &forged), twice, kl(&forged, &real) - twice];
        table.push(
            [
                vec![name.to_string()],
                costs.map(|cost| num(cost, 4)).to_vec(),
            ]
            .concat(),
        );
    }
    lesson.table(&table.caption("Three losses of a generator, and what two faults cost by each, in nats. The first is that of maximum likelihood, on whose bound an autoencoder is trained."));
}

/// What the autoencoder can do and the pair cannot.
fn only_one_has(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    let vae = drawn.vae(lesson);
    let pictures = flat(&drawn.test.images);
    let shown = pictures.rows(0..9);
    let again = vae.draw(&vae.codes(&shown));
    let rows = vec![
        ("test picture", first(&shown)),
        ("its code, drawn", first(&again)),
    ];
    lesson.sheet(
        "there-and-back",
        "There and back through the autoencoder: a picture has a code. The DCGAN has no such way.",
        28,
        &rows,
    )?;
    let bound = vae.bound(&pictures, lesson.flags().seed);
    lesson.say("How probable is a picture? The autoencoder has a bound:");
    lesson.show(format!(
        "✎ ln p(test picture)  ≥  {} nats, on average",
        num(bound, 0)
    ));
    let mut table = Table::new(["", "autoencoder", "adversarial pair"]);
    for row in [
        ["what it pays for", "every pixel", "being found out"],
        ["what is left out", "costs a lot", "costs little"],
        ["drawings", "blurred", "sharp"],
        ["from a picture to its noise", "encoder", "search"],
        ["how probable is a picture", "a bound", "no answer"],
        ["how far training is", "the loss says", "the loss is silent"],
        ["training ends well", "nearly always", "often"],
    ] {
        table.push(row);
    }
    lesson.table(&table.caption("Two ways to learn to draw."));
    lesson.say("Blur can be seen in a single drawing. What a generator never draws cannot be seen in any of them. It has to be counted.");
    Ok(())
}
