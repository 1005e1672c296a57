//! What stands before the numbers of a safetensors file: eight bytes with the header's length, and the header, which
//! is JSON. `{"__metadata__": {"epochs": "7"}, "weight": {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}}`

use super::Checked;
use super::numbers::Kind;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// No list of names comes near: parsing a hostile one would take many times its size.
pub const LARGEST_HEADER: u64 = 1 << 20;

/// What the format calls the notes, between the tensors.
pub const NOTES: &str = "__metadata__";

/// Texts by their keys.
pub type Notes = BTreeMap<String, String>;

/// Where a tensor is, and what.
#[derive(Debug, PartialEq)]
pub struct Place {
    pub name: String,
    pub dtype: String,
    pub dims: Vec<usize>,
    /// Where its bytes begin and end, counted from the end of the header.
    pub span: [u64; 2],
}

impl Place {
    fn of(name: String, value: &Value) -> Option<Self> {
        let dims = value["shape"].as_array()?.iter();
        let dims = dims.map(|size| usize::try_from(size.as_u64()?).ok());
        let [begin, end] = value["data_offsets"].as_array()?.as_slice() else {
            return None;
        };
        Some(Place {
            name,
            dtype: value["dtype"].as_str()?.to_string(),
            dims: dims.collect::<Option<_>>()?,
            span: [begin.as_u64()?, end.as_u64()?],
        })
    }

    /// Are there as many bytes as numbers of this kind and shape take? Of a kind that is not read nobody knows.
    fn fits(&self) -> bool {
        let Some(kind) = Kind::of(&self.dtype) else {
            return true;
        };
        let dims = self.dims.iter().copied();
        let size = dims.chain([kind.width]).try_fold(1, usize::checked_mul);
        size.is_some_and(|size| size as u64 == self.span[1] - self.span[0])
    }
}

/// The notes, and the tensors as they lie in the file, one behind the other and nothing between or after them: `room` is
/// all there is.
pub fn parse(text: &[u8], room: u64) -> Checked<(Notes, Vec<Place>)> {
    let json: Result<Map<String, Value>, _> = serde_json::from_slice(text);
    let mut json = json.map_err(|_| "is no safetensors file".to_string())?;
    let notes = match json.remove(NOTES) {
        None => Notes::new(),
        Some(notes) => serde_json::from_value(notes)
            .map_err(|_| "is damaged: one of its notes is no text".to_string())?,
    };
    let mut places = Vec::new();
    for (name, value) in json {
        let damaged = format!("is damaged: it does not say where {name} is, and what");
        places.push(Place::of(name, &value).ok_or(damaged)?);
    }
    places.sort_by(|one, other| (one.span, &one.name).cmp(&(other.span, &other.name)));
    let mut at = 0;
    for place in &places {
        let [begin, end] = place.span;
        if begin != at || end < begin {
            return Err(format!(
                "is damaged: the place of {} is not where it should be",
                place.name
            ));
        }
        if !place.fits() {
            return Err(format!(
                "is damaged: it contradicts itself, {} is {:?} of {} in {} bytes",
                place.name,
                place.dims,
                place.dtype,
                end - begin
            ));
        }
        at = end;
    }
    match at == room {
        true => Ok((notes, places)),
        false => Err(format!(
            "is truncated, or more than a safetensors file: its tensors take {at} bytes, and there are {room}"
        )),
    }
}

/// The header for these tensors one behind the other, with its length before it: the same bytes for the same
/// contents. Spaces make it end at a multiple of eight.
pub fn render<'a>(
    notes: &Notes,
    tensors: impl Iterator<Item = (&'a str, &'a str, &'a [usize], usize)>,
) -> Vec<u8> {
    let json = |text: &str| Value::from(text).to_string();
    let notes: Vec<String> = notes
        .iter()
        .map(|(key, note)| format!("{}:{}", json(key), json(note)))
        .collect();
    let mut parts = vec![format!("{}:{{{}}}", json(NOTES), notes.join(","))];
    let mut at = 0;
    for (name, dtype, dims, size) in tensors {
        let (begin, name, dtype, dims) = (at, json(name), json(dtype), Value::from(dims));
        at += size;
        parts.push(format!(
            "{name}:{{\"dtype\":{dtype},\"shape\":{dims},\"data_offsets\":[{begin},{at}]}}"
        ));
    }
    let mut text = format!("{{{}}}", parts.join(",")).into_bytes();
    text.resize(text.len().next_multiple_of(8), b' ');
    [&(text.len() as u64).to_le_bytes()[..], &text].concat()
}
