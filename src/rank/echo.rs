//! How far a title is the query word for word: in order, with endings, diacritics and the small
//! words that the index leaves out. It tells apart titles of the same terms.
//!
//! Weighting words by their information was tried and changes nothing (ARCHITECTURE.md).

/// Similarity of two sequences of words, 0 to 1: the mean of the Dice coefficients (Dice 1945) of
/// their words and of their pairs of neighbours. The query's last word may be unfinished.
pub(crate) fn echo(query: &[&str], title: &[&str], unfinished: bool) -> f32 {
    let places = places(query, title, unfinished);
    let common = places.iter().flatten().count();
    let adjoining = places
        .windows(2)
        .filter(|pair| matches!(pair, [Some(a), Some(b)] if *b == a + 1));
    let all = query.len() + title.len();
    let dice = |common: usize, all: usize| 2.0 * common as f32 / all.max(1) as f32;
    if all <= 2 {
        return dice(common, all);
    }
    0.5 * dice(common, all) + 0.5 * dice(adjoining.count(), all - 2)
}

/// Where each word of the query stands in the title: after the word before it if it is there, too.
fn places(query: &[&str], title: &[&str], unfinished: bool) -> Vec<Option<usize>> {
    let mut free = vec![true; title.len()];
    let mut places: Vec<Option<usize>> = Vec::with_capacity(query.len());
    for (number, word) in query.iter().enumerate() {
        let open = unfinished && number + 1 == query.len();
        let is_same = |at: usize| {
            let found = title
                .get(at)
                .is_some_and(|other| other == word || (open && other.starts_with(word)));
            found && free.get(at) == Some(&true)
        };
        let next = places.last().copied().flatten().map(|last| last + 1);
        let place = next
            .filter(|at| is_same(*at))
            .or_else(|| (0..title.len()).find(|at| is_same(*at)));
        if let Some(slot) = place.and_then(|at| free.get_mut(at)) {
            *slot = false;
        }
        places.push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::echo;

    fn of(query: &str, title: &str) -> f32 {
        let query: Vec<&str> = query.split(' ').collect();
        let title: Vec<&str> = title.split(' ').collect();
        echo(&query, &title, true)
    }

    #[test]
    fn order_spelling_and_small_words_count() {
        assert_eq!(of("turn on sync", "turn on sync"), 1.0);
        assert_eq!(of("turn on sy", "turn on sync"), 1.0);
        assert!(of("turn on sync", "turn on sync") > of("turn on sync", "turn off sync"));
        assert!(of("turn off sync", "turn off sync") > of("turn off sync", "sync turn off"));
        assert!(of("año", "año") > of("año", "ano"));
        assert_eq!(of("reset", "printer"), 0.0);
    }
}
