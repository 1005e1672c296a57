//! Files between nabla and Python's own `safetensors`, in both directions. Without a Python that has it (and NumPy) this is
//! ignored; `REQUIRE_PYTHON=1` makes that a failure.

use libtest_mimic::{Arguments, Failed, Trial};
use nabla::{BatchNorm, Checkpoint, Init, Linear, Sequential, optim::Adam};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let python = python();
    let trial = |name: &str, body: fn(&str)| {
        let python = python.clone();
        let ignored = python.is_none() && std::env::var_os("REQUIRE_PYTHON").is_none();
        let title = match python {
            None => format!("{name} (no Python with safetensors)"),
            Some(_) => name.to_string(),
        };
        let body = move || {
            body(&python.expect("REQUIRE_PYTHON is set, and no Python has safetensors and numpy"));
            Ok::<(), Failed>(())
        };
        Trial::test(title, body).with_ignored_flag(ignored)
    };
    let trials = vec![
        trial(
            "python_reads_what_nabla_wrote",
            python_reads_what_nabla_wrote,
        ),
        trial(
            "nabla_reads_what_python_wrote",
            nabla_reads_what_python_wrote,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// `$PYTHON`, or what is usually called so.
fn python() -> Option<String> {
    let asked = std::env::var("PYTHON").ok();
    let usual = ["python3", "python"].map(str::to_string);
    let mut all = asked.into_iter().chain(usual);
    all.find(|python| {
        let found = Command::new(python)
            .args(["-c", "import safetensors.numpy"])
            .output();
        found.is_ok_and(|output| output.status.success())
    })
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!(
        "nabla-python-{}-{name}.safetensors",
        std::process::id()
    ))
}

/// What this program prints, given the file's path.
fn says(python: &str, program: &str, path: &Path) -> String {
    let output = Command::new(python)
        .args(["-c", program])
        .arg(path)
        .output();
    let output = output.expect("it was there before");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
    String::from_utf8(output.stdout).expect("text")
}

/// Each name, kind and shape, each number as its bits, and the notes.
const READ: &str = "
import sys, numpy
from safetensors import safe_open
with safe_open(sys.argv[1], framework='numpy') as file:
    for name in sorted(file.keys()):
        tensor = file.get_tensor(name)
        print(name, tensor.dtype, list(tensor.shape), tensor.reshape(-1).view(numpy.uint32).tolist())
    print(file.metadata()['epochs'], file.metadata()['words'])
";

fn python_reads_what_nabla_wrote(python: &str) {
    let mut rng = nabla::rng(1);
    let model = Sequential::new()
        .push(Linear::new(3, 2, Init::He, &mut rng))
        .push(BatchNorm::new(2));
    let path = scratch("ours");
    let file = Checkpoint::of(&model).training(&model, &Adam::new(0.1));
    let file = file.note("epochs", 7).note("words", "∇ \"quoted\" \\");
    file.save(&path).expect("it can be written");
    let mut wanted = String::new();
    for stored in file.tensors() {
        let tensor = file.tensor(stored.name).expect("finite numbers");
        let bits: Vec<u32> = tensor.data().iter().map(|x| x.to_bits()).collect();
        wanted += &format!("{} float32 {:?} {bits:?}\n", stored.name, stored.dims);
    }
    assert!(
        wanted.contains("1.running_var float32 [2] [1065353216, 1065353216]"),
        "{wanted}"
    );
    let said = says(python, READ, &path);
    assert_eq!(
        said.replace("\r\n", "\n"),
        format!("{wanted}7 ∇ \"quoted\" \\\n")
    );
    std::fs::remove_file(path).expect("it was there");
}

/// Kinds, an empty array, a single number, notes, names that are none of ours.
const WRITE: &str = "
import sys, numpy
from safetensors.numpy import save_file
numbers = numpy.array([[0.1, -1 / 3, 3.4e38], [1e-45, -0.0, 7]])
save_file({
    'a.single': numbers.astype(numpy.float32),
    'double': numbers,
    'half': numpy.array([0.1, -65504, 6e-8], numpy.float16),
    'whole': numpy.array([[2**24], [-3]], numpy.int64),
    'empty': numpy.zeros((0, 4), numpy.float32),
    'alone': numpy.array(2.5, numpy.float32),
    'ünïcode': numpy.array([True, False]),
}, sys.argv[1], metadata={'made by': 'Python'})
";

fn nabla_reads_what_python_wrote(python: &str) {
    let path = scratch("theirs");
    says(python, WRITE, &path);
    let file = Checkpoint::read(&path).expect("a safetensors file");
    std::fs::remove_file(&path).expect("it was there");
    let shown = |name: &str| {
        let tensor = file.tensor(name).expect("it can be computed with");
        (tensor.dims().to_vec(), tensor.data().to_vec())
    };
    let numbers = vec![0.1, -1.0 / 3.0, 3.4e38, 1e-45, -0.0, 7.0];
    assert_eq!(shown("a.single"), (vec![2, 3], numbers.clone()));
    assert_eq!(shown("double"), (vec![2, 3], numbers));
    assert!(shown("double").1[4].is_sign_negative());
    assert_eq!(
        shown("half"),
        (vec![3], vec![0.099_975_586, -65_504.0, 5.960_464_5e-8])
    );
    assert_eq!(shown("whole"), (vec![2, 1], vec![16_777_216.0, -3.0]));
    assert_eq!(shown("empty"), (vec![0, 4], Vec::new()));
    assert_eq!(shown("alone"), (Vec::new(), vec![2.5]));
    assert_eq!(shown("ünïcode"), (vec![2], vec![1.0, 0.0]));
    assert_eq!(file.notes().collect::<Vec<_>>(), [("made by", "Python")]);
    let kinds: Vec<(&str, &str)> = file.tensors().map(|t| (t.name, t.dtype)).collect();
    assert_eq!(
        kinds[..3],
        [("a.single", "F32"), ("alone", "F32"), ("double", "F64")]
    );
}
