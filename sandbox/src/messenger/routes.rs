//! The messenger's paths.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{answer, assets, feed, guests, mail};
use crate::cloud::Cloud;

pub(crate) fn routes() -> Router<Arc<Cloud>> {
    Router::new()
        .route("/messenger", get(assets::page))
        .route("/messenger/messenger.css", get(assets::style))
        .route("/messenger/script/{name}", get(assets::module))
        .route("/messenger/guests", get(guests::list))
        .route("/messenger/profile", get(guests::show))
        .route("/messenger/feed", get(feed::feed))
        .route("/messenger/mail/{id}", get(mail::mail))
        .route("/messenger/answer", post(answer::answer))
        .route("/messenger/read", post(answer::read))
}
