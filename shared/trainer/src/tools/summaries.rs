//! What is told to TensorBoard: numbers, histograms, text, settings, the graph.

use super::events::now;
use super::messages::{
    Attribute, Dim, GraphDef, Histogram, Kind, List, Metadata, NodeDef, Plugin, STRING, Setting,
    Settings, Shown, Start, Summary, TensorProto, TensorShape, Value, What,
};
use nabla::Shape;
use nabla::inspect::Graph;
use prost::Message;
use std::collections::BTreeMap;

const BUCKETS: usize = 30;

pub fn value(tag: impl Into<String>, shown: Shown) -> Value {
    Value {
        tag: tag.into(),
        metadata: None,
        shown: Some(shown),
    }
}

pub fn summary(value: Vec<Value>) -> What {
    What::Summary(Summary { value })
}

/// Equal buckets from the smallest to the largest number. What is not finite has no place in it.
pub fn histogram(numbers: &[f32]) -> Shown {
    let finite = || {
        numbers
            .iter()
            .map(|&x| f64::from(x))
            .filter(|x| x.is_finite())
    };
    let (mut min, mut max) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
        (a.min(x), b.max(x))
    });
    if min >= max {
        let middle = if min.is_finite() { min } else { 0.0 };
        (min, max) = (middle - 0.5, middle + 0.5);
    }
    let mut bucket = vec![0.0; BUCKETS];
    for x in finite() {
        let place = (x - min) / (max - min) * BUCKETS as f64;
        bucket[(place as usize).min(BUCKETS - 1)] += 1.0;
    }
    let edges = 1..=BUCKETS;
    Shown::Histogram(Histogram {
        min,
        max,
        num: finite().count() as f64,
        sum: finite().sum(),
        sum_squares: finite().map(|x| x * x).sum(),
        bucket_limit: edges
            .map(|i| min + (max - min) * i as f64 / BUCKETS as f64)
            .collect(),
        bucket,
    })
}

fn plugin(name: &str, content: Vec<u8>) -> Option<Metadata> {
    let name = name.to_string();
    let plugin = Some(Plugin { name, content });
    Some(Metadata { plugin })
}

/// Markdown.
pub fn text(tag: &str, markdown: &str) -> Value {
    let text = TensorProto {
        dtype: STRING,
        shape: Some(shape_of([1])),
        string_val: vec![markdown.as_bytes().to_vec()],
    };
    Value {
        metadata: plugin("text", Vec::new()),
        ..value(tag, Shown::Tensor(text))
    }
}

/// How a training was set up, for the page on which trainings are compared.
pub fn settings(settings: &BTreeMap<&'static str, Kind>) -> Value {
    let each = settings.iter().map(|(name, kind)| {
        let kind = Some(kind.clone());
        (name.to_string(), Setting { kind })
    });
    let start = Start {
        settings: each.collect(),
        start_time: now(),
    };
    let start = Some(start);
    Value {
        tag: "_hparams_/session_start_info".to_string(),
        metadata: plugin("hparams", Settings { start }.encode_to_vec()),
        shown: None,
    }
}

fn shape_of(dims: impl IntoIterator<Item = usize>) -> TensorShape {
    let dim = |size: usize| Dim { size: size as i64 };
    TensorShape {
        dim: dims.into_iter().map(dim).collect(),
    }
}

/// The tape of a step. TensorBoard folds up what is called alike before a `/`: here, the layers.
pub fn graph(graph: &Graph) -> What {
    let names: Vec<String> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let (layer, title) = (node.layer.replace('.', "/"), node.title());
            let own = title.rsplit('.').next().unwrap_or_default();
            let name = match layer.is_empty() {
                true => format!("{own}_{at}"),
                false => format!("{layer}/{own}_{at}"),
            };
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.');
            name.chars()
                .map(|c| if allowed(c) { c } else { '_' })
                .collect()
        })
        .collect();
    let shapes = |shape: Shape| {
        let shape = vec![shape_of(shape.dims().iter().copied())];
        let list = Some(List { shape });
        BTreeMap::from([("_output_shapes".to_string(), Attribute { list })])
    };
    let nodes = graph.nodes.iter().zip(&names).map(|(node, name)| NodeDef {
        name: name.clone(),
        op: match node.op.is_empty() {
            true => format!("{:?}", node.kind),
            false => node.op.clone(),
        },
        input: node
            .inputs
            .iter()
            .map(|&input| names[input].clone())
            .collect(),
        attr: shapes(node.shape),
    });
    let node = nodes.collect();
    What::GraphDef(GraphDef { node }.encode_to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(numbers: &[f32]) -> Histogram {
        match histogram(numbers) {
            Shown::Histogram(histogram) => histogram,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_number_is_in_a_bucket() {
        let told_of = told(&[-1.0, 0.5, f32::NAN, 2.0, 2.0, f32::INFINITY]);
        assert_eq!(
            (
                told_of.min,
                told_of.max,
                told_of.num,
                told_of.sum,
                told_of.sum_squares
            ),
            (-1.0, 2.0, 4.0, 3.5, 9.25)
        );
        let full: Vec<(usize, f64)> = told_of
            .bucket
            .iter()
            .copied()
            .enumerate()
            .filter(|b| b.1 > 0.0)
            .collect();
        assert_eq!(full, [(0, 1.0), (15, 1.0), (29, 2.0)]);
        assert_eq!(
            (told_of.bucket_limit[14], told_of.bucket_limit[29]),
            (0.5, 2.0)
        );
    }

    #[test]
    fn one_number_and_none_have_a_place_too() {
        let same = told(&[3.0; 5]);
        assert_eq!((same.min, same.max, same.num), (2.5, 3.5, 5.0));
        assert_eq!(same.bucket.iter().sum::<f64>(), 5.0);
        let none = told(&[f32::NAN]);
        assert_eq!((none.num, none.bucket.iter().sum::<f64>()), (0.0, 0.0));
        assert!(none.min.is_finite() && none.max.is_finite());
    }
}
