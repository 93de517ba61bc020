//! Words that open a question and say nothing about it: "how do I", "I want to". Dropped at the
//! beginning only, where they are followed by what is meant.

/// Openers by base language, lower case. Stop words need not be here.
const OPENERS: [(&str, &[&str]); 10] = [
    (
        "en",
        &[
            "help", "hi", "hello", "please", "want", "need", "try", "trying", "tell", "show",
            "explain", "how", "what", "where", "when", "why", "who", "which", "can", "could",
            "possible", "way", "like", "would", "cannot",
        ],
    ),
    (
        "de",
        &[
            "hilfe", "hallo", "bitte", "möchte", "will", "wie", "wo", "was", "warum", "wieso",
            "wann", "wer", "welche", "kann", "könnte", "geht", "gibt", "brauche", "muss",
        ],
    ),
    (
        "es",
        &[
            "ayuda", "hola", "favor", "quiero", "necesito", "cómo", "como", "dónde", "donde",
            "qué", "cuándo", "cuál", "puedo", "puede", "podría", "hay", "manera", "forma",
        ],
    ),
    (
        "fr",
        &[
            "aide", "bonjour", "veux", "voudrais", "besoin", "comment", "où", "quoi", "pourquoi",
            "quand", "quel", "peut", "puis", "peux", "est-ce", "faut", "faire",
        ],
    ),
    (
        "pt",
        &[
            "ajuda", "olá", "favor", "quero", "preciso", "como", "onde", "que", "quando", "qual",
            "posso", "pode", "poderia", "consigo", "há", "jeito", "maneira",
        ],
    ),
    (
        "it",
        &[
            "aiuto", "ciao", "favore", "voglio", "vorrei", "come", "dove", "cosa", "perché",
            "quando", "quale", "posso", "può", "devo", "bisogno", "modo",
        ],
    ),
    (
        "nl",
        &[
            "hulp", "hallo", "graag", "wil", "hoe", "waar", "wat", "waarom", "wanneer", "welke",
            "kan", "moet", "mogelijk",
        ],
    ),
    (
        "pl",
        &[
            "pomoc",
            "cześć",
            "proszę",
            "chcę",
            "chciałbym",
            "potrzebuję",
            "jak",
            "gdzie",
            "co",
            "dlaczego",
            "kiedy",
            "który",
            "czy",
            "mogę",
            "można",
        ],
    ),
    (
        "ar",
        &[
            "مساعدة",
            "مرحبا",
            "أريد",
            "اريد",
            "كيف",
            "أين",
            "ماذا",
            "لماذا",
            "متى",
            "هل",
            "يمكن",
        ],
    ),
    ("ja", &[]),
];

/// Whether a lower-cased word opens questions in a language.
pub(super) fn is_opener(rules: &str, lowered: &str) -> bool {
    let of_language = OPENERS.iter().find(|(language, _)| *language == rules);
    of_language.is_some_and(|(_, words)| words.contains(&lowered))
}
