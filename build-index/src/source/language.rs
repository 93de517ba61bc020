//! Language tags of articles: `de`, `pt-BR`, `zh-Hant`.

use super::nearest::nearest;

/// A tag that names no known language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{tag}` is not a language code")]
pub struct UnknownLanguage {
    /// The tag as written.
    pub tag: String,
    /// The code that was probably meant.
    pub nearest: Option<&'static str>,
}

/// The tag in its usual spelling: `PT_br` is `pt-BR`, `zh-hant` is `zh-Hant`.
///
/// The first part must be an ISO 639-1 code, or an ISO 639-3 code for the few languages
/// that have no shorter one and appear in help centers; the parts after it must have the
/// form of script, region or variant.
///
/// # Errors
/// [`UnknownLanguage`], with the code that was probably meant: `jp` for `ja`, `german`
/// for `de`.
pub fn canonical_tag(tag: &str) -> Result<String, UnknownLanguage> {
    let unknown = |tag: &str| UnknownLanguage {
        tag: tag.to_owned(),
        nearest: probable_code(tag),
    };
    let mut parts = tag.trim().split(['-', '_']);
    let code = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !LANGUAGES.iter().any(|(known, _)| *known == code) {
        return Err(unknown(tag));
    }
    let mut canonical = code;
    for part in parts {
        let is_well_formed =
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_well_formed {
            return Err(unknown(tag));
        }
        canonical.push('-');
        canonical.push_str(&usual_case(part));
    }
    Ok(canonical)
}

/// Scripts are written `Hant`, regions `BR`, variants `valencia`.
fn usual_case(part: &str) -> String {
    let lower = part.to_ascii_lowercase();
    match part.len() {
        2 => part.to_ascii_uppercase(),
        4 if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            let (first, rest) = lower.split_at(1);
            first.to_ascii_uppercase() + rest
        }
        _ => lower,
    }
}

fn probable_code(tag: &str) -> Option<&'static str> {
    let lower = tag.trim().to_lowercase();
    let first = lower.split(['-', '_']).next().unwrap_or_default();
    let mistaken = MISTAKEN.iter().find(|(wrong, _)| *wrong == first);
    if let Some((_, code)) = mistaken {
        return Some(code);
    }
    if first.len() == 2 {
        return nearest(first, LANGUAGES.iter().map(|(code, _)| *code));
    }
    let name = nearest(first, LANGUAGES.iter().map(|(_, name)| *name))?;
    LANGUAGES
        .iter()
        .find(|(_, known)| *known == name)
        .map(|(code, _)| *code)
}

/// Codes that are often written for another: countries, old codes, three-letter codes.
#[rustfmt::skip]
const MISTAKEN: &[(&str, &str)] = &[
    ("jp", "ja"), ("cz", "cs"), ("gr", "el"), ("dk", "da"), ("ua", "uk"), ("cn", "zh"),
    ("tw", "zh"), ("kr", "ko"), ("vn", "vi"), ("by", "be"), ("iw", "he"), ("in", "id"),
    ("ji", "yi"), ("mo", "ro"), ("us", "en"), ("gb", "en"), ("at", "de"), ("eng", "en"),
    ("deu", "de"), ("ger", "de"), ("fra", "fr"), ("fre", "fr"), ("spa", "es"),
    ("por", "pt"), ("ita", "it"), ("nld", "nl"), ("dut", "nl"), ("jpn", "ja"),
    ("zho", "zh"), ("chi", "zh"), ("kor", "ko"), ("rus", "ru"), ("pol", "pl"),
    ("ara", "ar"), ("tur", "tr"), ("deutsch", "de"), ("español", "es"), ("français", "fr"),
    ("português", "pt"), ("italiano", "it"), ("polski", "pl"), ("日本語", "ja"), ("中文", "zh"),
    ("farsi", "fa"), ("mandarin", "zh"), ("brazilian", "pt"),
];

/// Known codes and the English names of their languages.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("aa", "Afar"), ("ab", "Abkhazian"), ("ae", "Avestan"),
    ("af", "Afrikaans"), ("ak", "Akan"), ("am", "Amharic"),
    ("an", "Aragonese"), ("ar", "Arabic"), ("as", "Assamese"),
    ("ast", "Asturian"), ("av", "Avaric"), ("ay", "Aymara"),
    ("az", "Azerbaijani"), ("ba", "Bashkir"), ("be", "Belarusian"),
    ("bg", "Bulgarian"), ("bi", "Bislama"), ("bm", "Bambara"),
    ("bn", "Bengali"), ("bo", "Tibetan"), ("br", "Breton"),
    ("bs", "Bosnian"), ("ca", "Catalan"), ("ce", "Chechen"),
    ("ceb", "Cebuano"), ("ch", "Chamorro"), ("ckb", "Central Kurdish"),
    ("co", "Corsican"), ("cr", "Cree"), ("cs", "Czech"),
    ("cu", "Church Slavonic"), ("cv", "Chuvash"), ("cy", "Welsh"),
    ("da", "Danish"), ("de", "German"), ("dsb", "Lower Sorbian"),
    ("dv", "Divehi"), ("dz", "Dzongkha"), ("ee", "Ewe"),
    ("el", "Greek"), ("en", "English"), ("eo", "Esperanto"),
    ("es", "Spanish"), ("et", "Estonian"), ("eu", "Basque"),
    ("fa", "Persian"), ("ff", "Fulah"), ("fi", "Finnish"),
    ("fil", "Filipino"), ("fj", "Fijian"), ("fo", "Faroese"),
    ("fr", "French"), ("fur", "Friulian"), ("fy", "Frisian"),
    ("ga", "Irish"), ("gd", "Gaelic"), ("gl", "Galician"),
    ("gn", "Guarani"), ("gsw", "Swiss German"), ("gu", "Gujarati"),
    ("gv", "Manx"), ("ha", "Hausa"), ("haw", "Hawaiian"),
    ("he", "Hebrew"), ("hi", "Hindi"), ("hmn", "Hmong"),
    ("ho", "Hiri Motu"), ("hr", "Croatian"), ("hsb", "Upper Sorbian"),
    ("ht", "Haitian"), ("hu", "Hungarian"), ("hy", "Armenian"),
    ("hz", "Herero"), ("ia", "Interlingua"), ("id", "Indonesian"),
    ("ie", "Interlingue"), ("ig", "Igbo"), ("ii", "Sichuan Yi"),
    ("ik", "Inupiaq"), ("io", "Ido"), ("is", "Icelandic"),
    ("it", "Italian"), ("iu", "Inuktitut"), ("ja", "Japanese"),
    ("jv", "Javanese"), ("ka", "Georgian"), ("kg", "Kongo"),
    ("ki", "Kikuyu"), ("kj", "Kuanyama"), ("kk", "Kazakh"),
    ("kl", "Greenlandic"), ("km", "Khmer"), ("kn", "Kannada"),
    ("ko", "Korean"), ("kr", "Kanuri"), ("ks", "Kashmiri"),
    ("ku", "Kurdish"), ("kv", "Komi"), ("kw", "Cornish"),
    ("ky", "Kyrgyz"), ("la", "Latin"), ("lb", "Luxembourgish"),
    ("lg", "Ganda"), ("li", "Limburgish"), ("ln", "Lingala"),
    ("lo", "Lao"), ("lt", "Lithuanian"), ("lu", "Luba-Katanga"),
    ("lv", "Latvian"), ("mg", "Malagasy"), ("mh", "Marshallese"),
    ("mi", "Maori"), ("mk", "Macedonian"), ("ml", "Malayalam"),
    ("mn", "Mongolian"), ("mr", "Marathi"), ("ms", "Malay"),
    ("mt", "Maltese"), ("my", "Burmese"), ("na", "Nauru"),
    ("nb", "Norwegian Bokmål"), ("nd", "North Ndebele"), ("nds", "Low German"),
    ("ne", "Nepali"), ("ng", "Ndonga"), ("nl", "Dutch"),
    ("nn", "Norwegian Nynorsk"), ("no", "Norwegian"), ("nr", "South Ndebele"),
    ("nv", "Navajo"), ("ny", "Chichewa"), ("oc", "Occitan"),
    ("oj", "Ojibwa"), ("om", "Oromo"), ("or", "Odia"),
    ("os", "Ossetian"), ("pa", "Punjabi"), ("pi", "Pali"),
    ("pl", "Polish"), ("ps", "Pashto"), ("pt", "Portuguese"),
    ("qu", "Quechua"), ("rm", "Romansh"), ("rn", "Rundi"),
    ("ro", "Romanian"), ("ru", "Russian"), ("rw", "Kinyarwanda"),
    ("sa", "Sanskrit"), ("sc", "Sardinian"), ("scn", "Sicilian"),
    ("sco", "Scots"), ("sd", "Sindhi"), ("se", "Northern Sami"),
    ("sg", "Sango"), ("si", "Sinhala"), ("sk", "Slovak"),
    ("sl", "Slovenian"), ("sm", "Samoan"), ("sn", "Shona"),
    ("so", "Somali"), ("sq", "Albanian"), ("sr", "Serbian"),
    ("ss", "Swati"), ("st", "Sotho"), ("su", "Sundanese"),
    ("sv", "Swedish"), ("sw", "Swahili"), ("ta", "Tamil"),
    ("te", "Telugu"), ("tg", "Tajik"), ("th", "Thai"),
    ("ti", "Tigrinya"), ("tk", "Turkmen"), ("tl", "Tagalog"),
    ("tn", "Tswana"), ("to", "Tonga"), ("tr", "Turkish"),
    ("ts", "Tsonga"), ("tt", "Tatar"), ("tw", "Twi"),
    ("ty", "Tahitian"), ("ug", "Uyghur"), ("uk", "Ukrainian"),
    ("ur", "Urdu"), ("uz", "Uzbek"), ("ve", "Venda"),
    ("vi", "Vietnamese"), ("vo", "Volapük"), ("wa", "Walloon"),
    ("wo", "Wolof"), ("xh", "Xhosa"), ("yi", "Yiddish"),
    ("yo", "Yoruba"), ("yue", "Cantonese"), ("za", "Zhuang"),
    ("zgh", "Tamazight"), ("zh", "Chinese"), ("zu", "Zulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_get_their_usual_spelling() {
        for (tag, expected) in [
            ("de", "de"),
            ("EN", "en"),
            ("pt_br", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("ca-Valencia", "ca-valencia"),
            ("es-419", "es-419"),
            ("fil", "fil"),
            (" fr ", "fr"),
        ] {
            assert_eq!(canonical_tag(tag).as_deref(), Ok(expected), "{tag}");
        }
    }

    #[test]
    fn the_code_meant_is_suggested() {
        for (tag, nearest) in [
            ("jp", Some("ja")),
            ("ja-", Some("ja")),
            ("english", Some("en")),
            ("German", Some("de")),
            ("Portugese", Some("pt")),
            ("eng", Some("en")),
            ("x", None),
            ("", None),
            ("en-", Some("en")),
            ("en-toolongpart", Some("en")),
            ("日本語", Some("ja")),
        ] {
            let error = canonical_tag(tag).unwrap_err();
            assert_eq!(error.nearest, nearest, "{tag}");
            assert_eq!(error.tag, tag);
        }
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
