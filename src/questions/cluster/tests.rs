use super::*;
use proptest::prelude::*;

/// Text, how often, and which articles answered it how surely.
type Asked<'a> = (&'a str, u32, &'a [(u32, f32)]);

fn wordings(language: &str, asked: &[Asked<'_>]) -> Wordings {
    let list: Vec<Wording> = (asked.iter())
        .map(|(text, count, answers)| Wording {
            text: (*text).to_owned(),
            count: *count,
            answers: answers.to_vec(),
        })
        .collect();
    let texts = asked.iter().map(|(text, _, _)| *text);
    let analyzer = analyzer_for(language, texts).unwrap();
    Wordings::new(&analyzer, list, std::iter::empty())
}

fn clusters(language: &str, asked: &[Asked<'_>]) -> Vec<u32> {
    cluster(&wordings(language, asked), &[], &ClusterOptions::default())
}

#[test]
fn openers_order_endings_and_typos_make_no_difference() {
    let found = clusters(
        "en",
        &[
            ("reset password", 50, &[]),
            ("How do I reset my passwords?", 9, &[]),
            ("pasword reset", 3, &[]),
            ("cancel order", 20, &[]),
            ("i want to cancel the order", 2, &[]),
        ],
    );
    assert_eq!(found, [0, 0, 0, 1, 1]);
    let wordings = wordings(
        "en",
        &[("How do I reset my pasword", 1, &[]), ("password", 9, &[])],
    );
    assert_eq!(wordings.terms(0), ["password", "reset"]);
    assert!(wordings.terms(2).is_empty());
}

#[test]
fn other_words_with_the_same_answer_are_the_same_question() {
    let found = clusters(
        "de",
        &[
            ("Konto löschen", 30, &[(7, 20.0), (8, 2.0)]),
            ("Mitgliedschaft beenden", 9, &[(7, 6.0)]),
            ("Rechnung ansehen", 8, &[(9, 6.0)]),
            ("Vertrag ansehen wo", 7, &[(7, 1.0)]),
        ],
    );
    assert_eq!(found, [0, 0, 1, 2], "one answer alone says nothing");
}

#[test]
fn nothing_but_stop_words_is_a_question_too() {
    let found = clusters(
        "en",
        &[("how to", 3, &[]), ("", 1, &[]), ("what is it", 2, &[])],
    );
    assert_eq!(found.len(), 3);
    assert_ne!(found[0], found[2]);
}

#[test]
fn what_most_people_ask_next_is_the_same_question() {
    let asked: &[Asked<'_>] = &[
        ("reset password", 50, &[]),
        ("forgotten login", 20, &[]),
        ("cancel order", 30, &[]),
        ("invoice", 10, &[]),
    ];
    let wordings = wordings("en", asked);
    let of = |rewordings: &[Rewording]| cluster(&wordings, rewordings, &ClusterOptions::default());
    assert_eq!(of(&[(1, 0, 6), (1, 2, 2), (3, 1, 2)]), [0, 0, 1, 2]);
    assert_eq!(of(&[(0, 1, 3), (1, 0, 3)]), [0, 0, 1, 2], "either way");
    assert_eq!(of(&[(1, 0, 2)]), [0, 2, 1, 3], "too few");
    assert_eq!(
        of(&[(1, 0, 5), (1, 2, 5), (1, 3, 5), (3, 0, 5), (3, 2, 5)]),
        [0, 2, 1, 3],
        "no majority"
    );
    assert_eq!(of(&[(9, 0, 50)]), [0, 2, 1, 3], "of no wording");
}

/// Leader clustering as it is defined: every set against every leader.
fn naive(sets: &[Vec<u32>], counts: &[u32], similarity: f64) -> Vec<Vec<u32>> {
    let mut asked: std::collections::BTreeMap<Vec<u32>, u64> = Default::default();
    for (set, count) in sets.iter().zip(counts) {
        *asked.entry(set.clone()).or_default() += u64::from(*count);
    }
    let mut order: Vec<(Vec<u32>, u64)> = asked.into_iter().collect();
    order.sort_by_key(|(set, count)| (std::cmp::Reverse(*count), set.clone()));
    let mut leaders: Vec<Vec<u32>> = Vec::new();
    let mut led: FxHashMap<Vec<u32>, Vec<u32>> = FxHashMap::default();
    for (set, _) in order {
        let mut best: Option<(f64, &Vec<u32>)> = None;
        for leader in &leaders {
            let alike = words::jaccard(&set, leader);
            if alike >= similarity && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, leader));
            }
        }
        let leader = best.map_or_else(|| set.clone(), |(_, leader)| leader.clone());
        if leader == set {
            leaders.push(set.clone());
        }
        led.insert(set, leader);
    }
    sets.iter().map(|set| led[set].clone()).collect()
}

fn asked() -> impl Strategy<Value = Vec<(Vec<u32>, u32)>> {
    let set = prop::collection::btree_set(0_u32..12, 0..7);
    let set = set.prop_map(|set| set.into_iter().collect::<Vec<u32>>());
    prop::collection::vec((set, 1_u32..20), 1..60)
}

proptest! {
    #[test]
    fn inverted_lists_find_what_comparing_all_finds(asked in asked(), percent in 30_u32..=100) {
        let similarity = f64::from(percent) / 100.0;
        let (sets, counts): (Vec<Vec<u32>>, Vec<u32>) = asked.into_iter().unzip();
        let expected = naive(&sets, &counts, similarity);
        let found = words::join(&sets, &counts, similarity);
        for (a, expected_a) in expected.iter().enumerate() {
            for (b, expected_b) in expected.iter().enumerate() {
                prop_assert_eq!(found[a] == found[b], expected_a == expected_b, "{} {}", a, b);
            }
        }
    }

    #[test]
    fn any_text_has_a_cluster(texts in prop::collection::vec((".{0,40}", 1_u32..9), 0..30)) {
        let asked: Vec<Asked<'_>> =
            texts.iter().map(|(text, count)| (text.as_str(), *count, &[][..])).collect();
        let found = clusters("ja", &asked);
        prop_assert_eq!(found.len(), asked.len());
        prop_assert!(found.iter().all(|of| (*of as usize) < asked.len()));
    }
}
