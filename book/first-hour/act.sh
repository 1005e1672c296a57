#!/usr/bin/env bash
# Acts out a first hour with the course in a real terminal, and records what it shows: book/first-hour/act.sh
#
# Needs git, Rust, a C linker and tmux. It clones this repository, in the state of the last commit, into a folder of its own,
# types there what a learner types, and writes book/recorded/first-hour/session.txt, which the page "A first hour" shows;
# the README's pictures are then drawn anew from it.
set -euo pipefail
here="$(cd "$(dirname "$0")/../.." && pwd)"
record="$here/book/recorded/first-hour/session.txt"
scratch="$(mktemp -d)"
terminal=(tmux -L "first-hour-$$" -f /dev/null)

end() {
  "${terminal[@]}" kill-server 2>/dev/null || true
  rm -rf "$scratch"
}
trap end EXIT

# What the terminal shows, the lines that have scrolled away included.
shown() { "${terminal[@]}" capture-pane -p -J -S - -t hour; }

# Waits until the terminal shows a line that matches, behind the lines that were there when something was typed last.
until_shown() {
  for _ in $(seq 1800); do
    if shown | tail -n "+$seen" | grep -qE -- "$1"; then return; fi
    sleep 1
  done
  echo "\"$1\" never came; the terminal shows:" >&2
  shown | tail -40 >&2
  exit 1
}

mark() { seen=$(($(shown | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' | wc -l) + 1)); }

# Types a command, and waits for the prompt behind what it says.
run() {
  mark
  "${terminal[@]}" send-keys -t hour -l "$1"
  "${terminal[@]}" send-keys -t hour Enter
  until_shown "${2:-^\\$ *$}"
}

# Marks for the book: a comment is a command that does nothing.
part() { run "# ANCHOR$1: $2"; }

# What a learner does in the editor: puts the answer $2 into the body of the function $1.
answer() {
  local file="$scratch/$folder/labs/01-sigmoid-neuron/src/exercises.rs"
  sed "/^pub fn $1(/,/^}/ s|^    .*|    $2|" "$file" >"$scratch/answered"
  cat "$scratch/answered" >"$file"
}

# Presses Enter wherever the lesson stops, until the prompt is back.
read_on() {
  for _ in $(seq 600); do
    sleep 2
    if shown | tail -n "+$seen" | grep -qE '^\$ *$'; then return; fi
    "${terminal[@]}" send-keys -t hour Enter
  done
}

# Interactive, but with nobody's own settings.
"${terminal[@]}" new-session -d -s hour -x 96 -y 50 -c "$scratch" \
  "env -u CARGO_MANIFEST_DIR -u CARGO_TARGET_DIR PS1='\$ ' HISTFILE= CARGO_TERM_PROGRESS_WHEN=never NO_COLOR=1 bash --norc --noprofile -i"
"${terminal[@]}" set-option -t hour history-limit 20000
seen=1
until_shown '^\$ *$'

folder=one-neuron-up
part "" clone
run "git clone -q $here $folder && cd $folder"
run "cargo run -q -p course"
part _END clone

part "" lesson
run "cargo run -q -p lab01 -- --section 1" .
read_on
part _END lesson

part "" wrong
answer logistic '1.0 / (1.0 + (b + w * x).exp())'
run "cargo test -q -p lab01 --test answers -- --exact logistic"
part _END wrong

part "" hint
run "cargo run -q -p course -- hint logistic"
part _END hint

part "" watch
run "cargo run -q -p course -- watch" 'waiting for a change .*`logistic`'
mark
answer logistic '1.0 / (1.0 + (-(b + w * x)).exp())'
until_shown 'waiting for a change .*`logistic_derivative`'
"${terminal[@]}" send-keys -t hour C-c
until_shown '^\^C\$? *|^\$ *$'
sleep 1
part _END watch

part "" renamed
run "cd .. && mv $folder evenings && cd evenings"
folder=evenings
run "cargo run -q -p course"
run "cargo run -q -p course -- reset logistic"
run "ls .course/kept"
part _END renamed

mkdir -p "$(dirname "$record")"
# Where the clone came from and how long a test took differ from machine to machine; of the lesson the beginning will do.
shown | sed -E -e "s#git clone -q $here #git clone … #" -e 's/[[:space:]]+$//' \
  -e '/^\$ # ANCHOR/s/^\$ //' -e '/^\$$/d' -e 's/finished in [0-9.]+s/finished in 0.1s/' \
  | awk '/^# ANCHOR: / { lines = 0; long = /lesson/ } /^# ANCHOR_END/ { long = 0 }
         { lines += 1; if (!long || lines <= 30) print; else if (lines == 31) print "…" }' >"$record"
echo "recorded in $record"
(cd "$here" && cargo run -q -p book -- record readme)
