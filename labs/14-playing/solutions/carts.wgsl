struct Shape { count: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> before: array<f32>;
@group(0) @binding(2) var<storage, read> push: array<f32>;
@group(0) @binding(3) var<storage, read_write> after: array<f32>;

// ANCHOR: carts
@compute @workgroup_size(64)
fn carts(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i >= shape.count { return; }
    let speed = before[4u * i + 1u];
    let angle = before[4u * i + 2u];
    let spin = before[4u * i + 3u];
    let force = select(-10.0, 10.0, push[i] > 0.5);
    let u = (force + 0.05 * spin * spin * sin(angle)) / 1.1;
    let c = cos(angle);
    let spins_up = (9.8 * sin(angle) - c * u) / (0.5 * (4.0 / 3.0 - 0.1 * c * c / 1.1));
    let speeds_up = u - 0.05 * spins_up * c / 1.1;
    after[4u * i] = before[4u * i] + 0.02 * speed;
    after[4u * i + 1u] = speed + 0.02 * speeds_up;
    after[4u * i + 2u] = angle + 0.02 * spin;
    after[4u * i + 3u] = spin + 0.02 * spins_up;
}
// ANCHOR_END: carts
