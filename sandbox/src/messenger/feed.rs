//! Messages as they arrive, as server-sent events that a page can resume.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};
use tokio::sync::watch;

use super::guests;
use super::threads::{Message, Thread};
use crate::cloud::{Cloud, lock};

struct Feed {
    cloud: Arc<Cloud>,
    thread: Thread,
    last: u32,
    resets: u32,
    waiting: VecDeque<(u32, Arc<Message>)>,
    news: watch::Receiver<u64>,
}

/// All messages of the guest the query names, or those after `Last-Event-ID`, then new ones.
pub(super) async fn feed(
    State(cloud): State<Arc<Cloud>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some(thread) = guests::thread(&cloud, uri.query()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok());
    let last = last.and_then(|value| value.parse().ok()).unwrap_or(0);
    let news = cloud.news.subscribe();
    let resets = lock(&cloud.threads).resets();
    let feed = Feed {
        cloud,
        thread,
        last,
        resets,
        waiting: VecDeque::new(),
        news,
    };
    let sse = Sse::new(events(feed)).keep_alive(KeepAlive::default());
    ([("x-accel-buffering", "no")], sse).into_response()
}

fn events(feed: Feed) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(feed, |mut feed| async move {
        loop {
            if let Some((number, message)) = feed.waiting.pop_front() {
                feed.last = number;
                let event = Event::default().event("message").id(number.to_string());
                // A message is plain data: turning it into JSON cannot fail.
                let event = event.json_data(&*message).unwrap_or_default();
                return Some((Ok(event), feed));
            }
            feed.news.mark_unchanged();
            let (resets, waiting) = {
                let threads = lock(&feed.cloud.threads);
                (threads.resets(), threads.after(&feed.thread, feed.last))
            };
            feed.waiting = waiting.into();
            if resets != feed.resets {
                feed.resets = resets;
                return Some((Ok(Event::default().event("reset").data("{}")), feed));
            }
            if feed.waiting.is_empty() && feed.news.changed().await.is_err() {
                return None;
            }
        }
    })
}
