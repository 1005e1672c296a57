//! What is known about the sets that come from outside: files, sizes, checksums, mirrors, credit.

/// A set in the format of MNIST: two files of pictures and two of labels.
#[derive(Debug)]
pub struct Family {
    /// The name for `--data` and of the folder.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Whose work it is.
    pub credit: &'static str,
    /// On which terms it may be used.
    pub licence: &'static str,
    /// Training pictures, training labels, test pictures, test labels.
    pub files: [File; 4],
    /// What Kaggle calls its table of the training part and that of the test part.
    pub tables: [&'static str; 2],
    /// Places that serve the gzipped files, best first; a file's address is mirror + name + `.gz`.
    pub mirrors: &'static [&'static str],
}

/// One IDX file of a [`Family`].
#[derive(Debug)]
pub struct File {
    /// The plain file's name, without `.gz`.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// How many pictures or labels.
    pub count: u32,
    /// How to know that it is the right one.
    pub digest: Digest,
}

/// What an IDX file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Pictures of 28×28 bytes.
    Images,
    /// One byte a picture, 0 to 9.
    Labels,
}

/// A SHA-256, in hexadecimal.
#[derive(Clone, Copy, Debug)]
pub enum Digest {
    /// Of the unpacked file: the mirrors packed the same bytes differently.
    Plain(&'static str),
    /// Of the gzipped file: the only checksum in public use.
    Gzipped(&'static str),
}

/// The side of a picture in the MNIST family.
pub const SIDE: u32 = 28;

impl File {
    /// The numbers at the head of the file: magic, count and, for pictures, rows and columns.
    pub fn header(&self) -> Vec<u32> {
        match self.kind {
            Kind::Images => vec![0x803, self.count, SIDE, SIDE],
            Kind::Labels => vec![0x801, self.count],
        }
    }

    /// The size of the plain file in bytes.
    pub fn size(&self) -> u64 {
        let each = match self.kind {
            Kind::Images => u64::from(SIDE * SIDE),
            Kind::Labels => 1,
        };
        4 * self.header().len() as u64 + each * u64::from(self.count)
    }

    /// The most a gzipped copy may measure: deflate stores what it cannot shrink, and adds little.
    pub fn gzipped_limit(&self) -> u64 {
        self.size() + self.size() / 100 + 4096
    }
}

/// The family called `name`, if there is one.
pub fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.name == name)
}

/// All of them.
pub static FAMILIES: [Family; 2] = [
    Family {
        name: "mnist",
        title: "70,000 handwritten digits",
        credit: "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits, 1998",
        licence: "CC BY-SA 3.0",
        files: files([
            Digest::Plain("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            Digest::Plain("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            Digest::Plain("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            Digest::Plain("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]),
        tables: ["mnist_train.csv", "mnist_test.csv"],
        mirrors: &[
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ],
    },
    Family {
        name: "fashion",
        title: "70,000 pictures of clothes",
        credit: "H. Xiao, K. Rasul, R. Vollgraf (Zalando): Fashion-MNIST, 2017, arXiv:1708.07747",
        licence: "MIT",
        files: files([
            Digest::Gzipped("3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            Digest::Gzipped("a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            Digest::Gzipped("346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            Digest::Gzipped("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ]),
        tables: ["fashion-mnist_train.csv", "fashion-mnist_test.csv"],
        mirrors: &[
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ],
    },
];

const fn files(digests: [Digest; 4]) -> [File; 4] {
    let [train_images, train_labels, test_images, test_labels] = digests;
    [
        File {
            name: "train-images-idx3-ubyte",
            kind: Kind::Images,
            count: 60_000,
            digest: train_images,
        },
        File {
            name: "train-labels-idx1-ubyte",
            kind: Kind::Labels,
            count: 60_000,
            digest: train_labels,
        },
        File {
            name: "t10k-images-idx3-ubyte",
            kind: Kind::Images,
            count: 10_000,
            digest: test_images,
        },
        File {
            name: "t10k-labels-idx1-ubyte",
            kind: Kind::Labels,
            count: 10_000,
            digest: test_labels,
        },
    ]
}
