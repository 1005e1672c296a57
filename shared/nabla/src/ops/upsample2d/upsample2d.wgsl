// Each pixel becomes a block of down × across equal ones, and the way back.
//
//   y[n, i, j, c] = x[n, i / down, j / across, c]        dx: the sum of dy over each block

// The sizes are those of the images that are written.
struct Numbers { count: u32, height: u32, width: u32, channels: u32, down: u32, across: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> from_: array<f32>;
@group(0) @binding(1) var<storage, read_write> to: array<f32>;

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.count {
        return;
    }
    let c = at % numbers.channels;
    let column = at / numbers.channels % numbers.width / numbers.across;
    // Rows of all images follow each other.
    let row = at / numbers.channels / numbers.width / numbers.down;
    to[at] = from_[(row * (numbers.width / numbers.across) + column) * numbers.channels + c];
}

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.count {
        return;
    }
    let c = at % numbers.channels;
    let column = at / numbers.channels % numbers.width * numbers.across;
    let row = at / numbers.channels / numbers.width * numbers.down;
    var sum = 0.0;
    for (var i = 0u; i < numbers.down; i += 1) {
        for (var j = 0u; j < numbers.across; j += 1) {
            let pixel = (row + i) * numbers.width * numbers.across + column + j;
            sum += from_[pixel * numbers.channels + c];
        }
    }
    to[at] = sum;
}
