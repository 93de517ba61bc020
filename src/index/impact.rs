//! One byte a posting: what a term contributes to an article's score, before the query is known.
//!
//! BM25F's per-article part, x = Σ_f w_f·tf_f / (1 − b_f + b_f·len_f/avg_f) (Robertson, Zaragoza &
//! Taylor 2004), does not depend on the query, so the build computes it, field norms and all, and
//! stores it on a logarithmic scale of 32 steps, beside the length class of the title if the term
//! stands in it. Compared with term frequencies and field norms for the reader to combine, this
//! needs no norms in the root (50 to 110 KB at 50,000 articles) and half the payload.

/// Steps of the impact scale.
const LEVELS: u32 = 32;
/// Impact of step 0: one match in the body of a very long article.
const LOWEST: f32 = 0.25;
/// Ratio of neighbouring steps: 0.25 · 1.22³¹ ≈ 119, above a title match with repeated headings.
/// Rounding to the nearest step is at most 11 % off, and x/(k1+x) less.
const RATIO: f32 = 1.22;

/// Upper bounds of the title length classes, in tokens; class 0 means "not in the title".
const TITLE_CLASSES: [u32; 7] = [1, 2, 3, 5, 7, 10, u32::MAX];
/// Typical length of each class, used by the title features.
const TITLE_LENGTHS: [f32; 8] = [0.0, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0, 13.0];

/// A posting's payload byte: bits 0–4 impact step, bits 5–7 title length class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Payload(pub(crate) u8);

impl Payload {
    /// Number of distinct payload bytes.
    pub(crate) const VALUES: usize = 256;

    /// Encodes an impact (> 0) and, if the term is in the title, the title's length in tokens.
    #[cfg(feature = "write")]
    pub(crate) fn encode(impact: f32, title_tokens: Option<u32>) -> Self {
        let step = (impact.max(LOWEST) / LOWEST).ln() / RATIO.ln();
        let step = (step.round() as u32).min(LEVELS - 1);
        let class = title_tokens.map_or(0, |tokens| {
            1 + TITLE_CLASSES.iter().position(|bound| tokens <= *bound).unwrap_or(6) as u32
        });
        Self((class << 5 | step) as u8)
    }

    /// The impact x.
    pub(crate) fn impact(self) -> f32 {
        // Powers by multiplication: `powf` would pull libm into the wasm.
        (0..self.0 & 31).fold(LOWEST, |value, _| value * RATIO)
    }

    /// Typical number of tokens of the title when the term is in it.
    pub(crate) fn title_length(self) -> Option<f32> {
        let class = usize::from(self.0 >> 5);
        if class == 0 { None } else { TITLE_LENGTHS.get(class).copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_within_a_step() {
        for impact in [0.25f32, 0.5, 1.0, 2.7, 6.0, 12.5, 60.0] {
            let back = Payload::encode(impact, None).impact();
            assert!((back / impact - 1.0).abs() < 0.12, "{impact} {back}");
        }
        assert_eq!(Payload::encode(1.0, None).title_length(), None);
        assert_eq!(Payload::encode(1.0, Some(6)).title_length(), Some(6.5));
    }
}
