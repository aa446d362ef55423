//! An e-mail or SMS as its recipient will read it. HTML is shown in a frame of its own that runs
//! nothing.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use tidings_core::message::PersonalizedBody;
use tidings_core::message::draft::{BodyFormat, Draft, OutboundChannel, OutboundDraft};

use super::editor::use_editor;
use crate::api::use_api;

/// How long somebody has to stop typing before the frame is drawn anew.
const PAUSE: Duration = Duration::from_millis(400);

/// What is shown: filled in for one recipient, or as typed while something is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letter {
    /// The sender's name and address.
    pub from: String,
    /// The recipient's name and address.
    pub to: String,
    /// Empty for an SMS.
    pub subject: String,
    /// The text or HTML.
    pub body: String,
    /// Whether the body is HTML.
    pub is_html: bool,
    /// Whether it goes by SMS.
    pub is_sms: bool,
}

/// The message as its recipient will read it.
#[component]
pub(super) fn MailPreview() -> impl IntoView {
    let editor = use_editor();
    let letter = Memo::new(move |_| {
        let filled = editor
            .judgement()
            .with(|judgement| judgement.letter.clone());
        filled.unwrap_or_else(|| {
            editor.with_draft(|draft| match draft {
                Draft::Outbound(outbound) => Letter::typed(outbound),
                _ => Letter::default(),
            })
        })
    });
    let is_html = Memo::new(move |_| letter.with(|letter| letter.is_html));
    let html = Memo::new(move |_| letter.with(|letter| letter.body.clone()));
    let head = move || {
        letter.with(|letter| {
            let subject = (!letter.is_sms).then(|| {
                view! { <strong data-test="preview-subject">{or(&letter.subject, "No subject yet")}</strong> }
            });
            view! {
                {subject}
                <span class="muted small">"From "{or(&letter.from, "nobody yet")}</span>
                <span class="muted small">"To "{or(&letter.to, "nobody yet")}</span>
            }
        })
    };
    view! {
        <div class="mail" data-test="mail">
            <div class="mail-head">{head}</div>
            {move || if is_html.get() {
                view! { <Frame html /> }.into_any()
            } else {
                view! { <div class="mail-text">{move || or(&html.get(), "No text yet")}</div> }.into_any()
            }}
        </div>
    }
}

impl Letter {
    /// An e-mail or SMS with its placeholders filled; nothing for anything else.
    pub fn filled(body: &PersonalizedBody<'_>) -> Option<Self> {
        let PersonalizedBody::Outbound {
            from,
            from_name,
            to,
            to_name,
            subject,
            format,
            content,
            channel,
            ..
        } = body
        else {
            return None;
        };
        Some(Self {
            from: with_name(from_name, from.as_str()),
            to: with_name(to_name, to.as_str()),
            subject: subject.clone().into_owned(),
            body: content.clone().into_owned(),
            is_html: *format == BodyFormat::Html,
            is_sms: *channel == OutboundChannel::Sms,
        })
    }

    fn typed(draft: &OutboundDraft) -> Self {
        Self {
            from: with_name(&draft.from_name, &draft.from),
            to: with_name(&draft.name, &draft.to),
            subject: draft.subject.clone(),
            body: draft.body.clone(),
            is_html: draft.format == BodyFormat::Html,
            is_sms: draft.channel == OutboundChannel::Sms,
        }
    }
}

fn with_name(name: &str, address: &str) -> String {
    match (name.trim(), address.trim()) {
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

fn or(text: &str, otherwise: &str) -> String {
    if text.trim().is_empty() {
        otherwise.to_owned()
    } else {
        text.to_owned()
    }
}

#[component]
fn Frame(html: Memo<String>) -> impl IntoView {
    let api = use_api();
    let address = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let draw = move || {
        let Some(html) = html.try_get_untracked() else {
            return;
        };
        leptos::task::spawn_local(async move {
            let drawn = api.preview(html).await;
            match drawn {
                Ok(preview) => {
                    problem.try_set(None);
                    address.try_set(Some(format!("/preview/{}", preview.id)));
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
        });
    };
    Effect::new(move || {
        let is_empty = html.with(|html| html.trim().is_empty());
        stop_waiting();
        if is_empty {
            address.set(None);
        } else {
            waiting.set_value(set_timeout_with_handle(draw, PAUSE).ok());
        }
    });
    on_cleanup(stop_waiting);
    move || {
        match (problem.get(), address.get()) {
        (Some(problem), _) => view! { <p class="mail-text muted">{problem}</p> }.into_any(),
        (None, Some(address)) => view! {
            <iframe class="mail-frame" sandbox="" title="The e-mail as its recipient sees it" src=address></iframe>
        }
        .into_any(),
        (None, None) => view! { <p class="mail-text muted">"No body yet"</p> }.into_any(),
    }
    }
}
