//! Address, token, organization, clock.

use super::{Gap, Subject, Survey, good, missing, optional, unknown};
use crate::api::{CheckView, DoctorPart};
use crate::directory::{ClockReading, OauthClient, TokenOwner};
use crate::outcome::Refusal;
use crate::region::Region;

const PART: DoctorPart = DoctorPart::Access;

/// The finding that the platform refuses the credentials.
///
/// ```
/// use tidings_core::doctor::{Subject, token_missing};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::outcome::Refusal;
/// use tidings_core::sender::Senders;
///
/// let (base, senders) = (BaseUrl::parse("https://api.mypurecloud.ie")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base.login(), senders: &senders };
/// let refusal = Refusal {
///     status: 400,
///     code: "invalid_client".into(),
///     message: "client not found".into(),
///     hint: String::new(),
///     missing_scope: None,
///     context_id: None,
/// };
/// let check = token_missing(subject, &refusal);
/// assert!(check.message.ends_with("refuses the client id or its secret: client not found"));
/// assert!(check.hint.contains("this is eu-west-1 (mypurecloud.ie)"));
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
pub fn token_missing(subject: Subject<'_>, refusal: &Refusal) -> CheckView {
    let said = format!(
        "{} refuses the client id or its secret: {}",
        subject.login, refusal.message
    );
    missing(PART, "token", said, refused_hint(subject, refusal))
}

/// The finding that nobody answers, or not with a token.
///
/// ```
/// use tidings_core::doctor::{Subject, token_unreachable};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::sender::Senders;
///
/// let (base, senders) = (BaseUrl::parse("https://api.mypurecloud.ie")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base.login(), senders: &senders };
/// let said = token_unreachable(subject, "connection refused").message;
/// assert_eq!(said, "https://login.mypurecloud.ie gives no token: connection refused");
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
pub fn token_unreachable(subject: Subject<'_>, reason: &str) -> CheckView {
    let hint = format!(
        "Check the connection's region or address, and whether this machine reaches {}: name, \
         firewall, TLS.",
        subject.login
    );
    let said = format!("{} gives no token: {reason}", subject.login);
    missing(PART, "token", said, hint)
}

/// A client is known in its own region only, where 400 means an unknown client and 401 a wrong
/// secret (seen by third parties, PLATFORM-API §2).
fn refused_hint(subject: Subject<'_>, refusal: &Refusal) -> String {
    let region = Region::of(subject.base);
    match (refusal.status, region) {
        (400, Some(region)) => format!(
            "A client is known in its own region only, and this is {} ({}). Compare the region \
             with the address of your Genesys Cloud, and the client id with Admin > Integrations > \
             OAuth.",
            region.name, region.domain
        ),
        (400, None) => "Compare the connection's address and client id with Admin > Integrations \
                        > OAuth: a client is known in its own region only."
            .to_owned(),
        (401, _) => "The client is known, so its secret is wrong or it is disabled: see Admin > \
                     Integrations > OAuth, and make a new secret there if need be."
            .to_owned(),
        _ => refusal.hint.clone(),
    }
}

pub(super) fn checks(subject: Subject<'_>, survey: &Survey) -> Vec<CheckView> {
    let mut checks = vec![token(subject, survey), organization(survey), client(survey)];
    checks.extend(scopes(survey));
    checks.push(clock(&survey.clock));
    checks
}

fn token(subject: Subject<'_>, survey: &Survey) -> CheckView {
    let issued = format!("{} issued one", subject.login);
    let idles_at = survey.owner.as_ref().ok().and_then(|owner| owner.idles_at);
    let said = match idles_at {
        Some(at) => format!("{issued}; unused, it ends at {}", at.to_rfc3339_seconds()),
        None => issued,
    };
    good(PART, "token", said)
}

fn organization(survey: &Survey) -> CheckView {
    let name = "organization";
    let Some(organization) = survey.organization_name() else {
        let gap = survey.organization.as_ref().err();
        let why = gap.map_or("the platform does not tell its name", Gap::words);
        return unknown(PART, name, why);
    };
    let state = survey
        .organization
        .as_ref()
        .ok()
        .and_then(|organization| organization.state.as_deref());
    match state {
        Some(state) if !state.eq_ignore_ascii_case("active") => missing(
            PART,
            name,
            format!("{organization} is {state}"),
            "Ask Genesys' support about the organization.",
        ),
        _ => good(PART, name, organization),
    }
}

/// The client's own page knows more than the token does, where it may be read.
fn client(survey: &Survey) -> CheckView {
    let of_token = survey
        .owner
        .as_ref()
        .ok()
        .and_then(|owner| owner.client.as_ref());
    let own = survey.client.as_ref().ok();
    let pick = |field: fn(&OauthClient) -> Option<&str>| {
        own.and_then(field).or_else(|| of_token.and_then(field))
    };
    let name = pick(|client| client.name.as_deref());
    let grant = pick(|client| client.grant.as_deref());
    let state = pick(|client| client.state.as_deref());
    if name.is_none() && grant.is_none() && state.is_none() {
        let why = survey.owner.as_ref().err().map(Gap::words);
        return optional(unknown(
            PART,
            "client",
            why.unwrap_or("the platform does not tell which OAuth client it is"),
        ));
    }
    let title = name.unwrap_or("the OAuth client");
    match (state, grant) {
        (Some(state), _) if !state.eq_ignore_ascii_case("active") => missing(
            PART,
            "client",
            format!("{title} is {state}"),
            "Activate it in Admin > Integrations > OAuth.",
        ),
        (_, Some(grant)) if !grant.eq_ignore_ascii_case("CLIENT-CREDENTIALS") => missing(
            PART,
            "client",
            format!("{title} is of the grant type {grant}"),
            "Make one of the grant type Client Credentials in Admin > Integrations > OAuth.",
        ),
        _ => good(PART, "client", format!("{title} is active")),
    }
}

/// Scopes do not apply to this grant (certain: Genesys' client libraries); where an organization
/// enforces them, what that does is unsure, so it is told and not judged.
fn scopes(survey: &Survey) -> Option<CheckView> {
    let TokenOwner { scopes, .. } = survey.owner.as_ref().ok()?;
    let check = if scopes.is_empty() {
        good(PART, "scopes", "none are enforced; roles alone decide")
    } else {
        unknown(
            PART,
            "scopes",
            format!(
                "the organization holds the client to scopes, which may refuse a call that its \
                 roles allow: {}",
                scopes.join(", ")
            ),
        )
    };
    Some(optional(check))
}

fn clock(reading: &Result<ClockReading, Gap>) -> CheckView {
    let reading = match reading {
        Ok(reading) => reading,
        Err(gap) => return optional(unknown(PART, "clock", gap.words())),
    };
    let skew = reading.skew_millis();
    if skew.unsigned_abs() <= ALLOWED_SKEW_MILLIS {
        return good(PART, "clock", "agrees with the platform's");
    }
    let direction = if skew > 0 { "slow" } else { "fast" };
    optional(missing(
        PART,
        "clock",
        format!(
            "this machine's clock is at least {} s {direction}",
            skew.unsigned_abs() / 1000
        ),
        "Let this machine keep time by NTP: windows of days, retries and tokens go by its clock.",
    ))
}

/// The clocks may differ so far without anybody minding.
const ALLOWED_SKEW_MILLIS: u64 = 30_000;
