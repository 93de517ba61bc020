//! Where everything is.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders of a checkout.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program belongs to.
    ///
    /// # Errors
    /// When it is not run by cargo and not inside a checkout.
    pub fn find() -> Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|dir| dir.join("build-index/xtask/Cargo.toml").is_file())
            .context("not inside a checkout of helpdex: run `cargo xtask` there")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The checkout itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What ships: scripts and wasm modules.
    pub fn dist(&self) -> PathBuf {
        self.path("target/dist")
    }

    /// A file of an npm package of the tests.
    pub fn node_module(&self, relative: &str) -> PathBuf {
        self.path("tests/node_modules").join(relative)
    }

    /// The release build of the command line tool; `CARGO_TARGET_DIR` is respected.
    pub fn helpdex(&self) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.path("target"), |dir| self.root.join(dir));
        target
            .join("release")
            .join(format!("helpdex{}", env::consts::EXE_SUFFIX))
    }

    /// The cargo that runs this program, as an outside shell would start it: what cargo tells its
    /// children about the package `xtask` would make build scripts run again.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_CRATE_",
                "CARGO_BIN_",
            ]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            {
                command.env_remove(&*name);
            }
        }
        command
    }

    /// Node in the folder whose packages it may import.
    pub fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.current_dir(self.path("tests"));
        command
    }
}
