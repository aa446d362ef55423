//! The admin page: what is seen. Every rule about messages is the core's; this crate draws forms,
//! a preview and tables, and talks to the console's own server.
#![expect(
    unreachable_pub,
    reason = "leptos writes `pub` on what `#[component]` makes of a `pub(super)` function"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a component's props are owned, so that its view may outlive whoever made it"
)]

pub mod api;
pub mod app;
pub mod browser;
pub mod components;
pub mod doctors;
pub mod format;
pub mod frame;
pub mod listed;
pub mod live;
pub mod pages;
pub mod routes;
pub mod session;
pub mod stops;
#[cfg(test)]
mod testing;

/// Mounts the page into the document's body.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
