//! One byte a posting and one byte an article: what is needed of BM25F once the query is known.
//!
//! BM25F's per-article part, x = Σ_f w_f·tf_f / (1 − b_f + b_f·len_f/avg_f) (Robertson, Zaragoza &
//! Taylor 2004), does not depend on the query, so the build computes most of it. A posting holds x
//! on a logarithmic scale of 32 steps, beside the length class of the title if the term stands in
//! it. For terms outside of the title the body's length normalization is left out of x and kept
//! once an article, as its field norm ([`Norm`]): folded into x it would be repeated in every
//! posting, for 7 of 17 KB of payloads at 414 articles.

/// Steps of the impact scale.
#[cfg(feature = "write")]
const LEVELS: u32 = 32;
/// Impact of step 0: below one match in the field of lowest weight.
const LOWEST: f32 = 0.25;
/// Ratio of neighbouring steps: 0.25 · 1.22³¹ ≈ 119, above a title match with repeated headings.
/// Rounding to the nearest step is at most 11 % off, and x/(k1+x) less.
const RATIO: f32 = 1.22;

/// A field norm: 1 − b + b·len/avg of the body, on a logarithmic scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Norm(pub(crate) u8);

impl Norm {
    /// Number of steps; larger bytes are read as the last step.
    pub(crate) const STEPS: usize = 32;
    const LOWEST: f32 = 0.25;
    /// 0.25 · 1.2³¹ ≈ 71: an article of 240 mean lengths at b = 0.3.
    const RATIO: f32 = 1.2;

    /// Encodes a norm (> 0).
    #[cfg(feature = "write")]
    pub(crate) fn encode(norm: f32) -> Self {
        let step = (norm.max(Self::LOWEST) / Self::LOWEST).ln() / Self::RATIO.ln();
        Self((step.round() as u8).min(Self::STEPS as u8 - 1))
    }

    /// The norm that x is divided by.
    pub(crate) fn value(self) -> f32 {
        power(Self::LOWEST, Self::RATIO, self.0)
    }
}

/// `first · ratio^step` by multiplication: `powf` would pull libm into the wasm.
fn power(first: f32, ratio: f32, step: u8) -> f32 {
    (0..step).fold(first, |value, _| value * ratio)
}

/// Upper bounds of the title length classes, in tokens; class 0 means "not in the title".
#[cfg(feature = "write")]
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
            1 + TITLE_CLASSES
                .iter()
                .position(|bound| tokens <= *bound)
                .unwrap_or(6) as u32
        });
        Self((class << 5 | step) as u8)
    }

    /// The impact x in an article of this norm.
    pub(crate) fn impact(self, norm: Norm) -> f32 {
        let impact = power(LOWEST, RATIO, self.0 & 31);
        if self.0 >> 5 == 0 {
            impact / norm.value()
        } else {
            impact
        }
    }

    /// Typical number of tokens of the title when the term is in it.
    pub(crate) fn title_length(self) -> Option<f32> {
        let class = usize::from(self.0 >> 5);
        if class == 0 {
            None
        } else {
            TITLE_LENGTHS.get(class).copied()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_within_a_step() {
        let unit = Norm::encode(1.0);
        assert!((unit.value() - 1.0).abs() < 0.1);
        for impact in [0.25f32, 0.5, 1.0, 2.7, 6.0, 12.5, 60.0] {
            let back = Payload::encode(impact, None).impact(unit) * unit.value();
            assert!((back / impact - 1.0).abs() < 0.12, "{impact} {back}");
        }
        assert_eq!(Payload::encode(1.0, None).title_length(), None);
        assert_eq!(Payload::encode(1.0, Some(6)).title_length(), Some(6.5));
    }

    #[test]
    fn a_title_match_does_not_depend_on_the_body() {
        let (short, long) = (Norm::encode(0.7), Norm::encode(5.0));
        let (title, body) = (Payload::encode(6.0, Some(4)), Payload::encode(2.0, None));
        assert_eq!(title.impact(short), title.impact(long));
        assert!(body.impact(short) > body.impact(long));
    }
}
