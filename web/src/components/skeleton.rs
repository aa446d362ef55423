//! Where text will be.

use leptos::prelude::*;

/// Grey lines where text will be.
#[component]
pub fn Skeleton(
    /// How many.
    lines: usize,
) -> impl IntoView {
    let lines = (0..lines)
        .map(|_| view! { <div class="skeleton"></div> })
        .collect_view();
    view! { <div class="stack" aria-hidden="true">{lines}</div> }
}
