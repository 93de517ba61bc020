//! `cargo xtask test`: every test, and one closing line that sums them up.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::ValueEnum;

use crate::progress::Progress;
use crate::setup::{self, Browser};
use crate::tally::Tally;
use crate::up_to_date::files_below;
use crate::workspace::Workspace;
use crate::{clickhouse, demo, dist, models, npm_package, pack, process, sizes};

/// A group of tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Format, clippy, `cargo test`
    Rust,
    /// Size budgets, and the wasm engine against the native one (tests/wasm)
    Wasm,
    /// Types of the scripts, and tests that need no browser (tests/client)
    Js,
    /// Chromium on the demo bundle (tests/e2e), the documentation (tests/docs), sites with the plugins
    /// (tests/sites), the npm package (tests/package), and what the README says (tests/journey)
    E2e,
}

/// One line of progress: a check that counts as one test, or a runner that counts its own.
type Suite = (&'static str, fn(&Workspace, &mut Tally) -> Result<()>);

const SUITES: [(Group, Suite); 14] = [
    (Group::Rust, ("format", format)),
    (Group::Rust, ("clippy", clippy)),
    (Group::Rust, ("cargo test", cargo_test)),
    (Group::Wasm, ("sizes", size_budgets)),
    (Group::Js, ("packed browser files", packed)),
    (Group::Js, ("types of the scripts", script_types)),
    (
        Group::Js,
        ("scripts without a browser", |workspace, tally| {
            node_tests(workspace, tally, "client")
        }),
    ),
    (Group::Wasm, ("demo bundle", demo_bundle)),
    (
        Group::Wasm,
        ("wasm against native", |workspace, tally| {
            node_tests(workspace, tally, "wasm")
        }),
    ),
    (
        Group::E2e,
        ("Chromium", |workspace, tally| {
            node_tests(workspace, tally, "e2e")
        }),
    ),
    (
        Group::E2e,
        ("documentation", |workspace, tally| {
            node_tests(workspace, tally, "docs")
        }),
    ),
    (
        Group::E2e,
        ("site generators", |workspace, tally| {
            node_tests(workspace, tally, "sites")
        }),
    ),
    (
        Group::E2e,
        ("npm package and action", |workspace, tally| {
            npm_package::run(workspace)?;
            node_tests(workspace, tally, "package")
        }),
    ),
    (
        Group::E2e,
        ("README from a fresh clone", |workspace, tally| {
            node_tests(workspace, tally, "journey")?;
            // Both are built in one folder: the clone's tool took the place of this checkout's.
            demo::build_tool(workspace)
        }),
    ),
];

/// Runs all groups, or one. Prints `N passed, N failed` alone on the last line of stdout; format,
/// clippy, types, the packed files, the demo bundle and each size budget count as one test each.
///
/// # Errors
/// When something is not installed or `dist` does not build; failed tests are no error but exit code 1.
pub fn run(workspace: &Workspace, only: Option<Group>) -> Result<ExitCode> {
    let browser = if matches!(only, None | Some(Group::E2e)) {
        Browser::Required
    } else {
        Browser::Optional
    };
    setup::run(workspace, browser)?;
    if browser == Browser::Required {
        setup::sites(workspace)?;
    }
    if matches!(only, None | Some(Group::Rust)) {
        models::run(workspace)?;
        clickhouse::setup(workspace)?;
    }
    dist::run(workspace, &[])?;
    let suites: Vec<Suite> = SUITES
        .into_iter()
        .filter(|(group, suite)| is_wanted(only, *group, suite.0))
        .map(|(_, suite)| suite)
        .collect();
    let mut progress = Progress::new("test", suites.len());
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    for (label, suite) in suites {
        progress.begin(label);
        let before = tally;
        if let Err(error) = suite(workspace, &mut tally) {
            eprintln!("{error:#}");
            tally.note_exit(before, false);
        }
        if tally.failed > before.failed {
            failed.push(label);
        }
    }
    if !failed.is_empty() {
        eprintln!("failed: {}", failed.join(", "));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The browser tests need the demo bundle too.
fn is_wanted(only: Option<Group>, group: Group, label: &str) -> bool {
    only.is_none_or(|only| only == group || (only == Group::E2e && label == "demo bundle"))
}

fn format(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let formatted = process::run_openly(
        workspace
            .cargo()
            .args(["fmt", "--all", "--check", "--", "-l"]),
    )?;
    if !formatted {
        eprintln!("these files need `cargo fmt --all`");
    }
    tally.check(formatted);
    Ok(())
}

fn clippy(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    tally.check(process::run_openly(&mut clippy)?);
    Ok(())
}

fn cargo_test(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let before = *tally;
    let mut test = workspace.cargo();
    test.args(["test", "--workspace", "--no-fail-fast"]);
    let succeeded = process::run_reading(&mut test, |line| tally.read_cargo(line))?;
    tally.note_exit(before, succeeded);
    Ok(())
}

fn size_budgets(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let report = sizes::report(workspace)?;
    eprint!("{}", report.text);
    tally.passed += report.kept;
    tally.failed += report.exceeded;
    Ok(())
}

fn packed(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    pack::check(workspace)?;
    tally.check(true);
    Ok(())
}

fn script_types(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let mut tsc = Command::new(workspace.node_module(".bin/tsc"));
    tsc.args(["--noEmit", "--project", "tsconfig.json"])
        .current_dir(workspace.path("tests"));
    tally.check(process::run_openly(&mut tsc)?);
    Ok(())
}

fn demo_bundle(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    demo::build_tool(workspace)?;
    demo::build_bundle(workspace)?;
    tally.check(true);
    Ok(())
}

/// A file of node tests that takes longer hangs, most likely because it left something open.
const NODE_TIMEOUT: &str = "--test-timeout=600000";

/// Runs the `*.test.mjs` below `tests/FOLDER`.
fn node_tests(workspace: &Workspace, tally: &mut Tally, folder: &str) -> Result<()> {
    let files = test_files(workspace, folder);
    if files.is_empty() {
        eprintln!("tests/{folder} holds no *.test.mjs yet");
        return Ok(());
    }
    let mut node = workspace.node();
    node.args(["--test", "--test-reporter=spec", NODE_TIMEOUT])
        .args(files)
        .env("NO_COLOR", "1");
    node.env("HELPDEX_BIN", workspace.helpdex())
        .env("HELPDEX_BUNDLE", workspace.path(demo::BUNDLE));
    if let Some(chromium) = setup::chromium() {
        node.env("CHROMIUM", chromium);
    }
    let before = *tally;
    let succeeded = process::run_reading(&mut node, |line| tally.read_node(line))?;
    tally.note_exit(before, succeeded);
    Ok(())
}

fn test_files(workspace: &Workspace, folder: &str) -> Vec<PathBuf> {
    let files = files_below(&workspace.path("tests").join(folder)).unwrap_or_default();
    let is_test = |file: &PathBuf| {
        let path = file.to_string_lossy();
        let is_package = path.contains("node_modules");
        !is_package && (path.ends_with(".test.mjs") || path.ends_with(".test.js"))
    };
    files.into_iter().filter(is_test).collect()
}
