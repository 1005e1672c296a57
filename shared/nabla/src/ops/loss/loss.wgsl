// A loss that compares number with number: y_i = term(x_i, t_i), and the way back,
// dx_i = dy · share · slope(x_i, t_i), four numbers a thread. `dy` is one number, or one for every `size`
// numbers, an example. `term` and `slope` stand for every loss of the table in loss.rs.

alias T = vec4<f32>;

struct Numbers { quads: u32, size: u32, share: f32 }
var<immediate> numbers: Numbers;

fn term(x: T, t: T) -> T { return x - t; }
fn slope(x: T, t: T) -> T { return x - t; }

@group(0) @binding(0) var<storage, read> x: array<T>;
@group(0) @binding(1) var<storage, read> t: array<T>;
@group(0) @binding(2) var<storage, read_write> y: array<T>;

@compute @workgroup_size(THREADS)
fn terms(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        y[i] = term(x[i], t[i]);
    }
}

@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<T>;

// The gradient that comes from above for number i, and for the four of quad i. The last quad may have
// places beyond the end: nobody reads what is written there.
fn dy_of(i: u32) -> f32 { return dy[min(i / numbers.size, arrayLength(&dy) - 1)]; }
fn above(i: u32) -> T { return T(dy[0]); }

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        dx[i] = above(i) * numbers.share * slope(x[i], t[i]);
    }
}
