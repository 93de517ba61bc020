//! Language codes.

/// A language by its BCP 47 tag, lower-cased: the primary subtag decides the rules
/// ("pt-BR" is analyzed as "pt"), the whole tag names the index.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language {
    tag: [u8; Self::MAX],
    len: u8,
}

impl Language {
    /// Longest tag accepted, in bytes: language, script, region and one variant.
    pub const MAX: usize = 24;

    /// Parses a tag such as `es`, `pt-BR` or `zh-Hans`. `None` when it is not shaped like one:
    /// subtags of 1 to 8 letters or digits joined by `-`, the first of 2 or 3 letters.
    pub fn parse(tag: &str) -> Option<Self> {
        let bytes = tag.as_bytes();
        if bytes.len() > Self::MAX {
            return None;
        }
        let primary = tag.split('-').next()?;
        let shaped = tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !shaped
            || !(2..=3).contains(&primary.len())
            || !primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return None;
        }
        let mut lowered = [0; Self::MAX];
        for (slot, byte) in lowered.iter_mut().zip(bytes) {
            *slot = byte.to_ascii_lowercase();
        }
        Some(Self {
            tag: lowered,
            len: bytes.len() as u8,
        })
    }

    /// The whole tag, lower-cased.
    pub fn code(&self) -> &str {
        self.tag
            .get(..self.len as usize)
            .and_then(|tag| core::str::from_utf8(tag).ok())
            .unwrap_or("und")
    }

    /// The primary subtag.
    pub fn primary(&self) -> &str {
        self.code().split('-').next().unwrap_or("und")
    }

    /// The code whose stemmer and stop words serve this language: mostly the primary subtag, but
    /// both written forms of Norwegian share one set of rules, and old codes have those of the new.
    pub fn rules(&self) -> &str {
        match self.primary() {
            "nb" | "nn" => "no",
            "iw" => "he",
            "in" => "id",
            "ji" => "yi",
            "bs" | "sh" => "hr",
            "yue" => "zh",
            primary => primary,
        }
    }
}

impl Language {
    /// Tag of the browser engine that serves this language: its own rules if they stem, else `und`.
    pub fn engine(&self) -> &str {
        let rules = self.rules();
        if super::STEMMED.contains(&rules) {
            rules
        } else {
            "und"
        }
    }
}

impl core::fmt::Debug for Language {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn tags() {
        assert_eq!(Language::parse("pt-BR").unwrap().primary(), "pt");
        assert_eq!(Language::parse("zh-Hans").unwrap().code(), "zh-hans");
        assert_eq!(Language::parse("nb-NO").unwrap().engine(), "no");
        assert_eq!(Language::parse("zh-Hans").unwrap().engine(), "und");
        for bad in [
            "",
            "e",
            "english",
            "e1",
            "en_US",
            "en-",
            "../etc",
            "en-waytoolongsubtag",
        ] {
            assert!(Language::parse(bad).is_none(), "{bad}");
        }
    }
}
