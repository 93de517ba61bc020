//! `helpdex serve`: a bundle, or the demo, on this machine.

mod rebuilding;

use super::demo::Demo;
use super::documentation::Documentation;
use super::{Failure, Outcome, manifest_of};
use crate::assets::{self, Asset};
use crate::search::Library;
use crate::serve::{Assets, Folder, Options, Server, stop_on_ctrl_c};
use crate::slack::{Settings, Slack};
use anyhow::Context;
use clap::{ArgGroup, Args};
use rebuilding::build_and_watch;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a site's bundle is, unless --bundle says otherwise: below its pages, as on the server.
const BUNDLE_FOLDER: &str = "help";

/// Arguments of `helpdex serve`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("place").args(["bundle", "site"]).multiple(true), after_help = "Examples:
  helpdex serve                                    # the demo
  helpdex serve --bundle public/help               # a bundle with the demo page around it
  helpdex serve --site public                      # your own pages, with the bundle public/help
  helpdex serve --site public --source articles/   # build, serve, build again on change
  helpdex serve --api --bundle public/help         # besides, GET /v1/search?q=refund (see /openapi.json)
  helpdex serve --api --slack --bundle public/help --drafts drafts/   # besides, /help in Slack

With --slack, the environment holds SLACK_SIGNING_SECRET and, for --drafts, SLACK_BOT_TOKEN. SLACK_API_URL and
SLACK_HOOKS_URL name other servers than Slack's.")]
pub struct Arguments {
    /// Folder of the bundle, served under /help/; default: the folder help of --site, or else the demo's
    #[arg(long, value_name = "DIR")]
    pub bundle: Option<PathBuf>,
    /// Folder of your own pages, served beside the bundle in place of the demo's
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Address to listen on; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Articles to build the bundle from, again whenever they or the settings change
    #[arg(long, value_name = "PATH", requires = "place")]
    pub source: Option<PathBuf>,
    /// Settings for --source [default: helpdex.toml in the working directory, if there is one]
    #[arg(long, value_name = "FILE", requires = "source")]
    pub config: Option<PathBuf>,
    /// Language of articles that state none, with --source; with --slack, of every answer
    #[arg(long, value_name = "xx")]
    pub lang: Option<String>,
    /// Answer programs, too: /v1/search and /v1/articles, described in /openapi.json
    #[arg(long)]
    pub api: bool,
    /// Answer Slack, too: /slack/commands and /slack/interactions
    #[arg(long, requires = "api", requires = "place")]
    pub slack: bool,
    /// Folder for threads that are saved as drafts of articles
    #[arg(long, value_name = "DIR", requires = "slack")]
    pub drafts: Option<PathBuf>,
    /// Collector that hears what is asked in Slack, redacted: https://…/v1/events
    #[arg(long, value_name = "URL", requires = "slack")]
    pub endpoint: Option<String>,
    /// Name of the site for the collector [default: the site's name]
    #[arg(long, value_name = "KEY", requires = "endpoint")]
    pub site_key: Option<String>,
    /// Allow an address that other machines can reach
    #[arg(long)]
    pub allow_remote: bool,
}

/// Runs the command until Ctrl-C.
///
/// # Errors
/// An address that cannot be listened on, or a bundle that is not there, is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let is_demo = arguments.bundle.is_none() && arguments.site.is_none();
    let assets = pages(arguments.site.as_deref(), is_demo)?;
    // Lives as long as the server; removed at the end.
    let own = arguments.bundle.clone();
    let own = own.or_else(|| Some(arguments.site.as_ref()?.join(BUNDLE_FOLDER)));
    let demo = if own.is_none() {
        let demo = Demo::build()?;
        demo.built.print(&demo.config);
        Some(demo)
    } else {
        None
    };
    let bundle = match (own, &demo) {
        (Some(bundle), _) => bundle,
        (None, Some(demo)) => demo.bundle(),
        (None, None) => return Ok(()),
    };
    let _watching = (arguments.source.as_ref())
        .map(|source| build_and_watch(source, &bundle, arguments))
        .transpose()?;
    // A folder without a bundle would be served as pages that cannot search.
    let manifest = manifest_of(&bundle)?;
    let api = arguments
        .api
        .then(|| Arc::new(Library::new(&bundle, manifest)));
    let slack = slack(arguments, api.as_ref()).map_err(Failure::Usage)?;
    let options = Options {
        listen: arguments.listen,
        allow_remote: arguments.allow_remote,
        bundle,
        assets,
        api,
        slack,
    };
    let usage = |error: crate::serve::ServeError| Failure::Usage(error.into());
    let server = Server::bind(options).map_err(usage)?;
    stop_on_ctrl_c(server.stop()).map_err(usage)?;
    println!("{}", server.greeting());
    server.run();
    Ok(())
}

/// What answers Slack, if that is wanted.
fn slack(
    arguments: &Arguments,
    library: Option<&Arc<Library>>,
) -> anyhow::Result<Option<Arc<Slack>>> {
    let Some(library) = library.filter(|_| arguments.slack) else {
        return Ok(None);
    };
    let stated = |name: &str| std::env::var(name).unwrap_or_default();
    let settings = Settings {
        signing_secret: stated("SLACK_SIGNING_SECRET"),
        bot_token: stated("SLACK_BOT_TOKEN"),
        api: stated("SLACK_API_URL"),
        hooks: stated("SLACK_HOOKS_URL"),
        drafts: arguments.drafts.clone(),
        lang: arguments.lang.clone(),
        endpoint: arguments.endpoint.clone(),
        site: arguments.site_key.clone().unwrap_or_default(),
    };
    Ok(Some(Arc::new(Slack::new(library.clone(), settings)?)))
}

/// The site's own pages, or the demo's; without a bundle of one's own with the documentation.
fn pages(site: Option<&Path>, is_demo: bool) -> Result<Box<dyn Assets>, Failure> {
    if let Some(site) = site {
        let folder = Folder::open(site).with_context(|| {
            format!(
                "--site {}: there is no such folder; name the one that holds your pages",
                site.display()
            )
        });
        return Ok(Box::new(folder.map_err(Failure::Usage)?));
    }
    let demo: Vec<(String, Vec<u8>)> = assets::DEMO
        .iter()
        .map(|Asset { name, bytes, .. }| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    if is_demo {
        return Ok(Box::new(Documentation::new(demo)));
    }
    Ok(Box::new(demo))
}
