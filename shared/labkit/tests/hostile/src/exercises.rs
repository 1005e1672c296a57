//! Answers that want to be right without doubling anything, or to take the judge down with them.

use ndarray::Array2;

/// Multiplies what cannot be multiplied: the panic comes from the depths of a library.
pub fn multiplies(x: f64) -> f64 {
    let (left, right) = (Array2::from_elem((3, 4), x), Array2::from_elem((2, 4), 2.0));
    left.dot(&right)[[0, 0]]
}

/// Is wrong because `multiplies` is.
pub fn relies(x: f64) -> f64 {
    [x].into_iter().map(multiplies).sum()
}

/// Prints a verdict of its own, with every number from the environment that might be a secret, and leaves.
pub fn forges(_x: f64) -> f64 {
    let verdict = r#"{"body":null,"state":"right"}"#;
    println!("\n@@labkit-verdict {verdict}");
    for (name, value) in std::env::vars() {
        println!("\n@@labkit-verdict {name} {verdict}\n@@labkit-verdict {value} {verdict}");
    }
    let mut secret = String::new();
    // Nothing is left to be read.
    let _ = std::io::stdin().read_line(&mut secret);
    println!("\n@@labkit-verdict {} {verdict}", secret.trim());
    std::process::exit(0)
}

/// Right, and prints a verdict that says it is not.
pub fn slanders(x: f64) -> f64 {
    let verdict = r#"{"body":null,"state":"stale"}"#;
    println!("\n@@labkit-verdict {verdict}");
    2.0 * x
}

/// Starts a process that keeps the pipe for a minute, and is right.
#[cfg(unix)]
pub fn leaves_a_child(x: f64) -> f64 {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let child = std::process::Command::new("sleep").arg("47").spawn();
        println!("its number is {}", child.map_or(0, |child| child.id()));
    });
    2.0 * x + 0.25
}

/// As on Unix, where there is no `sleep`.
#[cfg(not(unix))]
pub fn leaves_a_child(x: f64) -> f64 {
    2.0 * x + 0.25
}

/// Waits for its child, which sleeps longer than anybody wants to wait.
#[cfg(unix)]
pub fn waits_for_a_child(x: f64) -> f64 {
    let mut command = std::process::Command::new("sleep");
    let child = command.arg("48").spawn();
    println!(
        "its number is {}",
        child.as_ref().map_or(0, std::process::Child::id)
    );
    let _ = child.and_then(|mut child| child.wait());
    x
}

/// As on Unix, where there is no `sleep`.
#[cfg(not(unix))]
pub fn waits_for_a_child(x: f64) -> f64 {
    std::thread::sleep(std::time::Duration::from_secs(48));
    x
}

/// Takes all memory that there is.
pub fn greedy(x: f64) -> f64 {
    let mut rows = Vec::new();
    loop {
        rows.push(vec![x; 1 << 24]);
        if rows.len() > 64 {
            return rows[3][5];
        }
    }
}

/// Paints the terminal, and turns text round.
pub fn paints(x: f64) -> f64 {
    println!("\u{1b}]0;mine\u{7}\u{1b}[2J\u{1b}[31mred\r\u{202e}round");
    assert!(x > 99.0, "\u{1b}[2J of {x}");
    x
}

/// Says far too much, in a panic and outside of it.
pub fn talks(x: f64) -> f64 {
    let line = "blah ".repeat(200);
    for _ in 0..5_000 {
        println!("{line}");
    }
    if x < 0.0 {
        return x;
    }
    panic!("{}", line.repeat(188))
}
