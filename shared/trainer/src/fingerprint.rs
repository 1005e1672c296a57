//! Whether two trainings learn from the same examples.

use sha2::{Digest, Sha256};

/// A short name for numbers, the same on every machine: SHA-256, of which the first half is shown.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint {
    hash: Sha256,
}

impl Fingerprint {
    /// Of nothing yet.
    pub fn new() -> Self {
        Fingerprint::default()
    }

    /// And of these numbers.
    pub fn reals(mut self, numbers: &[f32]) -> Self {
        self.add(numbers, |x| x.to_bits());
        self
    }

    /// And of these labels or characters.
    pub fn whole(mut self, numbers: &[u32]) -> Self {
        self.add(numbers, |&x| x);
        self
    }

    /// How many come first, so that two lists are not the same as one.
    fn add<T>(&mut self, numbers: &[T], bits: impl Fn(&T) -> u32) {
        self.hash.update((numbers.len() as u64).to_le_bytes());
        // Some at a time: a copy of all of them would be a second data set.
        for some in numbers.chunks(4096) {
            let bytes: Vec<u8> = some.iter().flat_map(|x| bits(x).to_le_bytes()).collect();
            self.hash.update(&bytes);
        }
    }

    /// 32 hexadecimal digits.
    pub fn done(self) -> String {
        let half = &self.hash.finalize()[..16];
        half.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_one_of_other_programs() {
        // python3 -c "import hashlib,struct;print(hashlib.sha256(struct.pack('<QfQII',1,0.5,2,7,1)).hexdigest()[:32])"
        let ours = Fingerprint::new().reals(&[0.5]).whole(&[7, 1]).done();
        assert_eq!(ours, "9f948ff3d99ebb66484c76c203ceed91");
    }

    #[test]
    fn every_number_its_place_and_its_list_count() {
        let of = |parts: &[&[u32]]| {
            let all = parts.iter().fold(Fingerprint::new(), |f, p| f.whole(p));
            all.done()
        };
        let same: Vec<u32> = (0..5000).collect();
        let mut other = same.clone();
        other.swap(4998, 4999);
        assert_eq!(of(&[&same]), of(&[&same]));
        assert_ne!(of(&[&same]), of(&[&other]));
        assert_ne!(of(&[&same]), of(&[&same[..4999]]));
        assert_ne!(of(&[&[1, 2]]), of(&[&[1], &[2]]));
    }
}
