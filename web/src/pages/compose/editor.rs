//! The form in the page: signals around [`Form`], and what is sent of it.

use leptos::prelude::*;
use serde_json::Value;
use tidings_core::address::EmailAddress;
use tidings_core::api::{AudienceFilter, AudienceView, NotifyRequest, SendRequest};
use tidings_core::message::draft::{Draft, OutboundChannel};
use tidings_core::operation::Operation;

use super::audience::Window;
use super::desk::Desk;
use super::fields::{self, Limit};
use super::form::Form;
use super::judgement::{Judgement, Reader, judge};
use super::kept::{Kept, Parcel};
use crate::browser;
use crate::format::sentence;
use crate::session::{Session, use_session};

/// One draft being written, shared by form, preview and send.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    operation: Operation,
    form: RwSignal<Form>,
    /// The draft's JSON, made once a change; fields read theirs from it.
    json: Memo<Value>,
    window: RwSignal<Option<Window>>,
    found: RwSignal<Option<AudienceView>>,
    returning: RwSignal<Option<EmailAddress>>,
    judgement: Memo<Judgement>,
    desk: Desk,
    session: Session,
}

impl Editor {
    /// The draft this tab keeps for a job, or a new one. Nothing for an operation that sends no
    /// message.
    pub(super) fn open(operation: Operation) -> Option<Self> {
        let kept = Kept::load(operation);
        let form = match &kept {
            Some(kept) => Form::resume(kept.draft.clone()),
            None => Form::new(operation)?,
        };
        let form = RwSignal::new(form);
        let window = RwSignal::new(kept.as_ref().and_then(|kept| kept.window.clone()));
        let found = RwSignal::new(None);
        let returning = RwSignal::new(None);
        let session = use_session();
        let json = Memo::new(move |_| {
            form.with(|form| serde_json::to_value(form.draft()).unwrap_or_default())
        });
        let editor = Self {
            operation,
            form,
            json,
            window,
            found,
            returning,
            judgement: Memo::new(move |_| {
                let reader = reader(form, window, found, returning);
                form.with(|form| {
                    let connection = session.connection();
                    judge(
                        form.draft(),
                        &reader,
                        &session.policy(),
                        connection.as_ref(),
                        browser::now(),
                    )
                })
            }),
            desk: Desk::open(kept.as_ref()),
            session,
        };
        editor.keep();
        editor.desk.resume(kept);
        Some(editor)
    }

    /// Which job.
    pub(super) const fn operation(self) -> Operation {
        self.operation
    }

    /// How the sending stands.
    pub(super) const fn desk(self) -> Desk {
        self.desk
    }

    /// What the core says about the draft.
    pub(super) const fn judgement(self) -> Memo<Judgement> {
        self.judgement
    }

    /// The session it is written in.
    pub(super) const fn session(self) -> Session {
        self.session
    }

    /// Reads the draft; tracked.
    pub(super) fn with_draft<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.form.with(|form| read(form.draft()))
    }

    /// Changes the form.
    pub(super) fn update(self, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
    }

    /// Reads a value of the draft by JSON pointer; tracked by its value, not by the whole draft.
    pub(super) fn value(self, path: &str) -> Memo<Value> {
        let (json, path) = (self.json, path.to_owned());
        Memo::new(move |_| json.with(|json| json.pointer(&path).cloned().unwrap_or_default()))
    }

    /// The text at a JSON pointer.
    pub(super) fn text(self, path: &str) -> Signal<String> {
        let value = self.value(path);
        Signal::derive(move || {
            value.with(|value| match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            })
        })
    }

    /// How many rows the list at a JSON pointer has.
    pub(super) fn row_count(self, path: &str) -> Memo<usize> {
        let (json, path) = (self.json, path.to_owned());
        Memo::new(move |_| {
            json.with(|json| {
                json.pointer(&path)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len)
            })
        })
    }

    /// What is wrong at a field, once it is to be shown.
    pub(super) fn error(self, path: &str) -> Signal<Option<String>> {
        let (form, judgement, path) = (self.form, self.judgement, path.to_owned());
        let error = Memo::new(move |_| {
            if form.with(|form| form.shows(&path)) {
                judgement.with(|judgement| {
                    judgement
                        .at(&path)
                        .map(|violation| sentence(&violation.advice()))
                })
            } else {
                None
            }
        });
        error.into()
    }

    /// Whether somebody has left a field or tried to send; before that nothing is anybody's fault.
    pub(super) fn is_begun(self) -> bool {
        self.form.with(Form::is_begun)
    }

    /// How much of a field's room is used, once that is worth saying.
    pub(super) fn counter(self, path: &str) -> Signal<Option<(String, bool)>> {
        let text = self.text(path);
        let (form, session, path) = (self.form, self.session, path.to_owned());
        let limit =
            Memo::new(move |_| form.with(|form| Limit::of(form.draft(), &path, &session.policy())));
        Signal::derive(move || {
            let counter = limit.get()?.counter(&text.get())?;
            Some((counter.text, counter.is_over))
        })
    }

    /// Whom an audience is taken from, when the message goes to more than one.
    pub(super) const fn window(self) -> RwSignal<Option<Window>> {
        self.window
    }

    /// The audience found last.
    pub(super) const fn found(self) -> RwSignal<Option<AudienceView>> {
        self.found
    }

    /// The returning customer found in the earlier conversation.
    pub(super) const fn returning(self) -> RwSignal<Option<EmailAddress>> {
        self.returning
    }

    /// The query for the audience on the chosen connection.
    pub(super) fn audience_filter(self) -> Option<AudienceFilter> {
        let window = self.window.get_untracked()?;
        let channel = self.form.with_untracked(|form| match form.draft() {
            Draft::Outbound(outbound) => outbound.channel,
            _ => OutboundChannel::Email,
        });
        let connection = untrack(|| self.session.connection())?;
        window.filter(connection.name, channel)
    }

    /// To whom, for the button.
    pub(super) fn addressee(self) -> String {
        if self.window.with(Option::is_some) {
            return match self
                .found
                .with(|found| found.as_ref().map(|found| found.eligible))
            {
                Some(number) => crate::format::plural(number, "customer"),
                None => "all customers found".to_owned(),
            };
        }
        let name = self.with_draft(|draft| match draft {
            Draft::Outbound(draft) if !draft.name.trim().is_empty() => draft.name.clone(),
            Draft::Outbound(draft) => draft.to.clone(),
            Draft::Proactive(draft) => named("contact", &draft.contact_id),
            Draft::Structured(draft) => named("contact", &draft.contact_id),
            Draft::Greet(draft) => named("conversation", &draft.conversation_id),
            Draft::Guest(draft) => named("conversation", &draft.conversation_id),
        });
        name.trim().to_owned()
    }

    /// Sends the draft if nothing is wrong with it; else shows everything wrong and goes there.
    pub(super) fn send(self) {
        self.form.update(Form::try_send);
        let first = self.judgement.with_untracked(|judgement| {
            judgement.violations.first().map(|wrong| wrong.path.clone())
        });
        if let Some(path) = first {
            browser::focus(fields::element_id(&path));
            return;
        }
        let is_uncounted = self.window.with_untracked(Option::is_some)
            && self.found.with_untracked(Option::is_none);
        if is_uncounted {
            let text = "Count the customers first, so that you know how many will get it.";
            self.desk.trouble().set(Some(text.to_owned()));
            browser::focus("find-audience");
        } else if let Some(parcel) = self.parcel() {
            self.desk.hand_over(parcel);
            self.save();
        }
    }

    /// An empty form with a key of its own.
    pub(super) fn start_over(self) {
        if let Some(form) = Form::new(self.operation) {
            self.form.set(form);
            self.window.update(|window| {
                if let Some(window) = window {
                    *window = Window::default();
                }
            });
            self.found.set(None);
            self.returning.set(None);
            self.desk.start_over();
        }
    }

    fn parcel(self) -> Option<Parcel> {
        let connection = untrack(|| self.session.connection())?.name;
        let draft = self.form.with_untracked(|form| form.draft().clone());
        if self.window.with_untracked(Option::is_none) {
            return Some(Parcel::One(Box::new(SendRequest { connection, draft })));
        }
        let Draft::Outbound(mut outbound) = draft else {
            return None;
        };
        outbound.to.clear();
        outbound.name.clear();
        Some(Parcel::Many(Box::new(NotifyRequest {
            audience: self.audience_filter()?,
            draft: outbound,
            name: None,
            rate_per_minute: None,
            partial: false,
            again: false,
        })))
    }

    /// Keeps the draft with every change, through reloads.
    fn keep(self) {
        Effect::new(move || self.save());
    }

    fn save(self) {
        Kept {
            key: self.desk.key(),
            draft: self.with_draft(Clone::clone),
            window: self.window.get(),
            parcel: self.desk.parcel(),
            sent: self.desk.sent(),
        }
        .save();
    }
}

/// The editor, from the context of Compose.
pub(super) fn use_editor() -> Editor {
    expect_context()
}

fn named(what: &str, id: &str) -> String {
    if id.trim().is_empty() {
        String::new()
    } else {
        format!("{what} {}", id.trim())
    }
}

fn reader(
    form: RwSignal<Form>,
    window: RwSignal<Option<Window>>,
    found: RwSignal<Option<AudienceView>>,
    returning: RwSignal<Option<EmailAddress>>,
) -> Reader {
    form.with(|form| match form.draft() {
        Draft::Outbound(outbound) if window.with(Option::is_some) => found
            .with(|found| found.as_ref()?.sample.first().cloned().map(Reader::OneOf))
            .unwrap_or_else(|| Reader::stand_in(outbound.channel)),
        Draft::Greet(_) => returning
            .get()
            .or_else(|| EmailAddress::parse("customer@example.org").ok())
            .map_or(Reader::Named, Reader::Returning),
        _ => Reader::Named,
    })
}
