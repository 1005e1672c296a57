// Twice every number. One invocation takes one number.

@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;

@compute @workgroup_size(64)
fn double(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    // Workgroups come whole: 64 invocations start, even for 8 numbers.
    if i >= arrayLength(&numbers) {
        return;
    }
    numbers[i] = 2.0 * numbers[i];
}
