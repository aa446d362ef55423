//! Compose, filled in as a person fills it in.

use serde_json::Value;

use crate::browser::{ENTER, Page, TAB};
use crate::console::Console;

/// A question with three choices.
pub const QUESTION: &str = "How can we help?";
/// The choices' labels.
pub const CHOICES: [&str; 3] = ["Billing", "Delivery", "Talk to an agent"];
/// What comes back for the last of them.
pub const LAST_VALUE: &str = "talk_to_an_agent";

/// Compose in a browser.
#[derive(Clone, Copy)]
pub struct Compose<'t> {
    page: &'t Page,
}

impl<'t> Compose<'t> {
    /// Opens the form of a job, by its operation's name.
    pub async fn open(page: &'t Page, console: &Console, operation: &str) -> Self {
        page.open(&console.page(&format!("/compose/{operation}")))
            .await;
        page.see("[data-test=send]").await;
        Self { page }
    }

    /// The form that is open already.
    pub fn on(page: &'t Page) -> Self {
        Self { page }
    }

    /// The same as [`Compose::open`] on a connection of that name.
    pub async fn open_on(
        page: &'t Page,
        console: &Console,
        connection: &str,
        operation: &str,
    ) -> Self {
        let path = format!("/compose/{operation}?connection={connection}");
        page.open(&console.page(&path)).await;
        page.see("[data-test=send]").await;
        page.read("[data-test=connection]", connection).await;
        Self { page }
    }

    /// Chooses one of a few, by the name that tests know it by.
    pub async fn choose(self, option: &str) {
        let label = format!("label:has([data-test={option}])");
        self.page.click(&label).await;
    }

    /// A question with three choices: typed, a row a line.
    pub async fn quick_reply(self, contact_id: &str) {
        let page = self.page;
        page.fill("contactId", contact_id).await;
        page.fill("content-title", QUESTION).await;
        page.fill("content-choices-0-label", CHOICES[0]).await;
        page.fill("content-choices-1-label", CHOICES[1]).await;
        page.press(ENTER).await;
        page.focused("content-choices-2-label").await;
        page.press(CHOICES[2]).await;
    }

    /// A card with one button of each kind.
    pub async fn card(self, contact_id: &str) {
        let page = self.page;
        page.fill("contactId", contact_id).await;
        self.choose("content-card").await;
        page.fill("content-title", "Spring collection").await;
        page.fill("content-subtitle", "Forty new colors").await;
        page.click("[data-test=add-button]").await;
        page.focused("content-actions-0-title").await;
        page.press(&format!("Tell me more{ENTER}")).await;
        page.focused("content-actions-1-title").await;
        page.press("Open the shop").await;
        self.select("content-actions-1-type", "web_url").await;
        page.fill("content-actions-1-url", "https://shop.example.com/spring")
            .await;
    }

    /// Two cards in a row.
    pub async fn carousel(self, contact_id: &str) {
        let page = self.page;
        page.fill("contactId", contact_id).await;
        self.choose("content-carousel").await;
        for (index, title) in ["Spring collection", "Summer collection"]
            .iter()
            .enumerate()
        {
            page.fill(&format!("content-cards-{index}-title"), title)
                .await;
            page.fill(
                &format!("content-cards-{index}-subtitle"),
                "Forty new colors",
            )
            .await;
        }
    }

    /// A mail in HTML.
    pub async fn mail(self) {
        let page = self.page;
        page.fill("from", "care@example.com").await;
        page.fill("fromName", "Support").await;
        page.fill("subject", "We missed you").await;
        page.fill("body", MAIL).await;
    }

    /// Sets a choice among several.
    pub async fn select(self, id: &str, value: &str) {
        let option = format!("#{id} option[value={value}]");
        self.page.click(&option).await;
    }

    /// Leaves the field and waits until nothing is left to fix.
    pub async fn ready(self) {
        self.page.press(TAB).await;
        self.page.read("[data-test=verdict]", "Ready").await;
    }

    /// Presses Send.
    pub async fn send(self) {
        self.page.click("[data-test=send]").await;
    }

    /// Waits until the platform has taken the message that was sent; its delivery's id. A sandbox
    /// may have said that it arrived before we look.
    pub async fn accepted(self) -> String {
        self.page
            .see("[data-test=outcome] .badge:is([data-state=accepted], [data-state=delivered], [data-state=read])")
            .await;
        self.delivery().await
    }

    /// Waits until the message that was sent is in a state; its delivery's id.
    pub async fn ends(self, state: &str) -> String {
        let badge = format!("[data-test=outcome] [data-state={state}]");
        self.page.see(&badge).await;
        self.delivery().await
    }

    async fn delivery(self) -> String {
        let outcome = self.page.see("[data-test=outcome] [data-delivery]").await;
        let id = outcome.attr("data-delivery").await.unwrap();
        id.expect("the delivery's id")
    }

    /// What the outcome says.
    pub async fn outcome(self) -> String {
        self.page.read("[data-test=outcome]", "").await
    }
}

/// The text at a key of a customer of the sandbox.
#[track_caller]
pub fn text(customer: &Value, key: &str) -> String {
    customer[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key}: {customer}"))
        .to_owned()
}

/// A body that asks for a name and has styles of its own.
pub const MAIL: &str =
    "<h1 style=\"color:#0f766e\">Hello {{name | default: \"there\"}}</h1><p>Come back to us.</p>";
