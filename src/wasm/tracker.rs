//! The question tracker as a wasm module: what `questions::batch` decides, done with the
//! browser's timers, listeners and requests. Stores nothing on the visitor's machine.
//!
//! `fetch` with `keepalive` goes first, because content blockers cancel beacons silently and
//! nobody hears what becomes of one. A fetch that failed is tried again, later and later. When
//! the page is left meanwhile, `sendBeacon` is the last that can be tried, and what it takes is
//! not sent again. Without a network all waits for it. The body is JSON sent as `text/plain`,
//! which needs no preflight.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, Response};

use crate::questions::batch::{Batcher, Origin, Search};
use crate::questions::event::Event;
use crate::questions::schema::{Batch, HelpAttributes, Place};
use crate::questions::stamp::unique_id;

/// The part of `RequestInit` that is used; web-sys knows no `keepalive`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    method: &'a str,
    body: &'a str,
    keepalive: bool,
    credentials: &'a str,
    referrer_policy: &'a str,
}

/// Queues what visitors ask and sends it to the configured endpoint.
///
/// With Global Privacy Control set in the browser nothing is queued and nothing is sent.
/// `free()` drops what is queued: call `flush()` before. One is enough for a page and endpoint:
/// `place` says where the rows come from that follow.
#[wasm_bindgen]
pub struct Tracker {
    state: Rc<State>,
    /// Removed from the page when dropped.
    _listeners: Option<[EventListener; 3]>,
}

#[wasm_bindgen]
impl Tracker {
    /// `options`: `{endpoint, site, session?, application = "help-search", build = ""}`, all
    /// strings. `build` is the build id of the index, `session` names the visit; without one, it
    /// gets a random name.
    ///
    /// # Errors
    /// `"options"`: no endpoint.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Tracker, JsError> {
        let options = Fields(options);
        let text = |name| options.text(name).unwrap_or_default();
        let origin = Origin {
            application: options
                .text("application")
                .unwrap_or_else(|| "help-search".to_owned()),
            site: text("site"),
            index: text("build"),
            session: options
                .text("session")
                .unwrap_or_else(|| unique_id(Date::now(), random())),
            ..Origin::default()
        };
        let endpoint = options
            .text("endpoint")
            .filter(|endpoint| !endpoint.is_empty());
        let state = Rc::new(State {
            endpoint: endpoint.ok_or_else(|| JsError::new("options"))?,
            queue: RefCell::new(Batcher::new(origin)),
            timer: RefCell::new(None),
            cleared: Cell::new(0),
        });
        Ok(Self {
            _listeners: listen(&state),
            state,
        })
    }

    /// Says where the rows come from that are queued from now on: language of the index, where the
    /// box stands, path of the page.
    pub fn place(&self, locale: String, surface: String, page: String) {
        self.state.queue.borrow_mut().move_to(Place {
            locale,
            surface,
            page,
        });
    }

    /// Queues a settled query: `{query_id, query, normalized?, hit_ids, total, step, trigger,
    /// latency_ms, corrected?, suggestion_used?, reformulation_of?, replaces?}`. The last two
    /// are query ids. A field that is missing, or of another type, counts as empty.
    pub fn search(&self, search: &JsValue) {
        let fields = Fields(search);
        let text = |name| fields.text(name).unwrap_or_default();
        let [normalized, step, reformulation_of, replaces] =
            ["normalized", "step", "reformulation_of", "replaces"].map(|name| fields.text(name));
        let row = Search {
            query_id: &text("query_id"),
            query: &text("query"),
            normalized: normalized.as_deref(),
            hit_ids: &fields.list("hit_ids"),
            total: fields.number("total"),
            step: step.as_deref(),
            trigger: &text("trigger"),
            latency_ms: fields.number("latency_ms"),
            corrected: fields.flag("corrected"),
            suggestion_used: fields.flag("suggestion_used"),
            reformulation_of: reformulation_of.as_deref(),
            replaces: replaces.as_deref(),
        };
        self.state.queue(|queue, now| queue.push_search(row, now));
    }

    /// Queues what was done: `{action, query_id?, position?}` and the fields of the schema's
    /// `help`, such as `article_id`. An action that the schema does not know is left out.
    pub fn event(&self, event: &JsValue) {
        let fields = Fields(event);
        let text = |name| fields.text(name);
        let help = HelpAttributes {
            article_id: text("article_id"),
            solved: text("solved"),
            reason: text("reason"),
            comment: text("comment"),
            dwell_s: fields.some_number("dwell_s"),
            channel: text("channel"),
            rank: text("rank"),
            cell: text("cell"),
            tree_id: text("tree_id"),
            step_id: text("step_id"),
            outcome: text("outcome"),
            instrument: text("instrument"),
            score: fields
                .some_number("score")
                .map(|score| score.min(255) as u8),
            code: text("code"),
        };
        let row = Event {
            action: &text("action").unwrap_or_default(),
            query_id: &text("query_id").unwrap_or_default(),
            position: fields.number("position"),
            help,
        };
        self.state
            .queue(|queue, now| queue.push_event(row, now, random()));
    }

    /// Forgets what is queued, and what comes back of what is on its way: the consent was withdrawn.
    pub fn clear(&self) {
        self.state.clear();
    }

    /// Sends what is queued, now. Happens by itself after a pause and when the page is left.
    pub fn flush(&self) {
        self.state.send();
    }
}

struct State {
    endpoint: String,
    queue: RefCell<Batcher>,
    timer: RefCell<Option<Timeout>>,
    /// How often all was forgotten. A batch from before does not come back.
    cleared: Cell<u32>,
}

impl State {
    fn queue(self: &Rc<Self>, push: impl FnOnce(&mut Batcher, f64)) {
        if !privacy_control() {
            push(&mut self.queue.borrow_mut(), Date::now());
            self.schedule();
        }
    }

    fn clear(&self) {
        self.cleared.set(self.cleared.get().wrapping_add(1));
        self.queue.borrow_mut().clear();
        self.timer.take();
    }

    /// Sets the timer anew; the one before is cancelled. Without a network there is none: the
    /// event `online` goes on.
    fn schedule(self: &Rc<Self>) {
        let wait = self.queue.borrow().next_attempt(Date::now());
        let timer = wait.filter(|_| is_online()).map(|wait| {
            let state = Rc::downgrade(self);
            Timeout::new(wait as u32, move || wake(&state))
        });
        self.timer.replace(timer);
    }

    /// The oldest batch that may be sent, and its body.
    fn next(&self) -> Option<(Batch, String)> {
        if !is_online() {
            return None;
        }
        let batch = self.queue.borrow_mut().take(Date::now())?;
        if privacy_control() {
            return None;
        }
        let body = json(&batch)?;
        Some((batch, body))
    }

    fn send(self: &Rc<Self>) {
        if let Some((batch, body)) = self.next() {
            self.fetch(batch, &body);
        }
    }

    /// The page is left: all that waits goes at once, by a beacon if fetching has failed.
    fn leave(self: &Rc<Self>) {
        while let Some((batch, body)) = self.next() {
            let is_failing = self.queue.borrow().is_failing();
            if !is_failing {
                self.fetch(batch, &body);
            } else if beacon(&self.endpoint, &body) {
                self.queue.borrow_mut().acknowledge();
            } else {
                self.queue.borrow_mut().failed(batch, Date::now());
                break;
            }
        }
        self.schedule();
    }

    fn fetch(self: &Rc<Self>, batch: Batch, body: &str) {
        let init = to_js(&Request {
            method: "POST",
            body,
            keepalive: true,
            credentials: "omit",
            referrer_policy: "strict-origin",
        });
        let (Some(window), Ok(init)) = (web_sys::window(), init) else {
            return;
        };
        let init: RequestInit = init.unchecked_into();
        let reply = window.fetch_with_str_and_init(&self.endpoint, &init);
        let state = Rc::clone(self);
        let cleared = self.cleared.get();
        // Called once, with a response or with the reason why there is none; then it frees
        // itself.
        let done = Closure::once(move |outcome: JsValue| {
            if cleared == state.cleared.get() {
                let response = outcome.dyn_ref::<Response>();
                state.replied(batch, response.map(Response::status));
                state.schedule();
            }
        });
        let _ = reply.then2(&done, &done);
        done.forget();
    }

    /// `status` is `None` if there was no reply.
    fn replied(&self, batch: Batch, status: Option<u16>) {
        let mut queue = self.queue.borrow_mut();
        match status {
            Some(200..=299) => queue.acknowledge(),
            None | Some(408 | 429 | 500..) => queue.failed(batch, Date::now()),
            Some(_) => queue.refused(batch),
        }
    }
}

fn wake(state: &Weak<State>) {
    let Some(state) = state.upgrade() else {
        return;
    };
    // It has fired: nothing to cancel.
    if let Some(timer) = state.timer.take() {
        timer.forget();
    }
    let wait = state.queue.borrow().next_attempt(Date::now());
    if wait == Some(0.0) {
        state.send();
    }
    state.schedule();
}

/// Sends when the page is left, of which mobile browsers often tell by `visibilitychange` only,
/// and when the network is back.
fn listen(state: &Rc<State>) -> Option<[EventListener; 3]> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let [on_hide, on_change, on_online] = [(); 3].map(|()| Rc::downgrade(state));
    let seen = document.clone();
    Some([
        EventListener::new(&window, "pagehide", move |_| leave(&on_hide)),
        EventListener::new(&document, "visibilitychange", move |_| {
            if seen.hidden() {
                leave(&on_change);
            }
        }),
        EventListener::new(&window, "online", move |_| resume(&on_online)),
    ])
}

fn leave(state: &Weak<State>) {
    if let Some(state) = state.upgrade() {
        state.leave();
    }
}

fn resume(state: &Weak<State>) {
    if let Some(state) = state.upgrade() {
        state.queue.borrow_mut().resume();
        state.schedule();
    }
}

/// Whether the browser took the body, to be sent even after the page is gone.
fn beacon(endpoint: &str, body: &str) -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    let sent = navigator.map(|navigator| navigator.send_beacon_with_opt_str(endpoint, Some(body)));
    sent.is_some_and(|sent| sent.unwrap_or(false))
}

/// False only if the browser is sure that there is no network.
fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// `navigator.globalPrivacyControl`, which web-sys does not know.
fn privacy_control() -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    navigator.is_some_and(|navigator| Fields(&navigator).flag("globalPrivacyControl"))
}

fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// An object from JavaScript. Read by hand: deserializing would bring the formatting of
/// numbers for its error messages, a third of the module.
struct Fields<'a>(&'a JsValue);

impl Fields<'_> {
    fn get(&self, name: &str) -> JsValue {
        Reflect::get(self.0, &JsValue::from_str(name)).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// Rounded; 0 for what is no number or negative.
    fn number(&self, name: &str) -> u32 {
        self.get(name).as_f64().unwrap_or_default().round() as u32
    }

    /// `None` for what is no number.
    fn some_number(&self, name: &str) -> Option<u32> {
        self.get(name).as_f64().map(|number| number.round() as u32)
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).is_truthy()
    }

    fn list(&self, name: &str) -> Vec<String> {
        let list = self.get(name);
        let items = list.dyn_ref::<Array>().into_iter().flat_map(Array::iter);
        items.filter_map(|item| item.as_string()).collect()
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    value.serialize(&Serializer::json_compatible())
}

fn json(batch: &Batch) -> Option<String> {
    let value = to_js(batch).ok()?;
    JSON::stringify(&value).ok().map(String::from)
}
