//! Character folding as data. `str::to_lowercase` and NFKD would bring 12 and 64 KB of tables into
//! the browser; a site's own characters fold in a few hundred bytes.

use crate::codec::Cursor;
#[cfg(feature = "write")]
use crate::codec::put_varint;

/// Maps characters to replacements, and pairs of characters (base and combining mark, mostly) to one.
/// A character that is not listed stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharMap {
    /// Sorted by `first`, not overlapping.
    runs: Vec<Run>,
    /// Characters with none or several replacements, sorted.
    several: Vec<(char, String)>,
    /// Pairs that become one character, sorted. They are looked up before everything else.
    compositions: Vec<((char, char), char)>,
    /// Whether the second of a pair may be a letter: looking is slower then.
    composes_letters: bool,
}

/// Characters `first`, `first + step`, … (`len` of them), each replaced by itself plus `delta`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u32,
    len: u32,
    step: u32,
    delta: i32,
}

impl CharMap {
    /// `text` with every character replaced.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut characters = text.chars().peekable();
        while let Some(mut character) = characters.next() {
            while let Some(composed) = characters
                .peek()
                .and_then(|&mark| self.compose(character, mark))
            {
                character = composed;
                characters.next();
            }
            self.push(character, &mut out);
        }
        out
    }

    fn compose(&self, base: char, mark: char) -> Option<char> {
        if self.compositions.is_empty() || (mark < '\u{300}' && !self.composes_letters) {
            return None;
        }
        let at = self
            .compositions
            .binary_search_by(|(pair, _)| pair.cmp(&(base, mark)))
            .ok()?;
        self.compositions.get(at).map(|&(_, composed)| composed)
    }

    fn push(&self, character: char, out: &mut String) {
        let code = character as u32;
        let after = self.runs.partition_point(|run| run.first <= code);
        if let Some(run) = after.checked_sub(1).and_then(|at| self.runs.get(at)) {
            let offset = code - run.first;
            if offset.is_multiple_of(run.step) && offset / run.step < run.len {
                out.push(
                    code.checked_add_signed(run.delta)
                        .and_then(char::from_u32)
                        .unwrap_or(character),
                );
                return;
            }
        }
        match self
            .several
            .binary_search_by(|(from, _)| from.cmp(&character))
        {
            Ok(at) => out.push_str(self.several.get(at).map_or("", |(_, to)| to)),
            Err(_) => out.push(character),
        }
    }

    /// Reads a map: see FORMAT.md, section `ANLZ`.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let mut map = Self::default();
        let mut first = 0u32;
        for _ in 0..cursor.count(4)? {
            first = first.checked_add(cursor.varint()?)?;
            let (len, step, zigzag) = (cursor.varint()?, cursor.varint()?, cursor.varint()?);
            let delta = ((zigzag >> 1) as i32) ^ -((zigzag & 1) as i32);
            map.runs.push(Run {
                first,
                len,
                step: step.max(1),
                delta,
            });
        }
        for _ in 0..cursor.count(2)? {
            let from = char::from_u32(cursor.varint()?)?;
            map.several.push((from, cursor.string()?.to_owned()));
        }
        for _ in 0..cursor.count(3)? {
            let pair = (
                char::from_u32(cursor.varint()?)?,
                char::from_u32(cursor.varint()?)?,
            );
            map.compositions
                .push((pair, char::from_u32(cursor.varint()?)?));
            map.composes_letters |= pair.1 < '\u{300}';
        }
        Some(map)
    }

    /// Appends what [`CharMap::read`] reads.
    #[cfg(feature = "write")]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        put_varint(out, self.runs.len() as u32);
        let mut last = 0;
        for run in &self.runs {
            put_varint(out, run.first - last);
            put_varint(out, run.len);
            put_varint(out, run.step);
            put_varint(out, ((run.delta << 1) ^ (run.delta >> 31)) as u32);
            last = run.first;
        }
        put_varint(out, self.several.len() as u32);
        for (from, to) in &self.several {
            put_varint(out, *from as u32);
            crate::codec::put_string(out, to);
        }
        put_varint(out, self.compositions.len() as u32);
        for ((base, mark), composed) in &self.compositions {
            for character in [base, mark, composed] {
                put_varint(out, *character as u32);
            }
        }
    }
}

#[cfg(feature = "write")]
mod build {
    use super::{CharMap, Run};
    use crate::analysis::Language;
    use std::collections::{BTreeMap, BTreeSet};
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    /// Blocks whose characters people type or paste although the site does not use them: alphabets
    /// up to Armenian with their extensions, punctuation, Latin ligatures, full- and half-width forms.
    /// Rarer compatibility forms (circled, mathematical, Arabic presentation) fold when the site has them.
    const TYPED: [core::ops::RangeInclusive<u32>; 4] =
        [0..=0x58f, 0x1e00..=0x206f, 0xfb00..=0xfb06, 0xff01..=0xffee];

    impl CharMap {
        /// Characters that people type although the site may not have them.
        pub(in crate::analysis) fn typed(language: Language) -> impl Iterator<Item = char> {
            let everywhere = TYPED.iter().cloned().flatten().filter_map(char::from_u32);
            everywhere.chain(typed_besides(language).chars())
        }

        /// Compatibility forms, case and composition, for texts made of `characters`.
        pub fn lower(characters: &[char], language: Language) -> Self {
            let known = closure(characters, language);
            let wanted =
                |to: &str| !to.is_empty() && to.chars().all(|character| known.contains(&character));
            let entries = Self::typed(language)
                .chain(characters.iter().copied())
                .map(|from| (from, lower_one(from, language)))
                .filter(|(from, to)| !is_same(*from, to) && (to.is_empty() || wanted(to)))
                .collect();
            let mut map = Self::from_entries(entries);
            map.compositions = compositions(&known);
            map
        }

        /// Letters without diacritics, for texts made of `characters`, applied to lower-cased text.
        pub fn strip(characters: &[char], language: Language) -> Self {
            let entries = closure(characters, language)
                .into_iter()
                .map(|from| (from, strip_of(from, language)))
                .filter(|(from, to)| !is_same(*from, to))
                .collect();
            let mut map = Self::from_entries(entries);
            map.compositions = spelled_out(language);
            map.composes_letters = !map.compositions.is_empty();
            map
        }

        fn from_entries(entries: BTreeMap<char, String>) -> Self {
            let mut map = Self::default();
            for (from, to) in entries {
                let mut characters = to.chars();
                match (characters.next(), characters.next()) {
                    (Some(only), None) => map.push_single(from as u32, only as i64 - from as i64),
                    _ => map.several.push((from, to)),
                }
            }
            map
        }

        /// Extends the last run when the character continues it.
        fn push_single(&mut self, from: u32, delta: i64) {
            let delta = delta as i32;
            if let Some(run) = self.runs.last_mut().filter(|run| run.delta == delta) {
                let gap = from - (run.first + (run.len - 1) * run.step);
                if run.len == 1 && gap <= 2 {
                    run.step = gap;
                }
                if gap == run.step {
                    run.len += 1;
                    return;
                }
            }
            self.runs.push(Run {
                first: from,
                len: 1,
                step: 1,
                delta,
            });
        }
    }

    /// Letters that people write in two where a keyboard lacks the one: `Kuendigung`, `Aarhus`. Both
    /// spellings lose the second letter like the other loses its mark, whatever the word: "neue" and
    /// "neu" have the same stem anyway, and no prefix of a word stops being one of its term.
    fn spelled_out(language: Language) -> Vec<((char, char), char)> {
        let pairs: &[(char, char)] = match language.rules() {
            "de" => &[('a', 'e'), ('o', 'e'), ('u', 'e')],
            "da" | "no" => &[('a', 'a'), ('o', 'e')],
            "sv" => &[('a', 'a'), ('a', 'e'), ('o', 'e')],
            _ => &[],
        };
        let pairs = pairs.iter();
        pairs.map(|&(base, mark)| ((base, mark), base)).collect()
    }

    fn is_same(from: char, to: &str) -> bool {
        to.chars().eq([from])
    }

    /// The characters in every form the steps bring forth, plus ASCII.
    fn closure(characters: &[char], language: Language) -> BTreeSet<char> {
        let mut known: BTreeSet<char> = ('\0'..='\u{7f}').collect();
        known.extend(typed_besides(language).chars());
        for &character in characters {
            known.insert(character);
            known.extend(lower_one(character, language).chars());
        }
        // A text that is written decomposed holds the composed letters, too.
        let marks: Vec<char> = known
            .iter()
            .copied()
            .filter(|it| is_combining_mark(*it))
            .collect();
        let composed: Vec<char> = known
            .iter()
            .flat_map(|base| marks.iter().map(|mark| (*base, *mark)))
            .filter_map(|(base, mark)| unicode_normalization::char::compose(base, mark))
            .collect();
        known.extend(composed);
        known
    }

    /// Letters of a language that people type although the site may not use them.
    fn typed_besides(language: Language) -> &'static str {
        match language.rules() {
            "fa" => "كيىکی",
            "he" | "yi" => "ךםןףץ",
            "sr" => "čćšžđабвгдђежзијклљмнњопрстћуфхцчџш",
            "tr" | "az" => "ı",
            _ => "",
        }
    }

    /// Compatibility composition, lower case; apostrophes, joiners and soft hyphens go.
    fn lower_one(character: char, language: Language) -> String {
        match (character, language.primary()) {
            ('I', "tr" | "az") => return "ı".into(),
            ('İ', _) => return "i".into(),
            // What follows an apostrophe are endings, which the stemmer takes off.
            ('\'' | '’', "tr") => return "'".into(),
            (
                '\''
                | '’'
                | '‘'
                | '＇'
                | '\u{2bb}'
                | '\u{2bc}'
                | '"'
                | '״'
                | '׳'
                | '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2060}'
                | '\u{feff}'
                | 'ـ',
                _,
            ) => return String::new(),
            _ => {}
        }
        character
            .nfkc()
            .flat_map(char::to_lowercase)
            .nfkc()
            .filter(|to| *to != '\u{307}' || character != 'İ')
            .collect()
    }

    /// Serbian is written in two alphabets: a term is Latin without its marks.
    fn strip_of(character: char, language: Language) -> String {
        if language.rules() != "sr" {
            return strip_one(character);
        }
        let latin = SERBIAN.iter().find(|(cyrillic, _)| *cyrillic == character);
        latin.map_or_else(|| strip_one(character), |(_, latin)| (*latin).into())
    }

    #[rustfmt::skip]
    const SERBIAN: [(char, &str); 30] = [
        ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('ђ', "d"), ('е', "e"), ('ж', "z"), ('з', "z"), ('и', "i"),
        ('ј', "j"), ('к', "k"), ('л', "l"), ('љ', "lj"), ('м', "m"), ('н', "n"), ('њ', "nj"), ('о', "o"), ('п', "p"), ('р', "r"),
        ('с', "s"), ('т', "t"), ('ћ', "c"), ('у', "u"), ('ф', "f"), ('х', "h"), ('ц', "c"), ('ч', "c"), ('џ', "dz"), ('ш', "s"),
    ];

    /// Marks that only modify a letter go; those that are letters of their own (Indic, Thai vowel
    /// signs, kana voicing) stay, or different words would collapse.
    fn strip_one(character: char) -> String {
        let special = match character {
            'ł' => "l",
            'đ' | 'ð' => "d",
            'ø' => "o",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ı' => "i",
            'ħ' => "h",
            'ґ' => "г",
            // Hebrew letters at the end of a word, where an ending may follow.
            'ך' => "כ",
            'ם' => "מ",
            'ן' => "נ",
            'ף' => "פ",
            'ץ' => "צ",
            // Arabic: the forms of alef, ta marbuta, alef maksura; Persian letters stay.
            'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
            'ة' => "ه",
            'ى' => "ي",
            // A letter of its own, not "и" with a mark.
            'й' => "й",
            _ => "",
        };
        if !special.is_empty() {
            return special.into();
        }
        if strippable(character) {
            return String::new();
        }
        let letters: String = character
            .nfd()
            .filter(|part| !strippable(*part))
            .nfc()
            .collect();
        if letters.is_empty() {
            character.into()
        } else {
            letters
        }
    }

    fn strippable(character: char) -> bool {
        is_combining_mark(character)
            && matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}'
                | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
                | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
    }

    /// Half-width kana and voicing mark of a full-width pair.
    fn half_width(base: char, mark: char) -> Option<(char, char)> {
        let mark = match mark {
            '\u{3099}' => '\u{ff9e}',
            '\u{309a}' => '\u{ff9f}',
            _ => return None,
        };
        let half = ('\u{ff66}'..='\u{ff9d}').find(|half| core::iter::once(*half).nfkc().eq([base]));
        half.map(|half| (half, mark))
    }

    /// Pairs whose composition is among the site's characters, for text typed decomposed.
    fn compositions(known: &BTreeSet<char>) -> Vec<((char, char), char)> {
        let mut pairs = BTreeMap::new();
        let upper = known.iter().flat_map(|character| character.to_uppercase());
        for composed in known.iter().copied().chain(upper) {
            let parts: Vec<char> = composed.nfd().collect();
            // Longer ones compose step by step: the first two, then with the next mark.
            let mut base = parts.first().copied();
            for &mark in parts.iter().skip(1) {
                let next = base.and_then(|base| {
                    unicode_normalization::char::compose(base, mark).map(|to| (base, to))
                });
                if let Some((base, to)) = next {
                    pairs.insert((base, mark), to);
                    if let Some(pair) = half_width(base, mark) {
                        pairs.insert(pair, to);
                    }
                }
                base = next.map(|(_, to)| to);
            }
        }
        pairs.into_iter().collect()
    }
}
