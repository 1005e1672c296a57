// Random numbers, four at once: the same as those of `kernels/random.rs` and `kernels/normal.rs`,
// where the formulas come from. It stands in front of kernels that need it.

// The bits of these places in the stream with this key.
fn random_bits(place: vec4<u32>, add: u32, xor: u32) -> vec4<u32> {
    let state = place * 747796405u + add;
    let shift = (state >> vec4(28u)) + 4u;
    let word = ((state >> shift) ^ state ^ vec4(xor)) * 277803737u;
    return (word >> vec4(22u)) ^ word;
}

// The standard normal numbers that such bits stand for.
fn normal(bits: vec4<u32>) -> vec4<f32> {
    let is_above = bits >= vec4(0x80000000u);
    let q = (vec4<f32>(select(bits, ~bits, is_above)) + 0.5) * (1.0 / 4294967296.0);
    let w = -log(4.0 * q * (1.0 - q));
    let near = w - 2.5;
    var p = vec4(2.81022636e-8);
    p = p * near + 3.43273939e-7;
    p = p * near - 3.5233877e-6;
    p = p * near - 4.39150654e-6;
    p = p * near + 2.1858087e-4;
    p = p * near - 1.25372503e-3;
    p = p * near - 4.17768164e-3;
    p = p * near + 0.246640727;
    p = p * near + 1.50140941;
    let far = sqrt(max(w, vec4(0.0))) - 3.0;
    var tail = vec4(-2.00214257e-4);
    tail = tail * far + 1.00950558e-4;
    tail = tail * far + 1.34934322e-3;
    tail = tail * far - 3.67342844e-3;
    tail = tail * far + 5.73950773e-3;
    tail = tail * far - 7.6224613e-3;
    tail = tail * far + 9.43887047e-3;
    tail = tail * far + 1.00167406;
    tail = tail * far + 2.83297682;
    let size = 1.41421356 * (1.0 - 2.0 * q) * select(tail, p, w < vec4(5.0));
    return select(-size, size, is_above);
}

