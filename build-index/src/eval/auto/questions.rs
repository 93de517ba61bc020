//! Titles as questions: "how do I …" in many languages.

/// By primary language subtag; `{}` stands for the title.
const TEMPLATES: &[(&str, &str)] = &[
    ("ar", "كيف يمكنني {}"),
    ("bg", "как мога да {}"),
    ("bn", "আমি কীভাবে {} করব"),
    ("ca", "com puc {}"),
    ("cs", "jak mohu {}"),
    ("da", "hvordan kan jeg {}"),
    ("de", "wie kann ich {}"),
    ("el", "πώς μπορώ να {}"),
    ("en", "how do I {}"),
    ("es", "cómo puedo {}"),
    ("et", "kuidas ma saan {}"),
    ("fa", "چگونه می‌توانم {}"),
    ("fi", "miten voin {}"),
    ("fr", "comment puis-je {}"),
    ("gl", "como podo {}"),
    ("he", "איך אני יכול {}"),
    ("hi", "मैं {} कैसे करूँ"),
    ("hr", "kako mogu {}"),
    ("hu", "hogyan tudom {}"),
    ("id", "bagaimana cara {}"),
    ("is", "hvernig get ég {}"),
    ("it", "come posso {}"),
    ("ja", "{}はどうすればいいですか"),
    ("km", "របៀប{}"),
    ("ko", "{} 어떻게 하나요"),
    ("lo", "ວິທີ{}"),
    ("lt", "kaip galiu {}"),
    ("lv", "kā es varu {}"),
    ("ms", "bagaimana cara {}"),
    ("nb", "hvordan kan jeg {}"),
    ("nl", "hoe kan ik {}"),
    ("nn", "korleis kan eg {}"),
    ("no", "hvordan kan jeg {}"),
    ("pl", "jak mogę {}"),
    ("pt", "como posso {}"),
    ("ro", "cum pot {}"),
    ("ru", "как мне {}"),
    ("sk", "ako môžem {}"),
    ("sl", "kako lahko {}"),
    ("sr", "како могу {}"),
    ("sv", "hur kan jag {}"),
    ("ta", "நான் எப்படி {}"),
    ("th", "ฉันจะ{}ได้อย่างไร"),
    ("tr", "{} nasıl yapılır"),
    ("uk", "як мені {}"),
    ("vi", "làm thế nào để {}"),
    ("zh", "如何{}"),
];

/// "How do I" with a title, in a language; English words for one that is not listed. `None` for a
/// title that is a question already.
pub(super) fn question(title: &str, language: &str) -> Option<String> {
    let title = title.trim();
    if title.is_empty() || title.ends_with(['?', '？', '؟', ';']) {
        return None;
    }
    let primary = language.split('-').next().unwrap_or(language);
    let of = |wanted: &str| TEMPLATES.iter().find(|(language, _)| *language == wanted);
    let (_, template) = of(&primary.to_ascii_lowercase()).or_else(|| of("en"))?;
    Some(template.replace("{}", title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_questions() {
        let asked = |title, language| question(title, language);
        assert_eq!(
            asked("Reset it", "en-gb").as_deref(),
            Some("how do I Reset it")
        );
        assert_eq!(
            asked("再起動", "ja").as_deref(),
            Some("再起動はどうすればいいですか")
        );
        assert_eq!(
            asked("Reset it", "tlh").as_deref(),
            Some("how do I Reset it")
        );
        assert_eq!(asked("What is it?", "en"), None);
        assert_eq!(asked(" ", "en"), None);
    }

    #[test]
    fn every_template_holds_the_title_once() {
        for (language, template) in TEMPLATES {
            assert_eq!(template.matches("{}").count(), 1, "{language}");
        }
        assert!(TEMPLATES.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
