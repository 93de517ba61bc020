//! The best k of a stream, best first.

/// Keeps the `limit` entries of highest score; of equal scores the lower document number wins, so
/// that results do not depend on the order of arrival.
#[derive(Debug)]
pub(crate) struct TopK {
    limit: usize,
    entries: Vec<(f32, u32)>,
}

impl TopK {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            entries: Vec::with_capacity(limit.min(64)),
        }
    }

    pub(crate) fn push(&mut self, score: f32, document: u32) {
        let full = self.entries.len() >= self.limit;
        if full
            && self
                .entries
                .last()
                .is_none_or(|last| !before((score, document), *last))
        {
            return;
        }
        let at = self
            .entries
            .partition_point(|entry| before(*entry, (score, document)));
        if full {
            self.entries.pop();
        }
        self.entries.insert(at, (score, document));
    }

    pub(crate) fn into_entries(self) -> Vec<(f32, u32)> {
        self.entries
    }
}

fn before(a: (f32, u32), b: (f32, u32)) -> bool {
    a.0 > b.0 || (a.0 == b.0 && a.1 < b.1)
}

#[cfg(test)]
mod tests {
    use super::TopK;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_sorting(scores in proptest::collection::vec(0u8..20, 0..80), limit in 0usize..30) {
            let mut top = TopK::new(limit);
            for (document, score) in scores.iter().enumerate() {
                top.push(f32::from(*score), document as u32);
            }
            let mut all: Vec<(f32, u32)> = scores.iter().enumerate().map(|(document, score)| (f32::from(*score), document as u32)).collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            all.truncate(limit);
            prop_assert_eq!(top.into_entries(), all);
        }
    }
}
