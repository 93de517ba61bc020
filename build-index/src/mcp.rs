//! A bundle for assistants: a server of the Model Context Protocol over standard input and output,
//! with the tools `search` and `read_article`.

use crate::search::{Article, Library};
use anyhow::{Result, anyhow};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::transport::stdio;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

/// Hits of a search unless the assistant asks for another number.
const HITS: usize = 5;
/// Most hits of a search.
const MOST_HITS: usize = 20;

/// Answers an assistant until it closes standard input.
///
/// # Errors
/// The assistant does not speak the protocol.
pub fn serve(library: Library) -> Result<()> {
    let server = Server {
        library: Arc::new(library),
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let ended = runtime.block_on(async {
        let running = server.serve(stdio()).await?;
        running.waiting().await?;
        Ok::<_, anyhow::Error>(())
    });
    // Reading standard input cannot be interrupted; nobody waits for it any more.
    runtime.shutdown_background();
    ended
}

#[derive(Clone)]
struct Server {
    library: Arc<Library>,
}

#[derive(Deserialize)]
struct SearchArguments {
    query: String,
    lang: Option<String>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct ReadArguments {
    id: String,
    lang: Option<String>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let site = self.library.site();
        let of = if site.is_empty() {
            String::new()
        } else {
            format!(" of {site}")
        };
        let instructions = format!(
            "The help center{of}. Search it before you answer a question about the product, read the articles that fit, and give their addresses. If nothing fits, say so."
        );
        let mut info = ServerConfig::default();
        info.capabilities = ServerCapabilities::builder().enable_tools().build();
        info.server_info = Implementation::new("helpdex", env!("CARGO_PKG_VERSION"));
        info.instructions = Some(instructions);
        info
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools(
            &self.library.languages(),
        )))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let library = self.library.clone();
        let name = request.name.to_string();
        let arguments = request.arguments.unwrap_or_default();
        let called = tokio::task::spawn_blocking(move || match name.as_str() {
            "search" => Some(search(&library, arguments)),
            "read_article" => Some(read_article(&library, arguments)),
            _ => None,
        });
        let called = called
            .await
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        match called {
            Some(Ok(result)) => Ok(result.into()),
            // The assistant can mend what it asked.
            Some(Err(error)) => {
                let told = vec![ContentBlock::text(format!("{error:#}"))];
                Ok(CallToolResult::error(told).into())
            }
            None => Err(ErrorData::invalid_params(
                format!(
                    "there is no tool {:?}; there are search and read_article",
                    request.name
                ),
                None,
            )),
        }
    }
}

fn tools(languages: &[String]) -> Vec<Tool> {
    let lang = json!({
        "type": "string", "enum": languages,
        "description": "Language of the articles; default: the first.",
    });
    let search = json!({
        "type": "object", "required": ["query"],
        "properties": {
            "query": { "type": "string", "description": "What the person wants to know, in a few words. Misspelled words are corrected." },
            "lang": lang,
            "limit": { "type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": HITS },
        },
    });
    let read = json!({
        "type": "object", "required": ["id"],
        "properties": {
            "id": { "type": "string", "description": "Id of an article, as a search gave it." },
            "lang": lang,
        },
    });
    [
        (
            "search",
            "Search the help center",
            "Finds help articles: id, title, address, and the passage that answers best.",
            search,
        ),
        (
            "read_article",
            "Read a help article",
            "Gives an article as Markdown.",
            read,
        ),
    ]
    .into_iter()
    .map(|(name, title, description, schema)| {
        let schema: JsonObject = serde_json::from_value(schema).unwrap_or_default();
        let mut tool = Tool::new(name, description, Arc::new(schema));
        tool.title = Some(title.to_owned());
        let mut hints = ToolAnnotations::default();
        hints.read_only_hint = Some(true);
        hints.open_world_hint = Some(false);
        tool.annotations = Some(hints);
        tool
    })
    .collect()
}

fn search(library: &Library, arguments: JsonObject) -> Result<CallToolResult> {
    let SearchArguments { query, lang, limit } = parse(arguments)?;
    let lang = library.resolve(lang.as_deref())?;
    let limit = limit.unwrap_or(HITS).clamp(1, MOST_HITS);
    let answer = library.search(&lang, &query, limit, false)?;
    let mut told = format!(
        "{} of {} articles for {query:?}",
        answer.hits.len(),
        answer.total
    );
    for correction in &answer.corrections {
        told += &format!(
            "\n{:?} was searched, not {:?}",
            correction.used, correction.typed
        );
    }
    for hit in &answer.hits {
        let anchor = if hit.anchor.is_empty() {
            String::new()
        } else {
            format!("#{}", hit.anchor)
        };
        told += &format!(
            "\n\n{} (id {})\n{}{anchor}\n{}",
            hit.title, hit.id, hit.url, hit.snippet
        );
    }
    Ok(result(told, serde_json::to_value(&answer)?))
}

fn read_article(library: &Library, arguments: JsonObject) -> Result<CallToolResult> {
    let ReadArguments { id, lang } = parse(arguments)?;
    let lang = library.resolve(lang.as_deref())?;
    let article = library.article(&lang, &id)?.ok_or_else(|| {
        anyhow!("there is no article {id:?} in {lang} to read; search for one first")
    })?;
    let Article {
        title,
        url,
        updated,
        markdown,
        ..
    } = &article;
    let changed = if updated.is_empty() {
        String::new()
    } else {
        format!("\nLast changed {updated}")
    };
    let told = format!("# {title}\n\n{url}{changed}\n\n{markdown}");
    Ok(result(told, serde_json::to_value(&article)?))
}

fn parse<T: DeserializeOwned>(arguments: JsonObject) -> Result<T> {
    let parsed = serde_json::from_value(Value::Object(arguments));
    parsed.map_err(|error| anyhow!("the arguments are not those of the tool: {error}"))
}

/// Text for those that read, the same as data for those that compute.
fn result(told: String, data: Value) -> CallToolResult {
    let mut result = CallToolResult::success(vec![ContentBlock::text(told)]);
    result.structured_content = Some(data);
    result
}
