//! One message to an audience.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tidings_core::api::{CampaignView, NotifyRequest, Resolve};
use tidings_engine::genesys::Genesys;
use tidings_engine::id::CampaignId;
use tidings_engine::jobs::eta::{self, Etas};
use tidings_engine::jobs::notify::{self, Heard, NotifyError, NotifyOrder, Opened, Reading};
use tidings_engine::ledger::{AudienceState, Campaign, InDoubt, LedgerError};

use super::audience::check_days;
use super::{Body, Key};
use crate::app::App;
use crate::auth::SignedIn;
use crate::cli::CLI;
use crate::error::ApiError;

pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
) -> Result<Json<Vec<CampaignView>>, ApiError> {
    let mut views = Vec::new();
    let mut known: HashMap<String, Etas> = HashMap::new();
    for campaign in app.ledger.campaigns(LISTED).await? {
        let mut view = counted(&app, &campaign).await?;
        if let Ok(genesys) = app.connections.find(&view.connection) {
            let etas = match known.entry(view.connection.clone()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Etas::of(&app.ledger, genesys).await?),
            };
            etas.tell(&mut view);
        }
        views.push(view);
    }
    Ok(Json(views))
}

pub(crate) async fn show(
    State(app): State<App>,
    _: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<CampaignView>, ApiError> {
    let campaign = app.ledger.campaign(&CampaignId::from_text(id)).await?;
    view(&app, &campaign).await.map(Json)
}

/// Opens a campaign, or the unfinished one of the same name and content, and reads its audience in
/// the background. The same call twice is the same campaign, by its content.
pub(crate) async fn start(
    State(app): State<App>,
    signed_in: SignedIn,
    Key(key): Key,
    Body(body): Body<NotifyRequest>,
) -> Result<(StatusCode, Json<CampaignView>), ApiError> {
    check_days(body.audience.days)?;
    let genesys = app.connections.find(&body.audience.connection)?.clone();
    let partial = body.partial;
    let order = NotifyOrder {
        audience: body.audience,
        draft: body.draft,
        name: body.name,
        per_minute: body.rate_per_minute,
        on_server_error: None,
        again: body.again && app.starts.is_first(&signed_in.user.name, &key),
        actor: signed_in.user.name,
        follower: None,
    };
    let opened = notify::open(&app.ledger, &genesys, &app.policy, order).await?;
    let campaign = match opened {
        Opened::New(campaign) | Opened::Resumed(campaign) => {
            read(&app, genesys, campaign.clone(), partial);
            campaign
        }
        Opened::Finished(campaign) => campaign,
    };
    Ok((StatusCode::ACCEPTED, Json(view(&app, &campaign).await?)))
}

pub(crate) async fn resolve(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Body(body): Body<Resolve>,
) -> Result<Json<CampaignView>, ApiError> {
    let id = CampaignId::from_text(id);
    let campaign = app.ledger.campaign(&id).await?;
    let which = InDoubt::Campaign(id);
    app.ledger
        .resolve(which, body.resolution, &signed_in.user.name)
        .await?;
    view(&app, &campaign).await.map(Json)
}

/// Reads on where an earlier process stopped in the middle of an audience.
pub(crate) async fn read_on(app: &App) -> Result<(), LedgerError> {
    for campaign in app.ledger.campaigns(LISTED).await? {
        // A command reads its own audience, and goes on with it when it is run again.
        let is_ours = campaign.audience == AudienceState::Reading && campaign.created_by != CLI;
        if let Ok(genesys) = app.connections.find(&campaign.connection)
            && is_ours
        {
            read(app, genesys.clone(), campaign, false);
        }
    }
    Ok(())
}

async fn view(app: &App, campaign: &Campaign) -> Result<CampaignView, ApiError> {
    let mut view = counted(app, campaign).await?;
    if let Ok(genesys) = app.connections.find(&view.connection) {
        eta::tell(&app.ledger, genesys, &mut view).await?;
    }
    Ok(view)
}

async fn counted(app: &App, campaign: &Campaign) -> Result<CampaignView, ApiError> {
    // Read again: its audience may have grown since.
    let campaign = app.ledger.campaign(&campaign.id).await?;
    let counts = app.ledger.counts(&campaign.id).await?;
    Ok(campaign.view(&counts))
}

fn read(app: &App, genesys: Genesys, campaign: Campaign, partial: bool) {
    let app = app.clone();
    tokio::spawn(async move {
        let Some(_turn) = app.readings.begin(&campaign.id) else {
            return;
        };
        let id = &campaign.id;
        let told = |heard: Heard<'_>| {
            if let Heard::Covered(coverage) = heard
                && coverage.left_out() > 0
            {
                tracing::warn!(campaign = %id, "{coverage}");
            }
        };
        let reading = notify::read(&app.ledger, &genesys, &app.policy, &campaign, partial, told);
        match app.shutdown.run_until_cancelled(reading).await {
            Some(Ok(Reading::Broken(reason))) => {
                tracing::warn!(campaign = %campaign.id, %reason, "an audience broke off");
            }
            Some(Err(error)) => {
                tracing::error!(campaign = %campaign.id, %error, "an audience cannot be read");
            }
            Some(Ok(Reading::Complete | Reading::Partial(_))) | None => {}
        }
    });
}

impl From<NotifyError> for ApiError {
    fn from(error: NotifyError) -> Self {
        let words = error.to_string();
        match error {
            NotifyError::Violations(violations) => violations.into(),
            NotifyError::Pace(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_pace", words)
            }
            NotifyError::OtherContent { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "other_content", words)
            }
            NotifyError::Credentials(refusal) => Self::credentials_refused(&refusal),
            NotifyError::Ledger(error) => error.into(),
        }
    }
}

/// Campaigns listed.
const LISTED: u32 = 100;
