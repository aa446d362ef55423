//! How a message goes where the published API is spoken: on which channel, from which sender, and
//! whether into a conversation that is open.

use leptos::prelude::*;
use tidings_core::channel::Channel;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::{Draft, OutboundChannel, RouteDraft};

use super::editor::{Editor, use_editor};
use super::fields::element_id;
use super::inputs::DraftField;
use super::jobs::{Check, Options};
use crate::api::use_api;
use crate::components::{Choice, FieldKind};
use crate::doctors::use_doctors;

const CHANNELS: [(&str, &str); 5] = [
    ("webmessaging", "Web messaging"),
    ("sms", "SMS"),
    ("open", "Open"),
    ("whatsapp", "WhatsApp"),
    ("apple", "Apple"),
];

/// Whether the chosen connection speaks the published API; tracked.
pub(super) fn is_platform(editor: Editor) -> Memo<bool> {
    Memo::new(move |_| {
        editor
            .session()
            .connection()
            .is_some_and(|connection| connection.dialect == Dialect::Platform)
    })
}

/// Whom a message goes to: by the id that the chosen dialect and channel take.
#[component]
pub(super) fn ContactField(
    /// What the guides' dialect takes.
    hint: &'static str,
) -> impl IntoView {
    let is_platform = is_platform(use_editor());
    move || {
        let hint = if is_platform.get() {
            "An external contact's id; on SMS, WhatsApp, Apple and Open also the address there"
        } else {
            hint
        };
        view! { <DraftField path="/contactId" label="Contact id" kind=FieldKind::Code hint=hint /> }
    }
}

/// The channel, the sender and the rest of a route.
#[component]
pub(super) fn RouteFields(
    /// Whether the draft may name a live bot session.
    #[prop(optional)]
    takes_bot_session: bool,
) -> impl IntoView {
    let editor = use_editor();
    let typed = editor.text("/route/channel");
    let channel = Memo::new(move |_| typed.get().parse::<Channel>().unwrap_or_default());
    let name = Signal::derive(move || channel.get().name().to_owned());
    let choose = move |name: &'static str| {
        edit_route(editor, move |route| {
            route.channel = name
                .parse()
                .ok()
                .filter(|channel| *channel != Channel::default());
            // A sender belongs to its channel.
            route.from.clear();
        });
    };
    view! {
        <Options name="route-channel" legend="Channel" options=&CHANNELS value=name choose=Callback::new(choose) />
        <SenderField path="/route/from" channel=channel.into() />
        {takes_bot_session.then(|| view! {
            <DraftField path="/route/botSession" label="Live bot session" kind=FieldKind::Code optional=true hint="Where one is live, choices and cards go as they are" />
        })}
        <JoinCheck path="/route/join" />
    }
}

/// Changes the route of a draft that has one.
fn edit_route(editor: Editor, change: impl FnOnce(&mut RouteDraft)) {
    editor.update(|form| {
        form.edit(|draft| match draft {
            Draft::Proactive(draft) => change(&mut draft.route),
            Draft::Structured(draft) => change(&mut draft.route),
            Draft::Outbound(_) | Draft::Greet(_) | Draft::Guest(_) => {}
        });
    });
}

/// Whether a message can be told to go into an open conversation, and has not been.
pub(super) fn can_join(draft: &Draft) -> bool {
    match draft {
        Draft::Outbound(draft) => draft.channel == OutboundChannel::Sms && !draft.join,
        Draft::Proactive(draft) => !draft.route.join,
        Draft::Structured(draft) => !draft.route.join,
        Draft::Greet(_) | Draft::Guest(_) => false,
    }
}

/// Says whether a message may go into an open conversation.
pub(super) const fn set_join(draft: &mut Draft, on: bool) {
    match draft {
        Draft::Outbound(draft) => draft.join = on,
        Draft::Proactive(draft) => draft.route.join = on,
        Draft::Structured(draft) => draft.route.join = on,
        Draft::Greet(_) | Draft::Guest(_) => {}
    }
}

/// Writing into an open conversation, with what that may do.
#[component]
pub(super) fn JoinCheck(
    /// Its place in the draft, a JSON pointer.
    path: &'static str,
) -> impl IntoView {
    let editor = use_editor();
    let join = editor.value(path);
    let value = Signal::derive(move || join.get() == true);
    let set = move |on: bool| editor.update(|form| form.edit(|draft| set_join(draft, on)));
    view! {
        <Check id=element_id(path) label="If a conversation is open, write into it" value=value set=Callback::new(set) />
        <p class="muted small">"A bot that has the conversation takes your text for the customer's own words; a person just reads it."</p>
    }
}

/// What a message goes out from: typed, or chosen from what the doctor found.
#[component]
pub(super) fn SenderField(
    /// Its place in the draft, a JSON pointer.
    path: &'static str,
    /// What is asked for.
    #[prop(default = "Sender")]
    label: &'static str,
    /// Whose senders.
    channel: Signal<Channel>,
) -> impl IntoView {
    let editor = use_editor();
    let api = use_api();
    let doctors = use_doctors();
    let connection = Memo::new(move |_| editor.session().connection());
    let found = Memo::new(move |_| {
        let connection = connection.get()?;
        doctors.senders(&connection.name, channel.get())
    });
    let is_looking = Memo::new(move |_| {
        connection
            .get()
            .is_some_and(|connection| doctors.of(&connection.name).is_under_way)
    });
    let suggestions = Signal::derive(move || {
        let found = found.get().unwrap_or_default();
        found
            .into_iter()
            .filter(|sender| channel.get() != Channel::Email && sender.is_ready())
            .map(|sender| Choice {
                value: sender.id,
                label: sender.name,
            })
            .collect::<Vec<_>>()
    });
    let otherwise = move || {
        let chosen = connection.with(|connection| {
            let senders = &connection.as_ref()?.senders;
            senders.of(channel.get()).map(str::to_owned)
        });
        let chosen = chosen.map_or_else(
            || "The connection names no sender for this channel.".to_owned(),
            |sender| {
                let name = found.with(|found| {
                    let mut found = found.iter().flatten();
                    let known = found.find(|known| known.id == sender)?;
                    Some(known.name.clone())
                });
                format!("Left empty, it goes out from {}.", name.unwrap_or(sender))
            },
        );
        let found = found.get().map(|found| {
            let ready = found.iter().filter(|sender| sender.is_ready());
            let names: Vec<_> = ready.map(|sender| sender.name.clone()).collect();
            if names.is_empty() {
                "None is ready on this channel.".to_owned()
            } else {
                format!("Ready: {}.", names.join(", "))
            }
        });
        [Some(chosen), found]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let look = move |_| {
        if let Some(connection) = connection.get_untracked() {
            doctors.examine(api, connection.name);
        }
    };
    view! {
        <div class="with-button">
            <DraftField path=path label=label kind=FieldKind::Code optional=true suggestions=suggestions />
            <button
                type="button"
                class="button lookup-button"
                data-test="find-senders"
                aria-disabled=move || is_looking.get().to_string()
                on:click=look
            >
                "Find senders"
            </button>
            <p class="muted small lookup-finding" role="status">{otherwise}</p>
        </div>
    }
}
