//! Drawings.

use leptos::prelude::*;

/// The drawings used on the page, as the `d` of one path in a 24 by 24 box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A pen on paper.
    Compose,
    /// A pulse.
    Activity,
    /// A plug.
    Connections,
    /// A circle with a bar.
    Suppressions,
    /// A square in a circle.
    Stop,
    /// A person.
    Account,
    /// A downward angle.
    Down,
    /// A plus.
    Add,
    /// A cross.
    Close,
    /// Six dots to hold on to.
    Grip,
    /// A tick.
    Tick,
    /// A triangle with a mark.
    Warning,
    /// A circle with a mark.
    Problem,
    /// A question mark.
    Doubt,
    /// A clock.
    Clock,
    /// Two sheets.
    Copy,
    /// A circle with an i.
    Information,
}

impl Shape {
    const fn path(self) -> &'static str {
        match self {
            Self::Compose => "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
            Self::Activity => "M3 12h4l3-8 4 16 3-8h4",
            Self::Connections => "M8 3v5M16 3v5M5.5 8h13v3a6.5 6.5 0 0 1-13 0zM12 17.5V21",
            Self::Suppressions => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6",
            Self::Stop => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9h6v6H9z",
            Self::Account => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
            Self::Down => "M6 9l6 6 6-6",
            Self::Add => "M12 5v14M5 12h14",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Grip => "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Warning => "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1",
            Self::Problem => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v5.5M12 16.2v.1",
            Self::Doubt => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.6v.1"
            }
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
            Self::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Self::Information => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
        }
    }
}

/// One drawing, for the eye only: words beside it say what it means.
#[component]
pub fn Icon(
    /// Which.
    shape: Shape,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=shape.path() />
        </svg>
    }
}

/// The product's mark.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="7" />
            <path
                class="brand-paper"
                d="M8 10.5h16v9a2 2 0 0 1-2 2h-7.5L10 25v-3.5a2 2 0 0 1-2-2z"
            />
            <path class="brand-lines" d="M12 14.5h8M12 17.5h5" />
        </svg>
    }
}
