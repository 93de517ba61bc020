//! Freshdesk Solutions: categories, folders in folders, articles, and their translations.

use super::json::{list, number, text, texts};
use super::{Plan, address, basic, web_plan};
use crate::ImportError;
use crate::article::{Article, Audience, Body, State, date_of, language_tag, one_line};
use crate::http::{Session, base_url, below};
use crate::import::{Desk, Options};
use serde_json::Value;
use url::Url;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    let key = options
        .secrets
        .need("FRESHDESK_KEY", "the API key of an agent")?;
    web_plan("freshdesk", options, vec![basic(key, "X")], read)
}

/// A folder with the names above it.
struct Folder {
    id: String,
    path: Vec<String>,
    audience: Audience,
}

struct Solutions<'a> {
    base: Url,
    session: &'a Session,
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let solutions = Solutions {
        base: base_url(&options.from)?,
        session,
    };
    let helpdesk = solutions
        .session
        .json_if_any(&solutions.url("settings/helpdesk", &[]))?;
    let helpdesk = helpdesk.unwrap_or_default();
    let primary = text(&helpdesk, "primary_language");
    let languages = texts(&helpdesk, "supported_languages");
    for folder in solutions.folders()? {
        let path = format!("solutions/folders/{}/articles", folder.id);
        for rows in solutions.pages(&path)? {
            let articles = rows
                .iter()
                .filter_map(|row| solutions.article(row, &folder, primary.as_deref(), false));
            desk.take(solutions.session, articles.collect())?;
            for lang in &languages {
                desk.take(
                    solutions.session,
                    solutions.translated(&rows, &folder, lang)?,
                )?;
            }
        }
    }
    Ok(())
}

impl Solutions<'_> {
    fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        below(&self.base, &format!("api/v2/{path}"), query)
    }

    /// All pages of a list. A page that is not full is the last one.
    fn pages(&self, path: &str) -> Result<Vec<Vec<Value>>, ImportError> {
        let mut pages = Vec::new();
        for page in 1.. {
            let query = [("per_page", "100"), ("page", &*page.to_string())];
            let (answer, page) = self.session.json(&self.url(path, &query))?;
            let Value::Array(rows) = answer else { break };
            let is_last =
                rows.is_empty() || !page.link.is_some_and(|link| link.contains("rel=\"next\""));
            pages.push(rows);
            if is_last {
                break;
            }
        }
        Ok(pages)
    }

    fn folders(&self) -> Result<Vec<Folder>, ImportError> {
        let mut folders = Vec::new();
        for category in self.pages("solutions/categories")?.concat() {
            let (Some(id), Some(name)) = (text(&category, "id"), text(&category, "name")) else {
                continue;
            };
            let path = format!("solutions/categories/{id}/folders");
            self.descend(&path, &[one_line(&name)], &mut folders)?;
        }
        Ok(folders)
    }

    fn descend(
        &self,
        list: &str,
        above: &[String],
        folders: &mut Vec<Folder>,
    ) -> Result<(), ImportError> {
        for row in self.pages(list)?.concat() {
            let (Some(id), Some(name)) = (text(&row, "id"), text(&row, "name")) else {
                continue;
            };
            let path: Vec<_> = above.iter().cloned().chain([one_line(&name)]).collect();
            // A list of a category may hold folders of folders, too.
            let is_known = folders.iter().any(|folder| folder.id == id);
            if is_known || path.len() > 8 {
                continue;
            }
            folders.push(Folder {
                id: id.clone(),
                path: path.clone(),
                audience: audience(number(&row, "visibility")),
            });
            if number(&row, "sub_folders_count").unwrap_or_default() > 0 {
                self.descend(
                    &format!("solutions/folders/{id}/subfolders"),
                    &path,
                    folders,
                )?;
            }
        }
        Ok(())
    }

    fn translated(
        &self,
        rows: &[Value],
        folder: &Folder,
        lang: &str,
    ) -> Result<Vec<Article>, ImportError> {
        let ids = rows.iter().filter_map(|row| text(row, "id"));
        let urls: Vec<_> = ids
            .map(|id| self.url(&format!("solutions/articles/{id}/{lang}"), &[]))
            .collect();
        let mut articles = Vec::new();
        for answer in self.session.all(&urls, |url| self.session.json_if_any(url)) {
            if let Some(row) = answer? {
                articles.extend(self.article(&row, folder, Some(lang), true));
            }
        }
        Ok(articles)
    }

    fn article(
        &self,
        row: &Value,
        folder: &Folder,
        lang: Option<&str>,
        is_translated: bool,
    ) -> Option<Article> {
        let id = text(row, "id")?;
        let base = address(&self.base);
        let prefix = lang
            .filter(|_| is_translated)
            .map_or_else(String::new, |lang| format!("/{lang}"));
        let url = format!("{base}{prefix}/support/solutions/articles/{id}");
        let body = Body::Html {
            html: text(row, "description").unwrap_or_default(),
            base: Some(self.base.clone()),
        };
        let title = text(row, "title").unwrap_or_default();
        let mut article = Article::of(format!("freshdesk-{id}"), &title, body, url.clone());
        article.url = Some(url);
        article.lang = lang.and_then(language_tag);
        article.section = names(row).unwrap_or_else(|| folder.path.clone());
        article.tags = texts(row, "tags");
        article.updated = text(row, "updated_at").and_then(|time| date_of(&time));
        article.audience = folder.audience;
        if number(row, "status") != Some(2) {
            article.state = State::Draft;
        }
        Some(article)
    }
}

/// The names of category and folders as the article states them, in its own language.
fn names(row: &Value) -> Option<Vec<String>> {
    let levels = list(row, "hierarchy").iter();
    let names: Vec<_> = levels
        .filter_map(|level| text(level.get("data")?, "name"))
        .collect();
    (!names.is_empty()).then(|| names.iter().map(|name| one_line(name)).collect())
}

/// 1: everybody, 2: whoever has signed in, 3: agents, 4 and more: some companies or contacts.
const fn audience(visibility: Option<u64>) -> Audience {
    match visibility {
        Some(1) => Audience::Public,
        Some(2 | 4 | 5 | 6) => Audience::Customer,
        _ => Audience::Internal,
    }
}
