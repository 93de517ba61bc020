//! Time and memory of one command. A process of its own, because the system reports the peak memory
//! of all children that a process ever had.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde::{Deserialize, Serialize};

/// What to run.
#[derive(Args)]
pub struct MeasureArgs {
    /// File for the figures
    #[arg(long)]
    out: PathBuf,
    /// The command
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// The cost of a command.
#[derive(Serialize, Deserialize)]
pub struct Cost {
    /// From start to end.
    pub seconds: f64,
    /// User and system time of all its threads and children.
    pub cpu_seconds: f64,
    /// Largest resident set.
    pub peak_bytes: u64,
}

/// Runs the command with this process's standard streams; its exit code is 0 or 1.
///
/// # Errors
/// When the command cannot be started or the figures cannot be written.
#[cfg(unix)]
pub fn run(args: &MeasureArgs) -> Result<ExitCode> {
    use nix::sys::resource::{UsageWho, getrusage};
    let (program, rest) = args
        .command
        .split_first()
        .ok_or_else(|| anyhow::anyhow!("no command"))?;
    let started = std::time::Instant::now();
    let status = std::process::Command::new(program).args(rest).status()?;
    let seconds = started.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time =
        |value: nix::sys::time::TimeVal| value.tv_sec() as f64 + value.tv_usec() as f64 / 1e6;
    // Kilobytes on Linux, bytes on macOS.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let cost = Cost {
        seconds,
        cpu_seconds: time(usage.user_time()) + time(usage.system_time()),
        peak_bytes: u64::try_from(usage.max_rss())? * unit,
    };
    std::fs::write(&args.out, serde_json::to_vec(&cost)?)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Not available here.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn run(args: &MeasureArgs) -> Result<ExitCode> {
    anyhow::bail!(
        "peak memory can be measured on Unix only ({:?}, {:?})",
        args.out,
        args.command
    )
}
