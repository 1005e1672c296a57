//! Random networks, drawn and computed by PyTorch, computed once more: how many agree?
//!
//!     cd shared/nabla/tests/reference
//!     python nets.py 2000 7 | cargo run -p nabla --example random_nets

#[path = "../tests/reference/attention.rs"]
mod attention;
#[path = "../tests/reference/call.rs"]
mod call;
#[path = "../tests/reference/nets.rs"]
mod nets;
#[path = "../tests/reference/recurrent.rs"]
mod recurrent;

use serde_json::Value;
use std::collections::BTreeMap;

fn main() -> std::io::Result<()> {
    let (mut count, mut wrong) = (0, 0);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in std::io::stdin().lines() {
        let line = line?;
        let net: nets::Net = serde_json::from_str(&line)?;
        for op in net.operations() {
            *seen.entry(op.to_string()).or_default() += 1;
        }
        count += 1;
        if let Err(why) = net.check() {
            wrong += 1;
            println!("network {count}: {why}\n  {line}");
        }
    }
    for (op, times) in seen {
        println!("{times:>6}  {op}");
    }
    println!("{count} networks, {wrong} of which disagree");
    std::process::exit(i32::from(wrong > 0 || count == 0));
}
