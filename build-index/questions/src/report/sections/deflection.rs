//! Sessions that needed nobody.

use crate::facts::Hour;
use crate::report::Inner;
use crate::report::collected::{Session, Vote};

/// Sessions by what became of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Deflection {
    pub sessions: u64,
    /// The last act was a vote `yes`, and nobody was asked within the window.
    pub confirmed: u64,
    /// An article was opened, and nobody was asked within the window.
    pub potential: u64,
    /// Sessions in which somebody was asked.
    pub contacts: u64,
    /// Sessions with a search.
    pub searching: u64,
    /// … with a click.
    pub clicking: u64,
    /// … with a click, in which no contact was begun.
    pub implicit: u64,
    /// Sessions in which a contact was begun.
    pub started: u64,
    /// … an article was opened, and none was sent.
    pub form_deflected: u64,
}

/// Counts the sessions of a report.
pub(super) fn deflection(inner: &Inner) -> Deflection {
    let window = inner.options.roi.window_hours;
    let mut all = Deflection::default();
    for session in &inner.all.sessions {
        let is_left_alone = !session.has_contact() && !asked_later(inner, session, window);
        let ends_solved = session.vote == Vote::Yes && session.voted_query == session.last_query;
        let is_confirmed = is_left_alone && ends_solved;
        let has_read = session.has_click || session.has_view;
        all.sessions += 1;
        all.confirmed += u64::from(is_confirmed);
        all.potential += u64::from(is_left_alone && has_read && !is_confirmed);
        all.contacts += u64::from(session.has_contact());
        all.started += u64::from(session.starts > 0);
        all.form_deflected += u64::from(session.starts > 0 && has_read && !session.has_contact());
        if session.searches > 0 {
            all.searching += 1;
            all.clicking += u64::from(session.has_click);
            all.implicit += u64::from(session.has_click && session.starts == 0);
        }
    }
    all
}

fn asked_later(inner: &Inner, session: &Session, window: u32) -> bool {
    let hours: Option<&Vec<Hour>> = inner.all.contacts.get(&session.client);
    let soon = session.hour..=session.hour.saturating_add(window);
    hours.is_some_and(|hours| hours.iter().any(|hour| soon.contains(hour)))
}
