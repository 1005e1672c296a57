use super::*;

#[test]
fn every_verdict_survives_the_trip_between_processes() {
    let probe = Probe {
        call: "f(1)".into(),
        got: "2".into(),
        expected: "3".into(),
        difference: "at [0]".into(),
        says: "It should not.".into(),
    };
    let all = [
        Verdict::Unanswered,
        Verdict::Right,
        Verdict::Mistake {
            name: "m".into(),
            sentence: "s".into(),
            probe: probe.clone(),
        },
        Verdict::Rejected {
            message: "line 3\nexpected `;`".into(),
        },
        Verdict::Unavailable {
            reason: "no adapter".into(),
        },
        Verdict::Stale,
        Verdict::Wrong(probe),
        Verdict::Panicked {
            message: "a\nb".into(),
            place: "x.rs:3".into(),
            call: "f(1)".into(),
        },
        Verdict::TimedOut { seconds: 2.5 },
        Verdict::Crashed { how: "gone".into() },
    ];
    for verdict in all {
        assert_eq!(
            Verdict::from_json(&verdict.to_json()),
            Some(verdict.clone()),
            "{verdict:?}"
        );
    }
    assert_eq!(
        Verdict::from_json(&json!({ "state": "happy", "body": null })),
        None
    );
}

#[test]
fn a_wrong_answer_shows_call_got_and_expected() {
    let probe = Probe {
        call: "f(1)".into(),
        got: "2".into(),
        expected: "3".into(),
        ..Probe::default()
    };
    assert_eq!(
        Verdict::Wrong(probe.clone()).sentence(),
        "f(1) gives 2, expected 3."
    );
    assert_eq!(
        probe.explain(),
        "    call      f(1)\n    got       2\n    expected  3"
    );
}
