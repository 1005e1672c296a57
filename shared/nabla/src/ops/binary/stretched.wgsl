// y = f(a, b), where a and b are repeated to fill y (NumPy's broadcasting): one number a thread. On the way
// back y holds dy, and f looks at it too.
//
// axes[k] = (size, step of a, step of b): an operand that lacks an axis, or has it at size 1, stays
// where it is along that axis: its step is 0.

struct Numbers { axes: array<vec4<u32>, 6>, rank: u32, count: u32 }
var<immediate> numbers: Numbers;

fn f(dy: f32, a: f32, b: f32) -> f32 { return a + b; }

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn stretched(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
             @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    var rest = i;
    var at = vec2(0u);
    for (var k = numbers.rank; k > 0; k -= 1) {
        let axis = numbers.axes[k - 1];
        at += rest % axis.x * axis.yz;
        rest /= axis.x;
    }
    y[i] = f(y[i], a[at.x], b[at.y]);
}
