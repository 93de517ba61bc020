//! `helpdex init`, `helpdex completions` and `helpdex man`.

use crate::support::{Folder, helpdex, ids, run};
use std::fs;
use std::process::Command;

fn init(site: &Folder, arguments: &[&str]) -> crate::support::Run {
    let dir = site.at("help");
    run(["init", &dir].into_iter().chain(arguments.iter().copied()))
}

/// Runs the tool in the new folder.
fn within(site: &Folder, arguments: &[&str]) -> crate::support::Run {
    let mut command = helpdex();
    command
        .current_dir(site.path().join("help"))
        .args(arguments);
    command.output().expect("the tool can be started").into()
}

#[test]
fn a_new_help_center_builds_and_has_nothing_to_mend() {
    for languages in [&["en"][..], &["es", "pl"], &["en", "es", "pl"], &["de"]] {
        let site = Folder::new();
        let chosen: Vec<&str> = languages.iter().flat_map(|tag| ["--lang", *tag]).collect();
        let said = init(&site, &chosen).good();
        assert!(said.stderr.contains("helpdex build"), "{}", said.stderr);
        let checked = within(&site, &["check", "content", "--strict"]).good();
        assert!(
            checked.stdout.ends_with("0 errors, 0 warnings, 0 notes\n"),
            "{}",
            checked.stdout
        );
        let built = within(&site, &["build", "--ci", "--strict"]).good();
        assert!(!built.stderr.contains("warning"), "{}", built.stderr);
        let bundle = site.at("help/public/help");
        for language in languages {
            let question = match *language {
                "es" => "olvidé mi contraseña",
                "pl" => "nie pamiętam hasła",
                _ => "forgot my password",
            };
            let found = ids(&bundle, language, question);
            assert_eq!(
                found.first().map(String::as_str),
                Some("reset-password"),
                "{language}"
            );
        }
    }
}

#[test]
fn without_a_terminal_it_takes_defaults_and_writes_over_nothing() {
    let site = Folder::new();
    let told = init(&site, &[]).good();
    assert!(
        told.stdout.contains("content/en/reset-password.md"),
        "{}",
        told.stdout
    );
    let toml = fs::read_to_string(site.at("help/helpdex.toml")).expect("settings");
    assert!(
        toml.contains("name = \"help\"") && toml.contains("languages = [\"en\"]"),
        "{toml}"
    );
    let ignored = fs::read_to_string(site.at("help/.gitignore")).expect("a file");
    assert!(ignored.contains("/.helpdex/"), "{ignored}");
    init(&site, &["--name", "Other"]).bad(2, &["helpdex.toml", "nothing was written"]);
    assert_eq!(
        fs::read_to_string(site.at("help/helpdex.toml")).expect("settings"),
        toml
    );
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let site = Folder::new();
    init(&site, &["--lang", "english"]).bad(2, &["--lang", "english"]);
    init(&site, &["--source", "../up"]).bad(2, &["../up", "below the new one"]);
    assert!(!site.path().join("help").exists());
}

#[test]
fn shells_complete_every_verb() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(["completions", shell]).good().stdout;
        for verb in [
            "init",
            "build",
            "check",
            "query",
            "serve",
            "completions",
            "man",
        ] {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
    }
    run(["completions", "tcsh"]).bad(2, &["tcsh", "possible values"]);
}

#[test]
fn manual_pages_are_read_by_groff() {
    let folder = Folder::new();
    let out = folder.at("man");
    run(["man", "--out", &out]).good();
    for name in ["helpdex.1", "helpdex-check.1", "helpdex-init.1"] {
        let path = format!("{out}/{name}");
        let page = fs::read_to_string(&path).expect("a page");
        assert!(page.contains(".TH ") && page.contains(".SH NAME"), "{name}");
        // Where there is a formatter, it has nothing to complain of.
        let Ok(formatted) = Command::new("groff")
            .args(["-man", "-Tutf8", "-ww", &path])
            .output()
        else {
            continue;
        };
        assert!(formatted.status.success(), "{name}");
        let complaints = String::from_utf8_lossy(&formatted.stderr);
        assert!(!complaints.contains("error"), "{name}: {complaints}");
    }
}
