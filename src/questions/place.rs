//! Where on the site rows come from, without what would name a person.

use super::event::short;
use super::redact::redact;
use super::schema::Place;

/// The place as it may be sent: short, its page masked.
pub fn bounded(place: &Place) -> Place {
    Place {
        locale: short(&place.locale),
        surface: short(&place.surface),
        page: mask_page(&place.page),
    }
}

/// A path without its query string, and with every part that looks like an id (all digits,
/// four digits or more, or anything that redaction finds) as `:id`.
pub fn mask_page(page: &str) -> String {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    let mut masked = String::new();
    for (place, part) in path.split('/').enumerate() {
        if place > 0 {
            masked.push('/');
        }
        let digits = part.chars().filter(|c| c.is_numeric()).count();
        let is_id =
            digits > 3 || (digits > 0 && digits == part.chars().count()) || redact(part).count > 0;
        masked.push_str(if is_id { ":id" } else { part });
    }
    redact(&masked).text
}
