//! The five forms, in the order of thought: to whom, then what.

use leptos::prelude::*;
use tidings_core::channel::Channel;
use tidings_core::message::draft::{BodyFormat, Draft, OutboundChannel, SenderType};
use tidings_core::operation::Operation;

use super::audience::AudiencePanel;
use super::editor::use_editor;
use super::inputs::DraftField;
use super::lookup::{ContactCheck, HistoryCheck, SandboxHint};
use super::route::{ContactField, JoinCheck, RouteFields, SenderField, is_platform};
use super::row_list::{RowList, RowStyle};
use super::structured::StructuredContent;
use crate::components::{FieldKind, NumberField};

/// The form of a job.
#[component]
pub(super) fn JobForm(
    /// Which.
    operation: Operation,
) -> impl IntoView {
    match operation {
        Operation::Outbound => view! { <OutboundForm /> }.into_any(),
        Operation::Proactive => view! { <ProactiveForm /> }.into_any(),
        Operation::Greet => view! { <GreetForm /> }.into_any(),
        Operation::Structured => view! { <StructuredForm /> }.into_any(),
        _ => view! { <GuestForm /> }.into_any(),
    }
}

#[component]
fn Section(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card compose-section">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

#[component]
fn StructuredForm() -> impl IntoView {
    view! {
        <Section title="To">
            <div class="with-button">
                <ContactField hint="An open messaging contact; not a conversation id" />
                <ContactCheck />
            </div>
            <SandboxHint />
        </Section>
        <OnPlatform>
            <Section title="Route"><RouteFields takes_bot_session=true /></Section>
        </OnPlatform>
        <Section title="Message">
            <StructuredContent />
            <SmsMeter />
        </Section>
    }
}

#[component]
fn ProactiveForm() -> impl IntoView {
    let editor = use_editor();
    let sender = editor.text("/as");
    let choose = move |name: &'static str| {
        editor.update(|form| {
            form.edit(|draft| {
                if let Draft::Proactive(proactive) = draft {
                    proactive.sender = if name == "agent" {
                        SenderType::Agent
                    } else {
                        SenderType::Bot
                    };
                }
            });
        });
    };
    view! {
        <Section title="To">
            <ContactField hint="The site stored it when the widget first connected" />
            <SandboxHint />
        </Section>
        <OnPlatform>
            <Section title="Route"><RouteFields /></Section>
        </OnPlatform>
        <Section title="Message">
            <Options name="as" legend="Shown as" options=&[("bot", "Automated message"), ("agent", "Written by a person")] value=sender choose=Callback::new(choose) />
            <DraftField path="/text" label="Text" kind=FieldKind::Text />
            <SmsMeter />
        </Section>
    }
}

#[component]
fn GreetForm() -> impl IntoView {
    let is_platform = is_platform(use_editor());
    view! {
        <Section title="To">
            <DraftField path="/conversationId" label="New conversation" kind=FieldKind::Code />
            <div class="with-button">
                <DraftField path="/previousConversationId" label="Earlier conversation" kind=FieldKind::Code hint="The customer's e-mail address stands there" />
                <HistoryCheck />
            </div>
            {move || {
                let hint = if is_platform.get() {
                    "The id of the agent's communication in the new conversation"
                } else {
                    "The participant id of the agent or bot"
                };
                view! { <DraftField path="/agentId" label="Greeted by" kind=FieldKind::Code hint=hint /> }
            }}
            <SandboxHint />
        </Section>
        <Section title="Message">
            <DraftField path="/text" label="Greeting" kind=FieldKind::Text hint="{{name}} is what stands before the @ of the customer's address" />
        </Section>
    }
}

#[component]
fn OutboundForm() -> impl IntoView {
    let editor = use_editor();
    let channel = editor.text("/channel");
    let format = editor.text("/format");
    let is_mail = Memo::new(move |_| channel.get() == "email");
    let is_platform = is_platform(editor);
    let sender_channel = Signal::derive(move || {
        if is_mail.get() {
            Channel::Email
        } else {
            Channel::Sms
        }
    });
    let choose_channel = move |name: &'static str| {
        let channel = if name == "sms" {
            OutboundChannel::Sms
        } else {
            OutboundChannel::Email
        };
        editor.update(|form| form.set_channel(channel));
        editor.found().set(None);
    };
    let choose_format = move |name: &'static str| {
        editor.update(|form| {
            form.edit(|draft| {
                if let Draft::Outbound(outbound) = draft {
                    outbound.format = if name == "text" {
                        BodyFormat::Text
                    } else {
                        BodyFormat::Html
                    };
                }
            });
        });
    };
    view! {
        <Section title="To">
            <Options name="channel" legend="Channel" options=&[("email", "E-mail"), ("sms", "SMS")] value=channel choose=Callback::new(choose_channel) />
            <AudiencePanel />
        </Section>
        <Section title="From">
            {move || if is_platform.get() {
                view! {
                    <SenderField path="/from" channel=sender_channel />
                    <DraftField path="/fromName" label="Sender name" optional=true />
                }
                .into_any()
            } else {
                view! {
                    <div class="field-pair">
                        <DraftField path="/from" label="Sender" kind=FieldKind::Code hint="Verified with Genesys Cloud" />
                        <DraftField path="/fromName" label="Sender name" optional=true />
                    </div>
                }
                .into_any()
            }}
            <OnPlatform>
                {move || if is_mail.get() {
                    view! { <DraftField path="/replyTo" label="Replies go to" kind=FieldKind::Code optional=true hint="An inbound address of the organization" /> }.into_any()
                } else {
                    view! { <JoinCheck path="/join" /> }.into_any()
                }}
            </OnPlatform>
        </Section>
        <Section title="Message">
            {move || is_mail.get().then(|| view! {
                <DraftField path="/subject" label="Subject" />
                <Options name="format" legend="Written as" options=&[("html", "HTML"), ("text", "Plain text")] value=format choose=Callback::new(choose_format) />
            })}
            {move || {
                let kind = if format.get() == "html" { FieldKind::Html } else { FieldKind::Text };
                view! { <DraftField path="/body" label="Body" kind hint="{{name | default: \"there\"}} and {{address}} are filled in for each recipient" /> }
            }}
            <SmsMeter />
        </Section>
    }
}

/// How the text travels, when it goes by SMS: its alphabet, its parts, what doubles them.
#[component]
pub(super) fn SmsMeter() -> impl IntoView {
    let editor = use_editor();
    let line = Memo::new(move |_| {
        editor.judgement().with(|judgement| {
            let sms = judgement.sms.as_ref()?;
            let left = match sms.parts {
                0 => String::new(),
                _ => format!("; {} more fit into the last", sms.left),
            };
            let advice = sms
                .advice()
                .map_or_else(String::new, |advice| format!(". Cheaper: {advice}"));
            Some(format!(
                "{} characters: {sms}{left}{advice}",
                sms.characters
            ))
        })
    });
    view! { <p class="small muted" aria-live="polite" data-test="sms">{line}</p> }
}

#[component]
fn GuestForm() -> impl IntoView {
    const STYLE: RowStyle = RowStyle {
        noun: "attachment",
        first_field: "url",
        has_heads: true,
    };
    let editor = use_editor();
    let is_html = editor.value("/html");
    let read_receipt = editor.value("/readReceipt");
    let set_html = move |on: bool| {
        editor.update(|form| {
            form.edit(|draft| {
                if let Draft::Guest(guest) = draft {
                    guest.html = on;
                }
            });
        });
    };
    let set_receipt = move |on: bool| {
        editor.update(|form| {
            form.edit(|draft| {
                if let Draft::Guest(guest) = draft {
                    guest.read_receipt = on;
                }
            });
        });
    };
    view! {
        <Section title="From and to">
            <OnPlatform>
                <SenderField path="/integration" label="Open messaging integration" channel=Signal::stored(Channel::Open) />
            </OnPlatform>
            <div class="field-pair">
                <DraftField path="/guestId" label="Guest id" kind=FieldKind::Code hint="Who speaks" />
                <DraftField path="/conversationId" label="Conversation id" kind=FieldKind::Code hint="Where it is said" />
            </div>
            <SandboxHint />
        </Section>
        <Section title="Message">
            <DraftField path="/text" label="Text" kind=FieldKind::Text />
            <div class="cluster">
                <Check id="html" label="The text is HTML" value=Signal::derive(move || is_html.get() == true) set=Callback::new(set_html) />
                <Check id="readReceipt" label="Ask for a read receipt" value=Signal::derive(move || read_receipt.get() == true) set=Callback::new(set_receipt) />
            </div>
            <h3>"Attachments"</h3>
            <RowList path="/attachments" style=STYLE row=attachment_fields />
        </Section>
    }
}

fn attachment_fields(path: String, index: usize) -> AnyView {
    let editor = use_editor();
    let size_path = format!("{path}/size");
    let error = editor.error(&size_path);
    let size = editor.text(&size_path);
    let set_size = move |text: String| {
        editor.update(|form| {
            form.touch(&size_path);
            form.edit(|draft| {
                if let Draft::Guest(guest) = draft
                    && let Some(attachment) = guest.attachments.get_mut(index)
                {
                    attachment.size = text.trim().parse().unwrap_or_default();
                }
            });
        });
    };
    view! {
        <div class="row-fields is-attachment">
            <DraftField path=format!("{path}/url") label="Web address" kind=FieldKind::Code />
            <DraftField path=format!("{path}/fileName") label="File name" />
            <DraftField path=format!("{path}/contentType") label="Media type" kind=FieldKind::Code hint="Such as image/png" />
            <NumberField id=super::fields::element_id(&format!("{path}/size")) label="Size in bytes" value=size error=error on_input=set_size min="0" />
        </div>
    }
    .into_any()
}

/// What only the published API can carry.
#[component]
fn OnPlatform(children: ChildrenFn) -> impl IntoView {
    let is_platform = is_platform(use_editor());
    view! { <Show when=move || is_platform.get()>{children()}</Show> }
}

/// One of two or three, all in sight.
#[component]
pub(super) fn Options(
    /// The group's name in the form.
    name: &'static str,
    /// What is asked for.
    legend: &'static str,
    /// Value and label of each.
    options: &'static [(&'static str, &'static str)],
    /// The value chosen.
    value: Signal<String>,
    /// Takes the choice.
    choose: Callback<&'static str>,
) -> impl IntoView {
    let value = Memo::new(move |_| value.get());
    let options = options
        .iter()
        .map(|&(option, label)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=name
                        value=option
                        data-test=format!("{name}-{option}")
                        prop:checked=move || value.get() == option
                        on:change=move |_| choose.run(option)
                    />
                    {label}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="segmented" id=name>{options}</div>
        </fieldset>
    }
}

/// Yes or no.
#[component]
pub(super) fn Check(
    /// The element's id and name.
    #[prop(into)]
    id: String,
    /// What is said yes to.
    label: &'static str,
    /// Whether it is chosen.
    value: Signal<bool>,
    /// Takes the choice.
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                id=id.clone()
                name=id
                prop:checked=value
                on:change=move |event| set.run(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
