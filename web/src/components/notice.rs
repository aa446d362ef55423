//! A few lines that matter now.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{Icon, Shape};

/// A few lines about something that matters now.
#[component]
pub fn Notice(
    /// How it went.
    tone: Tone,
    /// What happened, in a few words.
    #[prop(into)]
    title: String,
    /// More about it, and what to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let shape = match tone {
        Tone::Good => Shape::Tick,
        Tone::Warn => Shape::Warning,
        Tone::Bad => Shape::Problem,
        Tone::Doubt => Shape::Doubt,
        Tone::Busy => Shape::Clock,
        Tone::Still => Shape::Information,
    };
    view! {
        <div class=format!("notice {}", tone.class())>
            <Icon shape=shape />
            <strong>{title}</strong>
            {children.map(|children| children())}
        </div>
    }
}
