//! What labs 9 and 10 learn without labels, measured on a whole data set.

use crate::flags::Training;
use crate::record::machine;
use crate::unlabelled::found::{Found, Number, Unit};
use crate::{said, start};
use cpu_time::ProcessTime;
use datasets::Split;
use indicatif::{ProgressBar, ProgressStyle};
use lab09::{against_pca, anomaly, vae};
use lab10::measured::measure;
use lab10::networks;
use nabla::{Device, Tensor};
use std::error::Error;
use trainer::Examples;

pub mod found;

/// The rows, in the order of the labs.
pub const NAMES: [&str; 4] = ["autoencoder", "anomaly", "vae", "dcgan"];

/// A measurement under way.
struct Run<'a> {
    split: &'a Split,
    device: Device,
    seed: u64,
    epochs: Option<usize>,
}

pub fn run(options: &Training) -> Result<(), Box<dyn Error>> {
    let device = start(&options.common)?;
    if options.write {
        // As for `accuracy`: before hours of training, not after.
        found::kept(&options.data)?;
    }
    let split = datasets::images(&options.data)?;
    let run = Run {
        split: &split,
        device,
        seed: options.seed,
        epochs: options.epochs,
    };
    for name in NAMES {
        if !options.common.asks_for(name) {
            continue;
        }
        let start = ProcessTime::now();
        let (network, numbers) = run.measure(name)?;
        let machine = match &run.device {
            Device::Cpu => machine(),
            gpu => gpu.to_string(),
        };
        let found = Found {
            name: name.to_string(),
            network,
            numbers,
            seed: options.seed,
            processor_seconds: start.elapsed().as_secs_f64().round(),
            machine,
        };
        if options.common.json {
            said::line(&serde_json::to_string(&found)?)?;
        } else {
            said::line(found.in_words().trim_end())?;
        }
        if options.write {
            found::keep(&options.data, found)?;
        }
    }
    Ok(())
}

impl Run<'_> {
    /// What is measured under this name: the network in words, and its numbers.
    fn measure(&self, name: &str) -> Result<(String, Vec<Number>), Box<dyn Error>> {
        let measured = match name {
            "autoencoder" => self.autoencoder(),
            "anomaly" => self.anomaly(),
            "vae" => self.variational()?,
            _ => self.adversarial()?,
        };
        Ok(measured)
    }

    fn autoencoder(&self) -> (String, Vec<Number>) {
        let epochs = self.epochs.unwrap_or(against_pca::LARGE_RECIPE.epochs);
        let bar = bar("autoencoder", epochs * self.split.train.len().div_ceil(128));
        let found = against_pca::against_pca(self.split, epochs, self.seed, |_| bar.inc(1));
        bar.finish_and_clear();
        let numbers = vec![
            Number::new(
                "error of test pictures, mean square a pixel",
                found.autoencoder,
                Unit::Error,
            )
            .beside("PCA of the same width", found.pca),
        ];
        let words = format!("{} latent numbers, {epochs} epochs", found.latent);
        (words, numbers)
    }

    fn anomaly(&self) -> (String, Vec<Number>) {
        let epochs = self.epochs.unwrap_or(anomaly::LARGE_RECIPE.epochs);
        let bar = bar("anomaly", 0);
        let all = anomaly::each_left_out(self.split, epochs, self.seed, |_, _| bar.inc(1));
        bar.finish_and_clear();
        let numbers = all.iter().map(|found| {
            let what = format!(
                "AUC, class {} never seen",
                self.split.test.class_name(found.class as usize)
            );
            Number::new(&what, found.by_error, Unit::Area)
                .beside("PCA of the same width", found.by_pca)
        });
        let words = format!(
            "{} latent numbers, {epochs} epochs without the class",
            anomaly::LARGE_LATENT
        );
        (words, numbers.collect())
    }

    fn variational(&self) -> Result<(String, Vec<Number>), Box<dyn Error>> {
        let usual = vae::training::LARGE;
        let plan = usual.run(self.seed, self.epochs.unwrap_or(usual.recipe.epochs));
        let train = Tensor::from(self.split.train.pixels.clone());
        let test = Tensor::from(self.split.test.pixels.clone());
        let mut training = plan.begin(&train, &self.device);
        let bar = bar("vae", plan.recipe.epochs * training.steps_an_epoch());
        for _ in 0..plan.recipe.epochs {
            vae::training::epoch(&mut training, &train, plan.beta, |_| bar.inc(1));
            self.device.status()?;
        }
        bar.finish_and_clear();
        let bound = vae::evaluate::bound(&training.model, &test, self.seed);
        let numbers = vec![
            Number::new("bound on ln p, a test picture", bound.elbo(), Unit::Nats),
            Number::new(
                "of it, distance of the codes from the prior",
                bound.divergence,
                Unit::Nats,
            ),
        ];
        Ok((plan.recipe.in_words(), numbers))
    }

    fn adversarial(&self) -> Result<(String, Vec<Number>), Box<dyn Error>> {
        let (train, test) = (
            Examples::from(self.split.train.clone()),
            Examples::from(self.split.test.clone()),
        );
        let (train, test) = (train.as_pictures(), test.as_pictures());
        let recipe = networks::Recipe {
            epochs: self.epochs.unwrap_or(networks::WIDE.epochs),
            ..networks::WIDE
        };
        let bar = bar("dcgan", recipe.epochs * train.len().div_ceil(recipe.batch));
        let examples = (&train, &test);
        let (_, measured) = measure(&recipe, examples, self.seed, &self.device, |_| bar.inc(1));
        self.device.status()?;
        bar.finish_and_clear();
        let (drawn, real) = (measured.drawings, measured.real);
        let number = |what: &str, ours, theirs| {
            Number::new(what, ours, Unit::Share).beside("test pictures", theirs)
        };
        let numbers = vec![
            number("the judge's confidence", drawn.confidence, real.confidence),
            number(
                "share of the rarest digit",
                drawn.smallest_share(),
                real.smallest_share(),
            ),
            number("precision", drawn.precision, real.precision),
            number("coverage", drawn.coverage, real.coverage),
        ];
        let words = format!(
            "{}; the judge reads {:.1} % of the test pictures right",
            recipe.in_words(),
            measured.judge * 100.0
        );
        Ok((words, numbers))
    }
}

/// Some rows take minutes. Nothing is drawn where no person watches.
fn bar(name: &'static str, steps: usize) -> ProgressBar {
    let known = "{msg:<16} {wide_bar} {pos}/{len}  {eta} to go";
    let unknown = "{msg:<16} {pos} steps";
    let template = if steps > 0 { known } else { unknown };
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(steps as u64)
        .with_message(name)
        .with_style(style.expect("the template is well formed"))
}
