// Draws from normal distributions, four numbers a thread. ε_i is the noise at place i.
//
//   fill:  z_i = ε_i
//   draw:  z_i = mean_i + ε_i · exp(½ log_variance_i)
//   slope: d(log_variance)_i = dz_i · ½ · ε_i · exp(½ log_variance_i)

struct Numbers { quads: u32, add: u32, xor: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read_write> noise: array<vec4<f32>>;

fn noise_at(i: u32) -> vec4<f32> {
    return normal(random_bits(4 * i + vec4(0, 1, 2, 3), numbers.add, numbers.xor));
}

@compute @workgroup_size(THREADS)
fn fill(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        noise[i] = noise_at(i);
    }
}

@group(0) @binding(0) var<storage, read> log_variance: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> mean: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> z: array<vec4<f32>>;

@compute @workgroup_size(THREADS)
fn draw(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        z[i] = mean[i] + noise_at(i) * exp(0.5 * log_variance[i]);
    }
}

@group(0) @binding(1) var<storage, read> dz: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> d_log_variance: array<vec4<f32>>;

@compute @workgroup_size(THREADS)
fn slope(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        d_log_variance[i] = dz[i] * 0.5 * noise_at(i) * exp(0.5 * log_variance[i]);
    }
}
