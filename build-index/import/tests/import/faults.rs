//! What goes wrong on the way: interruptions, refusals, waits, hosts that want a token.

use crate::server::{Reply, Server};
use crate::support::{good, options, run, tree, with_secrets};
use crate::zendesk::HelpCenter;
use helpdex_import::{ImportError, Progress, Source, import};
use serde_json::json;
use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn unavailable() -> Reply {
    Reply::of(503, "")
}

#[test]
fn an_import_broken_at_any_request_goes_on_without_loss_or_repetition() {
    let center = HelpCenter::start(9);
    let whole = tempfile::tempdir().unwrap();
    good(&center.options(whole.path()));
    let expected = tree(whole.path());
    let requests = center.server.forget().len();
    assert!(requests > 10, "{requests}");
    for broken in 1..=requests {
        let out = tempfile::tempdir().unwrap();
        let kinds = [
            unavailable(),
            Reply::of(0, ""),
            Reply {
                cut: Some(3),
                ..Reply::json(&json!({"articles": []}))
            },
            Reply::of(200, "<html>"),
        ];
        let fault = kinds[broken % kinds.len()].clone();
        center
            .server
            .fail(move |number, _| (number >= broken).then(|| fault.clone()));
        let error = run(&center.options(out.path())).unwrap_err();
        assert!(matches!(error, ImportError::Source(_)), "{error}");
        let mut answered = center.server.forget();
        answered.truncate(broken - 1);

        let summary = good(&center.options(out.path()));
        assert_eq!(tree(out.path()), expected, "broken at {broken}");
        assert_eq!(summary.articles, 13);
        let asked = center.server.forget();
        assert_eq!(asked.len(), requests - (broken - 1), "broken at {broken}");
        let again = asked
            .iter()
            .find(|request| answered.iter().any(|a| a.path == request.path));
        assert!(again.is_none(), "asked again: {again:?}");
    }
}

#[test]
fn an_import_that_is_broken_again_and_again_ends_all_the_same() {
    let center = HelpCenter::start(9);
    let (whole, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    good(&center.options(whole.path()));
    let requests = center.server.forget().len();
    let mut rounds = 0;
    loop {
        center
            .server
            .fail(|number, _| (number > 1).then(unavailable));
        rounds += 1;
        if run(&center.options(out.path())).is_ok() {
            break;
        }
        center.server.forget();
        assert!(rounds < 100);
    }
    assert_eq!(rounds, requests);
    assert_eq!(tree(out.path()), tree(whole.path()));
}

/// Not a test by itself: the import that `a_killed_import_goes_on` kills.
#[test]
#[ignore = "run by another test"]
fn import_of_another_process() {
    let Ok(from) = std::env::var("IMPORT_FROM") else {
        return;
    };
    let out = std::env::var("IMPORT_OUT").unwrap();
    let secrets = [
        ("ZENDESK_TOKEN", "s3cret"),
        ("ZENDESK_EMAIL", "a@example.com"),
    ];
    let options = options(Source::Zendesk, &from, out.as_ref());
    good(&with_secrets(options, &secrets));
}

#[test]
fn a_killed_import_goes_on() {
    let center = HelpCenter::start(9);
    let whole = tempfile::tempdir().unwrap();
    good(&center.options(whole.path()));
    let (expected, requests) = (tree(whole.path()), center.server.forget().len());
    for killed in (1..=requests).step_by(3) {
        let out = tempfile::tempdir().unwrap();
        // From the request on at which it is killed, the server keeps it waiting.
        center.server.fail(move |number, _| {
            (number >= killed).then(|| {
                std::thread::sleep(Duration::from_secs(20));
                unavailable()
            })
        });
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::import_of_another_process", "--ignored"])
            .env("IMPORT_FROM", &center.server.base)
            .env("IMPORT_OUT", out.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while center.server.count() < killed {
            assert!(
                child.try_wait().unwrap().is_none(),
                "it ended before it was killed"
            );
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        center.server.forget();
        good(&center.options(out.path()));
        assert_eq!(tree(out.path()), expected, "killed at {killed}");
        assert_eq!(center.server.forget().len(), requests - (killed - 1));
    }
}

#[test]
fn what_a_killed_write_left_is_removed_and_a_torn_journal_mended() {
    let (center, out) = (HelpCenter::start(4), tempfile::tempdir().unwrap());
    center
        .server
        .fail(|number, _| (number > 6).then(unavailable));
    run(&center.options(out.path())).unwrap_err();
    center.server.forget();
    let name = |end: &str| {
        let mut names = tree(out.path())
            .into_keys()
            .filter(|name| name.ends_with(end));
        names.next().unwrap()
    };
    let journal = out.path().join(name(".jsonl"));
    let part = journal.to_str().unwrap().replace(".jsonl", ".part");
    std::fs::write(part, "---\nid: half").unwrap();
    let bytes = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, &bytes[..bytes.len() - 7]).unwrap();
    good(&center.options(out.path()));
    assert!(tree(out.path()).keys().all(|name| name.ends_with(".md")));
}

#[test]
fn waits_that_a_server_asks_for_are_kept() {
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    let date = httpdate_in(2);
    center.server.fail(move |number, _| match number {
        2 => Some(Reply::of(429, "").with("Retry-After", "1")),
        4 => Some(Reply::of(429, "").with("Retry-After", date.clone())),
        6 => Some(Reply::of(500, "")),
        _ => None,
    });
    let waits: Arc<Mutex<Vec<u64>>> = Arc::default();
    let heard = waits.clone();
    let listener = Arc::new(move |progress: Progress<'_>| {
        if let Progress::Waiting { wait, .. } = progress {
            heard.lock().unwrap().push(wait.as_secs());
        }
    });
    let summary = import(&center.options(out.path()), listener).unwrap();
    assert_eq!(summary.articles, 3);
    assert_eq!(waits.lock().unwrap()[0], 1);
    let asked = center.server.forget();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for request in &asked {
        *times.entry(&request.path).or_default() += 1;
    }
    assert_eq!(
        times.values().filter(|times| **times == 2).count(),
        3,
        "{times:?}"
    );
    assert!(times.values().all(|times| *times <= 2));
}

/// A date in a header's form, `seconds` from now.
fn httpdate_in(seconds: u64) -> String {
    let time = std::time::SystemTime::now() + Duration::from_secs(seconds);
    httpdate::fmt_http_date(time)
}

#[test]
fn a_wait_of_hours_ends_the_import_with_the_cure() {
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    center
        .server
        .fail(|_, _| Some(Reply::of(429, "").with("Retry-After", "7200")));
    let error = run(&center.options(out.path())).unwrap_err().to_string();
    assert!(
        error.contains("wait for 7200 s") && error.contains("same command"),
        "{error}"
    );
    assert_eq!(center.server.forget().len(), 1);
}

#[test]
fn a_wrong_token_is_said_and_not_remembered() {
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    center.server.fail(|_, _| Some(Reply::of(401, "{}")));
    let error = run(&center.options(out.path())).unwrap_err().to_string();
    assert!(error.contains("401") && error.contains("token"), "{error}");
    assert!(!error.contains("s3cret"));
    center.server.forget();
    assert_eq!(good(&center.options(out.path())).articles, 3);
}

#[test]
fn no_other_host_gets_the_token() {
    let thief = Server::start(|_| Reply::json(&json!({"locales": ["en-us"], "articles": []})));
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    let address = thief.base.clone();
    // Every answer leads to another host.
    center.server.fail(move |_, request| {
        Some(Reply::of(302, "").with("Location", format!("{address}{}", request.path)))
    });
    let mut options = center.options(out.path());
    options.attachments = true;
    run(&options).unwrap();
    let stolen = thief.forget();
    assert!(!stolen.is_empty());
    for request in stolen {
        assert_eq!(request.header("authorization"), None, "{request:?}");
    }
    let own = center.server.forget();
    assert!(
        own.iter()
            .all(|request| request.header("authorization").is_some())
    );
}

#[test]
fn pictures_of_another_host_are_fetched_without_the_token() {
    let other = Server::start(|_| Reply::of(200, "x"));
    let (center, out) = (HelpCenter::start(1), tempfile::tempdir().unwrap());
    center.articles.lock().unwrap()[0]["body"] =
        json!(format!("<img src='{}/a/../../../x.png'>", other.base));
    let mut options = center.options(out.path());
    options.attachments = true;
    assert_eq!(good(&options).files, 1);
    assert!(
        other
            .forget()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}

#[test]
fn tokens_are_written_nowhere() {
    let (center, out) = (HelpCenter::start(4), tempfile::tempdir().unwrap());
    center
        .server
        .fail(|number, _| (number > 5).then(unavailable));
    let options = center.options(out.path());
    let error = run(&options).unwrap_err();
    let all = format!("{error} {error:?} {options:?} {:?}", tree(out.path()));
    for secret in ["s3cret", "YUBleGFtcGxlLmNvbS90b2tlbjpzM2NyZXQ="] {
        assert!(!all.contains(secret));
    }
}

#[test]
fn an_endless_answer_and_endless_redirects_are_refused() {
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    center
        .server
        .fail(|_, _| Some(Reply::of(200, vec![b' '; 3 << 20])));
    let mut options = center.options(out.path());
    options.bounds.answer_bytes = 1 << 20;
    let error = run(&options).unwrap_err().to_string();
    assert!(error.contains("larger than 1 MB"), "{error}");
    center.server.forget();
    center
        .server
        .fail(|_, request| Some(Reply::of(302, "").with("Location", request.path.clone())));
    let error = run(&options).unwrap_err().to_string();
    assert!(error.contains("redirects more than 5 times"), "{error}");
}

#[test]
fn other_machines_are_asked_with_encryption_only() {
    let out = tempfile::tempdir().unwrap();
    let error = run(&options(Source::Zendesk, "http://help.invalid", out.path())).unwrap_err();
    assert!(error.to_string().contains("--allow-http"), "{error}");
    let error = run(&options(
        Source::Zendesk,
        "https://a:b@help.invalid",
        out.path(),
    ))
    .unwrap_err();
    assert!(matches!(error, ImportError::Usage(_)), "{error}");
}

#[test]
fn titles_and_sections_lead_nowhere() {
    let (center, out) = (HelpCenter::start(3), tempfile::tempdir().unwrap());
    let folder = out.path().join("articles");
    {
        let mut rows = center.articles.lock().unwrap();
        rows[0]["title"] = json!("../../../../etc/passwd\u{0}");
        rows[0]["locale"] = json!("en-us");
        rows[1]["title"] = json!("---\nstate: published\n---");
        rows[2]["title"] = json!("   ");
    }
    let summary = good(&center.options(&folder));
    assert!(
        tree(out.path())
            .keys()
            .all(|path| path.starts_with("articles/") && !path.contains(".."))
    );
    assert_eq!(summary.failed.len(), 1);
    assert!(summary.failed[0].message.contains("no title"));
}

#[test]
fn articles_of_one_title_are_told_apart_and_keep_their_paths() {
    let (center, out) = (HelpCenter::start(4), tempfile::tempdir().unwrap());
    for row in center.articles.lock().unwrap().iter_mut() {
        row["title"] = json!("Same");
        row["section_id"] = json!(20);
    }
    assert_eq!(good(&center.options(out.path())).added, 6);
    let before = tree(out.path());
    assert_eq!(before.len(), 6);
    center.articles.lock().unwrap().reverse();
    assert_eq!(good(&center.options(out.path())).unchanged, 6);
    assert_eq!(tree(out.path()), before);
}
