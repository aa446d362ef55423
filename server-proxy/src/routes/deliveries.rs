//! What was sent and how it ended.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tidings_core::api::{
    DeliveryDetail, DeliveryFilter, DeliveryPage, DeliveryView, RequestView, Resolve,
};
use tidings_core::message::draft::Draft;
use tidings_core::recipient::Recipient;
use tidings_engine::id::DeliveryId;
use tidings_engine::ledger::{Campaign, Delivery, InDoubt};

use super::{Body, Key, Params, send};
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;
use crate::request_view;

pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
    Params(filter): Params<DeliveryFilter>,
) -> Result<Json<DeliveryPage>, ApiError> {
    Ok(Json(app.ledger.deliveries(&filter, PAGE).await?))
}

pub(crate) async fn show(
    State(app): State<App>,
    _: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<DeliveryDetail>, ApiError> {
    let id = DeliveryId::from_text(id);
    let delivery = app.ledger.delivery(&id).await?;
    let campaign = app.ledger.campaign(&delivery.campaign).await?;
    Ok(Json(DeliveryDetail {
        delivery: delivery.view(),
        request: request(&app, &delivery, &campaign),
        draft: addressed(campaign.draft, &delivery.recipient),
        timeline: app.ledger.timeline(&id).await?,
    }))
}

pub(crate) async fn retry(
    State(app): State<App>,
    signed_in: SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<DeliveryView>), ApiError> {
    let delivery = app.ledger.delivery(&DeliveryId::from_text(id)).await?;
    if !delivery.view().can_retry {
        let message = format!(
            "This message is {}; sending it again could reach somebody twice.",
            delivery.state.name().replace('_', " ")
        );
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "not_retryable",
            message,
        ));
    }
    let campaign = app.ledger.campaign(&delivery.campaign).await?;
    let draft = campaign.draft.into();
    send::submit(&app, &delivery.connection, draft, signed_in, key).await
}

pub(crate) async fn resolve(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Body(body): Body<Resolve>,
) -> Result<Json<DeliveryView>, ApiError> {
    let id = DeliveryId::from_text(id);
    let which = InDoubt::Delivery(id.clone());
    let settled = app
        .ledger
        .resolve(which, body.resolution, &signed_in.user.name)
        .await?;
    let delivery = app.ledger.delivery(&id).await?;
    if settled == 0 {
        let message = format!(
            "This message is not in doubt any more: it is {}.",
            delivery.state.name().replace('_', " ")
        );
        return Err(ApiError::new(StatusCode::CONFLICT, "not_in_doubt", message));
    }
    Ok(Json(delivery.view()))
}

/// The request as it went out, or would; nothing while a placeholder waits for a look-up.
fn request(app: &App, delivery: &Delivery, campaign: &Campaign) -> Option<RequestView> {
    let connection = app
        .connections
        .find(&delivery.connection)
        .ok()?
        .connection();
    let message = campaign.draft.parse(&app.policy).ok()?;
    let personalized = message.personalize(&delivery.recipient, &app.policy).ok()?;
    let at = delivery.attempted_at.unwrap_or(delivery.created_at);
    let carried = connection
        .dialect
        .carry(&personalized, connection.is_sandbox())
        .ok()?;
    request_view::of_message(connection, &carried, at)
        .into_iter()
        .next()
}

/// A campaign's draft with the recipient it has for this row.
fn addressed(draft: Draft, recipient: &Recipient) -> Draft {
    match draft {
        Draft::Outbound(mut outbound) => {
            recipient.target().clone_into(&mut outbound.to);
            recipient
                .name()
                .unwrap_or_default()
                .clone_into(&mut outbound.name);
            Draft::Outbound(outbound)
        }
        other => other,
    }
}

/// Rows a page.
const PAGE: u32 = 50;
