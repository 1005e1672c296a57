// Dropout: y_i = x_i · m_i, and back the same. m_i is 0 where the random bits of place i lie below
// `below`, else `factor`. Four numbers a thread.

struct Numbers { quads: u32, add: u32, xor: u32, below: u32, factor: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4<f32>>;

@compute @workgroup_size(THREADS)
fn apply(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        let bits = random_bits(4 * i + vec4(0, 1, 2, 3), numbers.add, numbers.xor);
        let dropped = bits < vec4(numbers.below);
        y[i] = x[i] * select(vec4(numbers.factor), vec4(0.0), dropped);
    }
}
