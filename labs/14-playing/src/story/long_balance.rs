//! What `--network critic` and `--network deepq` ask for: five seeds, trained until they have solved it, and longer.

use lab14::balancing::agent::{Agent, exam, greedy};
use lab14::balancing::critic::ActorCritic;
use lab14::balancing::deepq::DeepQ;
use lab14::balancing::long::{EVERY, GAMES, Long, SOLVED};
use labkit::numerals::{count, num};
use labkit::{Error, Lesson, Result, Table};
use std::time::Instant;
use trainer::{Job, Learner, LongRun, Rule, Seen};

/// The long run of one of the two, for five seeds.
pub fn balance(lesson: &mut Lesson, which: &str) -> Result<()> {
    if lesson.choice("device") == "gpu" {
        let message = "networks as small as these have nothing to gain from a graphics card";
        return Err(Error::new(message).remedy("leave out --device gpu"));
    }
    let critic = |seed| ActorCritic::new(&mut nabla::rng(seed));
    let deepq = |seed| DeepQ::new(160_000, &mut nabla::rng(seed)); // it forgets nothing
    match which {
        "critic" => all(
            lesson,
            which,
            (ActorCritic::RULE, 10),
            critic,
            ActorCritic::learner,
        ),
        _ => all(lesson, which, (DeepQ::RULE, 40), deepq, DeepQ::learner),
    }
}

fn all<A: Agent>(
    lesson: &mut Lesson,
    which: &str,
    (rule, epochs): (Rule, usize),
    fresh: impl Fn(u64) -> A,
    learner: impl Fn(usize) -> Learner,
) -> Result<()> {
    let seeds = lesson.seeds(5, 1);
    lesson.say(format!("{} seeds, one after the other. An epoch has {EVERY} steps of learning; after each, {GAMES} games are played to validate on, and the weights that played best are kept. Solved means {SOLVED} steps on average. In the end the best weights play {GAMES} games that nobody has seen.", seeds.len()));
    let [network, examples, recipe] = [which, "carts", "as the lesson's"].map(str::to_string);
    let job = Job {
        network,
        data: String::new(),
        examples,
        rule,
        recipe,
        epochs,
    };
    let of = |seed| Job {
        data: format!("cart-{seed}"),
        ..job.clone()
    };
    let runs = LongRun::several(lesson, seeds.iter().map(of))?;
    let (mut good, mut table) = (
        0,
        Table::new(["seed", "solved after steps", "seconds", "exam"]),
    );
    for (&seed, mut run) in seeds.iter().zip(runs) {
        let mut long = Long::new(fresh(seed), learner(run.run.epochs * EVERY), seed);
        run.resume(lesson, &mut long)?;
        let seconds = train(lesson, &run, &mut long)?;
        let mean = exam(GAMES, seed, |states| greedy(long.best(), states));
        good += usize::from(mean >= SOLVED);
        let steps = long.solved_after().map_or("never".to_string(), count);
        table.push([seed.to_string(), steps, seconds, num(mean, 1)]);
    }
    lesson.number("solved", good);
    lesson.table(&table.caption(format!("{good} of {} seeds have solved it.", seeds.len())));
    Ok(())
}

/// Trains one seed; returns the seconds until it had solved it, if that was in this run.
fn train<A: Agent>(lesson: &mut Lesson, run: &LongRun, long: &mut Long<A>) -> Result<String> {
    let (begun, mut seconds) = (Instant::now(), "–".to_string());
    let epoch = |long: &mut Long<A>, step: &mut dyn FnMut(f32)| {
        let before = long.solved_after();
        let mean = long.epoch(step);
        if long.solved_after() != before {
            seconds = num(begun.elapsed().as_secs_f64(), 1);
        }
        mean
    };
    let columns = ["steps played", "steps of a game"];
    run.train(lesson, long, &columns, epoch, |long, mean| {
        let cells = vec![count(long.played()), num(mean, 1)];
        Ok(Seen { cells, right: None })
    })?;
    Ok(seconds)
}
