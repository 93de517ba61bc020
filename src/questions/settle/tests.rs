use proptest::prelude::*;

use super::*;

/// Types `text` letter by letter, 100 ms each. Returns the time after the last one.
fn type_in(settler: &mut Settler, text: &str, mut now: f64) -> f64 {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    for end in ends {
        settler.input(&text[..end], now);
        now += 100.0;
    }
    now
}

fn settled(settler: &mut Settler, text: &str, reason: Reason, now: f64) -> Settled {
    settler.input(text, now);
    settler.settle(reason, now + PAUSE_MS).expect("counts")
}

#[test]
fn keystrokes_fold_into_one_query() {
    let mut settler = Settler::new();
    let now = type_in(&mut settler, "cancel order", 0.0);
    assert_eq!(
        settler.settle(Reason::Pause, now),
        None,
        "the pause is not over"
    );
    let found = settler
        .settle(Reason::Pause, now - 100.0 + PAUSE_MS)
        .unwrap();
    let expected = Settled {
        query: "cancel order".to_owned(),
        sequence: 1,
        keystrokes: 12,
        replaces: None,
        reformulation_of: None,
        reason: Reason::Pause,
    };
    assert_eq!(found, expected);
}

#[test]
fn input_tells_how_long_to_wait() {
    let mut settler = Settler::new();
    assert_eq!(settler.input("", 0.0), -1.0);
    assert_eq!(settler.input("re", 0.0), -1.0, "too short");
    assert_eq!(settler.input("r e", 50.0), -1.0, "spaces do not count");
    assert_eq!(settler.input("ref", 100.0), PAUSE_MS);
    assert_eq!(
        settler.input("ref", 600.0),
        PAUSE_MS - 500.0,
        "nothing was typed"
    );
    assert_eq!(settler.input("ref", 9000.0), 0.0);
    assert!(settler.settle(Reason::Pause, 9000.0).is_some());
    assert_eq!(settler.input("ref ", 9100.0), -1.0, "counted already");
}

#[test]
fn one_character_of_cjk_is_enough() {
    for text in ["払", "か", "コ", "값", "ｶ", "𠮷"] {
        assert_eq!(Settler::new().input(text, 0.0), PAUSE_MS, "{text}");
    }
    for text in ["ا", "é", "7", "?"] {
        assert_eq!(Settler::new().input(text, 0.0), -1.0, "{text}");
    }
}

#[test]
fn enter_and_open_count_short_queries_at_once() {
    for reason in [Reason::Enter, Reason::Open] {
        let mut settler = Settler::new();
        assert_eq!(settler.settle(reason, 0.0), None, "empty");
        settler.input("  ", 0.0);
        assert_eq!(settler.settle(reason, 0.0), None, "blank");
        settler.input(" 2fa ", 10.0);
        assert_eq!(settler.settle(reason, 11.0).unwrap().query, "2fa");
    }
}

#[test]
fn the_same_text_is_not_counted_twice_in_a_row() {
    let mut settler = Settler::new();
    settled(&mut settler, "refund", Reason::Pause, 0.0);
    for text in ["refund", "Refund ", "", "  REFUND"] {
        settler.input(text, 100_000.0);
        assert_eq!(settler.settle(Reason::Enter, 200_000.0), None, "{text}");
    }
    assert_eq!(
        settled(&mut settler, "invoice", Reason::Enter, 300_000.0).sequence,
        2
    );
    assert_eq!(
        settled(&mut settler, "refund", Reason::Enter, 600_000.0).sequence,
        3
    );
}

#[test]
fn an_edit_within_30_s_replaces() {
    for (first, second) in [
        ("cancel", "cancel order"),
        ("cancel order", "cancel"),
        ("cancle order", "cancel order"),
        ("recieve pasword reset", "receive password reset"),
        ("cancel order", "how to cancel order"),
        ("error 4", "error 404"),
        ("払い", "払い戻し"),
    ] {
        let mut settler = Settler::new();
        settled(&mut settler, first, Reason::Pause, 0.0);
        let second = settled(&mut settler, second, Reason::Pause, 30_000.0);
        assert_eq!(
            (second.replaces, second.reformulation_of),
            (Some(1), None),
            "{second:?}"
        );
    }
}

#[test]
fn a_different_text_is_a_question_of_its_own() {
    for (first, second) in [
        ("cancel order", "cancel subscription"),
        ("refund", "return"),
        ("error 404", "error 500"),
        ("pc", "tv"),
    ] {
        let mut settler = Settler::new();
        settled(&mut settler, first, Reason::Enter, 0.0);
        let second = settled(&mut settler, second, Reason::Enter, 30_000.0);
        assert_eq!(
            (second.replaces, second.reformulation_of),
            (None, Some(1)),
            "{second:?}"
        );
    }
}

#[test]
fn a_cleared_box_starts_a_question() {
    let mut settler = Settler::new();
    settled(&mut settler, "cancel", Reason::Pause, 0.0);
    settler.input("", 5_000.0);
    let second = settled(&mut settler, "cancel order", Reason::Pause, 6_000.0);
    assert_eq!((second.replaces, second.reformulation_of), (None, Some(1)));
    assert_eq!(second.keystrokes, 1);
}

#[test]
fn windows_end() {
    let mut settler = Settler::new();
    settled(&mut settler, "cancel", Reason::Pause, 0.0);
    let late_edit = settled(
        &mut settler,
        "cancel order",
        Reason::Pause,
        PAUSE_MS + REFINE_MS + 1.0,
    );
    assert_eq!(
        (late_edit.replaces, late_edit.reformulation_of),
        (None, Some(1))
    );
    let much_later = settled(&mut settler, "invoice", Reason::Pause, 200_000.0);
    assert_eq!(
        (much_later.replaces, much_later.reformulation_of),
        (None, None)
    );
}

#[test]
fn the_window_is_measured_to_the_first_edit() {
    let mut settler = Settler::new();
    settled(&mut settler, "cancel", Reason::Pause, 0.0);
    settler.input("cancel o", 29_000.0);
    let second = settled(&mut settler, "cancel order", Reason::Pause, 33_000.0);
    assert_eq!(second.replaces, Some(1));
}

#[test]
fn an_opened_result_makes_its_query_final() {
    let mut settler = Settler::new();
    settled(&mut settler, "cancel", Reason::Open, 0.0);
    let second = settled(&mut settler, "cancel order", Reason::Pause, 5_000.0);
    assert_eq!((second.replaces, second.reformulation_of), (None, None));
    // Opened after it was counted.
    assert_eq!(settler.settle(Reason::Open, 8_000.0), None);
    let third = settled(&mut settler, "cancel orders", Reason::Pause, 9_000.0);
    assert_eq!((third.replaces, third.reformulation_of), (None, None));
}

#[test]
fn a_replacement_inherits_what_it_rewords() {
    let mut settler = Settler::new();
    settled(&mut settler, "invoice", Reason::Enter, 0.0);
    let second = settled(&mut settler, "bill", Reason::Enter, 5_000.0);
    assert_eq!(second.reformulation_of, Some(1));
    let third = settled(&mut settler, "billing", Reason::Enter, 9_000.0);
    assert_eq!((third.replaces, third.reformulation_of), (Some(2), Some(1)));
}

#[test]
fn a_broken_clock_does_no_harm() {
    let mut settler = Settler::new();
    settler.input("refund", 5_000.0);
    assert_eq!(settler.input("refunds", f64::NAN), PAUSE_MS);
    assert_eq!(settler.input("refunds", f64::INFINITY), PAUSE_MS);
    assert_eq!(settler.input("refund", 0.0), PAUSE_MS);
    assert!(settler.settle(Reason::Pause, 6_500.0).is_some());
}

#[test]
fn edits_are_counted() {
    for (a, b, edits) in [
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "abcd", 1),
        ("abcd", "bcd", 1),
        ("abcd", "acbd", 1),
        ("kitten", "sitting", 3),
        ("", "ab", 2),
        ("zażółć", "zazolc", 4),
    ] {
        assert!(within(a, b, edits), "{a} {b}");
        assert!(within(b, a, edits), "{b} {a}");
        assert!(edits == 0 || !within(a, b, edits - 1), "{a} {b}");
    }
}

#[test]
fn names_read_back() {
    for reason in [Reason::Pause, Reason::Enter, Reason::Open] {
        assert_eq!(Reason::parse(reason.as_str()), Some(reason));
    }
    assert_eq!(Reason::parse("Enter"), None);
}

/// What a person may do next.
#[derive(Debug, Clone)]
enum Act {
    Input(String),
    Settle(Reason),
}

fn acts() -> impl Strategy<Value = Vec<(Act, f64)>> {
    let text = prop_oneof![
        Just(String::new()),
        "(cancel|refund|払い)?( order| 404)?s?",
        any::<String>(),
    ];
    let reason = prop_oneof![Just(Reason::Pause), Just(Reason::Enter), Just(Reason::Open)];
    let act = prop_oneof![text.prop_map(Act::Input), reason.prop_map(Act::Settle)];
    prop::collection::vec((act, 0.0..40_000.0_f64), 0..40)
}

proptest! {
    #[test]
    fn nothing_counts_twice(acts in acts()) {
        let mut settler = Settler::new();
        let (mut now, mut gone) = (0.0, Vec::new());
        let mut last: Option<Settled> = None;
        for (act, pause) in acts {
            now += pause;
            let Act::Settle(reason) = act else {
                if let Act::Input(text) = act {
                    let wait = settler.input(&text, now);
                    prop_assert!(wait == -1.0 || (0.0..=PAUSE_MS).contains(&wait));
                }
                continue;
            };
            let Some(next) = settler.settle(reason, now) else { continue };
            prop_assert_eq!(settler.settle(Reason::Enter, now), None, "at once again");
            prop_assert!(!next.query.trim().is_empty());
            prop_assert_eq!(next.sequence, last.as_ref().map_or(0, |last| last.sequence) + 1);
            if let Some(last) = &last {
                prop_assert_ne!(last.query.to_lowercase(), next.query.to_lowercase());
            }
            prop_assert!(next.replaces.is_none_or(|replaced| replaced + 1 == next.sequence));
            gone.extend(next.replaces);
            prop_assert!(next.reformulation_of.is_none_or(|of| of < next.sequence && !gone.contains(&of)));
            last = Some(next);
        }
    }
}
