// Running statistics:   running ← keep·running + take·batch

struct Numbers { count: u32, keep: f32, take: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> batch: array<f32>;
@group(0) @binding(1) var<storage, read_write> running: array<f32>;

@compute @workgroup_size(THREADS)
fn follow(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        running[i] = numbers.keep * running[i] + numbers.take * batch[i];
    }
}
