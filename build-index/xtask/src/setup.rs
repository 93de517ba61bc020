//! `cargo xtask setup`: installs whatever is missing, and is done at once when nothing is.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::missing::Missing;
use crate::process::{self, find_program};
use crate::progress::Progress;
use crate::toolchain::{self, DEBIAN_PACKAGES, TARGET, Toolchain, Wanted};
use crate::up_to_date::write_if_changed;
use crate::workspace::Workspace;

/// Oldest Node that the tests run on.
const NODE_MAJOR: u32 = 20;

/// Latin, Arabic and other scripts; Chinese, Japanese and Korean. For screenshots of the demo.
const FONT_PACKAGES: [&str; 2] = ["fonts-noto-core", "fonts-droid-fallback"];

/// What the sites of `tests/sites` are made with, besides packages of npm.
const SITE_PACKAGES: [&str; 7] = [
    "hugo",
    "mariadb-client-core",
    "mariadb-server-core",
    "php-cli",
    "php-mysql",
    "wordpress",
    "wordpress-theme-twentytwentythree",
];

/// Servers whose settings the documentation shows; `tests/docs` starts each with them.
const WEB_SERVER_PACKAGES: [&str; 4] = [
    "nginx-light",
    "libnginx-mod-http-brotli-static",
    "apache2",
    "caddy",
];

/// Whether a missing Chromium that cannot be installed is an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Browser tests will run.
    Required,
    /// Nothing in the verb needs it.
    Optional,
}

/// Checks each tool and installs it if it can.
///
/// # Errors
/// [`Missing`] with the command to run when something cannot be installed from here.
pub fn run(workspace: &Workspace, browser: Browser) -> Result<()> {
    let mut progress = Progress::new("setup", 6);
    progress.step("node", check_node)?;
    progress.step("compiler for wasm", || wasm_toolchain(workspace))?;
    progress.step("clippy and rustfmt", || rust_components(workspace))?;
    progress.step("node packages", || node_packages(workspace))?;
    progress.step("Chromium and fonts", || chromium_and_fonts(browser))?;
    progress.step("web servers for the documentation", || {
        web_servers(browser);
        Ok(())
    })
}

/// Installs the site generators that the plugins are tested with. Without apt-get, the tests of those
/// that come from Debian are skipped.
///
/// # Errors
/// [`Missing`] when a package cannot be installed.
pub fn sites(workspace: &Workspace) -> Result<()> {
    let mut progress = Progress::new("site generators", 2);
    progress.step("packages of Debian", || {
        if find_program("apt-get").is_none() {
            return Ok(());
        }
        apt_install(&SITE_PACKAGES).map_err(|error| {
            let install = format!("apt-get install {}", SITE_PACKAGES.join(" "));
            error.context(Missing::new("site generators", install))
        })
    })?;
    progress.step("node packages", || {
        let script = workspace.path("tests/sites/install.mjs");
        process::run_quietly(workspace.node().arg(&script))
            .map(drop)
            .map_err(|error| {
                error.context(Missing::new(
                    "node packages of the sites",
                    "node tests/sites/install.mjs",
                ))
            })
    })
}

/// The browser of the tests: `CHROMIUM`, or the first of the usual places.
pub fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| path.is_file());
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ];
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    named
        .or_else(|| names.into_iter().find_map(find_program))
        .or_else(|| mac.is_file().then_some(mac))
}

fn check_node() -> Result<()> {
    let install = format!(
        "a package of Node.js {NODE_MAJOR} or newer, for example: apt-get install nodejs npm, or nvm install {NODE_MAJOR}"
    );
    let version = process::run_quietly(Command::new("node").arg("--version")).unwrap_or_default();
    let major: Option<u32> = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|number| number.parse().ok());
    match major {
        Some(major) if major >= NODE_MAJOR && find_program(npm()).is_some() => Ok(()),
        Some(major) if major < NODE_MAJOR => Err(Missing::new(
            format!("Node.js {NODE_MAJOR} (here is {})", version.trim()),
            install,
        )
        .into()),
        Some(_) => Err(Missing::new("npm", "apt-get install npm").into()),
        None => Err(Missing::new(format!("Node.js {NODE_MAJOR}"), install).into()),
    }
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn wasm_toolchain(workspace: &Workspace) -> Result<()> {
    let wanted = Wanted::from_environment()?;
    if toolchain::installed(workspace)?.is_some() {
        return Ok(());
    }
    let by_rustup = format!("rustup target add {TARGET}");
    let by_debian = format!("apt-get install {}", DEBIAN_PACKAGES.join(" "));
    if wanted != Wanted::Only(Toolchain::Debian) {
        let added = process::run_quietly(
            Command::new("rustup")
                .args(["target", "add", TARGET])
                .current_dir(workspace.root()),
        );
        match added {
            Ok(_) if toolchain::installed(workspace)?.is_some() => return Ok(()),
            _ if wanted != Wanted::Auto => {
                return Err(Missing::new("the target for wasm", by_rustup).into());
            }
            _ => {}
        }
    }
    apt_install(&DEBIAN_PACKAGES).map_err(|error| {
        error.context(Missing::new(
            "a compiler for wasm",
            format!("{by_rustup}\nor, on Debian,\n  {by_debian}"),
        ))
    })?;
    match toolchain::installed(workspace)? {
        Some(_) => Ok(()),
        None => Err(Missing::new("a compiler for wasm", by_debian).into()),
    }
}

fn rust_components(workspace: &Workspace) -> Result<()> {
    let has =
        |verb: &str| process::run_quietly(workspace.cargo().args([verb, "--version"])).is_ok();
    if has("clippy") && has("fmt") {
        return Ok(());
    }
    let install = "rustup component add clippy rustfmt";
    process::run_quietly(
        Command::new("rustup")
            .args(["component", "add", "clippy", "rustfmt"])
            .current_dir(workspace.root()),
    )
    .map(drop)
    .map_err(|error| error.context(Missing::new("clippy or rustfmt", install)))
}

/// Installs the packages of the lock file; a marker inside `node_modules` says for which one.
fn node_packages(workspace: &Workspace) -> Result<()> {
    let lock = fs::read(workspace.path("tests/package-lock.json"))?;
    let marker = workspace.node_module(".helpdex-lock");
    let wanted = blake3::hash(&lock).to_hex().to_string();
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut command = Command::new(npm());
    command
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(workspace.path("tests"));
    process::run_quietly(&mut command).map_err(|error| {
        error.context(Missing::new(
            "node packages of the tests",
            "npm ci --prefix tests",
        ))
    })?;
    write_if_changed(&marker, wanted.as_bytes())
}

/// Fonts only make screenshots complete, so they never fail a set-up.
fn chromium_and_fonts(browser: Browser) -> Result<()> {
    let mut packages: Vec<&str> = Vec::new();
    if chromium().is_none() {
        packages.push("chromium");
    }
    if find_program("apt-get").is_some() {
        packages.extend(FONT_PACKAGES);
    }
    let installed = apt_install(&packages);
    if chromium().is_some() || browser == Browser::Optional {
        return Ok(());
    }
    let missing = Missing::new(
        "Chromium",
        "apt-get install chromium\nor set CHROMIUM to the path of a Chromium or Chrome",
    );
    Err(match installed {
        Ok(()) => missing.into(),
        Err(error) => error.context(missing),
    })
}

/// Without one of them its recipe is skipped, which the test says; so they never fail a set-up. Only
/// where browser tests will run.
fn web_servers(browser: Browser) {
    let is_debian = find_program("apt-get").is_some();
    if browser == Browser::Required && is_debian && apt_install(&WEB_SERVER_PACKAGES).is_err() {
        eprintln!("not installed: {}", WEB_SERVER_PACKAGES.join(" "));
    }
}

/// Installs those Debian packages that are not there.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !has_package(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(apt) = apt_get() else {
        return Err(Missing::new(
            missing.join(" "),
            format!("apt-get install {}", missing.join(" ")),
        )
        .into());
    };
    // Old lists still install; a source that is down must not stop what the others offer.
    let lists = process::run_quietly(apt().arg("update"));
    let result = process::run_quietly(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&missing),
    );
    match (result, lists) {
        (Ok(_), _) => Ok(()),
        (Err(error), Err(earlier)) => Err(error.context(format!("{earlier:#}"))),
        (Err(error), Ok(_)) => Err(error),
    }
}

fn has_package(package: &str) -> bool {
    let query = process::run_quietly(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status}",
        package,
    ]));
    query.is_ok_and(|status| status == "installed")
}

/// How to call apt-get with the right to install, if there is a way.
fn apt_get() -> Option<impl Fn() -> Command> {
    find_program("apt-get")?;
    let sudo = if is_root() {
        None
    } else {
        Some(find_program("sudo")?)
    };
    Some(move || {
        let mut command = Command::new(sudo.as_deref().unwrap_or(Path::new("apt-get")));
        if sudo.is_some() {
            command.args(["--preserve-env=DEBIAN_FRONTEND,RUNLEVEL", "apt-get"]);
        }
        command
            .args(["--quiet", "--option=DPkg::Lock::Timeout=300"])
            .env("DEBIAN_FRONTEND", "noninteractive")
            // No service is started, on port 80 above all.
            .env("RUNLEVEL", "1");
        command
    })
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::Uid::effective().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
