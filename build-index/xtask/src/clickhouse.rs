//! Debian's ClickHouse server for the tests of stores, unpacked into `target`: installing it
//! would start it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::missing::Missing;
use crate::process::{self, find_program};
use crate::setup::apt_install;
use crate::workspace::Workspace;

/// Brings the libraries that the server needs, and starts nothing.
const LIBRARIES: &str = "clickhouse-common";
const SERVER: &str = "clickhouse-server";

/// Fetches the server, unless it is there or `CLICKHOUSE_SERVER` names another one.
///
/// # Errors
/// [`Missing`] where there is no apt-get.
pub fn setup(workspace: &Workspace) -> Result<()> {
    if std::env::var_os("CLICKHOUSE_SERVER").is_some() || program(workspace).is_file() {
        return Ok(());
    }
    if find_program("apt-get").is_none() || find_program("dpkg").is_none() {
        return Err(Missing::new(
            "a ClickHouse server",
            "install one and set CLICKHOUSE_SERVER to the path of clickhouse-server",
        )
        .into());
    }
    apt_install(&[LIBRARIES])?;
    let folder = workspace.path("target/clickhouse");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    process::run_quietly(
        Command::new("apt-get")
            .args(["download", SERVER])
            .current_dir(&folder),
    )?;
    for entry in fs::read_dir(&folder)? {
        let package = entry?.path();
        if package.extension().is_some_and(|it| it == "deb") {
            process::run_quietly(Command::new("dpkg").arg("-x").arg(&package).arg(&folder))?;
            fs::remove_file(&package)?;
        }
    }
    Ok(())
}

fn program(workspace: &Workspace) -> PathBuf {
    workspace.path("target/clickhouse/usr/sbin/clickhouse-server")
}
