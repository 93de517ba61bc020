//! What redaction misses and what it takes for personal data wrongly:
//! `cargo run --release -p helpdex-questions --example redaction -- queries.jsonl …` hides made-up
//! data of each class in the queries of the files (a miss is a piece that is still there), then
//! redacts the queries as they are (what is taken out of them is a false hit, and printed).

use fastrand::Rng;
use helpdex::questions::redact;
use std::collections::BTreeMap;
use std::fs;

const EACH: usize = 20_000;

type Class = (&'static str, fn(&mut Rng) -> String);

const CLASSES: [Class; 8] = [
    ("e-mail", email),
    ("phone", phone),
    ("card", card),
    ("IBAN", iban),
    ("IPv4", ipv4),
    ("IPv6", ipv6),
    ("UUID", uuid),
    ("token", token),
];

fn digits(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.digit(10)).collect()
}

fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.lowercase()).collect()
}

fn email(rng: &mut Rng) -> String {
    let (name, more, host) = (rng.usize(2..10), rng.usize(1..8), rng.usize(3..12));
    let (name, more, host) = (letters(rng, name), letters(rng, more), letters(rng, host));
    let sign = rng.choice([".", "_", "-", "+"]).unwrap_or(".");
    let end = rng.choice(["com", "es", "pl", "co.uk", "info", "com.br"]);
    format!("{name}{sign}{more}@{host}.{}", end.unwrap_or("com"))
}

/// `0` in these is any digit.
const PHONES: [&str; 18] = [
    "+34 600 000 000",
    "+34600000000",
    "600 00 00 00",
    "900 000 000",
    "+48 600 000 000",
    "600-000-000",
    "(22) 000 00 00",
    "+49 170 0000000",
    "030/0000000",
    "+1 (410) 500-0000",
    "410.500.0000",
    "+44 7900 000000",
    "07900 000000",
    "+33 6 00 00 00 00",
    "06.00.00.00.00",
    "+55 11 90000-0000",
    "+81 90-0000-0000",
    "0048600000000",
];

fn phone(rng: &mut Rng) -> String {
    let shape = rng.choice(PHONES).unwrap_or_default();
    let mut filled = String::new();
    for (at, sign) in shape.chars().enumerate() {
        // Zeros of a prefix stay.
        let is_prefix = at < 2;
        filled.push(if sign == '0' && !is_prefix {
            rng.digit(10)
        } else {
            sign
        });
    }
    filled
}

/// Luhn's check digit (ISO/IEC 7812-1, annex B).
fn card(rng: &mut Rng) -> String {
    let starts = rng.choice(["4", "51", "55", "37", "6011"]).unwrap_or("4");
    let length = if starts == "37" { 15 } else { 16 };
    let body = digits(rng, length - 1 - starts.len());
    let body = format!("{starts}{body}");
    let sum: u32 = (body.bytes().rev().enumerate())
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0');
            let doubled = if at % 2 == 0 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    let number = format!("{body}{}", (10 - sum % 10) % 10);
    let gap = rng.choice(["", " ", "-"]).unwrap_or("");
    grouped(&number, gap)
}

/// Check digits of ISO 13616: 98 less the remainder by 97.
fn iban(rng: &mut Rng) -> String {
    let (country, length) =
        (rng.choice([("ES", 20), ("PL", 24), ("DE", 18), ("PT", 21), ("NO", 11)]))
            .unwrap_or(("ES", 20));
    let account = digits(rng, length);
    let number = country.bytes().map(|letter| u32::from(letter - b'A') + 10);
    let number: String = number.map(|number| number.to_string()).collect();
    let remainder = format!("{account}{number}00")
        .bytes()
        .fold(0_u32, |sum, digit| {
            (sum * 10 + u32::from(digit - b'0')) % 97
        });
    let gap = rng.choice(["", " "]).unwrap_or("");
    grouped(&format!("{country}{:02}{account}", 98 - remainder), gap)
}

fn grouped(text: &str, gap: &str) -> String {
    let groups: Vec<&str> = (0..text.len())
        .step_by(4)
        .filter_map(|start| text.get(start..(start + 4).min(text.len())))
        .collect();
    groups.join(gap)
}

fn ipv4(rng: &mut Rng) -> String {
    // Not 1 to 12 first: `10.2.14.7` is a version as often as an address.
    let first = rng.u8(13..224);
    format!("{first}.{}.{}.{}", rng.u8(..), rng.u8(..), rng.u8(1..))
}

fn ipv6(rng: &mut Rng) -> String {
    let group = |rng: &mut Rng| format!("{:x}", rng.u16(0x100..));
    let count = rng.usize(4..9);
    let mut groups: Vec<String> = (0..count).map(|_| group(rng)).collect();
    if count < 8 {
        groups.insert(rng.usize(1..count), String::new());
    }
    groups.join(":")
}

fn uuid(rng: &mut Rng) -> String {
    let hex = format!("{:032x}", rng.u128(..));
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts: Vec<&str> = parts
        .iter()
        .filter_map(|(from, to)| hex.get(*from..*to))
        .collect();
    parts.join("-")
}

fn token(rng: &mut Rng) -> String {
    let start = rng.choice(["", "sk-", "ghp_", "eyJ"]).unwrap_or("");
    let count = rng.usize(24..60);
    let mixed: String = (0..count).map(|_| rng.alphanumeric()).collect();
    // At least one of each, or it is a word or a number.
    format!("{start}{mixed}7q4Z")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut queries: Vec<(String, String)> = Vec::new();
    for file in std::env::args().skip(1) {
        for line in fs::read_to_string(&file)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            queries.push((text("lang"), text("query")));
        }
    }
    if queries.is_empty() {
        return Err("name files of judged queries, JSON lines with the keys query and lang".into());
    }
    misses(&queries);
    false_hits(&queries);
    Ok(())
}

fn misses(queries: &[(String, String)]) {
    let mut rng = Rng::with_seed(1);
    for (name, make) in CLASSES {
        let mut missed = 0;
        for _ in 0..EACH {
            let piece = make(&mut rng);
            let (_, query) = rng.choice(queries).unwrap_or(&queries[0]);
            let cut = rng.usize(..=query.len());
            let cut = (0..=cut)
                .rev()
                .find(|at| query.is_char_boundary(*at))
                .unwrap_or(0);
            // Between two words: a piece in the middle of one is no such piece.
            let cut = query[..cut].rfind(' ').map_or(0, |at| at + 1);
            let text = format!("{}{piece} {}", &query[..cut], &query[cut..]);
            let left = redact(&text).text;
            if left.contains(&piece) {
                missed += 1;
                if missed <= 5 {
                    println!("  missed {name}: {text}");
                }
            }
        }
        println!("{name}: {missed} of {EACH} missed");
    }
}

fn false_hits(queries: &[(String, String)]) {
    let mut of: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (language, query) in queries {
        let redacted = redact(query);
        let counts = of.entry(language).or_default();
        counts.0 += 1;
        if redacted.count > 0 {
            counts.1 += 1;
            println!("  {language}: {query} -> {}", redacted.text);
        }
    }
    for (language, (all, hit)) in &of {
        println!("{language}: {hit} of {all} queries changed");
    }
    let hit: usize = of.values().map(|(_, hit)| hit).sum();
    println!(
        "all: {hit} of {} queries changed ({:.2} %)",
        queries.len(),
        100.0 * hit as f64 / queries.len() as f64
    );
}
