use std::collections::BTreeSet;
use toml::de::DeTable;

use super::check::{KEYS, LIMITS, find};
use super::*;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("helpdex.toml"))
}

#[test]
fn the_default_file_is_the_default_and_names_every_key() {
    let file = default_file();
    let config = parse(&file).unwrap();
    assert_eq!(config.ranking.to_ranking(), Ranking::default());
    let same_ranking = Config {
        ranking: RankingConfig::default(),
        ..config
    };
    assert_eq!(same_ranking, Config::default());
    let with_lists = with_examples(&file);
    parse(&with_lists).unwrap();
    let document = DeTable::parse(&with_lists).unwrap();
    for key in KEYS.iter().map(|key| key.trim_end_matches(".*")) {
        assert!(find(document.get_ref(), key).is_some(), "{key} is missing");
    }
    for limit in LIMITS {
        assert!(KEYS.contains(&limit.key));
    }
    assert_eq!(parse("").unwrap(), Config::default());
}

/// The file with its examples of lists in use.
fn with_examples(file: &str) -> String {
    let mut is_example = false;
    let lines = file.lines().map(|line| {
        is_example = line.starts_with("# [") || (is_example && !line.is_empty());
        if is_example { &line[2..] } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn values_are_taken() {
    let config = parse(
        "source = 'kb'\nlanguages = ['PT_br', 'de']\ndefault_language = 'DE'\n\
         [ranking]\nk1 = 2\nweights.title = 9\nb = { body = 0.5 }\n\
         [bundle]\ncompress = 'gzip'\n[stop_words]\nEN = ['acme']\n",
    )
    .unwrap();
    assert_eq!(config.source, Path::new("kb"));
    assert_eq!(
        (config.languages, config.default_language),
        (vec!["pt-BR".into(), "de".into()], "de".into())
    );
    assert_eq!(config.bundle.compress, Compress::Gzip);
    assert_eq!(config.stop_words["en"], ["acme"]);
    let ranking = config.ranking.to_ranking();
    assert_eq!(
        (ranking.k1, ranking.weights[0], ranking.b[2]),
        (2.0, 9.0, 0.5)
    );
    assert_eq!(ranking.weights[1], Ranking::default().weights[1]);
}

#[test]
fn assertions_know_their_place() {
    let config = parse(
        "default_language = 'de'\n\n[[must_find]]\nquery = 'a b'\narticle = 'x'\n\n\
         [[must_find]]\nlanguage = 'PT_br'\nwithin = 1\nquery = 'c'\narticle = 'y'\n",
    )
    .unwrap();
    let [first, second] = config.must_find.as_slice() else {
        panic!("{:?}", config.must_find);
    };
    assert_eq!((first.within, &first.language), (WITHIN, &None));
    assert_eq!(first.origin.to_string(), "helpdex.toml:3:1");
    assert_eq!(
        (second.within, second.language.as_deref()),
        (1, Some("pt-BR"))
    );
    assert_eq!(second.origin.to_string(), "helpdex.toml:7:1");
    let rule = "[[must_find]]\nquery = 'a'\n";
    for (more, expected) in [
        ("", "1:1: missing field `article`"),
        ("article = ' '", "1:1: `must_find.article` is empty"),
        ("article = 'x'\nwithin = 11", "must be from 1 to 10"),
        ("article = 'x'\nwithin = 0", "must be from 1 to 10"),
        ("article = 'x'\nlanguage = 'english'", "1:1: "),
        ("article = 'x'\nwithinn = 2", "4:1: unknown field `withinn`"),
    ] {
        let error = parse(&format!("{rule}{more}")).unwrap_err().to_string();
        assert!(error.contains(expected), "{more}: {error}");
    }
}

#[test]
fn mistakes_are_named_with_their_place_and_cure() {
    for (text, expected) in [
        (
            "sauce = 1",
            "1:1: unknown key `sauce`; did you mean `source`?",
        ),
        (
            "[site]\nnam = ''",
            "2:1: unknown key `site.nam`; did you mean `site.name`?",
        ),
        (
            "[ranking.weights]\nbdoy = 1",
            "2:1: unknown key `ranking.weights.bdoy`; did you mean `ranking.weights.body`?",
        ),
        (
            "k1 = 1",
            "1:1: unknown key `k1`; did you mean `ranking.k1`?",
        ),
        (
            "[qqqqqqqqqq]",
            "1:2: unknown key `qqqqqqqqqq`; `helpdex build --print-config` lists every key",
        ),
        (
            "[ranking]\nk1 = 0.0",
            "2:6: `ranking.k1` is 0.0; it must be from 0.1 to 10",
        ),
        (
            "[ranking]\nb.title = 2",
            "2:11: `ranking.b.title` is 2; it must be from 0 to 1",
        ),
        (
            "[ranking]\nprefix_weight = nan",
            "2:17: `ranking.prefix_weight` is nan; it must be from 0 to 1",
        ),
        (
            "[bundle]\nshard_kb = 2",
            "2:12: `bundle.shard_kb` is 2; it must be from 4 to 1024",
        ),
        ("[bundle]\nshard_kb = -1", "2:12: "),
        (
            "[bundle]\ncompress = 'zip'",
            "2:12: unknown variant `zip`, expected `host` or `gzip`",
        ),
        (
            "languages = ['de', 'jp']",
            "1:13: `jp` is not a language code; did you mean `ja`?",
        ),
        (
            "default_language = 'english'",
            "1:20: `english` is not a language code; did you mean `en`?",
        ),
        ("[stop_words]\njp = []", "2:6: `jp` is not a language code"),
        (
            "source = 1",
            "1:10: invalid type: integer `1`, expected path string",
        ),
        (
            "fallback = ['en', 'jp']",
            "1:19: `jp` is not a language code; did you mean `ja`?",
        ),
        (
            "[[synonyms]]\nword = ['a', 'b']",
            "2:1: unknown key `synonyms.word`; did you mean `synonyms.words`?",
        ),
        (
            "[[synonyms]]\nlanguage = 'en'",
            "1:1: the synonyms are empty; write",
        ),
        (
            "[[synonyms]]\nwords = ['a', 'b']\n[[synonyms]]\nwords = ['a']",
            "3:1: `words` holds one alone; name at least two",
        ),
        (
            "[[synonyms]]\nfrom = ['a']\nto = []",
            "1:1: `from` without `to`; name",
        ),
        (
            "[[synonyms]]\nwords = ['a', ' ']",
            "2:15: an empty text; leave it out",
        ),
        (
            "[[synonyms]]\nwords = ['a', 'b']\nto = ['c']",
            "1:1: `words` beside `from` or `to`; make two entries of it",
        ),
        (
            "[[synonyms]]\nlanguage = 'jp'\nwords = ['a', 'b']",
            "2:12: `jp` is not a language code; did you mean `ja`?",
        ),
        (
            "[[curation]]\nqueries = []\npin = ['a']",
            "1:1: `queries` is empty; list what people type",
        ),
        (
            "[[curation]]\nqueries = ['a']",
            "1:1: the entry changes nothing; add `pin`, `hide` or `boost`",
        ),
        (
            "[[curation]]\nqueries = ['a']\npin = ['x', 'y']\nhide = ['y']",
            "3:13: `y` is pinned and hidden; choose one",
        ),
        (
            "[[curation]]\nqueries = ['a']\nboost = { x = 20 }",
            "3:15: the boost of `x` is 20; it must be from 0.1 to 10",
        ),
        (
            "[[top_questions]]\narticles = []",
            "1:1: `articles` is empty; list ids of articles",
        ),
        (
            "[[suggestions]]\nmatch = 'checkout'\narticles = ['a']",
            "2:9: `checkout` matches no page; begin with `/`",
        ),
        (
            "[[suggestions]]\nmatch = '/a?b=*'\narticles = ['a']",
            "2:9: `/a?b=*` is no path; leave out what follows",
        ),
        (
            "[[suggestions]]\nmatch = '/a'\narticles = []",
            "1:1: `articles` is empty; list ids of articles",
        ),
        (
            "[[suggestions]]\nmach = '/a'\narticles = ['a']",
            "2:1: unknown key `suggestions.mach`; did you mean `suggestions.match`?",
        ),
        (
            "[[faq.questions]]\nlanguage = 'jp'\narticles = ['a']",
            "2:12: `jp` is not a language code; did you mean `ja`?",
        ),
        (
            "[faq]\njson-ld = true",
            "2:1: unknown key `faq.json-ld`; did you mean `faq.json_ld`?",
        ),
        (
            "[strings.en]\nlanch = 'x'",
            "2:9: the interface has no text `lanch`; did you mean `launcher`?",
        ),
        (
            "[strings]\njp = 'x.json'",
            "2:6: `jp` is not a language code; did you mean `ja`?",
        ),
        ("[strings.en]\nlauncher = 1", "1:1: "),
        ("source = ", "1:10: "),
        ("a = 1\na = 2", "2:1: duplicate key"),
    ] {
        let message = parse(text).unwrap_err().to_string();
        let expected = format!("helpdex.toml:{expected}");
        assert!(
            message.starts_with(&expected),
            "{text}\n  is {message}\nnot {expected}"
        );
    }
}

const EDITORIAL: &str = "\
[[synonyms]]
words = ['sign in', ' log  in ']
[[synonyms]]
language = 'PT'
from = ['2fa']
to = ['verificação em duas etapas']
[[curation]]
queries = ['refund']
pin = ['b', 'a']
hide = ['c']
boost = { d = 2, 'e f' = 0.5 }
[[top_questions]]
language = 'de'
articles = ['x', 'y']
";

#[test]
fn what_editors_decide_reaches_the_index_of_its_language() {
    let config = parse(EDITORIAL).unwrap();
    let english = config.bundle_options("en");
    let two_way = vec!["sign in".to_owned(), "log in".to_owned()];
    assert_eq!(english.synonyms.len(), 1);
    assert_eq!(english.synonyms[0].from, two_way);
    assert_eq!(english.synonyms[0].to, two_way);
    let curation = &english.curations[0];
    assert_eq!(curation.queries, ["refund"]);
    assert_eq!(
        (curation.pins.as_slice(), curation.hides.as_slice()),
        (&["b".to_owned(), "a".to_owned()][..], &["c".to_owned()][..])
    );
    assert_eq!(
        curation.boosts,
        [("d".to_owned(), 2.0), ("e f".to_owned(), 0.5)]
    );
    for language in ["pt", "pt-br"] {
        let options = config.bundle_options(language);
        assert_eq!(options.synonyms[0].from, ["2fa"], "{language}");
        assert!(options.curations.is_empty());
    }
    assert_eq!(config.top_questions_of("de"), ["x", "y"]);
    assert!(config.top_questions_of("en").is_empty());
}

#[test]
fn what_pages_show_is_chosen_by_language() {
    let config = parse(
        "[[suggestions]]\nmatch = '/a/*'\narticles = ['x']\n\
         [[suggestions]]\nmatch = '*'\nlanguage = 'pt'\narticles = ['y', 'z']\n\
         [[top_questions]]\narticles = ['t']\n\
         [[faq.questions]]\nlanguage = 'pt'\narticles = ['q']\n\
         [strings]\npt = { launcher = 'Ajuda', hint = 'Pt' }\npt-BR = { hint = 'Br' }\n",
    )
    .unwrap();
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        config.suggestions_of("en"),
        [("/a/*".to_owned(), ids(&["x"]))]
    );
    assert_eq!(
        config.suggestions_of("pt-br"),
        [("*".to_owned(), ids(&["y", "z"]))]
    );
    assert_eq!(
        (config.faq_of("pt"), config.faq_of("en")),
        (ids(&["q"]), ids(&["t"]))
    );
    let text = |language: &str, key: &str| match config.strings_of(language).remove(key) {
        Some(InterfaceText::One(text)) => text,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (text("pt-br", "hint"), text("pt-br", "launcher")),
        ("Br".into(), "Ajuda".into())
    );
    assert_eq!(text("pt", "hint"), "Pt");
    assert!(config.strings_of("en").is_empty());
}

#[test]
fn what_the_articles_do_not_have_is_a_warning_with_the_nearest() {
    let text = "\
fallback = ['en', 'sv']
[[synonyms]]
words = ['log in', 'logging in', '++']
[[curation]]
queries = ['refund']
pin = ['refunds', 'refnd']
[[top_questions]]
language = 'de'
articles = ['refunds']
[[suggestions]]
match = '/a'
articles = ['othr']
[[faq.questions]]
language = 'fr'
articles = ['x']
";
    let article = |id: &str| crate::source::Article {
        document: helpdex::Document {
            id: id.to_owned(),
            ..helpdex::Document::default()
        },
        language: None,
        state: crate::source::State::Published,
        care: crate::source::Care::default(),
        audience: Vec::new(),
        origin: crate::source::Origin::default(),
        marks: crate::extract::marks::Marks::default(),
    };
    let articles = BTreeMap::from([("en".to_owned(), vec![article("refunds"), article("other")])]);
    let warnings = parse(text).unwrap().review(&articles, &BTreeSet::new());
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "helpdex.toml:1:19: warning: no article is in the language `sv`; correct the tag, or leave the entry out",
            "helpdex.toml:3:20: warning: `log in` and `logging in` are the same to the search; one of them is enough",
            "helpdex.toml:3:34: warning: `++` holds no word; nobody can ask for it; leave it out",
            "helpdex.toml:6:19: warning: no article in `en` has the id `refnd`; did you mean `refunds`?",
            "helpdex.toml:8:12: warning: no article is in the language `de`; correct the tag, or leave the entry out",
            "helpdex.toml:12:13: warning: no article in `en` has the id `othr`; did you mean `other`?",
            "helpdex.toml:14:12: warning: no article is in the language `fr`; correct the tag, or leave the entry out",
        ]
    );
}

#[test]
fn the_command_line_wins() {
    let overrides = Overrides {
        source: Some("other".into()),
        languages: Some(vec!["FR".into()]),
        url_base: Some("/docs".into()),
        ..Overrides::default()
    };
    let config = parse("source = 'kb'\nout = 'o'\nlanguages = ['de']")
        .unwrap()
        .apply(overrides)
        .unwrap();
    assert_eq!((config.source, config.out), ("other".into(), "o".into()));
    assert_eq!(
        (config.languages, config.site.url_base),
        (vec!["fr".to_owned()], "/docs".to_owned())
    );
    let wrong = Overrides {
        default_language: Some("jp".into()),
        ..Overrides::default()
    };
    let error = Config::default().apply(wrong).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--lang: `jp` is not a language code; did you mean `ja`?"
    );
}

#[test]
fn paths_are_relative_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    std::fs::write(&path, "source = 'kb'\nout = '/srv/help'").unwrap();
    let config = Config::load(&path).unwrap();
    assert_eq!(config.source, folder.path().join("kb"));
    assert_eq!(config.out, Path::new("/srv/help"));
    let error = Config::load(Path::new("/nowhere/helpdex.toml")).unwrap_err();
    assert!(error.to_string().contains("cannot be read"), "{error}");
}
