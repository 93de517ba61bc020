//! Findings in the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS, 2020).

use super::report::Report;
use crate::lint::Finding;
use crate::rules::RULES;
use crate::source::Origin;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::Component;

/// What has to be escaped in a part of a path.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The log of one run. Addresses are relative to the working directory.
pub(super) fn log(report: &Report) -> Value {
    let rules: Vec<Value> = (RULES.iter())
        .map(|rule| {
            json!({
                "id": rule.name,
                "shortDescription": { "text": sentence(rule.what) },
                "fullDescription": { "text": sentence(rule.why) },
                "help": { "text": sentence(rule.cure) },
                "defaultConfiguration": { "level": rule.severity.name() },
            })
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "helpdex",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let one = &finding.diagnostic;
    let mut result = json!({
        "ruleId": one.rule,
        "level": one.severity.name(),
        "message": { "text": sentence(&format!("{}; {}", one.message, one.cure)) },
        "locations": [{ "physicalLocation": location(&one.origin) }],
    });
    if let Some(at) = RULES.iter().position(|rule| rule.name == one.rule) {
        result["ruleIndex"] = at.into();
    }
    if !finding.article.is_empty() {
        result["properties"] = json!({ "article": finding.article });
    }
    result
}

/// A place; a column is left out where it is the whole line, a line where it is the whole file.
fn location(origin: &Origin) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(origin) } });
    if origin.line > 0 {
        location["region"] = json!({ "startLine": origin.line });
        if origin.column > 0 {
            location["region"]["startColumn"] = origin.column.into();
        }
    }
    location
}

/// The path as a relative reference (RFC 3986), an absolute one as a `file` address.
fn uri(origin: &Origin) -> String {
    let working = std::env::current_dir().unwrap_or_default();
    let path = origin.path.strip_prefix(&working).unwrap_or(&origin.path);
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(escaped(part)),
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Prefix(prefix) => parts.push(escaped(prefix.as_os_str())),
            Component::CurDir | Component::RootDir => {}
        }
    }
    let joined = parts.join("/");
    if path.is_absolute() {
        format!("file:///{joined}")
    } else {
        joined
    }
}

/// One part of a path with everything escaped that RFC 3986 does not leave unreserved.
fn escaped(part: &OsStr) -> String {
    utf8_percent_encode(&part.to_string_lossy(), RESERVED).to_string()
}

/// A text that ends with a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    let text = format!("{}{}", first.unwrap_or_default(), chars.as_str());
    if text.ends_with(['.', '?', '!']) {
        text
    } else {
        format!("{text}.")
    }
}
