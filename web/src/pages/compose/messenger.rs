//! A messenger as the guest has it: the guest's side on the left, choices that can be tapped.

use leptos::prelude::*;
use tidings_core::message::draft::{
    ActionDraft, CardDraft, ContentDraft, Draft, MediaDraft, QuickReplyDraft, StructuredDraft,
    TemplateDraft,
};

use super::editor::use_editor;
use crate::components::{Icon, Shape};

/// What a tap would send back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tap {
    label: String,
    value: String,
}

type Taps = RwSignal<Option<Tap>>;

/// The conversation as the guest will see it.
#[component]
pub(super) fn MessengerPreview() -> impl IntoView {
    let editor = use_editor();
    let tapped: Taps = RwSignal::new(None);
    let draft = Memo::new(move |_| editor.with_draft(Clone::clone));
    Effect::new(move || {
        draft.track();
        tapped.set(None);
    });
    let said = move || {
        let filled = editor
            .judgement()
            .with(|judgement| judgement.greeting.clone());
        let arrives_as = editor
            .judgement()
            .with(|judgement| judgement.arrives_as.clone());
        draft.with(|draft| match draft {
            Draft::Structured(_) if arrives_as.is_some() => view! {
                {bubble(&arrives_as.unwrap_or_default(), "is-us", "Your text")}
                <p class="side-note" data-test="arrives-as">"Arrives as this text: no call carries it as it was written"</p>
            }
            .into_any(),
            Draft::Structured(structured) => content(structured, tapped),
            Draft::Proactive(proactive) => bubble(&proactive.text, "is-us", "Your text"),
            Draft::Greet(greet) => bubble(
                filled.as_deref().unwrap_or(&greet.text),
                "is-us",
                "Your greeting",
            ),
            Draft::Guest(guest) => guest_message(guest),
            Draft::Outbound(_) => ().into_any(),
        })
    };
    view! {
        <div class="messenger" data-test="messenger">
            <div class="messenger-head">
                <Icon shape=Shape::Account />
                "As the guest sees it"
            </div>
            <div class="messenger-talk">
                {said}
                {move || tapped.get().map(|tap| view! {
                    <div class="bubble is-guest">{tap.label}</div>
                    <p class="side-note">"Comes back as " <code>{tap.value}</code></p>
                })}
            </div>
        </div>
    }
}

fn bubble(text: &str, side: &'static str, blank: &'static str) -> AnyView {
    if text.trim().is_empty() {
        view! { <div class=format!("bubble {side} is-blank")>{blank}</div> }.into_any()
    } else {
        view! { <div class=format!("bubble {side}")>{text.to_owned()}</div> }.into_any()
    }
}

fn guest_message(guest: &tidings_core::message::draft::GuestDraft) -> AnyView {
    let files = guest
        .attachments
        .iter()
        .map(|file| {
            let name = if file.file_name.is_empty() {
                &file.url
            } else {
                &file.file_name
            };
            bubble(name, "is-guest", "An attachment")
        })
        .collect_view();
    let text = (!guest.text.is_empty() || guest.attachments.is_empty())
        .then(|| bubble(&guest.text, "is-guest", "The guest's text"));
    let note = if guest.html {
        "Sent as HTML; shown here as it is written"
    } else {
        "Said by the guest"
    };
    view! {
        <p class="side-note">{note}</p>
        {text}
        {files}
    }
    .into_any()
}

fn content(structured: &StructuredDraft, taps: Taps) -> AnyView {
    match &structured.content {
        ContentDraft::Text(draft) => bubble(&draft.text, "is-us", "Your text"),
        ContentDraft::Image(media) => picture(media),
        ContentDraft::Audio(media) | ContentDraft::Video(media) | ContentDraft::File(media) => {
            let name = [&media.caption, &media.file_name, &media.url]
                .into_iter()
                .find(|text| !text.is_empty());
            bubble(name.map_or("", String::as_str), "is-us", "Your file")
        }
        ContentDraft::QuickReply(draft) => quick_reply(draft, taps),
        ContentDraft::Card(draft) => card(draft, taps),
        ContentDraft::Carousel(draft) => {
            let cards = draft
                .cards
                .iter()
                .map(|draft| card(draft, taps))
                .collect_view();
            view! { <div class="carousel" tabindex="0" role="group" aria-label="Cards">{cards}</div> }.into_any()
        }
        ContentDraft::Location(place) => {
            let text = format!(
                "{}\n{}\n{}, {}",
                place.title, place.address, place.latitude, place.longitude
            );
            bubble(text.trim(), "is-us", "A place")
        }
        ContentDraft::Template(template) => template_values(template),
        other => bubble(other.type_name(), "is-us", "Your content"),
    }
}

/// The library holds the text; what fills it can be shown here.
fn template_values(template: &TemplateDraft) -> AnyView {
    let values = [
        &template.header_parameters,
        &template.body_parameters,
        &template.button_url_parameters,
    ];
    let values = values
        .into_iter()
        .flatten()
        .filter(|parameter| !parameter.id.is_empty())
        .map(|parameter| {
            view! { <dt>{parameter.id.clone()}</dt><dd>{parameter.value.clone()}</dd> }
        })
        .collect_view();
    let name = format!("Canned response {}", template.response_id);
    view! {
        <div class="message-card">
            <div class="message-card-text">
                <strong>{name}</strong>
                <dl class="fact-list">{values}</dl>
                <span class="muted small">"Its text stands in the response library"</span>
            </div>
        </div>
    }
    .into_any()
}

fn quick_reply(draft: &QuickReplyDraft, taps: Taps) -> AnyView {
    let choices = draft
        .choices
        .iter()
        .filter(|choice| !choice.label.trim().is_empty())
        .map(|choice| {
            let tap = Tap {
                label: choice.label.clone(),
                value: choice.value.clone(),
            };
            view! {
                <button type="button" class="choice" on:click=move |_| taps.set(Some(tap.clone()))>
                    {choice.label.clone()}
                </button>
            }
        })
        .collect_view();
    view! {
        {bubble(&draft.title, "is-us", "Your question")}
        <div class="choices">{choices}</div>
    }
    .into_any()
}

fn card(card: &CardDraft, taps: Taps) -> AnyView {
    let image = image(&card.image.url, &card.title);
    let actions = card
        .actions
        .iter()
        .filter(|action| !action.title().trim().is_empty())
        .map(|action| card_action(action, taps))
        .collect_view();
    let is_blank = card.title.is_empty() && image.is_none();
    view! {
        <div class="message-card">
            {image}
            <div class="message-card-text">
                {is_blank.then(|| view! { <span class="muted">"Title"</span> })}
                {(!card.title.is_empty()).then(|| view! { <strong>{card.title.clone()}</strong> })}
                {(!card.subtitle.is_empty()).then(|| view! { <span class="muted">{card.subtitle.clone()}</span> })}
            </div>
            <div class="message-card-actions">{actions}</div>
        </div>
    }
    .into_any()
}

fn card_action(action: &ActionDraft, taps: Taps) -> AnyView {
    let (label, value) = match action {
        ActionDraft::Postback(postback) => (postback.title.clone(), postback.payload.clone()),
        ActionDraft::WebUrl(web_url) => (
            web_url.title.clone(),
            format!("nothing: opens {}", web_url.url),
        ),
        other => (other.title().to_owned(), "nothing".to_owned()),
    };
    let tap = Tap {
        label: label.clone(),
        value,
    };
    view! {
        <button type="button" on:click=move |_| taps.set(Some(tap.clone()))>{label}</button>
    }
    .into_any()
}

fn picture(media: &MediaDraft) -> AnyView {
    match image(&media.url, &media.caption) {
        Some(image) => view! {
            <figure class="picture">
                {image}
                {(!media.caption.is_empty()).then(|| view! { <figcaption>{media.caption.clone()}</figcaption> })}
            </figure>
        }
        .into_any(),
        None => bubble("", "is-us", "Your picture"),
    }
}

/// Only what the guest's messenger would fetch is fetched here.
fn image(url: &str, alternative: &str) -> Option<AnyView> {
    url.starts_with("https://").then(|| {
        view! { <img src=url.to_owned() alt=alternative.to_owned() loading="lazy" referrerpolicy="no-referrer" /> }
            .into_any()
    })
}
