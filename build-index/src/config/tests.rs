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
    let document = DeTable::parse(&file).unwrap();
    for key in KEYS.iter().filter(|key| !key.ends_with('*')) {
        assert!(find(document.get_ref(), key).is_some(), "{key} is missing");
    }
    for limit in LIMITS {
        assert!(KEYS.contains(&limit.key));
    }
    assert_eq!(parse("").unwrap(), Config::default());
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
