use std::path::Path;

use serde_json::json;

use super::*;
use crate::config::Config;

const CHAT: &str = "[contact.channels.chat]\nlabel = 'Chat'\nevent = true\n";

fn parse(text: &str) -> Result<Contact, String> {
    let config = Config::parse(text, Path::new("helpdex.toml"));
    config
        .map(|config| config.contact)
        .map_err(|error| error.to_string())
}

#[test]
fn a_site_without_channels_is_help_only() {
    assert_eq!(parse("").unwrap().json("en", "en"), None);
    assert_eq!(
        parse("[contact]\nlevels = 3").unwrap().json("en", "en"),
        None
    );
}

#[test]
fn everything_that_is_said_reaches_the_page() {
    let contact = parse(
        "[contact.table]\nLLL = ['self_service', 'mail']\n\
         [[contact.rules]]\nmatch = 'hacked|stolen'\nset = { severity = 'high', effort = 'low' }\n\
         [contact.channels.mail]\nlabel = { en = 'E-mail', pt = 'Correio', pt-BR = 'E-mail BR' }\nhref = 'mailto:a@b.example'\nwait_minutes = 90\n\
         [contact.channels.phone]\nlabel = 'Phone'\nhref = 'tel:+34123'\n\
         hours = { tz = 'Europe/Madrid', open = [{ days = [1, 2], from = '09:00', to = '18:00' }], closed_on = ['2026-12-25'] }\n\
         [contact.channels.form]\nlabel = 'Write'\nform = '#contact'\n",
    )
    .unwrap();
    let json = contact.json("pt-br", "en").unwrap();
    assert_eq!(json["levels"], 2);
    assert_eq!(json["table"]["LLL"], json!(["self_service", "mail"]));
    assert_eq!(json["table"]["LHL"], json!(["phone", "form"]));
    assert_eq!(json["table"].as_object().unwrap().len(), 8);
    assert_eq!(
        json["rules"],
        json!([{ "match": "hacked|stolen", "set": { "severity": "high", "effort": "low" } }])
    );
    assert_eq!(
        json["channels"],
        json!({
            "mail": { "label": "E-mail BR", "href": "mailto:a@b.example", "wait_minutes": 90 },
            "phone": { "label": "Phone", "href": "tel:+34123", "hours": {
                "tz": "Europe/Madrid", "open": [{ "days": [1, 2], "from": "09:00", "to": "18:00" }], "closed_on": ["2026-12-25"]
            } },
            "form": { "label": "Write", "form": "#contact" },
        })
    );
    for (language, label) in [("pt", "Correio"), ("en-GB", "E-mail"), ("de", "E-mail")] {
        let json = contact.json(language, "en").unwrap();
        assert_eq!(json["channels"]["mail"]["label"], label, "{language}");
    }
}

#[test]
fn mistakes_are_named_with_file_key_and_cure() {
    for (text, expected) in [
        (
            "[contact]\nlevels = 4",
            "2:10: `contact.levels` is 4; it must be 2 or 3",
        ),
        (
            "[contact]\nlevel = 2",
            "2:1: unknown key `contact.level`; did you mean `contact.levels`?",
        ),
        (
            "[contact.table]\nLLL = ['chatt']\n[contact.channels.chat]\nlabel = 'C'\nevent = true",
            "2:7: `contact.table.LLL` names `chatt`, which is no channel; did you mean `chat`?",
        ),
        (
            "[contact.table]\nMLL = ['bot']",
            "2:7: `contact.table.MLL` is no cell",
        ),
        (
            "[[contact.rules]]\nmatch = 'a**'\nset = { severity = 'high' }",
            "2:9: `contact.rules.match`: `a**` has `*`",
        ),
        (
            "[[contact.rules]]\nmatch = 'a'\nset = {}",
            "3:7: `contact.rules.set` sets nothing",
        ),
        (
            "[[contact.rules]]\nmatch = 'a'\nset = { severity = 'medium' }",
            "3:7: `contact.rules.set.severity` is `medium`, but",
        ),
        (
            "[[contact.rules]]\nmatch = 'a'\nset = { sevrity = 'high' }",
            "3:9: unknown key `contact.rules.set.sevrity`; did you mean `contact.rules.set.severity`?",
        ),
        ("[contact.channels.chat]\nlabel = 'C'", "1:"),
        (
            "[contact.channels.chat]\nlabel = 'C'\nevent = true\nhref = 'tel:1'",
            "1:",
        ),
        (
            "[contact.channels.chat]\nlabel = ' '\nevent = true",
            "2:9: `contact.channels.chat.label` is empty",
        ),
        (
            "[contact.channels.chat]\nlabel = { jp = 'C' }\nevent = true",
            "2:9: `contact.channels.chat.label` is in no language: `jp` is not a language code",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nhref = 'javascript:alert(1)'",
            "3:8: `contact.channels.chat.href` is `javascript:alert(1)`; write an address that begins with https://",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nhref = '/contact'",
            "3:8: `contact.channels.chat.href` is `/contact`",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nhref = 'mailto:'",
            "3:8: ",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nform = 'form.a > b'",
            "3:8: `contact.channels.chat.form` is `form.a > b`",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nhreff = 'tel:1'",
            "3:1: unknown key `contact.channels.chat.hreff`; did you mean `contact.channels.chat.href`?",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nevent = true\nwait_minutes = 99999",
            "4:16: `contact.channels.chat.wait_minutes` is 99999; it must be from 0 to 10080",
        ),
        (
            "[contact.channels.chat]\nlabel = 'C'\nevent = true\nhours = { tz = 'Madrid', open = [] }",
            "4:16: `contact.channels.chat.hours.tz` is `Madrid`",
        ),
        ("[contact.channels.Chat]\nlabel = 'C'\nevent = true", "1:"),
    ] {
        let message = parse(text).unwrap_err();
        let expected = format!("helpdex.toml:{expected}");
        assert!(
            message.starts_with(&expected),
            "{text}\n  is {message}\nnot {expected}"
        );
    }
    assert!(parse(CHAT).is_ok());
}
