//! Sitemaps: lists of addresses, and lists of such lists, also as `.gz`.

use crate::ImportError;
use crate::http::Session;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;
use url::Url;

/// Sitemaps that are read at most.
const MAPS: usize = 500;

/// Addresses of all sitemaps of the site, in their order; empty without a sitemap. `--from` may
/// be the address of one.
pub(super) fn addresses(
    session: &Session,
    base: &Url,
    named: Option<&[String]>,
) -> Result<Vec<Url>, ImportError> {
    let is_map = base.path().ends_with(".xml") || base.path().ends_with(".xml.gz");
    let mut maps: Vec<Url> = match (is_map, named) {
        (true, _) => vec![base.clone()],
        (false, Some(named)) if !named.is_empty() => named
            .iter()
            .filter_map(|url| Url::parse(url).ok())
            .collect(),
        _ => base.join("/sitemap.xml").into_iter().collect(),
    };
    maps.retain(|map| map.origin() == base.origin());
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut at = 0;
    while let Some(map) = maps.get(at).cloned() {
        at += 1;
        if at > MAPS || !seen.insert(map.clone()) {
            continue;
        }
        let page = session.page(&map)?;
        if page.status != 200 {
            continue;
        }
        let (pages, further) = read(&page.body);
        found.extend(pages);
        maps.extend(
            further
                .into_iter()
                .filter(|map| map.origin() == base.origin()),
        );
    }
    Ok(found)
}

/// Addresses of pages, and of further sitemaps, in a sitemap. What is not sound XML ends it.
fn read(xml: &str) -> (Vec<Url>, Vec<Url>) {
    let (mut pages, mut maps) = (Vec::new(), Vec::new());
    let mut reader = Reader::from_str(xml);
    let (mut is_index, mut address) = (false, None::<String>);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "sitemapindex" => is_index = true,
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "loc" => {
                address = Some(String::new())
            }
            Ok(Event::Text(text)) => {
                if let Some(address) = &mut address {
                    address.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(address) = &mut address {
                    address.push_str(if &*name == "amp" { "&" } else { "" });
                }
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "loc" => {
                let url = address.take().and_then(|text| Url::parse(text.trim()).ok());
                if is_index {
                    maps.extend(url)
                } else {
                    pages.extend(url)
                }
            }
            Ok(Event::Eof) | Err(_) => return (pages, maps),
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_lists_of_maps_are_told_apart() {
        let map = "<?xml version='1.0'?><urlset xmlns='x'><url><loc> https://a.example/b?c=1&amp;d=2 </loc>\
                   <image:loc>https://a.example/i.png</image:loc></url><url><loc>nowhere</loc></url></urlset>";
        let pages: Vec<_> = read(map).0.iter().map(ToString::to_string).collect();
        assert_eq!(pages[0], "https://a.example/b?c=1&d=2");
        let index =
            "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!((read(index).0.len(), read(index).1.len()), (0, 1));
        assert_eq!(
            read("<urlset><url><loc>https://a.example/</loc><").0.len(),
            1
        );
    }
}
