use proptest::prelude::*;

use super::{MAX_CHARS, redact};

/// What must be found, with what is left.
const HITS: &[(&str, &str)] = &[
    // E-mail.
    (
        "reset password for john.smith+shop@example.co.uk",
        "reset password for [email]",
    ),
    ("JOHN@EXAMPLE.COM", "[email]"),
    ("<john@example.com>, please", "<[email]>, please"),
    (
        "my mail is o'neil_7@mail.example.com.",
        "my mail is [email].",
    ),
    (
        "no puedo entrar con josé.muñoz@correo.es",
        "no puedo entrar con [email]",
    ),
    (
        "nie działa łukasz@poczta.pl, co robić?",
        "nie działa [email], co robić?",
    ),
    ("Konto müller@bücher.de löschen", "Konto [email] löschen"),
    (
        "لا أستطيع الدخول إلى ahmed@example.com",
        "لا أستطيع الدخول إلى [email]",
    ),
    (
        "メールtest@example.comに届かない",
        "メール[email]に届かない",
    ),
    (
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ が使えない",
        "[email] が使えない",
    ),
    ("用户@例子.广告", "[email]"),
    ("john\u{200B}@exam\u{AD}ple.com", "[email]"),
    ("half typed ann@exam", "half typed [email]"),
    (
        "mailto:ann@example.com?subject=help me",
        "mailto:[email] me",
    ),
    ("user=ann@163.com", "user=[email]"),
    // Phone.
    ("call me at +48 600 123 456", "call me at [phone]"),
    ("+48600123456", "[phone]"),
    ("tel.600-123-456 proszę", "tel.[phone] proszę"),
    ("600123456", "[phone]"),
    ("(415) 555-1234 is not verified", "[phone] is not verified"),
    ("+1 (415) 555.1234", "[phone]"),
    ("1-800-555-1234", "[phone]"),
    ("415.555.1234", "[phone]"),
    ("555-1234", "[phone]"),
    ("call 555 1234 now", "call [phone] now"),
    ("mi número es 91 123 45 67", "mi número es [phone]"),
    ("mon numéro 06.12.34.56.78", "mon numéro [phone]"),
    ("Rufnummer 030/1234567 ändern", "Rufnummer [phone] ändern"),
    ("Handy 0171 1234567", "Handy [phone]"),
    ("+49 (0) 30 1234 5678", "[phone]"),
    ("0048600123456", "[phone]"),
    ("رقم ٠٥٠ ١٢٣ ٤٥٦٧ لا يعمل", "رقم [phone] لا يعمل"),
    ("۰۹۱۲۳۴۵۶۷۸۹", "[phone]"),
    ("電話090-1234-5678に変更", "電話[phone]に変更"),
    ("０９０ー１２３４ー５６７８", "[phone]"),
    ("전화 010-1234-5678로", "전화 [phone]로"),
    ("\u{202A}+972\u{202C}-54-123-4567", "\u{202A}[phone]"),
    ("600 123 456, 601 123 456", "[phone], [phone]"),
    ("600 123 456 2 times", "[phone] 2 times"),
    (
        "on 2024-01-31 600 123 456 called",
        "on 2024-01-31 [phone] called",
    ),
    ("error 0048624634552", "error [phone]"),
    // Card.
    ("card 4111 1111 1111 1111 declined", "card [card] declined"),
    ("4111111111111111", "[card]"),
    ("5500-0000-0000-0004", "[card]"),
    ("3782 822463 10005", "[card]"),
    (
        "tarjeta 4111 1111 1111 1111 03/27 rechazada",
        "tarjeta [card] 03/27 rechazada",
    ),
    ("４１１１ １１１１ １１１１ １１１１", "[card]"),
    ("٤١١١١١١١١١١١١١١١", "[card]"),
    // IBAN.
    (
        "IBAN DE89 3704 0044 0532 0130 00 ungültig",
        "IBAN [iban] ungültig",
    ),
    ("gb82west12345698765432", "[iban]"),
    ("PL61109010140000071219812874", "[iban]"),
    ("NO93 8601 1117 947", "[iban]"),
    ("MT84MALT011000012345MTLCAST001S", "[iban]"),
    // Addresses.
    ("blocked from 203.0.113.77", "blocked from [ip]"),
    ("http://192.168.4.1:8080/setup", "http://[ip]:8080/setup"),
    ("10.0.0.1-10.0.0.25", "[ip]-[ip]"),
    ("2001:db8:85a3::8a2e:370:7334 blocked", "[ip] blocked"),
    ("[fe80::1ff:fe23:4567:890a]", "[[ip]]"),
    ("2001:0db8:0000:0000:0000:ff00:0042:8329", "[ip]"),
    ("١٩٢.١٦٨.٠.١٠", "[ip]"),
    ("video 60.144.116.3", "video [ip]"),
    (
        "Router verbindet 45.101.191.9 nicht",
        "Router verbindet [ip] nicht",
    ),
    // UUID and tokens.
    ("order 123e4567-e89b-12d3-a456-426614174000", "order [uuid]"),
    ("d41d8cd98f00b204e9800998ecf8427e", "[token]"),
    ("key sk-proj-aB3dE5fG7hJ9kL1mN3pQ5", "key [token]"),
    ("sk-FabwSguOJKtfUHlyHZVapkobNulmVRYLKGqtMkyac", "[token]"),
    ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[token]"),
    ("VK7JG-NPHTM-C97JM-9MPGT-3V66T", "[token]"),
    ("deadbeefdeadbeef12345678", "[token]"),
    ("1234567890123456", "[token]"),
    // URLs.
    (
        "https://example.com/reset?token=abc&u=7 broken",
        "https://example.com/reset broken",
    ),
    ("www.example.com/a?b#c", "www.example.com/a"),
    ("example.com/a?user=ann", "example.com/a"),
    ("https://x.org/#access_token=abc", "https://x.org/"),
    ("https://ann:secret@example.com/a", "https://example.com/a"),
    (
        "https://example.com/suche?q=żółć",
        "https://example.com/suche",
    ),
];

/// What must stay.
const MISSES: &[&str] = &[
    "",
    "how do I cancel my order?",
    "arduino ide 1.8.19 crashes",
    "update to 10.0.19045.3693",
    "chrome 122.0.6261.112 not supported",
    "version 10.2.14.7 on mac",
    "Ver. 10.2.14.7",
    "versão 10.2.14.7",
    "versión 10.2.14.7 en mac",
    "firmware 1.14.12.3",
    "v2.3.2.11",
    "version 1703 - 2017",
    "defender 101.22.80",
    "readHTS221Calibration() fails",
    "set OAuth2ClientProfileEnabled",
    "WindowsAzureActiveDirectoryGalleryApplicationPrimaryV1",
    "2.3.2.1",
    "error 0x80070005",
    "0xC1900101 - 0x20017",
    "KB5005565 fails to install",
    "kb 5005565",
    "error code 2147942405",
    "error -2147024891",
    "ASEC-24-002",
    "AADSTS50020 sign-in error",
    "STATUS_DEVICE_POWER_FAILURE_AND_MORE",
    "how-to-reset-my-password-in-2024",
    "ESP32-S3-WROOM-1-N16R8 module",
    "invoice 123456",
    "from 2019 to 2020",
    "2019-2020 tax year",
    "2019 2020 2021",
    "31.01.2024",
    "31/01/2024 - 12/02/2024",
    "2024-01-31T12:30:45",
    "2024/01/31 12:30",
    "windows 7 8 10 11",
    "office 2016 2019",
    "1920x1080 or 3840x2160",
    "115200 9600 baud",
    "between 100-1000 and 500 1000",
    "1 000 000 rows",
    "price 1.299,00 or 1,000,000",
    "3.14159265358979",
    "ABX00010 pinout",
    "rtx-3080-1234567",
    "std::vector and a::b",
    "12:30:45",
    "c++ 11 @ home",
    "@arduino on instagram",
    "what? why=because",
    "https://example.com/docs/getting-started#install",
    "is https://example.com/ down?",
    "¿cuánto cuesta el plan de 12 meses a 9,99 €?",
    "jak zmienić hasło do konta na telefonie z androidem 14?",
    "Wie kündige ich mein Abo zum 31.12.2024?",
    "كيف ألغي طلبي رقم ١٢٣٤٥؟",
    "ما هو Microsoft Defender Office 365؟",
    "403 Forbidden: ユーザーにアクセス権があり、ライセンスが付与されていますか?",
    "２０２４年１月３１日の請求書はどこですか",
    "windows 11 22H2 へ更新できない",
    "[email] and [phone] are labels",
];

#[test]
fn hits() {
    for (text, expected) in HITS {
        let redacted = redact(text);
        assert_eq!(redacted.text, *expected, "{text}");
        assert!(redacted.count > 0, "{text}");
    }
}

#[test]
fn misses() {
    for text in MISSES {
        let redacted = redact(text);
        assert_eq!(redacted.text, *text);
        assert_eq!(redacted.count, 0, "{text}");
    }
}

#[test]
fn counts_each_piece() {
    assert_eq!(
        redact("a@example.com b@example.com +48 600 123 456").count,
        3
    );
}

#[test]
fn is_cut_at_a_label_not_inside() {
    let text = format!("{}a@example.com", "x ".repeat(125));
    assert_eq!(redact(&text).text.chars().count(), 250);
    assert_eq!(redact(&"ż".repeat(1000)).text, "ż".repeat(MAX_CHARS));
}

#[test]
fn a_cut_hides_no_match() {
    // The address starts within the limit and ends beyond it.
    let redacted = redact(&format!("{} ann.smith@example.com", "x".repeat(240)));
    assert_eq!(redacted.text, format!("{} [email]", "x".repeat(240)));
    assert_eq!(redacted.count, 1);
}

#[test]
fn long_text_takes_linear_time() {
    // Each of these would take hours if a step looked back or ahead without a bound.
    for piece in [
        "a@", "@", "1 ", "1.", "::", "?a", "w", "aa12 ", "-", "1-", "www.", "a?a=", "9", "(+",
    ] {
        let redacted = redact(&piece.repeat(100_000));
        assert!(redacted.text.chars().count() <= MAX_CHARS, "{piece}");
    }
}

fn assert_idempotent(text: &str) -> Result<(), TestCaseError> {
    let once = redact(text);
    prop_assert!(once.text.chars().count() <= MAX_CHARS);
    let twice = redact(&once.text);
    prop_assert_eq!(&twice.text, &once.text);
    prop_assert_eq!(twice.count, 0);
    if once.count == 0 {
        prop_assert!(text.starts_with(&once.text));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_string_is_redacted_once(text in any::<String>()) {
        assert_idempotent(&text)?;
    }

    #[test]
    fn near_matches_are_redacted_once(text in r"[0-9a-fA-F@.:/?#=+() wW_٣３＠日é\u{200B}-]{0,400}") {
        assert_idempotent(&text)?;
    }

    #[test]
    fn mixtures_of_hits_are_redacted_once(parts in prop::collection::vec((0..HITS.len(), "[ ,a1.@-]?"), 0..6)) {
        let text: String = parts.iter().map(|(hit, gap)| format!("{}{gap}", HITS[*hit].0)).collect();
        assert_idempotent(&text)?;
    }

    #[test]
    fn an_address_never_survives(local in "[a-z][a-z0-9._+]{0,20}[a-z0-9]", domain in "[a-z]{2,12}\\.[a-z]{2,6}", before in "[^@]{0,20} ", after in " [^@]{0,20}") {
        let redacted = redact(&format!("{before}{local}@{domain}{after}"));
        let address = format!("{local}@{domain}");
        prop_assert!(!redacted.text.contains(&address), "{}", redacted.text);
    }

    #[test]
    fn a_card_never_survives(digits in prop::collection::vec(0_u32..10, 12..19), gap in prop::sample::select(vec!["", " ", "-"])) {
        let number = card(&digits, gap);
        prop_assert_eq!(redact(&format!("card {number} declined")).text, "card [card] declined");
    }
}

/// The digits with their check digit, in groups of four.
fn card(digits: &[u32], gap: &str) -> String {
    let doubled = |(place, digit): (usize, &u32)| match place % 2 {
        0 => digit * 2 / 10 + digit * 2 % 10,
        _ => *digit,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    let all: Vec<u32> = digits
        .iter()
        .copied()
        .chain([(10 - sum % 10) % 10])
        .collect();
    let groups: Vec<String> = all
        .chunks(4)
        .map(|group| group.iter().map(u32::to_string).collect())
        .collect();
    groups.join(gap)
}
