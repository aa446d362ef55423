use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use tidings_core::operation::Operation;

use crate::components::{BrandMark, Icon, Shape};
use crate::routes::Page;

/// The pages there are.
#[component]
pub(super) fn Rail() -> impl IntoView {
    view! {
        <div class="rail">
            <A href="/" attr:class="rail-brand">
                <BrandMark />
                <span class="rail-word">"Tidings"</span>
            </A>
            <nav aria-label="Pages">
                <ul class="rail-links">
                    <RailLink page=Page::Compose(Operation::Structured) below="/compose" shape=Shape::Compose word="Compose" />
                    <RailLink page=Page::Activity below="/activity" shape=Shape::Activity word="Activity" />
                    <RailLink page=Page::Suppressions below="/suppressions" shape=Shape::Suppressions word="Suppressions" />
                    <RailLink page=Page::Connections below="/connections" shape=Shape::Connections word="Connections" />
                </ul>
            </nav>
        </div>
    }
}

#[component]
fn RailLink(page: Page, below: &'static str, shape: Shape, word: &'static str) -> impl IntoView {
    let pathname = use_location().pathname;
    let current = move || pathname.get().starts_with(below).then_some("page");
    view! {
        <li>
            <a href=page.to_string() aria-current=current title=word>
                <Icon shape=shape />
                <span class="rail-word">{word}</span>
            </a>
        </li>
    }
}
