//! Shaders that no exercise asks for: each ends in a verdict, soon, without a card and without a panic of the judge.

use lab06::gpu::judging::says;

const HEAD: &str = "struct Shape { rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
";

const ENTRY: &str = "@compute @workgroup_size(64)
fn row_sums(@builtin(local_invocation_id) here: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>)";

/// What is said to a shader with this in front of its entry, and this in its body.
fn row_sums(before: &str, body: &str) -> String {
    says("row_sums", &format!("{HEAD}{before}\n{ENTRY} {{ {body} }}"))
}

/// One invocation adds a row: right numbers, by too little sharing.
const ONE: &str = "if here.x == 0u { var sum = 0.0;
    for (var c = 0u; c < shape.columns; c++) { sum += x[group.x * shape.columns + c]; }
    sums[group.x] = sum; }";

#[test]
fn a_group_of_any_size_or_of_none() {
    let entry = |attributes: &str, rest: &str| {
        says(
            "row_sums",
            &format!("{HEAD}{attributes} fn row_sums() {rest}"),
        )
    };
    // More than a u32 can count; more than we play.
    for size in ["16384, 16384, 16384", "65"] {
        let attributes = format!("@compute @workgroup_size({size})");
        assert_eq!(entry(&attributes, "{ sums[0] = 1.0; }"), "wrong");
    }
    // Decided later than we look.
    let decided = "override n = 64u; @compute @workgroup_size(n)";
    assert_eq!(entry(decided, "{ sums[0] = 1.0; }"), "wrong");
    let vertex = "-> @builtin(position) vec4<f32> { return vec4(0.0); }";
    assert_eq!(entry("@vertex", vertex), "rejected");
}

#[test]
fn arrays_longer_than_what_lies_behind_them() {
    let fixed = HEAD.replace("x: array<f32>", "x: array<f32, 100000>");
    let source = format!("{fixed}{ENTRY} {{ sums[group.x] = x[99999]; }}");
    assert_eq!(says("row_sums", &source), "wrong");
    // A gigabyte for each invocation.
    let own = "var all: array<f32, 268435456>; sums[group.x] = all[here.x];";
    assert_eq!(row_sums("", own), "wrong");
    let shared = "var<workgroup> all: array<f32, 268435456>;";
    assert_eq!(row_sums(shared, "sums[group.x] = all[here.x];"), "wrong");
    let zeros = "let all = array<f32, 268435456>(); sums[group.x] = all[0];";
    assert_eq!(row_sums("", zeros), "wrong");
}

#[test]
fn work_without_an_end_in_sight() {
    // Functions that call each other twice: 2³⁰ calls, and no loop.
    let mut tower = "fn f0() -> f32 { return 1.0; }\n".to_string();
    for floor in 1..31 {
        let below = floor - 1;
        tower += &format!("fn f{floor}() -> f32 {{ return f{below}() + f{below}(); }}\n");
    }
    assert_eq!(row_sums(&tower, "sums[group.x] = f30();"), "wrong");
    // Few rounds, each of which copies a long array many times.
    let copies = "var a: array<f32, 4096>; var b: array<f32, 4096>;
        for (var i = 0u; i < 900u; i++) { a = b; b = a; } sums[group.x] = a[0];";
    assert_eq!(row_sums("", copies), "wrong");
}

#[test]
fn what_is_not_played_is_not_played_wrongly() {
    let matrix = "let m = mat2x2<f32>(x[0], 2.0, 3.0, 4.0) * vec2<f32>(1.0, 0.0); if m.x > 0.0 {";
    assert_eq!(row_sums("", &format!("{matrix} {ONE} }}")), "wrong");
    // The same numbers from elsewhere: the card would not be given them.
    let group = HEAD.replace("@group(0) @binding(1)", "@group(1) @binding(1)");
    assert_eq!(
        says("row_sums", &format!("{group}{ENTRY} {{ {ONE} }}")),
        "wrong"
    );
    assert_eq!(row_sums("", ONE), "one for all");
}
