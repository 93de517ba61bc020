//! Phrases: articles in which words stand at given distances.

/// Articles, ascending, that hold all `words` at their offsets from a common place. A word is its
/// offset, its articles (ascending) and its positions in each of them.
pub(crate) fn matches(words: Vec<(u32, Vec<u32>, Vec<Vec<u32>>)>) -> Vec<u32> {
    let mut words = words.into_iter();
    let Some((first_offset, documents, positions)) = words.next() else {
        return Vec::new();
    };
    let mut places: Vec<(u32, Vec<u32>)> = documents
        .into_iter()
        .zip(positions)
        .map(|(document, list)| (document, starts(&list, first_offset)))
        .collect();
    for (offset, documents, positions) in words {
        places.retain_mut(|(document, starts_so_far)| {
            let Some(list) = documents
                .binary_search(document)
                .ok()
                .and_then(|at| positions.get(at))
            else {
                return false;
            };
            let here = starts(list, offset);
            starts_so_far.retain(|start| here.binary_search(start).is_ok());
            !starts_so_far.is_empty()
        });
    }
    places.into_iter().map(|(document, _)| document).collect()
}

fn starts(positions: &[u32], offset: u32) -> Vec<u32> {
    positions
        .iter()
        .filter_map(|position| position.checked_sub(offset))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn words_must_stand_together() {
        let reset = (0, vec![1, 2, 5], vec![vec![0, 7], vec![3], vec![9]]);
        let password = (2, vec![1, 5, 6], vec![vec![9], vec![10], vec![2]]);
        assert_eq!(matches(vec![reset, password]), [1]);
        assert!(matches(Vec::new()).is_empty());
    }
}
