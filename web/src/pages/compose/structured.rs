//! The editor of structured messages (G3).

use leptos::prelude::*;
use tidings_core::message::draft::{ActionDraft, ContentDraft, Draft, PostbackDraft, WebUrlDraft};

use super::editor::use_editor;
use super::fields::{element_id, slug};
use super::inputs::{DraftField, PlaceNote};
use super::route::is_platform;
use super::row_list::{RowList, RowStyle};
use super::rows;
use crate::components::{Choice, FieldKind, NumberField, SelectField};

/// The kinds of content in the order of use.
const KINDS: [(&str, &str); 10] = [
    ("quick-reply", "Quick replies"),
    ("card", "Card"),
    ("carousel", "Carousel"),
    ("text", "Text"),
    ("image", "Image"),
    ("audio", "Audio"),
    ("video", "Video"),
    ("file", "File"),
    ("location", "Location"),
    ("template", "Template"),
];

/// Which kind of content, and its form.
#[component]
pub(super) fn StructuredContent() -> impl IntoView {
    let editor = use_editor();
    let kind = Memo::new(move |_| {
        editor.with_draft(|draft| match draft {
            Draft::Structured(structured) => structured.content.type_name(),
            _ => "",
        })
    });
    let is_platform = is_platform(editor);
    // What only the published API knows is offered there only.
    let offered = move |name: &str| name != "template" || is_platform.get() || kind.get() == name;
    let options = KINDS
        .into_iter()
        .map(|(name, label)| {
            view! {
                <label hidden=move || !offered(name)>
                    <input
                        type="radio"
                        name="content-type"
                        value=name
                        data-test=format!("content-{name}")
                        prop:checked=move || kind.get() == name
                        on:change=move |_| editor.update(|form| form.set_content_type(name))
                    />
                    {label}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class="visually-hidden">"Kind of message"</legend>
            <div class="segmented" id="content-type">{options}</div>
        </fieldset>
        <div class="stack-tight">
            {move || match kind.get() {
                "text" => view! { <DraftField path="/content/text" label="Text" kind=FieldKind::Text /> }.into_any(),
                "card" => view! { <CardFields path="/content" /> }.into_any(),
                "carousel" => view! { <CarouselFields /> }.into_any(),
                "location" => view! { <LocationFields /> }.into_any(),
                "template" => view! { <TemplateFields /> }.into_any(),
                "quick-reply" => view! { <QuickReplyFields /> }.into_any(),
                _ => view! { <MediaFields /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn QuickReplyFields() -> impl IntoView {
    const STYLE: RowStyle = RowStyle {
        noun: "choice",
        first_field: "label",
        has_heads: true,
    };
    view! {
        <DraftField path="/content/title" label="Question" kind=FieldKind::Text />
        <h3>"Choices"</h3>
        <RowList path="/content/choices" style=STYLE row=choice_fields />
    }
}

fn choice_fields(path: String, index: usize) -> AnyView {
    let is_later = index > 0;
    view! {
        <div class="row-fields">
            <DraftField path=format!("{path}/label") label="Label" hide_label=is_later />
            <DraftField path=format!("{path}/value") label="Value that comes back" kind=FieldKind::Code hide_label=is_later />
        </div>
    }
    .into_any()
}

#[component]
fn CardFields(#[prop(into)] path: String) -> impl IntoView {
    const STYLE: RowStyle = RowStyle {
        noun: "button",
        first_field: "title",
        has_heads: true,
    };
    view! {
        <div class="field-pair">
            <DraftField path=format!("{path}/title") label="Title" />
            <DraftField path=format!("{path}/subtitle") label="Subtitle" optional=true />
        </div>
        <DraftField path=format!("{path}/image/url") label="Picture" kind=FieldKind::Code optional=true hint="A web address that starts with https://" />
        <h3>"Buttons"</h3>
        <RowList path=format!("{path}/actions") style=STYLE row=action_fields />
    }
}

fn action_fields(path: String, index: usize) -> AnyView {
    let is_later = index > 0;
    let editor = use_editor();
    let kind = editor.text(&format!("{path}/type"));
    let kind = Memo::new(move |_| kind.get());
    let choices = [("postback", "Sends a value"), ("web_url", "Opens a page")]
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
        })
        .to_vec();
    let (edit, fields) = (path.clone(), path.clone());
    view! {
        <div class="row-fields is-action">
            <SelectField
                id=element_id(&format!("{path}/type"))
                label="Does what"
                choices
                value=kind
                hide_label=is_later
                on_change=move |name: String| {
                    editor.update(|form| form.edit(|draft| become_kind(draft, &edit, &name)));
                }
            />
            <DraftField path=format!("{path}/title") label="Button" hide_label=is_later />
            {move || {
                let path = fields.clone();
                if kind.get() == "web_url" {
                    view! { <DraftField path=format!("{path}/url") label="Address or value" kind=FieldKind::Code hide_label=is_later /> }
                } else {
                    view! { <DraftField path=format!("{path}/payload") label="Address or value" kind=FieldKind::Code hide_label=is_later /> }
                }
            }}
        </div>
    }
    .into_any()
}

/// Makes the button at a place one that does something else, with the same text.
fn become_kind(draft: &mut Draft, path: &str, name: &str) {
    if let Some(action) = rows::action_mut(draft, path) {
        let title = action.title().to_owned();
        *action = if name == "web_url" {
            ActionDraft::WebUrl(WebUrlDraft {
                title,
                url: String::new(),
            })
        } else {
            let payload = slug(&title);
            ActionDraft::Postback(PostbackDraft { title, payload })
        };
    }
}

#[component]
fn CarouselFields() -> impl IntoView {
    const STYLE: RowStyle = RowStyle {
        noun: "card",
        first_field: "title",
        has_heads: false,
    };
    view! { <RowList path="/content/cards" style=STYLE row=card_row /> }
}

fn card_row(path: String, index: usize) -> AnyView {
    view! {
        <div class="card-editor">
            <h3>{format!("Card {}", index + 1)}</h3>
            <CardFields path />
        </div>
    }
    .into_any()
}

#[component]
fn MediaFields() -> impl IntoView {
    view! {
        <DraftField path="/content/url" label="Web address" kind=FieldKind::Code hint="Starts with https://" />
        <div class="field-pair">
            <DraftField path="/content/mimeType" label="Media type" kind=FieldKind::Code optional=true hint="Such as image/jpeg" />
            <DraftField path="/content/fileName" label="File name" optional=true />
        </div>
        <DraftField path="/content/caption" label="Caption" optional=true />
    }
}

#[component]
fn TemplateFields() -> impl IntoView {
    const fn style(noun: &'static str) -> RowStyle {
        RowStyle {
            noun,
            first_field: "id",
            has_heads: true,
        }
    }
    view! {
        <DraftField path="/content/responseId" label="Canned response" kind=FieldKind::Code hint="The id of an approved template in the response library" />
        <h3>"Values in the text"</h3>
        <RowList path="/content/bodyParameters" style=style("value") row=parameter_fields />
        <h3>"Values in the header"</h3>
        <RowList path="/content/headerParameters" style=style("header value") row=parameter_fields />
        <h3>"Values in the buttons' addresses"</h3>
        <RowList path="/content/buttonUrlParameters" style=style("button value") row=parameter_fields />
    }
}

fn parameter_fields(path: String, index: usize) -> AnyView {
    let is_later = index > 0;
    view! {
        <div class="row-fields">
            <DraftField path=format!("{path}/id") label="Gap" kind=FieldKind::Code hide_label=is_later />
            <DraftField path=format!("{path}/value") label="Value" hide_label=is_later />
        </div>
    }
    .into_any()
}

#[component]
fn LocationFields() -> impl IntoView {
    view! {
        <div class="field-pair">
            <Degrees path="/content/latitude" label="Latitude" set=|place, degrees| place.0 = degrees />
            <Degrees path="/content/longitude" label="Longitude" set=|place, degrees| place.1 = degrees />
        </div>
        <div class="field-pair">
            <DraftField path="/content/title" label="Name" optional=true />
            <DraftField path="/content/address" label="Postal address" optional=true />
        </div>
        <PlaceNote path="/content" />
    }
}

#[component]
fn Degrees(
    path: &'static str,
    label: &'static str,
    set: fn(&mut (f64, f64), f64),
) -> impl IntoView {
    let editor = use_editor();
    // What was typed is kept as it is, so that "-", "12." and an empty field can be typed.
    let typed = RwSignal::new(editor.text(path).get_untracked());
    let on_input = move |text: String| {
        if let Ok(degrees) = text.trim().parse::<f64>() {
            editor.update(|form| {
                form.touch(path);
                form.edit(|draft| set_degrees(draft, set, degrees));
            });
        }
        typed.set(text);
    };
    view! { <NumberField id=element_id(path) label step="any" value=typed error=editor.error(path) on_input=on_input /> }
}

fn set_degrees(draft: &mut Draft, set: fn(&mut (f64, f64), f64), degrees: f64) {
    if let Draft::Structured(structured) = draft
        && let ContentDraft::Location(location) = &mut structured.content
    {
        let mut place = (location.latitude, location.longitude);
        set(&mut place, degrees);
        (location.latitude, location.longitude) = place;
    }
}
