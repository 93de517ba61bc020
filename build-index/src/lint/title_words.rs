//! Titles that say nothing of what an article is about, in lower case, by language. `""` is for all.

/// Data of the rule `title-nobody-asks`. Words that some people do search for, such as Glossary or
/// Contact, are not among them.
#[rustfmt::skip]
pub(super) const VAGUE: &[(&str, &[&str])] = &[
    ("", &[
        "faq", "faqs", "q&a", "q & a", "readme", "index", "todo", "untitled", "test", "lorem ipsum",
    ]),
    ("en", &[
        "overview", "introduction", "intro", "general", "general information", "information", "info",
        "about", "miscellaneous", "misc", "other", "others", "notes", "help", "support", "details",
        "frequently asked questions", "questions", "common questions", "summary", "background",
        "basics", "the basics", "tips", "tips and tricks", "tips & tricks", "resources", "guide",
        "guides", "documentation", "read me", "welcome", "home", "how to", "how-to", "tutorial",
        "tutorials", "issues", "problems", "known issues", "common issues", "troubleshooting",
        "more information", "additional information", "prerequisites", "requirements", "new article",
        "article", "page", "new page", "getting started", "quick start", "reference",
    ]),
    ("es", &[
        "resumen", "introducción", "general", "información general", "información", "visión general",
        "descripción general", "acerca de", "varios", "otros", "otras", "notas", "ayuda", "soporte",
        "detalles", "preguntas frecuentes", "preguntas", "preguntas comunes", "antecedentes",
        "conceptos básicos", "consejos", "consejos y trucos", "recursos", "guía", "guías",
        "documentación", "léame", "bienvenido", "bienvenida", "inicio", "tutorial", "tutoriales",
        "problemas", "problemas conocidos", "problemas comunes", "solución de problemas",
        "más información", "información adicional", "requisitos", "requisitos previos",
        "artículo nuevo", "nuevo artículo", "artículo", "página", "primeros pasos", "introducción general",
        "referencia", "sin título", "prueba",
    ]),
    ("pl", &[
        "przegląd", "omówienie", "wprowadzenie", "wstęp", "ogólne", "informacje ogólne", "informacje",
        "informacja", "o nas", "różne", "inne", "pozostałe", "notatki", "uwagi", "pomoc", "wsparcie",
        "szczegóły", "często zadawane pytania", "najczęściej zadawane pytania", "najczęstsze pytania",
        "pytania", "pytania i odpowiedzi", "podsumowanie", "podstawy", "porady", "wskazówki",
        "porady i wskazówki", "zasoby", "materiały", "przewodnik", "poradnik", "dokumentacja", "witamy",
        "strona główna", "samouczek", "problemy", "znane problemy", "typowe problemy",
        "rozwiązywanie problemów", "więcej informacji", "dodatkowe informacje", "wymagania",
        "wymagania wstępne", "nowy artykuł", "artykuł", "strona", "pierwsze kroki", "bez tytułu",
        "instrukcja", "instrukcje",
    ]),
    ("de", &[
        "übersicht", "überblick", "einführung", "einleitung", "allgemein", "allgemeines",
        "allgemeine informationen", "informationen", "sonstiges", "verschiedenes", "hinweise", "hilfe",
        "details", "häufig gestellte fragen", "häufige fragen", "fragen", "fragen und antworten",
        "zusammenfassung", "grundlagen", "tipps", "tipps und tricks", "ressourcen", "anleitung",
        "anleitungen", "dokumentation", "willkommen", "startseite", "probleme", "bekannte probleme",
        "fehlerbehebung", "problembehandlung", "weitere informationen", "voraussetzungen",
        "neuer artikel", "artikel", "seite", "erste schritte", "ohne titel",
    ]),
    ("fr", &[
        "aperçu", "vue d'ensemble", "présentation", "introduction", "général", "généralités",
        "informations", "informations générales", "divers", "autres", "aide", "détails",
        "questions fréquentes", "foire aux questions", "questions", "résumé", "bases", "conseils",
        "conseils et astuces", "ressources", "guide", "documentation", "bienvenue", "accueil",
        "problèmes", "problèmes connus", "dépannage", "plus d'informations", "prérequis",
        "nouvel article", "article", "page", "premiers pas", "sans titre",
    ]),
    ("pt", &[
        "visão geral", "introdução", "geral", "informações gerais", "informações", "sobre", "diversos",
        "outros", "notas", "ajuda", "suporte", "detalhes", "perguntas frequentes", "perguntas",
        "resumo", "noções básicas", "dicas", "dicas e truques", "recursos", "guia", "guias",
        "documentação", "bem-vindo", "início", "tutorial", "problemas", "problemas conhecidos",
        "solução de problemas", "mais informações", "informações adicionais", "requisitos",
        "pré-requisitos", "novo artigo", "artigo", "página", "primeiros passos", "sem título",
    ]),
];
