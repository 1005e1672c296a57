//! What is promised of a scene.

use lab12::scene::{BBox, Plan, SIDE, Scene, Sources, pixels};

fn some(plan: &Plan, count: usize) -> Vec<Scene> {
    let sources = Sources::load("digits").expect("embedded");
    plan.scenes(&sources.train, count, 3)
}

#[test]
fn a_seed_is_a_scene() {
    let sources = Sources::load("digits").expect("embedded");
    let one = Plan::USUAL.scenes(&sources.train, 3, 1);
    assert_eq!(one, Plan::USUAL.scenes(&sources.train, 3, 1));
    assert_ne!(one, Plan::USUAL.scenes(&sources.train, 3, 2));
    assert_eq!(pixels(&one).dims(), [3, 64, 64, 1]);
}

#[test]
fn the_plan_is_kept() {
    let scenes = some(&Plan::USUAL, 300);
    let mut counts = [0; 6];
    for scene in &scenes {
        counts[scene.objects.len()] += 1;
        assert!(scene.pixels.iter().all(|p| (0.0..=1.0).contains(p)));
        for (i, one) in scene.objects.iter().enumerate() {
            let longer = one.bounds.width().max(one.bounds.height());
            assert!((12.0..=28.0).contains(&longer), "{longer}");
            for other in &scene.objects[..i] {
                // The frames that were compared are a pixel or two larger than the boxes.
                let smaller = one.bounds.area().min(other.bounds.area());
                assert!(one.bounds.common(&other.bounds) <= 0.25 * smaller);
            }
        }
    }
    assert!(
        counts[0] == 0 && counts[1..].iter().all(|&n| n > 35),
        "{counts:?}"
    );
}

#[test]
fn masks_say_what_the_classes_say() {
    for scene in some(&Plan::USUAL, 50) {
        for place in 0..SIDE * SIDE {
            let mut owners = scene.objects.iter().filter(|o| o.mask[place]);
            let class = owners.next().map_or(0, |o| o.class + 1);
            assert_eq!(class, scene.classes[place]);
            assert!(owners.next().is_none(), "two digits at one pixel");
        }
        for object in &scene.objects {
            let seen = BBox::of(&object.mask, SIDE).expect("some of it is seen");
            assert!(
                object.bounds.common(&seen) == seen.area(),
                "ink beyond the box"
            );
            assert!(seen.area() > 0.6 * object.bounds.area());
        }
    }
}

#[test]
fn a_box_is_tight() {
    let clean = Plan {
        clutter: (0, 0),
        noise: 0.0,
        ..Plan::USUAL.of(1, 1)
    };
    for scene in some(&clean, 50) {
        let object = &scene.objects[0];
        assert_eq!(BBox::of(&object.mask, SIDE), Some(object.bounds));
        let darkest = scene.pixels.iter().copied().fold(0.0, f32::max);
        for (place, &ink) in scene.pixels.iter().enumerate() {
            assert_eq!(object.mask[place], scene.classes[place] > 0);
            assert!(!object.mask[place] || ink > 0.3 * darkest);
        }
    }
}

#[test]
#[should_panic(expected = "find no room")]
fn too_many_are_refused() {
    let plan = Plan {
        sizes: (40, 40),
        overlap: 0.0,
        ..Plan::USUAL.of(9, 9)
    };
    some(&plan, 1);
}
