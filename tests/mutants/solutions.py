"""What the judge notices of changed answers: writes book/recorded/mutants.md.

    cargo install --locked cargo-mutants
    python3 tests/mutants/solutions.py            # all labs, half an hour on two idle cores
    python3 tests/mutants/solutions.py lab02      # one lab, and only what came of it

`cargo mutants` names the changes, and would compile the lab once for each. Here all of them are compiled into one program: the
body of a function becomes a `match` on a number in the environment. What the compiler refuses is taken out, and so it is
for `cargo mutants`.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LABS = {
    "lab01": "One sigmoid neuron", "lab02": "A forward pass", "lab03": "Backpropagation", "lab04": "Linear regression",
    "lab05": "Softmax", "lab06": "Convolution", "lab07": "Dropout and batch norm", "lab08": "Recurrent networks",
    "lab09": "Autoencoders", "lab10": "Adversarial networks", "lab11": "Deeper networks", "lab12": "Scenes", "lab13": "Attention",
    "lab14": "Playing", "lab15": "Energy, chaos, graphs",
}
# Changes that change no result, and why.
EQUAL = {
    "replace > with >= in clip_by_norm": "the limit itself is cut by a factor of 1 either way",
    "replace < with <= in smooth_l1": "where the parabola meets the line, both have the same value and the same slope",
    "replace + with - in lazy": "the IoU that is added is 0",
    "replace < with <= in slerp": "two directions at the limit between straight and round: both formulas agree there",
}
WHICH = """
fn which() -> usize {
    static WHICH: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *WHICH.get_or_init(|| std::env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(0))
}
"""


def listed(copy, lab):
    """The changes that cargo-mutants knows of, with numbers from 1."""
    command = ["cargo", "mutants", "-p", lab, "-f", "labs/*/src/solutions.rs", "--list", "--json"]
    found = json.loads(subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True).stdout)
    # Made-up arrays of arrays, a thousand for one function: none of them compiles.
    found = [m for m in found if m["function"] and not (m["genre"] == "FnValue" and "::new()" in m["replacement"])]
    return dict(enumerate(found, 1))


def offset(text, place):
    return sum(len(line) + 1 for line in text.split("\n")[: place["line"] - 1]) + place["column"] - 1


def body(text, function):
    """Where the body of a function begins and ends, without its braces."""
    start, end = (offset(text, function["span"][side]) for side in ("start", "end"))
    name = re.escape(function["function_name"].split("::")[-1])
    head = next(m for m in re.finditer(rf"^(?:pub )?fn {name}\b", text[start:end], re.M))
    at, depth = start + head.end(), 0
    while depth or text[at] != "{":
        depth += (text[at] in "([") - (text[at] in ")]")
        at += 1
    return at + 1, end - 1


def switched(text, mutants):
    """The file with every change behind its number, and which lines belong to which."""
    groups = collections.defaultdict(list)
    for number, mutant in mutants.items():
        groups[body(text, mutant["function"])].append((number, mutant))
    out, at, lines = "", 0, []
    for (begin, end), members in sorted(groups.items()):
        out += text[at:begin] + "\nmatch which() {\n"
        for number, mutant in members:
            start, stop = (offset(text, mutant["span"][side]) for side in ("start", "end"))
            first = out.count("\n") + 1
            out += f"{number} => {{ {text[begin:start]}{mutant['replacement']}{text[stop:end]}\n}}\n"
            lines.append((first, out.count("\n"), number))
        out += f"_ => {{{text[begin:end]}\n}}\n}}\n"
        at = end
    return out + text[at:] + WHICH, lines


def cargo(copy, *arguments):
    environment = dict(os.environ, CARGO_TARGET_DIR=os.path.join(ROOT, "target/mutants"))
    command = ["cargo", *arguments, "--message-format=json"]
    done = subprocess.run(command, cwd=copy, env=environment, stdout=subprocess.PIPE, text=True)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def places(span):
    """The lines of a span in the file, and of the macro calls that it comes from."""
    while span:
        if span["file_name"].endswith("solutions.rs"):
            yield span["line_start"]
        span = (span["expansion"] or {}).get("span")


def built(copy, lab, path, mutants):
    """Compiles until nothing is refused any more; the program, and the changes that are in it."""
    with open(path) as file:
        text = file.read()
    while True:
        source, lines = switched(text, mutants)
        with open(path, "w") as file:
            file.write(source)
        failed, said = cargo(copy, "test", "-p", lab, "--test", "lesson", "--no-run")
        if not failed:
            programs = [m["executable"] for m in said if m.get("executable") and m["profile"]["test"]]
            return programs[-1], mutants
        errors = [m["message"] for m in said if m["reason"] == "compiler-message" and m["message"]["level"] == "error"]
        at = {line for error in errors for span in error["spans"] for line in places(span)}
        refused = {number for first, last, number in lines if any(first <= line <= last for line in at)}
        if not refused:
            sys.exit(f"{lab}: " + "\n".join(error["rendered"] for error in errors))
        mutants = {number: mutant for number, mutant in mutants.items() if number not in refused}


def notices(program, folder, lab, number):
    environment = dict(os.environ, MUTANT=str(number), CARGO_MANIFEST_DIR=folder, CARGO_PKG_NAME=lab)
    try:
        command = [program, "-q", "the_judge_bites"]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def judged(copy, lab):
    """How many changes there are, and those that nobody noticed."""
    folder = next(os.path.join(copy, "labs", name) for name in os.listdir(f"{copy}/labs") if name[:2] == lab[3:])
    program, mutants = built(copy, lab, f"{folder}/src/solutions.rs", listed(copy, lab))
    if notices(program, folder, lab, 0):
        sys.exit(f"{lab}: the judge refuses the answers as they are")
    missed = [m["name"].split(": ", 1)[1] for number, m in mutants.items() if not notices(program, folder, lab, number)]
    print(lab, len(mutants), missed, flush=True)
    return len(mutants), missed


def main():
    labs = sys.argv[1:] or list(LABS)
    with tempfile.TemporaryDirectory() as folder:
        copy = f"{folder}/copy"
        subprocess.run(["git", "clone", "-q", ROOT, copy], check=True)
        results = {lab: judged(copy, lab) for lab in labs}
    unknown = [name for _, missed in results.values() for name in missed if name not in EQUAL]
    if unknown:
        sys.exit(f"not noticed, and it should be: {unknown}")
    if sys.argv[1:]:
        return
    rows = ["| lab | changed answers | noticed | not noticed |", "|---|---:|---:|---|"]
    for lab, (count, missed) in results.items():
        why = "; ".join(EQUAL[name] for name in missed) or "–"
        rows.append(f"| {LABS[lab]} | {count} | {count - len(missed)} | {why} |")
    total = sum(count for count, _ in results.values())
    rows.append(f"| all | {total:,} | {total - sum(len(missed) for _, missed in results.values()):,} | |")
    with open(f"{ROOT}/book/recorded/mutants.md", "w") as file:
        file.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
