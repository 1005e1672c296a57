//! Wrong answers as learners write them, and right ones in clothes of their own: what does the judge say to each?

use lab05::judging::exercises;
use lab05::{mistakes, solutions};
use labkit::judge::says;

#[test]
fn labels_and_softmax() {
    let one_hot = |answer: fn(usize, usize) -> Vec<f32>| {
        says(
            &exercises(),
            "one_hot",
            move |&(label, classes): &(usize, usize)| answer(label, classes),
        )
    };
    assert_eq!(
        one_hot(|label, classes| (0..classes)
            .map(|k| if k == label { 1.0 } else { 0.0 })
            .collect()),
        "right"
    );
    assert_eq!(
        one_hot(|label, classes| (1..=classes)
            .map(|k| if k == label { 1.0 } else { 0.0 })
            .collect()),
        "counts from 1"
    );
    assert_eq!(
        one_hot(|label, classes| (0..classes)
            .map(|k| if k < label { 1.0 } else { 0.0 })
            .collect()),
        "fills up to the class"
    );
    assert_eq!(
        one_hot(|label, classes| vec![label as f32 / classes as f32; classes]),
        "wrong"
    );

    let softmax = |answer: fn(&[f32]) -> Vec<f32>| {
        says(&exercises(), "softmax", move |z: &Vec<f32>| answer(z))
    };
    let in_f64 = |z: &[f32]| {
        let powers: Vec<f64> = z.iter().map(|&z| f64::from(z).exp()).collect();
        let total: f64 = powers.iter().sum();
        powers.iter().map(|power| (power / total) as f32).collect()
    };
    assert_eq!(softmax(in_f64), "overflows");
    let largest_power = |z: &[f32]| {
        let powers = mistakes::rows::softmax_unnormalised(z);
        let largest = powers.iter().copied().fold(0.0, f32::max);
        powers.iter().map(|power| power / largest).collect()
    };
    assert_eq!(softmax(largest_power), "not divided");
    let in_f64_and_safe = |z: &[f32]| {
        let largest = z.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f64> = z.iter().map(|&z| f64::from(z - largest).exp()).collect();
        let total: f64 = powers.iter().sum();
        powers.iter().map(|power| (power / total) as f32).collect()
    };
    assert_eq!(softmax(in_f64_and_safe), "right");
    let median = |z: &[f32]| {
        let mut sorted = z.to_vec();
        sorted.sort_by(f32::total_cmp);
        mistakes::rows::softmax_less(sorted[z.len() / 2], z)
    };
    assert_eq!(softmax(median), "takes another one away");
    assert_eq!(
        softmax(|z| solutions::softmax(&solutions::softmax(z))),
        "twice"
    );
    assert_eq!(
        softmax(|z| solutions::softmax(z)
            .iter()
            .map(|p| (p * 100.0).round() / 100.0)
            .collect()),
        "wrong"
    );
    let root =
        |z: &[f32]| solutions::softmax(&z.iter().map(|z| z / (z.abs() + 1.0)).collect::<Vec<_>>());
    assert_eq!(softmax(root), "wrong");
}

#[test]
fn loss_and_gradient() {
    type Row = (Vec<f32>, usize);
    let loss = |answer: fn(&[f32], usize) -> f32| {
        says(&exercises(), "cross_entropy", move |(z, label): &Row| {
            answer(z, *label)
        })
    };
    assert_eq!(loss(|z, label| -z[label].ln()), "logarithm of the logit");
    assert_eq!(
        loss(|z, label| solutions::cross_entropy(z, label).min(1000.0)),
        "cuts the loss off"
    );
    assert_eq!(
        loss(|z, label| -solutions::softmax(z)[label].log2()),
        "wrong"
    );
    assert_eq!(loss(|z, label| (1.0 + (-z[label]).exp()).ln()), "sigmoid");
    assert_eq!(
        loss(|z, label| -(solutions::softmax(z)[label] + 1e-9).ln()),
        "clamps p"
    );
    let sum_of_all = |z: &[f32], _| {
        (0..z.len())
            .map(|label| solutions::cross_entropy(z, label))
            .sum()
    };
    assert_eq!(loss(sum_of_all), "every class");

    type Batch = (Vec<Vec<f32>>, Vec<usize>);
    let gradients =
        |answer: fn(&Batch) -> Vec<Vec<f32>>| says(&exercises(), "logit_gradients", answer);
    assert_eq!(
        gradients(|(z, labels)| mistakes::gradients::scaled(z, labels, 0.5)),
        "a factor 2"
    );
    let one_hot_less_p =
        |(z, labels): &Batch| mistakes::gradients::scaled(z, labels, -(labels.len() as f32));
    assert_eq!(gradients(one_hot_less_p), "uphill, and a sum");
    let flat = |(z, labels): &Batch| {
        let all = solutions::softmax(&z.concat());
        let n = labels.len() as f32;
        let width = z[0].len();
        let row = |(i, label): (usize, &usize)| {
            let mut row = all[i * width..(i + 1) * width].to_vec();
            row[*label] -= 1.0;
            row.iter().map(|g| g / n).collect()
        };
        labels.iter().enumerate().map(row).collect()
    };
    assert_eq!(gradients(flat), "one softmax for all");
    let columns = |(z, labels): &Batch| {
        let rows = solutions::logit_gradients(z, labels);
        (0..z[0].len())
            .map(|k| rows.iter().map(|row| row[k]).collect())
            .collect()
    };
    assert_eq!(gradients(columns), "rows for columns");
    let losses = |(z, labels): &Batch| {
        z.iter()
            .zip(labels)
            .map(|(z, &label)| vec![solutions::cross_entropy(z, label)])
            .collect()
    };
    assert_eq!(gradients(losses), "wrong");
}

#[test]
fn counts() {
    type Table = (Vec<usize>, Vec<usize>, usize);
    let confusion = |answer: fn(&Table) -> Vec<Vec<usize>>| says(&exercises(), "confusion", answer);
    let from_one = |(labels, answers, classes): &Table| {
        let mut matrix = vec![vec![0; *classes]; *classes];
        for (label, answer) in labels.iter().zip(answers) {
            matrix[label - 1][answer - 1] += 1;
        }
        matrix
    };
    assert_eq!(confusion(from_one), "panicked");
    let percent = |(labels, answers, classes): &Table| {
        let matrix = solutions::confusion(labels, answers, *classes);
        let row = |row: &Vec<usize>| {
            row.iter()
                .map(|n| 100 * n / row.iter().sum::<usize>().max(1))
                .collect()
        };
        matrix.iter().map(row).collect()
    };
    assert_eq!(confusion(percent), "percents");
    let by_pairs = |(labels, answers, classes): &Table| {
        let count = |a, b| {
            labels
                .iter()
                .zip(answers)
                .filter(|&(&l, &r)| (l, r) == (a, b))
                .count()
        };
        (0..*classes)
            .map(|a| (0..*classes).map(|b| count(a, b)).collect())
            .collect()
    };
    assert_eq!(confusion(by_pairs), "right");

    let parameters = |answer: fn(&[usize]) -> usize| {
        says(&exercises(), "parameters", move |sizes: &Vec<usize>| {
            answer(sizes)
        })
    };
    assert_eq!(
        parameters(|sizes| sizes.windows(2).map(|l| l[0] * l[1] + l[0] + l[1]).sum()),
        "biases on both sides"
    );
    assert_eq!(
        parameters(|sizes| sizes.windows(2).map(|l| l[0] * l[1]).sum::<usize>() + sizes.len()),
        "wrong"
    );
    assert_eq!(
        parameters(|sizes| sizes.windows(2).map(|l| l[0] * l[1]).sum::<usize>()
            + sizes.iter().skip(1).sum::<usize>()),
        "right"
    );
}

#[test]
fn units_and_paper() {
    let scaled = |answer: fn(&[f64], &[f64]) -> Vec<f64>| {
        says(
            &exercises(),
            "standardise",
            move |(train, test): &(Vec<f64>, Vec<f64>)| answer(train, test),
        )
    };
    let threshold = |train: &[f64], test: &[f64]| {
        let n = train.len() as f64;
        let mean = train.iter().sum::<f64>() / n;
        let deviation = (train.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
        let deviation = if deviation < 1e-8 { 1.0 } else { deviation };
        test.iter().map(|x| (x - mean) / deviation).collect()
    };
    assert_eq!(scaled(threshold), "right");
    let range = |train: &[f64], test: &[f64]| {
        let (low, high) = train.iter().fold((f64::MAX, f64::MIN), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
        test.iter()
            .map(|x| (x - low) / if high > low { high - low } else { 1.0 })
            .collect()
    };
    assert_eq!(scaled(range), "squeezes into 0 to 1");
    let bracket = |train: &[f64], test: &[f64]| {
        let shifted = solutions::standardise(train, test);
        let zero = solutions::standardise(train, &[0.0])[0];
        test.iter()
            .zip(shifted)
            .map(|(x, s)| if s.is_finite() { x + zero } else { *x })
            .collect()
    };
    assert_eq!(scaled(bracket), "wrong");

    let twice = |p: f64, loss: f64| says(&exercises(), "softmax_twice", move |()| [p, loss]);
    assert_eq!(twice(0.2320, 1.4612), "right");
    assert_eq!(twice(0.232, 1.461), "wrong");
    assert_eq!(twice(0.2320, 2.1080), "other logarithms");
    assert_eq!(twice(0.2137, 1.5430), "ten zeros");
    assert_eq!(twice(0.7311, 0.3133), "two classes");
    assert_eq!(twice(0.5, 0.693), "wrong");
}
