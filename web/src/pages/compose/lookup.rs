//! Looking a contact or an earlier conversation up before sending, through the proxy's forward.

use leptos::prelude::*;
use tidings_core::address::EmailAddress;
use tidings_core::dialect::{Contact, Dialect, History, Read};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::outcome::Outcome;

use super::editor::use_editor;
use crate::api::{Api, use_api};
use crate::components::{Notice, Tone};

/// What a look-up found, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    tone: Tone,
    title: String,
    text: String,
}

impl Finding {
    fn new(tone: Tone, title: &str, text: impl Into<String>) -> Self {
        Self {
            tone,
            title: title.to_owned(),
            text: text.into(),
        }
    }
}

/// Asks whether a contact exists and its channel is open (G3).
#[component]
pub(super) fn ContactCheck() -> impl IntoView {
    let editor = use_editor();
    let api = use_api();
    let id = editor.text("/contactId");
    let look = move |connection: String, dialect: Dialect| async move {
        let Ok(id) = ContactId::parse(id.get_untracked().trim()) else {
            return Finding::new(
                Tone::Bad,
                "That is no contact id",
                "Correct it, then check again.",
            );
        };
        match read(api, &connection, dialect, &Read::Contact(id)).await {
            Ok(reply) => match dialect.contact(&reply) {
                Ok(contact) => contact_found(contact),
                Err(outcome) => refused("The contact was not found", outcome),
            },
            Err(finding) => finding,
        }
    };
    view! { <LookUp label="Check contact" test="check-contact" subject=id look=move |c, d| { let f = look(c, d); Box::pin(f) as Looking } /> }
}

/// Looks the earlier conversation up: is it over, and who was it? (G2)
#[component]
pub(super) fn HistoryCheck() -> impl IntoView {
    let editor = use_editor();
    let api = use_api();
    let id = editor.text("/previousConversationId");
    let look = move |connection: String, dialect: Dialect| async move {
        let Ok(id) = ConversationId::parse(id.get_untracked().trim()) else {
            return Finding::new(
                Tone::Bad,
                "That is no conversation id",
                "Correct it, then check again.",
            );
        };
        match read(api, &connection, dialect, &Read::History(id)).await {
            Ok(reply) => match dialect.history(&reply) {
                Ok(history) => {
                    let (finding, email) = history_found(&history);
                    editor.returning().try_set(email);
                    finding
                }
                Err(outcome) => refused("The conversation was not found", outcome),
            },
            Err(finding) => finding,
        }
    };
    view! { <LookUp label="Check history" test="check-history" subject=id look=move |c, d| { let f = look(c, d); Box::pin(f) as Looking } /> }
}

/// Where ids can be found when trying things out.
#[component]
pub(super) fn SandboxHint() -> impl IntoView {
    let editor = use_editor();
    move || {
        let connection = editor
            .session()
            .connection()
            .filter(|connection| connection.is_sandbox)?;
        let url = format!(
            "{}/_sandbox/population?limit=20",
            connection.base_url.trim_end_matches('/')
        );
        Some(view! {
            <p class="muted small">
                "This is a sandbox: take ids from "
                <a href=url target="_blank" rel="noreferrer">"its customers"</a> "."
            </p>
        })
    }
}

type Looking = std::pin::Pin<Box<dyn Future<Output = Finding>>>;

#[component]
fn LookUp<F>(
    label: &'static str,
    test: &'static str,
    subject: Signal<String>,
    look: F,
) -> impl IntoView
where
    F: Fn(String, Dialect) -> Looking + Copy + Send + Sync + 'static,
{
    let editor = use_editor();
    let finding = RwSignal::new(None::<Finding>);
    let is_looking = RwSignal::new(false);
    // A finding is about the id it was made for.
    Effect::new(move || {
        subject.track();
        finding.set(None);
        editor.returning().set(None);
    });
    let start = move |_| {
        let Some(connection) = untrack(|| editor.session().connection()) else {
            return;
        };
        if is_looking.get_untracked() {
            return;
        }
        is_looking.set(true);
        leptos::task::spawn_local(async move {
            let asked = subject.get_untracked();
            let found = look(connection.name, connection.dialect).await;
            if subject.try_get_untracked().as_ref() == Some(&asked) {
                finding.try_set(Some(found));
            }
            is_looking.try_set(false);
        });
    };
    view! {
        <button
            type="button"
            class="button lookup-button"
            data-test=test
            aria-disabled=move || is_looking.get().to_string()
            on:click=start
        >
            {label}
        </button>
        <div class="lookup-finding" role="status" data-test=format!("{test}-result")>
            {move || finding.get().map(|finding| view! {
                <Notice tone=finding.tone title=finding.title><p>{finding.text}</p></Notice>
            })}
        </div>
    }
}

async fn read(
    api: Api,
    connection: &str,
    dialect: Dialect,
    read: &Read,
) -> Result<tidings_core::request::Reply, Finding> {
    let target = dialect.read_request(read).target;
    api.forward(connection, &target)
        .await
        .map_err(|error| Finding::new(Tone::Bad, "The look-up did not work", error.message()))
}

fn contact_found(contact: Contact) -> Finding {
    let conversation = contact
        .conversation_id
        .map(|id| format!("Conversation {id}."));
    let status = contact
        .status
        .map(|status| format!("Genesys says: {status}."));
    let text: Vec<String> = conversation.into_iter().chain(status).collect();
    Finding::new(Tone::Good, "The contact exists", text.join(" "))
}

/// What to say, and the address to greet by.
fn history_found(history: &History) -> (Finding, Option<EmailAddress>) {
    let email = history
        .customer_address
        .as_deref()
        .and_then(|address| EmailAddress::parse(address).ok());
    let finding = match (&email, history.is_over()) {
        (_, false) => Finding::new(
            Tone::Warn,
            "The earlier conversation is not over",
            format!(
                "Still active with status {}; no greeting is sent.",
                history.status
            ),
        ),
        (Some(email), true) => Finding::new(
            Tone::Good,
            "A returning customer",
            format!("{email}; the earlier conversation is {}.", history.status),
        ),
        (None, true) => Finding::new(
            Tone::Warn,
            "No e-mail address in the earlier conversation",
            "Without one no greeting is sent.",
        ),
    };
    (finding, email)
}

fn refused(title: &str, outcome: Outcome) -> Finding {
    let text = match outcome {
        Outcome::Rejected(refusal)
        | Outcome::Conflict(refusal)
        | Outcome::Unauthorized(refusal)
        | Outcome::ServerError(refusal) => refusal.to_string(),
        Outcome::Throttled { .. } => {
            "Genesys asks to wait; check again in a few seconds.".to_owned()
        }
        Outcome::NeverOpened { reason } | Outcome::InDoubt { reason } => reason,
        _ => "Genesys gave an answer that says nothing.".to_owned(),
    };
    Finding::new(Tone::Bad, title, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn history(status: &str, address: Option<&str>) -> History {
        History {
            id: "c-1".into(),
            status: status.into(),
            customer_address: address.map(str::to_owned),
            customer_contact: None,
        }
    }

    #[test]
    fn only_a_finished_conversation_with_an_address_is_good_news() {
        let (finding, email) = history_found(&history("closed", Some("ana@example.org")));
        assert_eq!((finding.tone, email.is_some()), (Tone::Good, true));
        let (finding, _) = history_found(&history("active", Some("ana@example.org")));
        assert!(finding.tone == Tone::Warn && finding.text.contains("active"));
        let (finding, email) = history_found(&history("abandoned", None));
        assert_eq!((finding.tone, email), (Tone::Warn, None));
    }
}
