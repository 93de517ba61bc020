//! What compiles the wasm: rustup's toolchain, or Debian's packages where rustup cannot add a target.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::missing::{Missing, Misuse};
use crate::process;
use crate::workspace::Workspace;

/// The compilation target of the browser's modules.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian packages that make up [`Toolchain::Debian`].
pub const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// A way to compile wasm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toolchain {
    /// The toolchain that runs this program, with its prebuilt standard library for wasm.
    Rustup,
    /// Debian's `rustc-web`, which builds the standard library itself: smaller modules, because
    /// the library is built for size and panics abort at once.
    Debian,
}

/// What `WASM_TOOLCHAIN` asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Whatever is installed or can be, rustup first.
    Auto,
    /// This one, and nothing else.
    Only(Toolchain),
}

impl Wanted {
    /// Reads `WASM_TOOLCHAIN`; `auto` when it is not set.
    ///
    /// # Errors
    /// When it holds anything but `auto`, `rustup` or `debian`.
    pub fn from_environment() -> Result<Self> {
        match env::var("WASM_TOOLCHAIN").as_deref() {
            Err(_) | Ok("" | "auto") => Ok(Self::Auto),
            Ok("rustup") => Ok(Self::Only(Toolchain::Rustup)),
            Ok("debian") => Ok(Self::Only(Toolchain::Debian)),
            Ok(other) => Err(Misuse(format!(
                "WASM_TOOLCHAIN={other}: use auto, rustup or debian"
            ))
            .into()),
        }
    }
}

/// The toolchain to build with, which has to be installed.
///
/// # Errors
/// [`Missing`] when there is none.
pub fn resolve(workspace: &Workspace) -> Result<Toolchain> {
    installed(workspace)?
        .ok_or_else(|| Missing::new("a compiler for wasm", "cargo xtask setup").into())
}

/// The first toolchain of those wanted that is installed.
///
/// # Errors
/// When `WASM_TOOLCHAIN` makes no sense.
pub fn installed(workspace: &Workspace) -> Result<Option<Toolchain>> {
    let candidates = match Wanted::from_environment()? {
        Wanted::Auto => vec![Toolchain::Rustup, Toolchain::Debian],
        Wanted::Only(one) => vec![one],
    };
    Ok(candidates
        .into_iter()
        .find(|candidate| candidate.is_installed(workspace)))
}

impl Toolchain {
    /// Name in messages, folders and `WASM_TOOLCHAIN`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        }
    }

    fn is_installed(self, workspace: &Workspace) -> bool {
        match self {
            Self::Rustup => has_prebuilt_std(workspace),
            Self::Debian => {
                ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/wasm-ld-22"]
                    .iter()
                    .all(|file| Path::new(file).exists())
                    && debian_has_sources()
            }
        }
    }

    /// Own target folder: products of two compilers must not meet.
    pub fn target_dir(self, workspace: &Workspace) -> PathBuf {
        workspace.path(&format!("target/wasm-{}", self.name()))
    }

    /// Version and flags: a change means that everything is built again.
    ///
    /// # Errors
    /// When the compiler cannot be asked.
    pub fn identity(self, workspace: &Workspace) -> Result<String> {
        let mut rustc = match self {
            Self::Rustup => Command::new("rustc"),
            Self::Debian => Command::new("/usr/bin/rustc"),
        };
        let version = process::run_quietly(rustc.arg("-vV").current_dir(workspace.root()))?;
        Ok(format!(
            "{} {version} {:?} {:?}",
            self.name(),
            self.arguments(),
            self.variables()
        ))
    }

    /// `cargo rustc` for the wasm target, without the package's own arguments.
    pub fn cargo_rustc(self, workspace: &Workspace) -> Command {
        let mut command = match self {
            Self::Rustup => workspace.cargo(),
            Self::Debian => debian_cargo(workspace),
        };
        command
            .args(["rustc", "--quiet", "--target", TARGET])
            .args(self.arguments())
            .envs(self.variables().iter().copied())
            .env("CARGO_TARGET_DIR", self.target_dir(workspace))
            .env("CARGO_ENCODED_RUSTFLAGS", remap_paths(workspace))
            .env_remove("RUSTFLAGS");
        command
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Rustup => &[],
            Self::Debian => &[
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
                "-Zpanic-immediate-abort",
            ],
        }
    }

    fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Rustup => &[],
            Self::Debian => &[
                ("RUSTC_BOOTSTRAP", "1"),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22"),
                ("CARGO_PROFILE_WASM_PANIC", "immediate-abort"),
            ],
        }
    }
}

/// Debian's cargo, freed from what a rustup cargo tells its children.
fn debian_cargo(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    let mut debian = Command::new("/usr/bin/cargo");
    debian.current_dir(workspace.root());
    for (name, value) in command.env_remove("CARGO").get_envs() {
        match value {
            Some(value) => debian.env(name, value),
            None => debian.env_remove(name),
        };
    }
    for name in [
        "RUSTUP_TOOLCHAIN",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "LD_LIBRARY_PATH",
    ] {
        debian.env_remove(name);
    }
    let mut path = OsString::from("/usr/bin:");
    path.push(env::var_os("PATH").unwrap_or_default());
    debian.env("PATH", path).env("RUSTC", "/usr/bin/rustc");
    debian
}

/// Keeps the builder's folders out of the panic messages inside the modules.
fn remap_paths(workspace: &Workspace) -> String {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let mut flags = vec![format!(
        "--remap-path-prefix={}=helpdex",
        workspace.root().display()
    )];
    for folder in sources.into_iter().flatten().flatten() {
        flags.push(format!(
            "--remap-path-prefix={}=crates",
            folder.path().display()
        ));
    }
    flags.sort();
    flags.join("\u{1f}")
}

fn has_prebuilt_std(workspace: &Workspace) -> bool {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(workspace.root());
    let Ok(folder) = process::run_quietly(&mut rustc) else {
        return false;
    };
    let Ok(entries) = fs::read_dir(folder.trim()) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn debian_has_sources() -> bool {
    Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").exists()
}
