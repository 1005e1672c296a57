//! What drawings are worth, and how every single number can be flattered.

use super::drawn::{Drawn, first, flat, surest};
use super::made;
use lab10::neighbours::{NEIGHBOURS, coverage_of_equals, nearest};
use lab10::{exercises, solutions};
use labkit::numerals::{num, percentage};
use labkit::{Chart, Lesson, Result, Table};
use nabla::Tensor;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

type Neighbours = fn(&[Vec<f64>], &[Vec<f64>], usize) -> [f64; 2];

/// Points of the toy.
const TOY: usize = 200;

/// The scores.
pub fn scores(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.say("“They look good” is no number, and whoever looks has favourites. A network that reads digits can look at thousands: lab 6's `cnn1`, trained on the same pictures, shall be the judge. How sure is it, on average, of what it reads in the drawings? And how often does it read each digit?");
    lesson.predict(
        "You want a perfect mark from this judge with as little work as you can. What do you draw?",
        "One beautiful 7, over and over: the judge is sure. If it counts digits as well: ten beautiful digits, over and over.",
    );
    toy(lesson);
    lesson.predict_choice(
        "Which of these sets has the best precision *and* the best coverage?",
        &[
            "test pictures",
            "drawings of the DCGAN",
            "ten digits over and over",
            "copied training pictures",
        ],
        3,
        "And no number of the table minds.",
    );
    let sets = sets(drawn, lesson);
    lesson.say("Papers mostly print one number for a set, the *Fréchet distance*. Take what the judge sees of all real pictures as one bell in 100 dimensions, what it sees of the drawings as another, and ask how far one has to be carried to become the other: [Wasserstein's distance](#heights-in-place-of-verdicts), which for two bells has a formula. With a judge that knows photographs this is the FID (Heusel and others, 2017).");
    judged(drawn, lesson, &sets)?;
    shares(drawn, lesson, &sets)?;
    copies(drawn, lesson)?;
    lesson.say("So report several numbers, next to those of real pictures that nobody trained on, by the same judge, with as many pictures. And look at the drawings. None of the numbers is the aim; as soon as one of them is, somebody will find the 7.");
    Ok(())
}

/// Precision and coverage where the answer is known.
fn toy(lesson: &mut Lesson) {
    lesson.say("So ask where drawings lie *among* the real pictures. Give every real point a ball that reaches to its fifth neighbour. *Precision* is the fraction of drawings that lie in a ball: is what is drawn real? *Coverage* is the fraction of balls with a drawing in them: is what is real drawn (Naeem and others, 2020)? First on points in the plane, in two clouds, where the right answer is known:");
    let ask = lesson.answer(
        "precision_and_coverage",
        exercises::precision_and_coverage as Neighbours,
        solutions::precision_and_coverage,
    );
    let mut rng = lesson.rng();
    let mut cloud = |left: f64, count: usize| -> Vec<Vec<f64>> {
        let mut number = || -> f64 { StandardNormal.sample(&mut rng) };
        (0..count)
            .map(|_| vec![left + number(), number()])
            .collect()
    };
    let half = TOY / 2;
    let real = [cloud(0.0, half), cloud(20.0, half)].concat();
    let same = [cloud(0.0, half), cloud(20.0, half)].concat();
    let sets = [
        ("from the same source", same),
        ("one of the two clouds", cloud(0.0, TOY)),
        ("one point, 200 times", vec![real[0].clone(); TOY]),
        ("halfway between the clouds", cloud(10.0, TOY)),
    ];
    let mut table = Table::new(["forged", "precision", "coverage"]);
    for (name, forged) in &sets {
        let [precision, coverage] = ask(&real, forged, NEIGHBOURS);
        table.push([(*name).to_string(), num(precision, 2), num(coverage, 2)]);
    }
    lesson.table(&table.caption(format!(
        "200 real points in two clouds, 200 forged ones, balls to the {NEIGHBOURS}th neighbour. For the first row theory says {}.",
        num(coverage_of_equals(TOY, TOY, NEIGHBOURS), 2)
    )));
    lesson.say("Coverage is what a collapsed generator cannot have. For drawings, distances between pixels are no good: a 7 one pixel further right is far away. Take them between what the judge sees: the 100 numbers that its last layer reads from.");
}

/// What is judged.
fn sets(drawn: &Drawn, lesson: &Lesson) -> Vec<(&'static str, Tensor)> {
    let count = drawn.test.len();
    let judge = &drawn.jury(lesson).judge;
    let read = judge.verdict(&drawn.train.images).digits();
    let ten: Vec<usize> = (0..10).map(|wanted| surest(&read, wanted)).collect();
    let over_and_over = |places: &[usize]| {
        let places: Vec<usize> = (0..count).map(|i| places[i % places.len()]).collect();
        drawn.train.images.gather_rows(&places)
    };
    let mut rng = lesson.rng();
    let sand = (0..count * 784)
        .map(|_| rng.random_range(0.0..1.0_f32))
        .collect();
    let places: Vec<usize> = (0..count)
        .map(|i| (i * 7 + 3) % drawn.train.len())
        .collect();
    vec![
        ("test pictures", drawn.test.images.clone()),
        ("DCGAN", drawn.dcgan(lesson).drawings(count)),
        ("autoencoder", drawn.vae_drawings(lesson, count)),
        ("dense pair", drawn.dense(lesson).drawings(count)),
        ("one 7 over and over", over_and_over(&ten[7..8])),
        ("ten digits over and over", over_and_over(&ten)),
        (
            "copied training pictures",
            drawn.train.images.gather_rows(&places),
        ),
        ("grey noise", Tensor::from_vec(sand, [count, 28, 28, 1])),
    ]
}

/// The scores of all sets.
fn judged(drawn: &Drawn, lesson: &mut Lesson, sets: &[(&str, Tensor)]) -> Result<()> {
    let right = trainer::accuracy(&drawn.jury(lesson).judge, &drawn.test);
    let mut table = Table::new([
        "drawn by, or what",
        "confidence",
        "rarest",
        "precision",
        "coverage",
        "Fréchet",
    ]);
    for (name, pictures) in sets {
        let score = drawn.score(lesson, pictures);
        let smallest = score.smallest_share();
        let numbers = [score.confidence, smallest, score.precision, score.coverage];
        let mut cells = vec![made(name)];
        cells.extend(numbers.map(|share| num(share, 2)));
        cells.push(num(score.frechet, 1));
        table.push(cells);
    }
    lesson.table(&table.caption(format!(
        "{} of each, judged by a network that reads {} of the test pictures right. *Rarest*: the share of the digit that it reads least often. *Fréchet*: a distance, so small is good.",
        drawn.test.len(),
        percentage(right, 0),
    )));
    lesson.say("The first line is what can be reached: real pictures that nobody trained on. The 7 covers nothing. Ten digits, over and over, please the count as well, and cover little. The autoencoder draws only the middle of each digit: half of the real pictures have none of its drawings near. And of grey noise the judge is still fairly sure: it was never taught to say “none of these”. Precision finds the noise at once.");
    Ok(())
}

/// How often each digit is read.
fn shares(drawn: &Drawn, lesson: &mut Lesson, sets: &[(&str, Tensor)]) -> Result<()> {
    let mut chart = Chart::new("read as", "share, %");
    for (name, pictures) in sets
        .iter()
        .filter(|(name, _)| ["test pictures", "DCGAN", "dense pair"].contains(name))
    {
        let shares = drawn.score(lesson, pictures).shares;
        let points = shares
            .iter()
            .enumerate()
            .map(|(digit, share)| (digit.to_string(), 100.0 * share));
        chart = chart.bars(*name, points);
    }
    lesson.chart(
        "shares",
        "How often the judge reads each digit. The dense generator has favourites.",
        &chart,
    )
}

/// Drawings, and the training pictures next to them.
fn copies(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.predict(
        "How would you catch somebody who copies training pictures?",
        "Put each drawing beside the training picture that is nearest to it, pixel by pixel.",
    );
    let drawings = flat(&drawn.dcgan(lesson).drawings(9));
    let among = flat(&drawn.train.images);
    let found = nearest(&drawings, &among);
    let places: Vec<usize> = found.iter().map(|(place, _)| *place).collect();
    let next = among.gather_rows(&places);
    let rows = vec![("DCGAN", first(&drawings)), ("nearest", first(&next))];
    lesson.sheet(
        "nearest",
        "Drawings of the DCGAN, and below each the training picture nearest to it.",
        28,
        &rows,
    )?;
    let mean = |found: &[(usize, f32)]| {
        found.iter().map(|f| f64::from(f.1)).sum::<f64>() / found.len() as f64
    };
    let tests = nearest(&flat(&drawn.test.images), &among);
    let all = nearest(
        &flat(&drawn.dcgan(lesson).drawings(drawn.test.len())),
        &among,
    );
    let mut table = Table::new(["", "mean distance to the nearest training picture"]);
    for (name, far) in [
        ("copied training pictures", 0.0),
        ("test pictures", mean(&tests)),
        ("drawings of the DCGAN", mean(&all)),
    ] {
        let drawn = name.starts_with("drawings");
        table.push([
            if drawn { made(name) } else { name.to_string() },
            num(far, 1),
        ]);
    }
    lesson.table(&table);
    lesson.say("The drawings are no nearer to the training pictures than test pictures are, which nobody can have copied.");
    Ok(())
}
