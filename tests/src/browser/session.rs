//! A browser window with a profile of its own.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt as _;
use serde_json::json;
use thirtyfour::cdp::Cdp;
use thirtyfour::{
    ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
};
use tokio::sync::Mutex;

use super::driver::{Driver, set};
use super::{Page, Traffic};
use crate::console::Console;
use crate::http::COOKIE_NAME;

/// One browser at a time: two would only slow each other down.
static TURN: Mutex<()> = Mutex::const_new(());

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// As CSS calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser and what is needed to end it.
pub struct Browser {
    driver: Driver,
    web: WebDriver,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Runs `test` in a browser of its own. When it fails, what was on the screen, the console's
    /// log and the page's source are kept in `target/browser/NAME…` first. At its end nothing may
    /// stand in the browser's log that the page should be ashamed of.
    pub async fn run<F>(name: &str, test: impl FnOnce(Page) -> F)
    where
        F: Future<Output = ()>,
    {
        let _turn = TURN.lock().await;
        let browser = Self::start().await;
        let page = browser.page();
        let result = AssertUnwindSafe(test(page.clone())).catch_unwind().await;
        let complaints = page.complaints().await;
        if result.is_err() || !complaints.is_empty() {
            browser.keep_evidence(name, &complaints).await;
        }
        browser.quit().await;
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
        assert!(
            complaints.is_empty(),
            "the browser complained: {complaints:#?}"
        );
    }

    /// A browser with an empty profile.
    pub async fn start() -> Self {
        let driver = Driver::start();
        let profile = tempfile::tempdir().expect("a folder can be made");
        let mut wanted = DesiredCapabilities::chrome();
        let user_data = format!("--user-data-dir={}", profile.path().display());
        for argument in ARGUMENTS.into_iter().chain([user_data.as_str()]) {
            wanted.add_arg(argument).expect("a list of arguments");
        }
        if let Some(program) = set("BROWSER") {
            wanted.set_binary(&program).expect("a path");
        }
        for log in ["browser", "performance"] {
            wanted
                .set_logging_prefs(log, LoggingPrefsLogLevel::All)
                .expect("a log's name");
        }
        let web = WebDriver::new(driver.address(), wanted)
            .await
            .unwrap_or_else(|e| panic!("no browser: {e}\n{}", driver.log()));
        Self {
            driver,
            web,
            _profile: profile,
        }
    }

    /// What is in the window.
    pub fn page(&self) -> Page {
        Page::new(self.web.handle().clone())
    }

    /// Ends the browser, then the driver.
    pub async fn quit(self) {
        self.web.quit().await.expect("the browser can be closed");
        drop(self.driver);
    }

    async fn keep_evidence(&self, name: &str, complaints: &[String]) {
        let folder = evidence_folder();
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let file = |kind: &str| folder.join(format!("{name}.{kind}"));
        // Whatever cannot be had is done without: the failure itself matters more.
        let _ = self.web.screenshot(&file("png")).await;
        let source = self.web.source().await.unwrap_or_default();
        let _ = std::fs::write(file("html"), source);
        let _ = std::fs::write(file("log"), complaints.join("\n"));
        eprintln!("see {}", file("{png,html,log}").display());
    }
}

impl Page {
    /// Puts a session into the browser without the sign-in page.
    pub async fn sign_in_to(&self, console: &Console) {
        let api = console.sign_up().await;
        let cookie = json!({
            "name": COOKIE_NAME, "value": api.session(), "url": console.address(),
            "path": "/", "secure": true, "httpOnly": true, "sameSite": "Strict",
        });
        self.devtools("Network.setCookie", cookie).await;
    }

    /// The session is gone, as after a night.
    pub async fn forget_cookies(&self) {
        self.devtools("Network.clearBrowserCookies", json!({}))
            .await;
    }

    /// Holds every call of the page back by so many milliseconds; 0 lets them go again.
    pub async fn delay(&self, latency: u32) {
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({
                "offline": false, "latency": latency,
                "downloadThroughput": -1, "uploadThroughput": -1,
            }),
        )
        .await;
    }

    /// Shows everything in a window of that width, light or dark.
    pub async fn look(&self, width: u32, height: u32, scheme: Scheme) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        )
        .await;
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme.name() },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] }),
        )
        .await;
    }

    /// A command of the browser's developer tools.
    pub async fn devtools(&self, method: &str, parameters: serde_json::Value) -> serde_json::Value {
        Cdp::new(self.handle().clone())
            .send_raw(method, parameters)
            .await
            .unwrap_or_else(|e| panic!("{method}: {e}"))
    }

    /// What went over the network since this was asked last.
    pub async fn traffic(&self) -> Traffic {
        Traffic::of(self).await
    }
}

/// Where the evidence of failures is kept.
fn evidence_folder() -> PathBuf {
    let target = std::env::current_exe().expect("the test knows its own path");
    let target = target.ancestors().nth(3).expect("target/{profile}/deps");
    target.join("browser")
}

const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,1000",
    "--lang=en-US",
];
