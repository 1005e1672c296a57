// A frame of zeros around images, or the images without their frame.
//
//   y [N, height, width, channels]    y[n, r, c] = x[n, r − top, c − left], 0 where there is no such
//   x [N, rows, columns, channels]    (cut: x[n, r + top, c + left])

struct Numbers {
    count: u32, height: u32, width: u32, channels: u32, rows: u32, columns: u32, top: i32, left: i32,
}
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn shifted(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let pixel = i / numbers.channels;
    let row = i32(pixel / numbers.width % numbers.height) - numbers.top;
    let column = i32(pixel % numbers.width) - numbers.left;
    var value = 0.0;
    if row >= 0 && row < i32(numbers.rows) && column >= 0 && column < i32(numbers.columns) {
        let n = pixel / (numbers.width * numbers.height);
        let from_ = (n * numbers.rows + u32(row)) * numbers.columns + u32(column);
        value = x[from_ * numbers.channels + i % numbers.channels];
    }
    y[i] = value;
}
