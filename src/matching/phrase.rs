//! Phrases: articles in which words stand at given distances.

/// Articles, ascending, with the places where a phrase may begin.
#[derive(Debug, Default)]
pub(crate) struct Places(Option<Vec<(u32, Vec<u32>)>>);

impl Places {
    /// Keeps the places where a word stands `offset` words after the beginning: its articles,
    /// ascending, and its positions in each of them.
    pub(crate) fn narrow(&mut self, offset: u32, documents: &[u32], positions: &[Vec<u32>]) {
        let starts = |list: &[u32]| -> Vec<u32> {
            let starts = list.iter().filter_map(|place| place.checked_sub(offset));
            starts.collect()
        };
        let Some(places) = &mut self.0 else {
            let all = documents.iter().zip(positions);
            self.0 = Some(
                all.map(|(document, list)| (*document, starts(list)))
                    .collect(),
            );
            return;
        };
        places.retain_mut(|(document, known)| {
            let at = documents.binary_search(document).ok();
            let here = starts(at.and_then(|at| positions.get(at)).map_or(&[], |list| list));
            known.retain(|start| here.contains(start));
            !known.is_empty()
        });
    }

    /// The articles left; none if no word was asked for.
    pub(crate) fn documents(self) -> Vec<u32> {
        let places = self.0.unwrap_or_default();
        places.into_iter().map(|(document, _)| document).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn words_must_stand_together() {
        let mut places = Places::default();
        places.narrow(0, &[1, 2, 5], &[vec![0, 7], vec![3], vec![9]]);
        places.narrow(2, &[1, 5, 6], &[vec![9], vec![10], vec![2]]);
        assert_eq!(places.documents(), [1]);
        assert!(Places::default().documents().is_empty());
    }
}
