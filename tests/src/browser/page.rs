//! What a person does with a page: look, click, type. Every look waits for what it looks for.

use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{By, WebElement};

use crate::wait::until;

/// The page in a browser's window.
#[derive(Clone)]
pub struct Page {
    handle: Arc<SessionHandle>,
}

impl Page {
    pub(super) fn new(handle: Arc<SessionHandle>) -> Self {
        Self { handle }
    }

    pub(super) fn handle(&self) -> &Arc<SessionHandle> {
        &self.handle
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) {
        self.handle.goto(address).await.expect("the address opens");
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.handle.refresh().await.expect("the page reloads");
    }

    /// Path, query and fragment in the address bar.
    pub async fn location(&self) -> String {
        let script = "return location.pathname + location.search + location.hash";
        self.run(script, &[]).await.as_str().unwrap().to_owned()
    }

    /// What a script returns.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let result = self.handle.execute(script, arguments.to_vec()).await;
        result
            .unwrap_or_else(|e| panic!("{script}: {e}"))
            .json()
            .clone()
    }

    /// The first element that fits a CSS selector, once it can be seen.
    #[track_caller]
    pub fn see(&self, css: &str) -> impl Future<Output = WebElement> {
        let (handle, css) = (self.handle.clone(), css.to_owned());
        until(format!("{css} is in sight"), move || {
            let (handle, css) = (handle.clone(), css.clone());
            async move {
                let element = handle.find(By::Css(css)).await.ok()?;
                (element.is_displayed().await.ok()?).then_some(element)
            }
        })
    }

    /// Waits until nothing that fits a CSS selector can be seen.
    #[track_caller]
    pub fn gone(&self, css: &str) -> impl Future<Output = ()> {
        let (handle, css) = (self.handle.clone(), css.to_owned());
        until(format!("{css} is gone"), move || {
            let (handle, css) = (handle.clone(), css.clone());
            async move {
                for element in handle.find_all(By::Css(css)).await.ok()? {
                    if element.is_displayed().await.unwrap_or_default() {
                        return None;
                    }
                }
                Some(())
            }
        })
    }

    /// How many elements fit a CSS selector now.
    pub async fn count(&self, css: &str) -> usize {
        let all = self.handle.find_all(By::Css(css)).await;
        all.expect("a selector").len()
    }

    /// Waits until the text of an element holds `part`; the whole text.
    #[track_caller]
    pub fn read(&self, css: &str, part: &str) -> impl Future<Output = String> {
        let what = format!("{css} says {part:?}");
        let (handle, css, part) = (self.handle.clone(), css.to_owned(), part.to_owned());
        until(what, move || {
            let (handle, css, part) = (handle.clone(), css.clone(), part.clone());
            async move {
                let element = handle.find(By::Css(css)).await.ok()?;
                let text = element.text().await.ok()?;
                text.contains(&part).then_some(text)
            }
        })
    }

    /// Clicks once it can be clicked: an element may still move, or be drawn anew.
    #[track_caller]
    pub fn click(&self, css: &str) -> impl Future<Output = ()> {
        let (handle, css) = (self.handle.clone(), css.to_owned());
        until(format!("{css} can be clicked"), move || {
            let (handle, css) = (handle.clone(), css.clone());
            async move {
                let element = handle.find(By::Css(css)).await.ok()?;
                if element.click().await.is_ok() {
                    return Some(());
                }
                // Under a bar that stays in place, as it is for a person: scroll, then again.
                let middle = "arguments[0].scrollIntoView({ block: 'center' })";
                handle
                    .execute(middle, vec![element.to_json().ok()?])
                    .await
                    .ok()?;
                element.click().await.ok()
            }
        })
    }

    /// Clicks into the field with that id and types over what stands there.
    pub async fn fill(&self, id: &str, text: &str) {
        self.click(&format!("#{id}")).await;
        self.run(
            "const field = document.getElementById(arguments[0]); field.select && field.select()",
            &[json!(id)],
        )
        .await;
        self.press(text).await;
    }

    /// Types whatever has the keyboard's focus.
    pub async fn press(&self, keys: &str) {
        let chain = self.handle.action_chain().send_keys(keys);
        chain.perform().await.expect("keys can be pressed");
    }

    /// Types while `held` is held.
    pub async fn press_with(&self, held: char, keys: &str) {
        let chain = self.handle.action_chain().key_down(held);
        let chain = chain.send_keys(keys).key_up(held);
        chain.perform().await.expect("keys can be pressed");
    }

    /// Pastes a text into whatever has the keyboard's focus.
    pub async fn paste(&self, text: &str) {
        let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
                      document.activeElement.dispatchEvent(new ClipboardEvent('paste', \
                      { clipboardData: data, bubbles: true, cancelable: true }))";
        self.run(script, &[json!(text)]).await;
    }

    /// Chooses a file in the field with that id.
    pub async fn choose_file(&self, id: &str, file: &std::path::Path) {
        let element = self.see(&format!("#{id}")).await;
        let path = file.display().to_string();
        element.send_keys(path).await.expect("a file can be chosen");
    }

    /// What stands in the field with that id.
    pub async fn value(&self, id: &str) -> String {
        let element = self.see(&format!("#{id}")).await;
        element.value().await.unwrap().unwrap_or_default()
    }

    /// Waits until the element with that id has the keyboard's focus.
    #[track_caller]
    pub fn focused(&self, id: &str) -> impl Future<Output = ()> {
        let (page, id) = (self.clone(), id.to_owned());
        until(format!("the focus is in #{id}"), move || {
            let (page, id) = (page.clone(), id.clone());
            async move {
                let script = "return document.activeElement?.id ?? ''";
                (page.run(script, &[]).await == id.as_str()).then_some(())
            }
        })
    }

    /// What is said to be wrong with the field of that id, once something is.
    #[track_caller]
    pub fn wrong(&self, id: &str) -> impl Future<Output = String> {
        let page = self.clone();
        let note = format!("#{id}-note.is-bad");
        async move { page.read(&note, "").await }
    }

    /// Opens an address in a window of its own and goes there; the way back.
    pub async fn open_beside(&self, address: &str) -> Window {
        let here = self.handle.window().await.expect("a window");
        let new = self.handle.new_tab().await.expect("another window");
        let window = Window { here };
        self.handle
            .switch_to_window(new)
            .await
            .expect("it is there");
        self.open(address).await;
        window
    }

    /// Goes to a window; the way back from there.
    pub async fn go(&self, window: &Window) -> Window {
        let here = self.handle.window().await.expect("a window");
        let there = window.here.clone();
        self.handle.switch_to_window(there).await.expect("a window");
        Window { here }
    }

    /// What the browser complained about: errors, warnings, violations of the security policy.
    /// A status of the API, or a picture from elsewhere that cannot be had, is no fault of the page.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.handle.browser_log().await.unwrap_or_default();
        log.into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING")
            .map(|entry| entry.message)
            .filter(|message| !is_answer(message) && !message.starts_with("https://"))
            .collect()
    }

    /// A picture of what can be seen, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.handle.screenshot_as_png().await.expect("a picture")
    }
}

/// A window to go back to.
#[derive(Clone, Debug)]
pub struct Window {
    here: thirtyfour::WindowHandle,
}

/// The browser reports every status above 399, also those that are the right answer.
fn is_answer(message: &str) -> bool {
    let is_api = ["/api/", "/genesys/"]
        .iter()
        .any(|path| message.contains(path));
    is_api && message.contains("the server responded with a status of")
}
