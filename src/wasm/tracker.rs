//! The question tracker as a wasm module: what `questions::batch` decides, done with the
//! browser's timers, listeners and requests. Stores nothing on the visitor's machine.
//!
//! `fetch` with `keepalive` goes first and `sendBeacon` second, because content blockers
//! cancel beacons silently. The body is JSON sent as `text/plain`, which needs no preflight.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, Response, Window};

use crate::questions::batch::{Batcher, Click, Origin, Search};
use crate::questions::schema::Batch;
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
/// `free()` drops what is queued: call `flush()` before.
#[wasm_bindgen]
pub struct Tracker {
    state: Rc<State>,
    /// Removed from the page when dropped.
    _listeners: Option<[EventListener; 2]>,
}

#[wasm_bindgen]
impl Tracker {
    /// `options`: `{endpoint, site, lang, surface = "inline", page = "",
    /// application = "help-search", build = ""}`, all strings. `build` is the build id of
    /// the index.
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
            locale: text("lang"),
            surface: options
                .text("surface")
                .unwrap_or_else(|| "inline".to_owned()),
            page: text("page"),
            index: text("build"),
            session: unique_id(Date::now(), random()),
        };
        let endpoint = options
            .text("endpoint")
            .filter(|endpoint| !endpoint.is_empty());
        let state = Rc::new(State {
            endpoint: endpoint.ok_or_else(|| JsError::new("options"))?,
            queue: RefCell::new(Batcher::new(origin)),
            timer: RefCell::new(None),
        });
        Ok(Self {
            _listeners: listen(&state),
            state,
        })
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

    /// Queues an opened result: `{query_id, article_id, position}`, position from 1.
    pub fn click(&self, click: &JsValue) {
        let fields = Fields(click);
        let row = Click {
            query_id: &fields.text("query_id").unwrap_or_default(),
            article_id: &fields.text("article_id").unwrap_or_default(),
            position: fields.number("position"),
        };
        self.state
            .queue(|queue, now| queue.push_click(row, now, random()));
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
}

impl State {
    fn queue(self: &Rc<Self>, push: impl FnOnce(&mut Batcher, f64)) {
        if !privacy_control() {
            push(&mut self.queue.borrow_mut(), Date::now());
            self.schedule();
        }
    }

    /// Sets the timer anew; the one before is cancelled.
    fn schedule(self: &Rc<Self>) {
        let wait = self.queue.borrow().next_attempt(Date::now());
        let timer = wait.map(|wait| {
            let state = Rc::downgrade(self);
            Timeout::new(wait as u32, move || wake(&state))
        });
        self.timer.replace(timer);
    }

    fn send(self: &Rc<Self>) {
        let batch = self.queue.borrow_mut().take(Date::now());
        let (Some(batch), false) = (batch, privacy_control()) else {
            return;
        };
        let Some((window, body)) = web_sys::window().zip(json(&batch)) else {
            return;
        };
        let Ok(init) = to_js(&Request {
            method: "POST",
            body: &body,
            keepalive: true,
            credentials: "omit",
            referrer_policy: "strict-origin",
        }) else {
            return;
        };
        let init: RequestInit = init.unchecked_into();
        let reply = window.fetch_with_str_and_init(&self.endpoint, &init);
        let state = Rc::clone(self);
        // Called once, with a response or with the reason why there is none; then it frees
        // itself.
        let done = Closure::once(move |outcome: JsValue| {
            match outcome.dyn_ref::<Response>().map(Response::status) {
                Some(status) => state.replied(batch, status),
                None => state.blocked(batch, &window, &body),
            }
            state.schedule();
        });
        let _ = reply.then2(&done, &done);
        done.forget();
    }

    fn replied(&self, batch: Batch, status: u16) {
        let mut queue = self.queue.borrow_mut();
        match status {
            200..=299 => queue.acknowledge(),
            408 | 429 | 500.. => queue.failed(batch, Date::now()),
            _ => queue.refused(batch),
        }
    }

    fn blocked(&self, batch: Batch, window: &Window, body: &str) {
        let sent = window
            .navigator()
            .send_beacon_with_opt_str(&self.endpoint, Some(body));
        let mut queue = self.queue.borrow_mut();
        if sent.unwrap_or(false) {
            queue.acknowledge();
        } else {
            queue.failed(batch, Date::now());
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

/// Sends when the page is left: mobile browsers often tell of it by `visibilitychange` only.
fn listen(state: &Rc<State>) -> Option<[EventListener; 2]> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let on_hide = Rc::downgrade(state);
    let on_change = Rc::downgrade(state);
    let seen = document.clone();
    Some([
        EventListener::new(&window, "pagehide", move |_| send(&on_hide)),
        EventListener::new(&document, "visibilitychange", move |_| {
            if seen.hidden() {
                send(&on_change);
            }
        }),
    ])
}

fn send(state: &Weak<State>) {
    if let Some(state) = state.upgrade() {
        state.send();
    }
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
