//! `cargo xtask sizes`: what ships, raw and compressed, and the budgets of `tests/sizes.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::compress::Weight;
use crate::missing::Missing;
use crate::toolchain::{self, Toolchain};
use crate::up_to_date::files_below;
use crate::workspace::Workspace;

/// Bytes of the KB that budgets are written in.
const KB: f64 = 1024.0;

/// The table and what came of the budgets.
pub struct Report {
    /// Table for people.
    pub text: String,
    /// Budgets that hold.
    pub kept: usize,
    /// Budgets that do not.
    pub exceeded: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    /// Allowance for modules made by rustup's toolchain.
    rustup_factor: f64,
    budget: Vec<Budget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    /// Pattern with one `*`: the budget holds for every file that fits.
    each: Option<String>,
    /// What the `*` must not be: files with a budget of their own.
    #[serde(default)]
    except: Vec<String>,
    /// Files added to each.
    #[serde(default)]
    with: Vec<String>,
    /// Most bytes after brotli, in KB of 1024 bytes.
    brotli_kb: f64,
}

type Files = BTreeMap<String, Weight>;

/// Prints the table; exit code 1 when a budget is exceeded.
///
/// # Errors
/// When nothing has been built, or `tests/sizes.toml` cannot be read.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let report = report(workspace)?;
    print!("{}", report.text);
    Ok(if report.exceeded == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Weighs every file of `target/dist` and checks the budgets.
///
/// # Errors
/// When nothing has been built, or `tests/sizes.toml` cannot be read.
pub fn report(workspace: &Workspace) -> Result<Report> {
    let files = weigh(workspace)?;
    let text = fs::read_to_string(workspace.path("tests/sizes.toml"))
        .context("cannot read tests/sizes.toml")?;
    let budgets: Budgets = toml::from_str(&text).context("tests/sizes.toml")?;
    let factor = match toolchain::resolve(workspace)? {
        Toolchain::Rustup => budgets.rustup_factor,
        Toolchain::Debian => 1.0,
    };
    let mut report = Report {
        text: table(&files),
        kept: 0,
        exceeded: 0,
    };
    for budget in &budgets.budget {
        check(budget, &files, factor, &mut report)?;
    }
    Ok(report)
}

fn weigh(workspace: &Workspace) -> Result<Files> {
    let dist = workspace.dist();
    let paths = files_below(&dist).map_err(|_| Missing::new("target/dist", "cargo xtask dist"))?;
    let mut files = Files::new();
    for path in paths {
        let name = path.strip_prefix(&dist)?.to_string_lossy().into_owned();
        files.insert(name, Weight::of(&fs::read(&path)?)?);
    }
    Ok(files)
}

fn table(files: &Files) -> String {
    let mut text = format!(
        "{:<24}{:>10}{:>10}{:>10}\n",
        "bytes", "raw", "gzip", "brotli"
    );
    for (name, weight) in files {
        let _ = writeln!(
            text,
            "{name:<24}{:>10}{:>10}{:>10}",
            weight.raw, weight.gzip, weight.brotli
        );
    }
    text.push('\n');
    text
}

fn check(budget: &Budget, files: &Files, factor: f64, report: &mut Report) -> Result<()> {
    let mut shared = Weight::default();
    for name in &budget.with {
        shared = shared
            + *files.get(name).with_context(|| {
                format!(
                    "{}: target/dist holds no {name}; run `cargo xtask dist`",
                    budget.name
                )
            })?;
    }
    let Some(each) = &budget.each else {
        judge(budget, &budget.name, shared, factor, report);
        return Ok(());
    };
    let (before, after) = each
        .split_once('*')
        .with_context(|| format!("{}: `each` needs a *", budget.name))?;
    let mut any = false;
    for (name, weight) in files {
        if let Some(part) = name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .filter(|part| !budget.except.iter().any(|except| except == part))
        {
            judge(
                budget,
                &format!("{}, {part}", budget.name),
                *weight + shared,
                factor,
                report,
            );
            any = true;
        }
    }
    ensure!(any, "{}: nothing in target/dist fits {each}", budget.name);
    Ok(())
}

fn judge(budget: &Budget, name: &str, weight: Weight, factor: f64, report: &mut Report) {
    let has_wasm = budget
        .each
        .iter()
        .chain(&budget.with)
        .any(|file| file.ends_with(".wasm"));
    let limit = budget.brotli_kb * if has_wasm { factor } else { 1.0 };
    let size = weight.brotli as f64 / KB;
    let verdict = if size <= limit {
        report.kept += 1;
        "ok"
    } else {
        report.exceeded += 1;
        "OVER"
    };
    let _ = writeln!(
        report.text,
        "{name:<32}{size:>8.2} of {limit:>5.1} KB  {verdict}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_holds_for_each_file_together_with_the_shared_ones() -> Result<()> {
        let weight = |brotli| Weight {
            raw: 0,
            gzip: 0,
            brotli,
        };
        let files = Files::from([
            ("e-de.wasm".into(), weight(2000)),
            ("e-en.wasm".into(), weight(1000)),
            ("e-el.wasm".into(), weight(9000)),
            ("e.js".into(), weight(500)),
        ]);
        let budget = Budget {
            name: "engine".into(),
            each: Some("e-*.wasm".into()),
            except: vec!["el".into()],
            with: vec!["e.js".into()],
            brotli_kb: 2.0,
        };
        let mut report = Report {
            text: String::new(),
            kept: 0,
            exceeded: 0,
        };
        check(&budget, &files, 1.0, &mut report)?;
        assert_eq!((report.kept, report.exceeded), (1, 1));
        check(&budget, &files, 1.25, &mut report)?;
        assert_eq!((report.kept, report.exceeded), (3, 1));
        Ok(())
    }
}
