use super::*;
use proptest::prelude::*;

fn wordings(language: &str, asked: &[(&str, u32, &[(u32, f32)])]) -> Wordings {
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

fn clusters(language: &str, asked: &[(&str, u32, &[(u32, f32)])]) -> Clusters {
    cluster(&wordings(language, asked), &ClusterOptions::default())
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
    assert_eq!(found.of, [0, 0, 0, 1, 1]);
    assert_eq!(found.terms, [["password", "reset"], ["cancel", "order"]]);
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
    assert_eq!(found.of, [0, 0, 1, 2], "one answer alone says nothing");
}

#[test]
fn nothing_but_stop_words_is_a_question_too() {
    let found = clusters(
        "en",
        &[("how to", 3, &[]), ("", 1, &[]), ("what is it", 2, &[])],
    );
    assert_eq!(found.of.len(), 3);
    assert_ne!(found.of[0], found.of[2]);
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
        let asked: Vec<(&str, u32, &[(u32, f32)])> =
            texts.iter().map(|(text, count)| (text.as_str(), *count, &[][..])).collect();
        let found = clusters("ja", &asked);
        prop_assert_eq!(found.of.len(), asked.len());
        prop_assert!(found.of.iter().all(|of| (*of as usize) < found.terms.len()));
    }
}
