//! A list of recipients: searched, added to, taken from. The allow-list of a connection and the
//! suppression list are both such.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use tidings_core::api::{ListChange, ListedPage, ListedRecipient, RecipientList};

use crate::api::{Api, ApiError, use_api};
use crate::browser;
use crate::components::{Field, FieldKind, Notice, Skeleton, Tone};
use crate::format::{count, exact, plural, relative};

/// How long somebody has to stop typing before the list is searched.
const PAUSE: Duration = Duration::from_millis(250);

/// Refusals that are listed one by one.
const REFUSED_SHOWN: usize = 20;

/// What a list is called where it is shown.
#[derive(Clone, Copy, Debug)]
pub struct ListWords {
    /// Begins the ids of its fields.
    pub id: &'static str,
    /// For those who cannot see the table.
    pub caption: &'static str,
    /// Above the field for new recipients.
    pub add_label: &'static str,
    /// On the button that adds them.
    pub add: &'static str,
    /// When nobody is on it.
    pub empty: &'static str,
    /// What to do then.
    pub empty_hint: &'static str,
}

/// A list as it is shown: a page of it, what is searched for, what the last change came to.
#[derive(Clone, Copy)]
pub struct Listing {
    path: StoredValue<String>,
    words: &'static ListWords,
    search: RwSignal<String>,
    cursor: RwSignal<Option<String>>,
    page: RwSignal<Option<ListedPage>>,
    problem: RwSignal<Option<String>>,
    changed: RwSignal<Option<(&'static str, ListChange)>>,
    version: RwSignal<u32>,
}

impl Listing {
    /// The list at a path, read as soon as it is there.
    pub fn open(path: String, words: &'static ListWords) -> Self {
        let listing = Self {
            path: StoredValue::new(path),
            words,
            search: RwSignal::new(String::new()),
            cursor: RwSignal::new(None),
            page: RwSignal::new(None),
            problem: RwSignal::new(None),
            changed: RwSignal::new(None),
            version: RwSignal::new(0),
        };
        let api = use_api();
        Effect::new(move || {
            listing.version.track();
            let asked = (listing.search.get(), listing.cursor.get());
            let path = listing.path.get_value();
            leptos::task::spawn_local(async move {
                let result = api.listed(&path, &asked.0, asked.1.as_deref()).await;
                let now = listing.search.try_get_untracked();
                if now.zip(listing.cursor.try_get_untracked()) == Some(asked) {
                    listing.show(result);
                }
            });
        });
        listing
    }

    /// What a change came to, by what it did: "added", "removed". The list is read anew.
    pub fn note(self, done: &'static str, result: Result<ListChange, ApiError>) {
        match result {
            Ok(change) => {
                self.changed.try_set(Some((done, change)));
                self.problem.try_set(None);
                self.version
                    .try_update(|version| *version = version.wrapping_add(1));
            }
            Err(error) => {
                self.changed.try_set(None);
                self.problem.try_set(Some(error.message()));
            }
        }
    }

    fn show(self, result: Result<ListedPage, ApiError>) {
        match result {
            Ok(page) => {
                self.page.try_set(Some(page));
            }
            Err(error) => {
                self.problem.try_set(Some(error.message()));
            }
        }
    }

    fn remove(self, api: Api, recipient: String) {
        let path = self.path.get_value();
        leptos::task::spawn_local(async move {
            let body = RecipientList {
                recipients: vec![recipient],
                reason: String::new(),
            };
            self.note("removed", api.remove_listed(&path, &body).await);
            // The button that had the focus is gone.
            browser::focus(format!("{}-search", self.words.id));
        });
    }
}

/// The form that adds, what the last change came to, the search and the table.
#[component]
pub fn RecipientListing(
    /// The list.
    listing: Listing,
) -> impl IntoView {
    view! {
        <AddForm listing />
        <div role="status" data-test=format!("{}-changed", listing.words.id)>
            {move || listing.changed.get().map(|(done, change)| view! { <Changed done change /> })}
            {move || listing.problem.get().map(|problem| view! {
                <Notice tone=Tone::Bad title="That did not work"><p>{problem}</p></Notice>
            })}
        </div>
        <Search listing />
        <Rows listing />
    }
}

#[component]
fn AddForm(listing: Listing) -> impl IntoView {
    let api = use_api();
    let id = listing.words.id;
    let recipients = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let missing = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = RecipientList {
            recipients: lines(&recipients.get_untracked()),
            reason: reason.get_untracked().trim().to_owned(),
        };
        if body.recipients.is_empty() {
            missing.set(Some("Write at least one address or id".to_owned()));
            browser::focus(format!("{id}-recipients"));
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let path = listing.path.get_value();
        leptos::task::spawn_local(async move {
            let result = api.add_listed(&path, &body).await;
            if result.is_ok() {
                recipients.try_set(String::new());
            }
            listing.note("added", result);
            is_busy.try_set(false);
        });
    };
    view! {
        <form class="stack-tight" on:submit=submit novalidate autocomplete="off">
            <div class="field-pair listed-form">
                <Field
                    id=format!("{id}-recipients")
                    label=listing.words.add_label
                    kind=FieldKind::Text
                    value=recipients
                    error=missing
                    hint="E-mail addresses, phone numbers or ids of persons, one a line"
                    on_input=move |text| { missing.set(None); recipients.set(text); }
                />
                <Field
                    id=format!("{id}-reason")
                    label="Why"
                    value=reason
                    optional=true
                    hint="Kept with each"
                    on_input=move |text| reason.set(text)
                />
            </div>
            <div>
                <button type="submit" class="button" data-test=format!("{id}-add") aria-disabled=move || is_busy.get().to_string()>
                    {listing.words.add}
                </button>
            </div>
        </form>
    }
}

/// What a change came to.
#[component]
fn Changed(done: &'static str, change: ListChange) -> impl IntoView {
    let mut parts = vec![format!("{} {done}", count(change.changed))];
    if change.unchanged > 0 {
        parts.push(format!("{} unchanged", count(change.unchanged)));
    }
    let tone = if change.refused.is_empty() {
        Tone::Good
    } else {
        parts.push(format!("{} refused", count(change.refused.len() as u64)));
        Tone::Warn
    };
    let more = change.refused.len().saturating_sub(REFUSED_SHOWN);
    let refused = change
        .refused
        .into_iter()
        .take(REFUSED_SHOWN)
        .map(|text| view! { <li>{text}</li> })
        .collect_view();
    view! { <Notice tone=tone title=parts.join(", ")>
        <ul class="small">
            {refused}
            {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
        </ul>
    </Notice> }
}

#[component]
fn Search(listing: Listing) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop_waiting);
    let on_input = move |text: String| {
        typed.set(text);
        stop_waiting();
        let ask = move || {
            if let Some(text) = typed.try_get_untracked() {
                listing.cursor.try_set(None);
                listing.search.try_set(text.trim().to_owned());
            }
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    };
    view! {
        <div class="filters">
            <Field id=format!("{}-search", listing.words.id) label="Search" value=typed on_input=on_input />
        </div>
    }
}

#[component]
fn Rows(listing: Listing) -> impl IntoView {
    let api = use_api();
    move || {
        let Some(page) = listing.page.get() else {
            return view! { <Skeleton lines=3 /> }.into_any();
        };
        if page.rows.is_empty() {
            return view! { <Nobody listing /> }.into_any();
        }
        let now = browser::now();
        let rows = page
            .rows
            .into_iter()
            .map(|row| {
                let recipient = row.recipient.clone();
                let remove = move || listing.remove(api, recipient.clone());
                view! { <Row row now remove=Callback::new(move |()| remove()) /> }
            })
            .collect_view();
        let next = page.next;
        let is_first = untrack(|| listing.cursor.with(Option::is_none));
        view! {
            <div class="table-box">
                <table class="table is-plain listed" data-test=format!("{}-rows", listing.words.id)>
                    <caption class="visually-hidden">{listing.words.caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Recipient"</th>
                            <th scope="col">"Why"</th>
                            <th scope="col">"Since"</th>
                            <th scope="col">"By"</th>
                            <th scope="col"><span class="visually-hidden">"Remove"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <nav class="pager" aria-label="Pages of the list">
                <span class="muted small" data-test=format!("{}-total", listing.words.id)>{plural(page.total, "recipient")}</span>
                <div class="cluster">
                    {(!is_first).then(|| view! {
                        <button type="button" class="button" on:click=move |_| listing.cursor.set(None)>"First page"</button>
                    })}
                    {next.map(|next| view! {
                        <button type="button" class="button" data-test=format!("{}-next", listing.words.id) on:click=move |_| listing.cursor.set(Some(next.clone()))>"Next page"</button>
                    })}
                </div>
            </nav>
        }
        .into_any()
    }
}

#[component]
fn Row(
    row: ListedRecipient,
    now: tidings_core::time::Timestamp,
    remove: Callback<()>,
) -> impl IntoView {
    let at = row.added_at;
    let label = format!("Remove {}", row.recipient);
    view! {
        <tr>
            <td class="is-to"><span class="mono">{row.recipient}</span></td>
            <td class="is-why">{row.reason}</td>
            <td class="is-time"><time datetime=at.to_string() title=exact(at)>{relative(at, now)}</time></td>
            <td class="is-by muted">{row.added_by}</td>
            <td class="is-outcome">
                <button type="button" class="button button-quiet" data-test="remove" aria-label=label on:click=move |_| remove.run(())>
                    "Remove"
                </button>
            </td>
        </tr>
    }
}

#[component]
fn Nobody(listing: Listing) -> impl IntoView {
    let is_searched = untrack(|| listing.search.with(|search| !search.is_empty()));
    let (title, hint) = if is_searched {
        ("Nobody fits this search", "Try a part of the address.")
    } else {
        (listing.words.empty, listing.words.empty_hint)
    };
    view! {
        <div class="nobody" data-test=format!("{}-empty", listing.words.id)>
            <strong>{title}</strong>
            <p class="muted">{hint}</p>
        </div>
    }
}

/// One recipient a line; commas and semicolons part them too, as they come from a spreadsheet.
fn lines(text: &str) -> Vec<String> {
    text.split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn recipients_stand_one_a_line_or_between_commas() {
        assert_eq!(
            lines("ana@example.org\r\n\n +15550100 ; c-1, "),
            ["ana@example.org", "+15550100", "c-1"]
        );
        assert!(lines(" \n,;").is_empty());
    }
}
