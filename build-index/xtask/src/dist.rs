//! `cargo xtask dist`: everything that ships, in `target/dist`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::languages::ENGINE_LANGUAGES;
use crate::progress::Progress;
use crate::toolchain::{self, Toolchain};
use crate::up_to_date::{Inputs, Stamp, write_if_changed};
use crate::wasm_module::{self, Built, WasmModule};
use crate::web_files;
use crate::workspace::Workspace;

/// Stamps and half-made files, outside of what ships.
const STATE: &str = "target/dist-state";

/// A module that has to be built, and the hash of what it is made from.
struct Job {
    module: WasmModule,
    inputs: String,
}

/// A compiled module on its way to the second half of its build.
struct Compiled<'a> {
    job: &'a Job,
    bytes: Vec<u8>,
    started: Instant,
}

/// Builds what changed. `langs` are the engines wanted, all if empty; engines of other languages
/// stay only while they are up to date, so that `target/dist` never mixes two versions.
///
/// # Errors
/// When something does not build, or is not installed.
pub fn run(workspace: &Workspace, langs: &[String]) -> Result<()> {
    let _lock = lock(workspace)?;
    let toolchain = toolchain::resolve(workspace)?;
    let shared = wasm_module::shared_inputs(workspace, toolchain)?;
    let wanted = |language: &str| langs.is_empty() || langs.iter().any(|lang| lang == language);
    let (modules, others): (Vec<&str>, Vec<&str>) = ENGINE_LANGUAGES
        .into_iter()
        .partition(|language| wanted(language));
    for language in others {
        remove_if_stale(workspace, &WasmModule::engine(language), &shared)?;
    }
    let modules = modules
        .into_iter()
        .map(WasmModule::engine)
        .chain([WasmModule::tracker()]);
    let jobs: Vec<Job> = modules
        .map(|module| Job {
            inputs: module.inputs(&shared),
            module,
        })
        .filter(|job| !is_fresh(workspace, job))
        .collect();
    let mut progress = Progress::new("dist", jobs.len() + 1);
    if !jobs.is_empty() {
        eprintln!("dist compiles wasm with {}", toolchain.name());
        build(workspace, toolchain, &jobs, &mut progress)?;
    }
    progress.step("scripts", || web_files::bundle(workspace, Path::new(STATE)))
}

/// Whether `target/dist` holds all engines and scripts, made of the sources as they are now.
///
/// # Errors
/// When a source cannot be read, or something is not installed.
pub fn is_up_to_date(workspace: &Workspace) -> Result<bool> {
    let toolchain = toolchain::resolve(workspace)?;
    let shared = wasm_module::shared_inputs(workspace, toolchain)?;
    let modules = ENGINE_LANGUAGES.into_iter().map(WasmModule::engine);
    let mut jobs = modules.chain([WasmModule::tracker()]).map(|module| Job {
        inputs: module.inputs(&shared),
        module,
    });
    Ok(jobs.all(|job| is_fresh(workspace, &job))
        && web_files::is_fresh(workspace, Path::new(STATE))?)
}

/// Two builds at once would write the same files.
fn lock(workspace: &Workspace) -> Result<fs::File> {
    let folder = workspace.path(STATE);
    fs::create_dir_all(&folder)?;
    let file = fs::File::create(folder.join("lock"))?;
    if file.try_lock().is_err() {
        eprintln!("dist waits for another build of the same checkout");
        file.lock()?;
    }
    Ok(file)
}

/// Compiles one module after the other while a second thread finishes the one before.
fn build(
    workspace: &Workspace,
    toolchain: Toolchain,
    jobs: &[Job],
    progress: &mut Progress,
) -> Result<()> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let finisher = scope.spawn(move || finish_all(workspace, receiver, progress));
        let compiled = jobs.iter().try_for_each(|job| {
            let started = Instant::now();
            let bytes = job.module.compile(workspace, toolchain)?;
            // Fails only when the finisher gave up; its error is the one to report.
            let _ = sender.send(Compiled {
                job,
                bytes,
                started,
            });
            Ok(())
        });
        drop(sender);
        let finished = finisher
            .join()
            .map_err(|_| anyhow::anyhow!("the build stopped unexpectedly"))?;
        finished.and(compiled)
    })
}

fn finish_all(
    workspace: &Workspace,
    receiver: Receiver<Compiled>,
    progress: &mut Progress,
) -> Result<()> {
    let mut first_glue: Option<(String, String)> = None;
    for Compiled {
        job,
        bytes,
        started,
    } in receiver
    {
        let module = &job.module;
        let scratch = workspace.path(STATE).join(&module.name);
        let built = module.finish(workspace, bytes, &scratch)?;
        if module.glue == "helpdex_engine" {
            let (name, glue) =
                first_glue.get_or_insert_with(|| (module.name.clone(), built.glue.clone()));
            ensure!(
                *glue == built.glue,
                "{name} and {} have different JavaScript halves, but one file has to serve all languages: some code that calls JavaScript depends on the language",
                module.name
            );
        }
        save(workspace, job, &built)?;
        fs::remove_dir_all(&scratch)?;
        progress.finished(&module.label, started);
    }
    Ok(())
}

fn save(workspace: &Workspace, job: &Job, built: &Built) -> Result<()> {
    let outputs = outputs(workspace, &job.module);
    let contents = [
        built.wasm.as_slice(),
        built.glue.as_bytes(),
        built.types.as_bytes(),
    ]
    .into_iter()
    .chain(built.fallback.as_deref());
    for (file, bytes) in outputs.iter().zip(contents) {
        write_if_changed(file, bytes)?;
    }
    Stamp::save(
        &stamp_file(workspace, &job.module),
        workspace.root(),
        &job.inputs,
        &outputs,
    )
}

fn outputs(workspace: &Workspace, module: &WasmModule) -> Vec<PathBuf> {
    let (dist, glue) = (workspace.dist(), workspace.path("www/wasm"));
    let mut files = vec![
        dist.join(format!("{}.wasm", module.name)),
        glue.join(format!("{}.js", module.glue)),
        glue.join(format!("{}.d.ts", module.glue)),
    ];
    if module.has_fallback {
        files.push(dist.join(format!("{}.fallback.js", module.name)));
    }
    files
}

fn stamp_file(workspace: &Workspace, module: &WasmModule) -> PathBuf {
    workspace.path(STATE).join(format!("{}.json", module.name))
}

fn is_fresh(workspace: &Workspace, job: &Job) -> bool {
    Stamp::is_fresh(
        &stamp_file(workspace, &job.module),
        workspace.root(),
        &job.inputs,
    )
}

fn remove_if_stale(workspace: &Workspace, module: &WasmModule, shared: &Inputs) -> Result<()> {
    let job = Job {
        inputs: module.inputs(shared),
        module: module.clone(),
    };
    if is_fresh(workspace, &job) {
        return Ok(());
    }
    // The JavaScript half outside of `target/dist` is every language's.
    let files = outputs(workspace, module).into_iter();
    for file in files.filter(|file| file.starts_with(workspace.dist()) && file.exists()) {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(())
}
