//! The real MNIST, Fashion-MNIST and CIFAR, where they are at hand; shown as ignored where not.

#[path = "support/server.rs"]
mod server;
mod support;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use datasets::catalog::{FAMILIES, File};
use datasets::cifar::{self, Batch, Cifar};
use datasets::verify::{Trust, verify, verify_batch};
use datasets::{Error, Split, images_in, places};
use libtest_mimic::{Arguments, Failed, Trial};
use server::{Server, head, serve};
use support::Folder;

type Test = fn(&'static str, PathBuf) -> Result<(), Failed>;

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for family in &FAMILIES {
        let name = family.name;
        let folders = places::folders(name).expect("a test lies in the workspace");
        let folder = folders
            .into_iter()
            .find(|folder| places::is_complete(folder, family));
        let present = folder.is_some();
        let folder = folder.unwrap_or_default();
        // Mirrors serve gzipped files, so only those can be served to the test.
        let packed = |f: &File| folder.join(format!("{}.gz", f.name)).exists();
        let servable = family.files.iter().all(packed);
        let mut add = |what: &str, ready: bool, test: Test| {
            let folder = folder.clone();
            let title = match (ready, present) {
                (true, _) => format!("{name}::{what}"),
                (_, true) => format!("{name}::{what} (its files are not gzipped)"),
                _ => format!("{name}::{what} (no files: `cargo run -p datasets -- fetch {name}`)"),
            };
            let trial = Trial::test(title, move || test(name, folder));
            trials.push(trial.with_ignored_flag(!ready));
        };
        add("has_its_known_statistics", present, statistics);
        add("has_its_published_checksums", present, checksums);
        add("is_not_taken_for_another", present, noticed);
        add("can_be_fetched", servable, fetched);
    }
    trials.extend(cifar::SETS.iter().map(coloured));
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The statistics of a set of CIFAR.
fn coloured(set: &'static Cifar) -> Trial {
    let roots = places::roots().expect("a test lies in the workspace");
    let mut folders = roots.iter().flat_map(|root| set.places_under(root));
    let folder = folders.find(|folder| set.is_complete(folder));
    let (name, present) = (set.name, folder.is_some());
    let title = format!("{name}::has_its_known_statistics");
    let title = match present {
        true => title,
        false => format!("{title} (no files: `cargo run -p datasets -- fetch {name}`)"),
    };
    let test = move || colours(set, folder.unwrap_or_default());
    Trial::test(title, test).with_ignored_flag(!present)
}

/// Mean and standard deviation of red, green and blue, as everybody normalises them, and as many pictures of each class. Files
/// that have been through JPEG, which is common, differ a little.
fn colours(set: &'static Cifar, folder: PathBuf) -> Result<(), Failed> {
    let is_published = |file: &Batch| verify_batch(&folder.join(file.name), set, file).is_ok();
    let tolerance = match set.files.iter().all(is_published) {
        true => 5e-5,
        false => 2e-3,
    };
    let known = match set.name {
        "cifar10" => [(0.4914, 0.2470), (0.4822, 0.2435), (0.4465, 0.2616)],
        _ => [(0.5071, 0.2673), (0.4865, 0.2564), (0.4409, 0.2762)],
    };
    let Split { train, test } = set.images_in(&folder)?;
    for (images, total) in [(&train, 50_000), (&test, 10_000)] {
        let mut counts = vec![0; set.classes.len()];
        for &label in &images.labels {
            counts[usize::from(label)] += 1;
        }
        let each = total / set.classes.len();
        ensure(
            counts.iter().all(|&count| count == each),
            format!("classes: {counts:?}"),
        )?;
    }
    for (channel, (mean, deviation)) in known.into_iter().enumerate() {
        let values = || train.pixels.iter().skip(channel).step_by(3);
        let n = values().len() as f64;
        let m = values().map(|&v| f64::from(v)).sum::<f64>() / n;
        let v = values().map(|&v| (f64::from(v) - m).powi(2)).sum::<f64>() / n;
        let near = |found: f64, known: f64| (found - known).abs() < tolerance;
        ensure(
            near(m, mean) && near(v.sqrt(), deviation),
            format!("channel {channel}: mean {m}, deviation {}", v.sqrt()),
        )?;
    }
    Ok(())
}

fn ensure(holds: bool, what: impl Into<Failed>) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what.into()) }
}

/// Mean and standard deviation of the training pixels, as everybody normalises them; the first
/// labels; how many pictures of each class there are to learn from.
fn statistics(name: &'static str, folder: PathBuf) -> Result<(), Failed> {
    let Split { train, test } = images_in(name, &folder)?;
    let (mean, deviation, first, class_counts) = match name {
        "mnist" => (
            0.1307,
            0.3081,
            [5, 0, 4, 1, 9],
            [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
        ),
        _ => (0.2860, 0.3530, [9, 0, 0, 3, 0], [6000; 10]),
    };
    let mut counts = [0; 10];
    for &label in &train.labels {
        counts[usize::from(label)] += 1;
    }
    ensure(counts == class_counts, format!("classes: {counts:?}"))?;
    ensure(
        train.labels[..5] == first,
        format!("{:?}", &train.labels[..5]),
    )?;
    ensure(test.pixels.dim() == (10_000, 784), "shape of the test set")?;
    let n = train.pixels.len() as f64;
    let m = train.pixels.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    let v = train
        .pixels
        .iter()
        .map(|&v| (f64::from(v) - m).powi(2))
        .sum::<f64>()
        / n;
    ensure((m - mean).abs() < 5e-5, format!("mean {m}"))?;
    ensure(
        (v.sqrt() - deviation).abs() < 5e-5,
        format!("deviation {}", v.sqrt()),
    )
}

fn checksums(name: &'static str, folder: PathBuf) -> Result<(), Failed> {
    let family = datasets::catalog::family(name).ok_or("known")?;
    for file in &family.files {
        let path = places::find(&folder, file).ok_or("present")?;
        let trust = verify(&path, file).map_err(|fault| format!("{} {fault}", path.display()))?;
        let plain = path.extension().is_none_or(|e| e != "gz");
        ensure(
            trust == Trust::Checksum || plain,
            path.display().to_string(),
        )?;
    }
    Ok(())
}

/// Asked for under another set's name, the files say whose they are.
fn noticed(name: &'static str, folder: PathBuf) -> Result<(), Failed> {
    for other in FAMILIES.iter().filter(|other| other.name != name) {
        match images_in(other.name, &folder) {
            Err(Error::Foreign { other, .. }) if other == name => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Err(format!("{name} was taken for {}", other.name).into()),
        }
    }
    Ok(())
}

/// Serves the files to the command, which must end up with the same bytes.
fn fetched(name: &'static str, folder: PathBuf) -> Result<(), Failed> {
    let source = folder.clone();
    let server = Server::start(move |_, request, to| {
        let file = request.path.rsplit('/').next().unwrap_or("");
        match fs::read(source.join(file)) {
            Ok(bytes) => serve(to, request, &bytes),
            Err(_) => head(to, "404 Not Found", &[]),
        }
    });
    let family = datasets::catalog::family(name).ok_or("known")?;
    let target = Folder::new();
    let run = |words: &[&str]| {
        let mut command = Command::new(support::program());
        command.args(words).arg("--dir").arg(target.path()).output()
    };
    let output = run(&["fetch", name, "--mirror", &server.url()])?;
    ensure(
        output.status.success(),
        String::from_utf8_lossy(&output.stderr),
    )?;
    let output = run(&["verify", name])?;
    ensure(
        output.status.success(),
        String::from_utf8_lossy(&output.stdout),
    )?;
    for file in &family.files {
        let gz = format!("{}.gz", file.name);
        let same = target.read(&format!("{name}/{gz}")) == fs::read(folder.join(&gz))?;
        ensure(same, gz)?;
    }
    Ok(())
}
