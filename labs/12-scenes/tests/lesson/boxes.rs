//! Boxes, as learners get them wrong, and against PyTorch, torchvision and pycocotools.

use lab12::detect::average::{self, coco, mean_average_precision};
use lab12::detect::localiser;
use lab12::detect::losses::{Overlap, overlap, smooth_l1};
use lab12::detect::network::{self, Balance, Batch, GRID};
use lab12::detect::report::{Report, best_threshold, counts_right};
use lab12::detect::{Found, Truth, training, truths};
use lab12::judging::exercises;
use lab12::scene::{Plan, Scene, Sources};
use lab12::solutions;
use labkit::judge::says;
use labkit::reference::{Stored, close};
use nabla::{Device, Tape, Tensor};

const STORED: Stored = Stored(include_str!("../reference/coco.txt"));

type Seen = Vec<(Vec<Found>, Vec<Truth>)>;

fn case(number: usize) -> Seen {
    let rows = |what| STORED.matrix(&format!("case{number}.{what}"));
    let mut scenes: Seen = vec![Default::default(); 12];
    for row in rows("truths") {
        scenes[row[0] as usize].1.push(Truth {
            class: row[1] as u8,
            edges: [row[2], row[3], row[4], row[5]],
        });
    }
    for row in rows("found") {
        scenes[row[0] as usize].0.push(Found {
            class: row[1] as u8,
            score: row[2],
            any: row[2],
            edges: [row[3], row[4], row[5], row[6]],
        });
    }
    scenes
}

#[test]
fn average_precision_is_pycocotools() {
    for number in 0..3 {
        let scenes = case(number);
        let ap = solutions::average_precision;
        let got = [
            mean_average_precision(&scenes, 0.5, ap),
            mean_average_precision(&scenes, 0.75, ap),
            coco(&scenes, ap),
        ];
        close(&got, &STORED.values(&format!("case{number}.ap")), 1e-9);
    }
}

#[test]
fn lists_boxes_and_losses_are_the_stored_ones() {
    let list = |scores: &[f64], right: &[u8], truths, name: &str| {
        let right: Vec<bool> = right.iter().map(|&r| r == 1).collect();
        let got = solutions::average_precision(scores, &right, truths);
        assert!((got - STORED.value(name)).abs() < 1e-12, "{name}: {got}");
    };
    list(&[0.9, 0.8, 0.7, 0.5, 0.3], &[1, 0, 1, 0, 1], 4, "ap_a");
    list(
        &[0.2, 0.95, 0.6, 0.4, 0.85, 0.1, 0.5],
        &[1, 1, 0, 1, 0, 0, 1],
        6,
        "ap_b",
    );
    list(&[0.5, 0.5, 0.5, 0.5, 0.9], &[0, 1, 0, 1, 0], 3, "ap_c");
    list(
        &[0.3, 0.4, 0.1, 0.2, 0.6, 0.8],
        &[1, 1, 1, 0, 0, 1],
        9,
        "ap_f",
    );
    let (loss, gradient) = solutions::smooth_l1(&[0.1, 0.9, -0.3], &[0.15, 0.2, 0.4], 0.25);
    close(&[loss], &STORED.values("smooth_b.loss"), 1e-12);
    close(&gradient, &STORED.values("smooth_b.gradient"), 1e-12);
}

/// The pairs of the script, as middle and size.
fn pairs() -> (Tensor, Tensor) {
    let a = [
        [0.0, 0.0, 4.0, 3.0],
        [1.0, 1.0, 9.0, 7.0],
        [0.0, 0.0, 2.0, 5.0],
        [0.0, 0.0, 2.0, 2.0],
        [3.0, 4.0, 8.0, 6.5],
        [0.25, 2.0, 6.0, 4.0],
    ];
    let b = [
        [2.0, 1.0, 7.0, 5.0],
        [2.0, 3.0, 5.0, 6.0],
        [2.0, 0.0, 6.0, 5.0],
        [10.0, 7.0, 13.0, 9.0],
        [3.0, 4.0, 8.0, 6.5],
        [1.0, 0.0, 2.5, 9.0],
    ];
    let four = |edges: [[f32; 4]; 6]| {
        let middle = edges.map(|[l, t, r, b]| [0.5 * (l + r), 0.5 * (t + b), r - l, b - t]);
        Tensor::from_vec(middle.concat(), [6, 4])
    };
    (four(a), four(b))
}

#[test]
fn the_losses_on_the_tape_are_torchvisions() {
    let (a, b) = pairs();
    let tape = Tape::new();
    for (kind, name) in [(Overlap::Plain, "iou"), (Overlap::Generalised, "giou")] {
        let loss = overlap(tape.constant(a.clone()), &b, kind).value();
        let want: Vec<f64> = STORED.values(name).iter().map(|o| 1.0 - o).collect();
        close(loss.data(), &want, 1e-6);
    }
    let row = |numbers: &[f32]| Tensor::from_vec(numbers.to_vec(), [1, numbers.len()]);
    let found = tape.variable(row(&[0.1, 0.9, -0.3]));
    let loss = smooth_l1(found, &row(&[0.15, 0.2, 0.4]), 0.25).sum() * (1.0 / 3.0);
    close(loss.value().data(), &STORED.values("smooth_b.loss"), 1e-6);
    let gradient = loss.backward();
    close(
        gradient.of(found).data(),
        &STORED.values("smooth_b.gradient"),
        1e-6,
    );
}

#[test]
fn apart_only_giou_pulls() {
    let (far, wanted) = ([0.1, 0.1, 0.1, 0.1], [0.8, 0.7, 0.2, 0.1]);
    let row = |four: [f32; 4]| Tensor::from_vec(four.to_vec(), [1, 4]);
    let slope = |kind| {
        let tape = Tape::new();
        let found = tape.variable(row(far));
        let gradient = overlap(found, &row(wanted), kind).sum().backward();
        gradient.of(found).data()[0]
    };
    assert_eq!(slope(Overlap::Plain), 0.0);
    // Around both lie 0.85 × 0.7, and 0.7 × dx less if the box moves to the right; the two cover 0.01 + 0.02 of it.
    let want = -0.03 / (0.85_f64 * 0.7).powi(2) * 0.7;
    close(&[slope(Overlap::Generalised)], &[want], 1e-4);
}

fn scenes(count: usize) -> Vec<Scene> {
    let sources = Sources::load("digits").expect("embedded");
    Plan::USUAL.scenes(&sources.train, count, 5)
}

#[test]
fn the_cell_with_the_middle_answers() {
    let scenes = scenes(40);
    let batch = Batch::of(&scenes, &Device::Cpu);
    let cells = GRID * GRID;
    for (i, scene) in scenes.iter().enumerate() {
        let marked: f32 = batch.is_digit.data()[i * cells..][..cells].iter().sum();
        assert!(marked as usize <= scene.objects.len());
        for object in &scene.objects {
            let (x, y) = object.bounds.centre();
            let cell = i * cells + (y as usize / 8) * GRID + x as usize / 8;
            assert_eq!(batch.is_digit.data()[cell], 1.0);
        }
    }
    let objects: usize = scenes.iter().map(|s| s.objects.len()).sum();
    assert!(
        batch.count <= objects && batch.count + 3 >= objects,
        "{}",
        batch.count
    );
}

#[test]
fn a_detector_learns() {
    let sources = Sources::load("digits").expect("embedded");
    let recipe = training::recipe(32, 3, 1);
    let model = network::network(8, 1, &mut nabla::rng(1));
    let mut run = trainer::Training::new(model, &recipe, 500, &Device::Cpu);
    let losses =
        [0, 1, 2].map(|_| training::epoch(&mut run, &sources.train, Balance::Focal, |_| {}));
    assert!(losses[2] < 0.75 * losses[0], "{losses:?}");
    let candidates = network::candidates(&run.model, &scenes(2));
    assert_eq!(
        candidates.iter().map(Vec::len).collect::<Vec<_>>(),
        [64, 64]
    );
    assert!(
        candidates[0]
            .iter()
            .all(|f| (0.0..=1.0).contains(&f.score) && f.class < 10)
    );
}

#[test]
fn a_run_can_be_interrupted_after_any_step() {
    let sources = Sources::load("digits").expect("embedded");
    let recipe = training::recipe(32, 2, 3);
    let run = trainer::Run {
        network: "detector".into(),
        data: "digits".into(),
        examples: String::new(),
        seed: 3,
        rule: recipe.rule,
        recipe: recipe.rest(),
        epochs: 2,
    };
    trainer::prove(
        &run,
        || {
            let model = network::network(2, 0, &mut nabla::rng(1));
            trainer::Training::new(model, &recipe, 96, &Device::Cpu)
        },
        |run| {
            training::epoch(run, &sources.train, Balance::Focal, |_| {});
        },
    );
}

#[test]
fn the_truth_itself_is_a_perfect_answer() {
    let scenes = scenes(30);
    let perfect = |scene: &Scene| {
        let found = truths(scene).into_iter().map(|t| Found {
            class: t.class,
            score: 0.9,
            any: 0.95,
            edges: t.edges,
        });
        let found: Vec<Found> = found.collect();
        (found, truths(scene))
    };
    let mut said: Seen = scenes.iter().map(perfect).collect();
    let nms = solutions::non_maximum_suppression;
    let report = Report::new(&said, 0.5, (nms, solutions::average_precision));
    close(&[report.half, report.coco, report.counts], &[1.0; 3], 1e-12);
    assert_eq!(counts_right(&said, 0.97, nms), 0.0);
    // One more, far away from all and hardly sure: the threshold leaves it out, and so does precision at first.
    let doubtful = Found {
        score: 0.2,
        any: 0.22,
        edges: [90.0, 90.0, 99.0, 99.0],
        ..said[0].0[0]
    };
    said.iter_mut().for_each(|(found, _)| found.push(doubtful));
    let least = best_threshold(&said, nms);
    assert!(least > 0.22 && counts_right(&said, least, nms) == 1.0);
    assert_eq!(counts_right(&said, 0.2, nms), 0.0);
    let curve = average::curve(&said, 0.5);
    assert_eq!(curve[0], (1.0, 1.0));
    assert!(curve[1].0 == 1.0 && curve[1].1 < 0.8, "{:?}", curve[1]);
}

#[test]
fn four_numbers_are_a_box() {
    let plan = Plan::USUAL.of(1, 1);
    let sources = Sources::load("digits").expect("embedded");
    let scenes = plan.scenes(&sources.train, 3, 2);
    let four = localiser::targets(&scenes);
    let [x, y, w, h] = [0, 1, 2, 3].map(|i| four.data()[i] * 64.0);
    let bounds = scenes[0].objects[0].bounds;
    assert_eq!((x, y), bounds.centre());
    assert_eq!((w, h), (bounds.width(), bounds.height()));
    let fresh = localiser::network(0.25, &mut nabla::rng(1));
    let found = localiser::boxes(&fresh, &scenes);
    close(&found[0], &[24.0, 24.0, 40.0, 40.0], 0.2);
}

type Losses = (Vec<f64>, Vec<f64>, f64);
type Boxes = (Vec<[f64; 4]>, Vec<f64>, Vec<u8>, f64);
type Judged = (Vec<f64>, Vec<bool>, usize);

#[test]
fn learners_get_it_wrong() {
    let in_one_direction = |&(a, b): &([f64; 4], [f64; 4])| {
        let width = (a[2].min(b[2]) - a[0].max(b[0])).max(0.0);
        let either = a[2].max(b[2]) - a[0].min(b[0]);
        width / either
    };
    assert_eq!(says(&exercises(), "iou", in_one_direction), "wrong");
    let plain_l1 = |(found, wanted, _): &Losses| {
        let n = found.len() as f64;
        let d: Vec<f64> = found.iter().zip(wanted).map(|(f, w)| f - w).collect();
        let loss = d.iter().map(|d| d.abs()).sum::<f64>() / n;
        (loss, d.iter().map(|d| d.signum() / n).collect::<Vec<_>>())
    };
    assert_eq!(says(&exercises(), "smooth_l1", plain_l1), "wrong");
    let pairs_alone = |(boxes, scores, classes, threshold): &Boxes| {
        // A box stays if no surer one of its class overlaps it, gone or not.
        let mut stay: Vec<usize> = (0..boxes.len())
            .filter(|&i| {
                !(0..boxes.len()).any(|k| {
                    let surer = scores[k] > scores[i] || scores[k] == scores[i] && k < i;
                    surer
                        && classes[k] == classes[i]
                        && solutions::iou(boxes[k], boxes[i]) > *threshold
                })
            })
            .collect();
        stay.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        stay
    };
    assert_eq!(
        says(&exercises(), "non_maximum_suppression", pairs_alone),
        "the dead judge"
    );
    let trapezia = |(scores, right, truths): &Judged| {
        let curve = lab12::mistakes::boxes::curve(scores, right, *truths);
        curve
            .windows(2)
            .map(|w| (w[1].0 - w[0].0) * 0.5 * (w[0].1 + w[1].1))
            .sum::<f64>()
    };
    assert_eq!(says(&exercises(), "average_precision", trapezia), "wrong");
    let by_hand = |answer: [f64; 6]| says(&exercises(), "precision_by_hand", move |()| answer);
    assert_eq!(by_hand([0.6667, 0.5, 0.6, 0.75, 0.5710, 0.2574]), "right");
    assert_eq!(by_hand([0.6667, 0.5, 0.6, 0.75, 0.5667, 0.25]), "strips");
    assert_eq!(by_hand([0.6667, 0.5, 0.6, 0.75, 0.5710, 0.0]), "wrong");
}
