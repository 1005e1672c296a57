#[test]
fn p() {
    labkit::judge::prove(lab06::gpu::judging::exercises())
}
