use tidings_tests::browser::{Browser, ENTER, Page, SPACE, TAB};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::Console;

#[tokio::test]
async fn every_control_has_a_name_and_every_id_is_one_elements() {
    let console = Console::start();
    Browser::run("names", async |page: Page| {
        page.open(&console.page("/")).await;
        page.focused("user").await;
        is_accessible(&page, "sign-in").await;
        page.sign_in_to(&console).await;
        for operation in ["outbound", "proactive", "greet", "structured", "guest"] {
            let compose = Compose::open(&page, &console, operation).await;
            is_accessible(&page, operation).await;
            if operation == "structured" {
                for kind in ["card", "carousel", "text", "image", "location"] {
                    compose.choose(&format!("content-{kind}")).await;
                    is_accessible(&page, kind).await;
                }
            }
        }
        page.open(&console.page("/activity")).await;
        page.see("[data-test=empty]").await;
        is_accessible(&page, "activity").await;
        for (path, there) in [
            ("/connections", "[data-test=connections]"),
            ("/connections/sandbox", "[data-test=allowed-empty]"),
            ("/suppressions", "[data-test=suppressed-empty]"),
        ] {
            page.open(&console.page(path)).await;
            page.see(there).await;
            is_accessible(&page, path).await;
        }
    })
    .await;
}

/// Controls without a name, ids used twice, references to ids that are not there, fields that are
/// wrong without saying where the reason stands, more or less than one main heading.
async fn is_accessible(page: &Page, place: &str) {
    let found = page.run(CHECK, &[]).await;
    assert_eq!(found, serde_json::json!([]), "{place}");
}

const CHECK: &str = r#"
const wrong = [];
const say = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
const shown = (element) => element.checkVisibility();
const named = (element) =>
  element.ariaLabel?.trim() || element.title?.trim() || element.textContent.trim() ||
  [...(element.labels ?? [])].some((label) => label.textContent.trim()) ||
  (element.getAttribute("aria-labelledby") ?? "").split(" ").some((id) => document.getElementById(id)?.textContent.trim());
for (const element of document.querySelectorAll("input, select, textarea, button, a[href], summary, iframe, dialog, [role=group], [role=progressbar]")) {
  const name = element.matches("input, select, textarea")
    ? [...element.labels].some((label) => label.textContent.trim()) || element.ariaLabel
    : named(element);
  if (shown(element) && !name) say("no name", element);
}
const ids = new Set();
for (const element of document.querySelectorAll("[id]")) {
  if (ids.has(element.id)) say("id used twice", element);
  ids.add(element.id);
}
for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for"]) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    for (const id of element.getAttribute(attribute).split(" ")) if (!ids.has(id)) say(`${attribute} leads nowhere`, element);
  }
}
for (const image of document.querySelectorAll("img:not([alt])")) say("no alternative text", image);
if ([...document.querySelectorAll("h1")].filter(shown).length !== 1) wrong.push("not one main heading");
if (!document.documentElement.lang) wrong.push("no language");
if ([...document.querySelectorAll("main")].filter(shown).length !== 1) wrong.push("not one main part");
return wrong;
"#;

#[tokio::test]
async fn a_message_can_be_sent_without_a_mouse() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("keyboard", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/compose/proactive")).await;
        page.see("[data-test=send]").await;
        tab_to(&page, "contactId").await;
        page.press(&contact).await;
        tab_to(&page, "text").await;
        page.press("Hello! Do you have any questions?").await;
        tab_to(&page, "send").await;
        page.press(SPACE).await;
        page.see("[data-test=outcome] [data-delivery]").await;
        page.focused("send-outcome").await;
        tab_to(&page, "send-another").await;
        page.press(ENTER).await;
        page.see("[data-test=send]").await;
    })
    .await;
    assert_eq!(console.cloud().accepted("proactive", 1).await.len(), 1);
}

/// Presses Tab until the element with that id, or that `data-test`, has the focus. The focus can be
/// seen wherever it stops.
async fn tab_to(page: &Page, name: &str) {
    for _ in 0..60 {
        page.press(TAB).await;
        let at = page.run(FOCUS, &[]).await;
        assert_eq!(at["ring"], true, "nobody can see where the focus is: {at}");
        if at["id"] == name || at["test"] == name {
            return;
        }
    }
    panic!("Tab never leads to {name}");
}

const FOCUS: &str = r#"
const element = document.activeElement;
const styles = [element, element.closest("label"), element.parentElement].filter(Boolean).map((one) => getComputedStyle(one));
return {
  id: element.id, test: element.dataset.test ?? "", html: element.outerHTML.slice(0, 120),
  ring: element === document.body || styles.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"),
};
"#;
