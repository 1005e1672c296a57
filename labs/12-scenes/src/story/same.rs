//! The same or not.

use lab12::episodes::{Family, Made, STEPS, best_threshold, epoch, five_way, pairs, recipe, told};
use lab12::siamese::{DIM, Objective, network, points};
use lab12::{exercises, solutions};
use labkit::numerals::{count, num, percentage};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Device, Sequential, Tensor};
use std::cell::OnceCell;
use trainer::Training;

/// The digits that are learned from; the exam has the others.
pub const KNOWN: std::ops::Range<u8> = 0..5;
/// Those of which the networks never see one.
pub const UNSEEN: std::ops::Range<u8> = 5..10;

/// The pictures of two sections, and their networks.
pub struct Pairs {
    /// Digits that are known, to learn from.
    pub known: Family,
    /// The same digits, other pictures.
    pub known_test: Family,
    /// Digits that no network has seen.
    pub unseen: Family,
    /// More of those digits, to watch a long training by.
    pub unseen_valid: Family,
    networks: OnceCell<Vec<(Objective, Sequential)>>,
}

impl Pairs {
    /// The embedded digits in their own 8 × 8 pixels, or what `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = match lesson.flags().data.as_str() {
            "digits" => datasets::digits8(),
            other => datasets::images(other)?,
        };
        Ok(Pairs {
            known: Family::new(&split.train, KNOWN),
            known_test: Family::new(&split.test, KNOWN),
            unseen: Family::new(&split.test, UNSEEN),
            unseen_valid: Family::new(&split.train.take(5_000), UNSEEN),
            networks: OnceCell::new(),
        })
    }

    /// Three networks that learned by the contrastive, the triplet and the neighbours' loss from the known digits.
    pub fn networks(&self, lesson: &Lesson) -> &[(Objective, Sequential)] {
        self.networks.get_or_init(|| {
            use Objective::{Contrastive, Neighbours, Triplet};
            let all = [Contrastive, Triplet, Neighbours].into_iter();
            let trained = |objective| self.trained(lesson, objective, Made::Plain, 3);
            all.map(|objective| (objective, trained(objective)))
                .collect()
        })
    }

    /// A network that learned from the known digits, in so many hundreds of steps.
    pub fn trained(
        &self,
        lesson: &Lesson,
        objective: Objective,
        made: Made,
        epochs: usize,
    ) -> Sequential {
        let recipe = recipe(lesson.shortened(epochs, 5), lesson.flags().seed);
        let net = network(self.known.side, 2, DIM, &mut nabla::rng(recipe.seed));
        let training = Training::new(net, &recipe, STEPS, &Device::Cpu);
        training.finish(lesson, objective.name(), |training, step| {
            epoch(training, &self.known, (objective, made), step)
        })
    }

    /// The exam of the unseen digits by their points.
    pub fn exam(&self, points: &Tensor) -> (f64, f64) {
        exam(points, &self.unseen)
    }
}

/// The exam of these digits by their points, in a hundred parts of ten rounds: the mean, and its standard error.
pub fn exam(points: &Tensor, family: &Family) -> (f64, f64) {
    let rng = &mut nabla::rng(5);
    let parts = [(); 100].map(|()| five_way(points, family, 10, rng));
    (mean(parts), standard_deviation(parts) / 10.0)
}

type Triplet = fn(&[f64], &[f64], &[f64], f64) -> (f64, [Vec<f64>; 3]);

/// The section.
pub fn same(story: &Pairs, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Is this the signature on the card? Is it the same face? There are too many people for a class each, and tomorrow there is a new one. So do not ask for a name: ask whether two pictures show **the same**. A *Siamese* network [FAR] turns each picture into a point, by the same weights, and the distance of two points is the answer.");
    lesson.say(format!("Two losses make such points. The *contrastive* one takes pairs: the same class is pulled together, others are pushed apart until a margin lies between them. The *triplet* loss takes three: a positive has to be nearer to the anchor than a negative, by a lead. Here the points have {DIM} numbers and length 1."));
    by_hand(lesson);
    let mut table = Table::new(["", "0 to 4, new pictures", "5 to 9, never seen"]);
    let mut seen = Vec::new();
    let pixels = |family: &Family| family.pictures.clone();
    let mut row = |words: &str, of: &dyn Fn(&Family) -> Tensor| {
        let at = |family, seed| pairs(&of(family), family, 2000, &mut nabla::rng(seed));
        let learned = pairs(&of(&story.known), &story.known, 500, &mut nabla::rng(6));
        let threshold = best_threshold(&learned);
        let (known, unseen) = (at(&story.known_test, 7), at(&story.unseen, 8));
        let shares = [told(&known, threshold), told(&unseen, threshold)];
        let [known_told, unseen_told] = shares.map(|share| percentage(share, 1));
        table.push([words.to_string(), known_told, unseen_told]);
        seen.push((shares, known, threshold));
    };
    row("pixels", &pixels);
    for (objective, net) in story.networks(lesson) {
        let of = |family: &Family| points(net, &family.pictures);
        row(objective.name(), &of);
    }
    lesson.predict_number(
        &format!("Distances between the pixels themselves tell {} of new pairs of the digits 0 to 4. How many does the network of the contrastive loss tell?", percentage(seen[0].0[0], 1)),
        Quantity::percent(seen[1].0[0], 1).within(0.02),
        &format!("{}.", percentage(seen[1].0[0], 1)),
    );
    lesson.predict_number(
        "And of pairs of the digits 5 to 9, of which it has never seen one, with the same threshold?",
        Quantity::percent(seen[1].0[1], 1).within(0.05),
        &format!("{}. It learned to tell *these five* from each other. What makes a 5 different from an 8, nobody asked it.", percentage(seen[1].0[1], 1)),
    );
    lesson.table(&table.caption(format!("Pairs told rightly, of {} that are the same and as many that are not. The threshold is the best on pairs that were learned from.", count(2000))));
    let (_, [same, other], threshold) = &seen[1];
    let chart = Chart::new("distance", "pairs, %")
        .line("the same", spread(same))
        .line("two digits", spread(other))
        .dashed("threshold", [(*threshold, 0.0), (*threshold, 30.0)]);
    let caption = "Contrastive loss: how far apart new pictures of the digits 0 to 4 lie.";
    lesson.chart("distances", caption, &chart)?;
    lesson.say("Which negative a triplet takes matters. A random one is soon far enough, and teaches nothing. The nearest of all, from the first step on, pulls everything into one point, for there the loss is no more than the lead. Schroff and others take *semi-hard* ones: farther than the positive, and within the lead.");
    Ok(())
}

/// Three triplets of points in the plane.
fn by_hand(lesson: &mut Lesson) {
    let (yours, ours) = (exercises::triplet_loss, solutions::triplet_loss);
    let triplet: Triplet = lesson.answer("triplet_loss", yours, ours);
    let point = |v: &[f64]| format!("({}, {})", num(v[0], 1), num(v[1], 1));
    let rows = [[1.0, 1.0], [2.0, 0.0], [3.0, 0.0]].map(|n| {
        let (loss, [of_a, _, of_n]) = triplet(&[0.0, 0.0], &[0.0, 2.0], &n, 1.0);
        [point(&n), num(loss, 1), point(&of_n), point(&of_a)]
    });
    let table = Table::new(["negative", "loss", "its gradient", "the anchor's"]).rows(rows);
    lesson.table(&table.caption("The anchor at (0, 0), the positive at (0, 2), a margin of 1."));
}

/// In steps of a twentieth, the share of these distances in per cent.
fn spread(distances: &[f64]) -> Vec<(f64, f64)> {
    let width = 0.05;
    let share = |bin: usize| {
        let inside = distances.iter().filter(|&&d| (d / width) as usize == bin);
        100.0 * inside.count() as f64 / distances.len() as f64
    };
    let place = |bin: usize| ((bin as f64 + 0.5) * width, share(bin));
    (0..40).map(place).collect()
}
