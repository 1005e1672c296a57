//! What the classes are called, in the order of their labels.

/// The classes of CIFAR-10.
pub(super) const TEN: [&str; 10] = [
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
];

/// The classes of CIFAR-100: the fine labels, in the order of the alphabet.
#[rustfmt::skip]
pub(super) const HUNDRED: [&str; 100] = [
    "apple", "aquarium fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
    "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
    "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
    "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
    "lamp", "lawn mower", "leopard", "lion", "lizard", "lobster", "man", "maple tree", "motorcycle", "mountain",
    "mouse", "mushroom", "oak tree", "orange", "orchid", "otter", "palm tree", "pear", "pickup truck", "pine tree",
    "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
    "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
    "squirrel", "streetcar", "sunflower", "sweet pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
    "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow tree", "wolf", "woman", "worm",
];

/// The groups of CIFAR-100, which are its coarse labels, and the five classes of each.
pub(super) const GROUPS: [(&str, [&str; 5]); 20] = [
    (
        "aquatic mammals",
        ["beaver", "dolphin", "otter", "seal", "whale"],
    ),
    (
        "fish",
        ["aquarium fish", "flatfish", "ray", "shark", "trout"],
    ),
    ("flowers", ["orchid", "poppy", "rose", "sunflower", "tulip"]),
    ("food containers", ["bottle", "bowl", "can", "cup", "plate"]),
    (
        "fruit and vegetables",
        ["apple", "mushroom", "orange", "pear", "sweet pepper"],
    ),
    (
        "household electrical devices",
        ["clock", "keyboard", "lamp", "telephone", "television"],
    ),
    (
        "household furniture",
        ["bed", "chair", "couch", "table", "wardrobe"],
    ),
    (
        "insects",
        ["bee", "beetle", "butterfly", "caterpillar", "cockroach"],
    ),
    (
        "large carnivores",
        ["bear", "leopard", "lion", "tiger", "wolf"],
    ),
    (
        "large man-made outdoor things",
        ["bridge", "castle", "house", "road", "skyscraper"],
    ),
    (
        "large natural outdoor scenes",
        ["cloud", "forest", "mountain", "plain", "sea"],
    ),
    (
        "large omnivores and herbivores",
        ["camel", "cattle", "chimpanzee", "elephant", "kangaroo"],
    ),
    (
        "medium-sized mammals",
        ["fox", "porcupine", "possum", "raccoon", "skunk"],
    ),
    (
        "non-insect invertebrates",
        ["crab", "lobster", "snail", "spider", "worm"],
    ),
    ("people", ["baby", "boy", "girl", "man", "woman"]),
    (
        "reptiles",
        ["crocodile", "dinosaur", "lizard", "snake", "turtle"],
    ),
    (
        "small mammals",
        ["hamster", "mouse", "rabbit", "shrew", "squirrel"],
    ),
    (
        "trees",
        [
            "maple tree",
            "oak tree",
            "palm tree",
            "pine tree",
            "willow tree",
        ],
    ),
    (
        "vehicles 1",
        ["bicycle", "bus", "motorcycle", "pickup truck", "train"],
    ),
    (
        "vehicles 2",
        ["lawn mower", "rocket", "streetcar", "tank", "tractor"],
    ),
];

/// The group of a class of CIFAR-100, by its number.
pub(super) fn group(class: usize) -> Option<usize> {
    let name = HUNDRED.get(class)?;
    GROUPS.iter().position(|(_, names)| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_divide_the_hundred() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).collect();
        grouped.sort_unstable();
        assert_eq!(grouped, HUNDRED);
    }

    /// As Krizhevsky's files have it: the coarse label of each fine one.
    #[test]
    #[rustfmt::skip]
    fn every_class_has_its_coarse_label() {
        let coarse = [
            4, 1, 14, 8, 0, 6, 7, 7, 18, 3, 3, 14, 9, 18, 7, 11, 3, 9, 7, 11, 6, 11, 5, 10, 7,
            6, 13, 15, 3, 15, 0, 11, 1, 10, 12, 14, 16, 9, 11, 5, 5, 19, 8, 8, 15, 13, 14, 17, 18, 10,
            16, 4, 17, 4, 2, 0, 17, 4, 18, 17, 10, 3, 2, 12, 12, 16, 12, 1, 9, 19, 2, 10, 0, 1, 16,
            12, 9, 13, 15, 13, 16, 19, 2, 4, 6, 19, 5, 5, 8, 19, 18, 1, 2, 15, 6, 0, 17, 8, 14, 13,
        ];
        for (class, want) in coarse.into_iter().enumerate() {
            assert_eq!(group(class), Some(want), "{}", HUNDRED[class]);
        }
        assert_eq!(group(100), None);
    }
}
