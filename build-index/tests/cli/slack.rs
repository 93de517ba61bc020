//! `helpdex serve --slack` over the wire: signed requests of Slack's shapes, a server in the place of
//! Slack's own, a real collector.

mod service;

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use self::service::{SECRET, Service, Standin, form, now, sign};
use crate::support::{Folder, Run, helpdex, run};

const CONFIG: &str = "\
source = 'articles.jsonl'
out = 'help'
[site]
name = 'acme'
url_base = 'https://help.acme.example'
[eval]
sample = 0
[[top_questions]]
articles = ['login']
[contact.channels.chat]
label = 'Chat <now> & here'
href = 'https://acme.example/chat'
[contact.channels.phone]
label = 'Call us'
href = 'tel:+34910000000'
[contact.channels.form]
label = 'Write'
form = '#contact'
";

fn bundle() -> Folder {
    let folder = Folder::new();
    let lines = [
        json!({"id": "refunds", "lang": "en", "title": "Refunds & <money>", "url": "/refunds", "body": "A refund comes <b>back</b> within 14 days & no later."}),
        json!({"id": "login", "lang": "en", "title": "Log in", "url": "/login", "body": "Use your password."}),
        json!({"id": "clave", "lang": "es", "title": "Restablecer contraseña", "url": "/es/clave", "body": "Cambia la contraseña en tu cuenta."}),
    ];
    folder.write(
        "articles.jsonl",
        lines.map(|line| line.to_string()).join("\n"),
    );
    folder.write("helpdex.toml", CONFIG);
    folder.out("help");
    run(["build", "--config", &folder.at("helpdex.toml")]).good();
    folder
}

fn serve(folder: &Folder, standin: &Standin, more: &[&str]) -> Service {
    let mut command = helpdex();
    command
        .args([
            "serve",
            "--api",
            "--slack",
            "--listen",
            "127.0.0.1:0",
            "--bundle",
            &folder.at("help"),
        ])
        .args(more);
    command
        .env("SLACK_SIGNING_SECRET", SECRET)
        .env("SLACK_BOT_TOKEN", "xoxb-test");
    command
        .env("SLACK_API_URL", format!("{}api/", standin.address))
        .env("SLACK_HOOKS_URL", &standin.address);
    Service::start(&mut command)
}

fn nothing() -> Standin {
    Standin::start(|_| (200, String::new(), json!({})))
}

fn markup(message: &Value) -> String {
    let blocks = message["blocks"].as_array().expect("blocks").iter();
    blocks
        .filter_map(|block| block["text"]["text"].as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

fn actions(message: &Value) -> Vec<Value> {
    let blocks = message["blocks"].as_array().expect("blocks").iter();
    blocks
        .filter(|block| block["type"] == "actions")
        .flat_map(|block| block["elements"].as_array().expect("elements").clone())
        .collect()
}

#[test]
fn only_slack_is_answered_and_only_once() {
    let (folder, standin) = (bundle(), nothing());
    let service = serve(&folder, &standin, &[]);
    let body = form(&[("text", "refund"), ("user_id", "U1")]);
    let headers = |time: u64, signature: &str| {
        format!("X-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: {signature}\r\n")
    };
    let time = now();
    let good = headers(time, &sign(time, &body));
    for path in ["/slack/commands", "/slack/interactions"] {
        for (headers, body, status, part) in [
            (String::new(), body.as_str(), 401, "SLACK_SIGNING_SECRET"),
            (headers(time, "v0=00"), &body, 401, "not signed"),
            (
                headers(time, &sign(time, "text=other")),
                &body,
                401,
                "not signed",
            ),
            (
                headers(time + 1, &sign(time, &body)),
                &body,
                401,
                "not signed",
            ),
            (
                headers(time - 301, &sign(time - 301, &body)),
                &body,
                401,
                "five minutes",
            ),
            (
                headers(time + 400, &sign(time + 400, &body)),
                &body,
                401,
                "clock",
            ),
            (good.clone(), &format!("{body}&x="), 401, "not signed"),
        ] {
            let (got, told) = service.post(path, &headers, body);
            assert_eq!(got, status, "{path} {headers} {told}");
            assert!(told.contains(part), "no {part:?} in {told}");
        }
    }
    assert_eq!(service.post("/slack/commands", &good, &body).0, 200);
    let (status, told) = service.post("/slack/commands", &good, &body);
    assert_eq!((status, told.contains("came before")), (409, true));
    let (status, _) = service.post("/slack/commands", &good, &"x".repeat(600 * 1024));
    assert_eq!(status, 413);
    // What is not Slack's stays for this machine only.
    let (status, _) = service.post("/v1/search?q=refund", "", "");
    assert_eq!(status, 403);
}

#[test]
fn a_question_is_answered_in_blocks() {
    let (folder, standin) = (bundle(), nothing());
    let service = serve(&folder, &standin, &[]);
    let message = service.command("refund <!channel> & co", &[]);
    let text = markup(&message);
    assert_eq!(message["response_type"], "ephemeral");
    assert!(
        text.contains("Results for “refund &lt;!channel&gt; &amp; co”"),
        "{text}"
    );
    assert!(
        text.contains("<https://help.acme.example/refunds|Refunds &amp; &lt;money&gt;>\n"),
        "{text}"
    );
    assert!(text.contains("14 days &amp; no later"), "{text}");
    assert!(!text.contains("<!channel"), "{text}");
    let labels: Vec<_> = actions(&message)
        .iter()
        .map(|one| one["text"]["text"].clone())
        .collect();
    assert_eq!(labels, ["Solved", "Not solved"]);
    // The language of the question, of the person, or of the service.
    let text = markup(&service.command("contraseña", &[]));
    assert!(
        text.contains("Resultados para") && text.contains("/es/clave|"),
        "{text}"
    );
    let text = markup(&service.command("", &[("locale", "es-ES")]));
    assert!(text.contains("Escribe lo que quieres saber"), "{text}");
    let spanish = serve(&folder, &standin, &["--lang", "es"]);
    let text = markup(&spanish.command("zzyzx qwrtp", &[]));
    assert!(text.contains("No se encontró nada"), "{text}");
    // Spaces, signs and what is not UTF-8, as forms write them.
    let time = now();
    for (body, part) in [
        ("text=refund%3D+%26%2B%C3%A9&text=login", "refund= &amp;+é"),
        ("text=%FF%00refund", "refund"),
        ("&&=&text", "Write what you want"),
        ("text=%", "%"),
    ] {
        let headers = format!(
            "X-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: {}\r\n",
            sign(time, body)
        );
        let (status, answer) = service.post("/slack/commands", &headers, body);
        assert_eq!(status, 200, "{body}");
        assert!(answer.contains(part), "no {part:?} in {answer}");
    }
}

#[test]
fn where_nothing_is_found_top_questions_are_offered() {
    let (folder, standin) = (bundle(), nothing());
    let service = serve(&folder, &standin, &[]);
    let text = markup(&service.command("zzyzx qwrtp", &[]));
    assert!(
        text.contains("Nothing was found for “zzyzx qwrtp”."),
        "{text}"
    );
    assert!(
        text.contains("• <https://help.acme.example/login|Log in>"),
        "{text}"
    );
}

/// A pressed button, as Slack tells of it.
fn pressed(button: &Value, response_url: &str) -> Value {
    json!({
        "type": "block_actions", "team": { "id": "T1DC2JH3J", "domain": "acme" },
        "user": { "id": "U2CERLKJA", "username": "ann", "team_id": "T1DC2JH3J" },
        "container": { "type": "message", "is_ephemeral": true }, "response_url": response_url,
        "actions": [{ "type": "button", "action_id": button["action_id"], "value": button["value"], "block_id": "x", "action_ts": "1700000000.1" }],
    })
}

#[test]
fn votes_replace_the_message_and_reach_the_report() {
    let (folder, standin) = (bundle(), nothing());
    let store = format!("sqlite:{}", folder.at("questions.db"));
    let collector =
        Service::start(helpdex().args(["collect", "--store", &store, "--listen", "127.0.0.1:0"]));
    let endpoint = format!("http://{}/v1/events", collector.address);
    let service = serve(
        &folder,
        &standin,
        &["--endpoint", &endpoint, "--site-key", "acme"],
    );
    let hook = format!("{}actions/T1/1/x", standin.address);
    let found = actions(&service.command("refund for ann@example.com", &[]));
    service.interaction(&pressed(&found[0], &hook));
    let (first, reply) = standin.next();
    assert!(first.starts_with("POST /actions/T1/1/x "), "{first}");
    assert_eq!(reply["replace_original"], true);
    assert!(
        markup(&reply).contains("Thank you") && actions(&reply).is_empty(),
        "{reply}"
    );
    service.command("zzyzx qwrtp", &[("user_id", "U9")]);
    service.interaction(&pressed(&found[1], &hook));
    let (_, reply) = standin.next();
    let text = markup(&reply);
    assert!(
        text.contains("<https://acme.example/chat|Chat &lt;now&gt; &amp; here>"),
        "{text}"
    );
    assert!(
        text.contains("<tel:+34910000000|Call us> (+34910000000)") && !text.contains("Write"),
        "{text}"
    );
    // Other addresses than Slack's are never written to.
    let other = nothing();
    service.interaction(&pressed(&found[0], &format!("{}x", other.address)));

    let mut rows = Vec::new();
    for _ in 0..300 {
        rows = run(["collect", "export", "--store", &store])
            .good()
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .collect::<Vec<_>>();
        let count = |key: &str| {
            rows.iter()
                .map(|row| row[key].as_array().map_or(0, Vec::len))
                .sum::<usize>()
        };
        if count("queries") == 2 && count("events") == 4 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let all = json!(rows).to_string();
    assert!(
        all.contains("refund for [email]")
            && !all.contains("ann@example.com")
            && !all.contains("U2CERLKJA"),
        "{all}"
    );
    let queries: Vec<&Value> = rows
        .iter()
        .flat_map(|row| row["queries"].as_array().into_iter().flatten())
        .collect();
    assert_eq!(queries.len(), 2, "{all}");
    assert!(
        queries
            .iter()
            .all(|query| query["query_attributes"]["surface"] == "slack"),
        "{all}"
    );
    let events: Vec<&Value> = rows
        .iter()
        .flat_map(|row| row["events"].as_array().into_iter().flatten())
        .collect();
    let votes: Vec<_> = events
        .iter()
        .filter(|event| event["action_name"] == "article_feedback")
        .collect();
    assert_eq!(votes.len(), 3, "{all}");
    assert!(
        votes
            .iter()
            .all(|vote| vote["help"]["article_id"] == "refunds"
                && vote["query_id"] == votes[0]["query_id"])
    );
    assert!(
        events
            .iter()
            .any(|event| event["action_name"] == "no_results")
    );
    assert!(other.requests.try_recv().is_err());

    let report = folder.at("report");
    run([
        "report",
        "--store",
        &store,
        "--bundle",
        &folder.at("help"),
        "--surface",
        "slack",
        "--out",
        &report,
    ])
    .good();
    let report = fs::read(format!("{report}/report.json")).expect("a report");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    let figures = report["sections"][0]["figures"]
        .as_array()
        .expect("figures");
    let figure = |id: &str| &figures.iter().find(|one| one["id"] == id).expect(id)["value"];
    assert_eq!(
        (figure("searches"), figure("sessions")),
        (&json!(2), &json!(2))
    );
    assert_eq!(figure("zero_result_rate")["part"], 1);
    assert!(figure("solved_rate")["of"].as_u64() >= Some(1), "{report}");
}

/// The messages of a thread, in two pages; the first answer asks to come later.
fn thread(first: &str) -> (u16, String, Value) {
    if first.starts_with("POST") {
        return (200, String::new(), json!({}));
    }
    assert!(
        first.contains("Bearer xoxb-test")
            && first.contains("ts=1700000000.000100")
            && first.contains("channel=C0LAN2Q65"),
        "{first}"
    );
    if !first.contains("cursor=") {
        return (
            200,
            String::new(),
            json!({"ok": true, "has_more": true, "response_metadata": {"next_cursor": "bmV4dA=="}, "messages": [
                {"type": "message", "user": "U061F7AUR", "text": "How do I get a *lantern*? Call +48 600 123 456", "ts": "1700000000.000100", "thread_ts": "1700000000.000100"},
                {"type": "message", "subtype": "channel_join", "user": "U2", "text": "<@U2> has joined", "ts": "1700000001.000100"},
            ]}),
        );
    }
    (
        200,
        String::new(),
        json!({"ok": true, "messages": [
            {"type": "message", "user": "U2", "text": "<@U061F7AUR> Ask &lt;Bob&gt; at bob@example.com, see <https://acme.example/l|the page>", "ts": "1700000002.000100"},
        ]}),
    )
}

fn shortcut(response_url: &str) -> Value {
    json!({
        "type": "message_action", "callback_id": "save_draft", "response_url": response_url,
        "team": { "id": "T1", "domain": "acme" }, "user": { "id": "U1", "name": "ann" }, "channel": { "id": "C0LAN2Q65", "name": "help" },
        "message": { "type": "message", "user": "U2", "text": "x", "ts": "1700000002.000100", "thread_ts": "1700000000.000100" },
    })
}

#[test]
fn a_thread_becomes_a_draft_that_builds_once_it_is_published() {
    let busy = AtomicBool::new(true);
    let standin = Standin::start(move |first| {
        if first.starts_with("GET") && busy.swap(false, Ordering::SeqCst) {
            return (429, "Retry-After: 0\r\n".to_owned(), json!({}));
        }
        thread(first)
    });
    let folder = bundle();
    let service = serve(
        &folder,
        &standin,
        &["--lang", "en", "--drafts", &folder.at("drafts")],
    );
    let hook = format!("{}app/1", standin.address);
    let told = || loop {
        let (first, reply) = standin.next();
        if first.starts_with("POST") {
            assert_eq!(
                (&reply["response_type"], &reply["replace_original"]),
                (&json!("ephemeral"), &json!(false))
            );
            return markup(&reply);
        }
    };
    service.interaction(&shortcut(&hook));
    assert!(told().starts_with("Saved as a draft: `slack-c0lan2q65-1700000000-000100.md`"));
    let path = folder
        .path()
        .join("drafts/slack-c0lan2q65-1700000000-000100.md");
    let draft = fs::read_to_string(&path).expect("a draft");
    assert!(
        draft.contains("title: \"How do I get a lantern? Call [phone]\"\nstate: draft\n"),
        "{draft}"
    );
    for part in [
        "**lantern**",
        "[person] Ask &lt;Bob&gt; at [email], see [the page](https://acme.example/l)",
        "https://acme.slack.com/archives/C0LAN2Q65/p1700000000000100",
    ] {
        assert!(draft.contains(part), "no {part:?} in {draft}");
    }
    for part in ["U061F7AUR", "U2", "600 123", "bob@", "joined"] {
        assert!(!draft.contains(part), "{part:?} in {draft}");
    }
    service.interaction(&shortcut(&hook));
    assert!(told().starts_with("The draft is up to date"));
    assert_eq!(
        fs::read_dir(folder.path().join("drafts"))
            .expect("a folder")
            .count(),
        1
    );

    let build = |out: &str| {
        run([
            "build",
            "--source",
            &folder.at("drafts"),
            "--out",
            &folder.out(out),
            "--no-eval",
        ])
    };
    build("none").bad(1, &["no article to publish"]);
    fs::write(&path, draft.replace("state: draft", "state: published")).expect("written");
    let built = build("published").good();
    assert!(!built.stderr.contains("warning: "), "{}", built.stderr);
    let ids = crate::support::ids(&folder.at("published"), "en", "lantern");
    assert_eq!(ids, ["slack-c0lan2q65-1700000000-000100"]);
    service.interaction(&shortcut(&hook));
    assert!(told().starts_with("Somebody has worked on the draft"));
    assert!(
        fs::read_to_string(&path)
            .expect("a draft")
            .contains("state: published")
    );
}

#[test]
fn what_is_missing_is_said_at_the_start() {
    let folder = bundle();
    let start = |more: &[&str], environment: &[(&str, &str)]| -> Run {
        let mut command = helpdex();
        command
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--bundle",
                &folder.at("help"),
            ])
            .args(more);
        for name in ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"] {
            command.env_remove(name);
        }
        command
            .envs(environment.iter().copied())
            .output()
            .expect("the tool starts")
            .into()
    };
    let secret = [("SLACK_SIGNING_SECRET", SECRET)];
    start(&["--api", "--slack"], &[])
        .bad(2, &["SLACK_SIGNING_SECRET is not set", "Basic Information"]);
    start(&["--slack"], &secret).bad(2, &["--api"]);
    start(&["--api", "--slack", "--drafts", "d"], &secret)
        .bad(2, &["SLACK_BOT_TOKEN", "leave --drafts out"]);
    start(&["--api", "--slack", "--lang", "xx"], &secret).bad(2, &["xx", "it has"]);
    start(&["--api", "--slack", "--endpoint", "nowhere"], &secret)
        .bad(2, &["--endpoint", "https://"]);
}
