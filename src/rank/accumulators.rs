//! Sums per article while the postings of a query go by.

/// Dense sums, with a list of the articles touched so that a new query need not clear them all.
#[derive(Debug, Default)]
pub(crate) struct Accumulators {
    sums: Vec<Sum>,
    touched: Vec<u32>,
    group: Vec<Member>,
    grouped: Vec<u32>,
}

/// What is known of one article so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sum {
    /// Σ w·idf·x/(k1+x).
    pub(crate) score: f32,
    /// Σ w·idf of terms in the title.
    pub(crate) title: f32,
    /// Share of the title that matched.
    pub(crate) share: f32,
    /// One bit for every query term that matched.
    pub(crate) terms: u32,
    /// Σ of the weights of the article's expansions, or what vectors say.
    pub(crate) meaning: f32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Member {
    value: f32,
    weight: f32,
    share: f32,
}

impl Accumulators {
    /// Forgets the last query; room for `documents` articles.
    pub(crate) fn clear(&mut self, documents: u32) {
        self.sums.resize(documents as usize, Sum::default());
        self.group.resize(documents as usize, Member::default());
        for document in self.touched.drain(..) {
            if let Some(sum) = self.sums.get_mut(document as usize) {
                *sum = Sum::default();
            }
        }
    }

    /// Adds a match of query term `term`: its value (w·idf·x/(k1+x)), its weight (w·idf) and its
    /// share of the title.
    pub(crate) fn add(&mut self, document: u32, term: usize, value: f32, weight: f32, share: f32) {
        let Some(sum) = self.touch(document, true) else {
            return;
        };
        sum.score += value;
        sum.title += if share > 0.0 { weight } else { 0.0 };
        sum.share += share;
        sum.terms |= 1 << term;
    }

    /// Adds how far an article means the query or a term of it. One without a term of the query is
    /// found only if that is above 0, which is the mean of all articles.
    pub(crate) fn add_meaning(&mut self, document: u32, weight: f32) {
        if let Some(sum) = self.touch(document, weight > 0.0) {
            sum.meaning += weight;
        }
    }

    /// The sums of an article, unless it is not found yet and not to be.
    fn touch(&mut self, document: u32, finds: bool) -> Option<&mut Sum> {
        let sum = self.sums.get_mut(document as usize)?;
        if sum.terms == 0 && sum.meaning == 0.0 {
            if !finds {
                return None;
            }
            self.touched.push(document);
        }
        Some(sum)
    }

    /// What is known of an article.
    #[cfg(feature = "write")]
    pub(crate) fn get(&self, document: u32) -> Sum {
        let sum = self.sums.get(document as usize);
        sum.copied().unwrap_or_default()
    }

    /// Notes a match of one of several forms of a term; the best one of an article counts.
    pub(crate) fn group(&mut self, document: u32, value: f32, weight: f32, share: f32) {
        let Some(member) = self.group.get_mut(document as usize) else {
            return;
        };
        if member.weight == 0.0 {
            self.grouped.push(document);
        }
        if value + share > member.value + member.share {
            *member = Member {
                value,
                weight,
                share,
            };
        }
    }

    /// Adds the best forms noted since the last call as matches of query term `term`.
    pub(crate) fn end_group(&mut self, term: usize) {
        let grouped = core::mem::take(&mut self.grouped);
        for document in &grouped {
            if let Some(member) = self.group.get_mut(*document as usize).map(core::mem::take) {
                self.add(*document, term, member.value, member.weight, member.share);
            }
        }
        self.grouped = grouped;
        self.grouped.clear();
    }

    /// The articles that matched, in no order, with their sums.
    pub(crate) fn matches(&self) -> impl Iterator<Item = (u32, &Sum)> {
        self.touched
            .iter()
            .filter_map(|document| Some((*document, self.sums.get(*document as usize)?)))
    }
}
