//! What can be sent from.

use serde::Deserialize;
use serde_json::Value;

use super::page::{page, query};
use super::{Lookup, Reference, encoded, parse};
use crate::channel::Channel;
use crate::directory::{Deployment, EmailDomain, Integration, NextPage, Page, SmsNumber};
use crate::operation::Operation;

/// Web messaging deployments (permission `webDeployments:deployment:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::deployments};
/// use tidings_core::request::Reply;
///
/// let lookup = deployments(None);
/// assert!(lookup.request().target.contains("?expand=Configuration&"));
/// let body = br#"{"entities":[{"id":"d-1","flow":{"id":"f-1"}}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items[0].has_flow));
/// ```
pub fn deployments(next: Option<&NextPage>) -> Lookup<Page<Deployment>> {
    let target = format!(
        "/api/v2/webdeployments/deployments?expand=Configuration&{}",
        query(next)
    );
    Lookup::get(Operation::Senders, target, |body| {
        page(body, DeploymentBody::mean)
    })
}

/// Whether a deployment's guests become persons who can be addressed; nothing if the platform does
/// not say.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::identity_resolution};
/// use tidings_core::request::Reply;
///
/// let lookup = identity_resolution("d-1");
/// assert!(lookup.request().target.ends_with("/d-1/identityresolution"));
/// let body = br#"{"resolveIdentities":false}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert_eq!(answer, Ok(Some(false)));
/// ```
pub fn identity_resolution(deployment: &str) -> Lookup<Option<bool>> {
    let target = format!(
        "/api/v2/webdeployments/deployments/{}/identityresolution",
        encoded(deployment)
    );
    Lookup::get(Operation::Senders, target, |body| {
        parse(body, |body: Resolution| body.resolve_identities)
    })
}

/// The integrations of one kind (permission `messaging:integration:view`); nothing for a channel
/// that needs none.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::dialect::{Query, platform::directory::integrations};
///
/// let target = integrations(Channel::Open, None).map(|lookup| lookup.request().target);
/// assert!(target.is_some_and(|target| target.ends_with("/integrations/open?pageSize=100")));
/// assert!(integrations(Channel::Email, None).is_none());
/// ```
pub fn integrations(
    channel: Channel,
    next: Option<&NextPage>,
) -> Option<Lookup<Page<Integration>>> {
    let read = match channel {
        Channel::Open => |body: &[u8]| page(body, |one: IntegrationBody| one.mean(Channel::Open)),
        Channel::WhatsApp => {
            |body: &[u8]| page(body, |one: IntegrationBody| one.mean(Channel::WhatsApp))
        }
        Channel::Apple => |body: &[u8]| page(body, |one: IntegrationBody| one.mean(Channel::Apple)),
        Channel::Email | Channel::Sms | Channel::WebMessaging => return None,
    };
    let target = format!(
        "/api/v2/conversations/messaging/integrations/{channel}?{}",
        query(next)
    );
    Some(Lookup::get(Operation::Senders, target, read))
}

/// The recipients of inbound messages and whether each has a flow (permission
/// `routing:message:manage`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::flows};
/// use tidings_core::request::Reply;
///
/// let lookup = flows(None);
/// assert!(lookup.request().target.contains("/message/recipients?"));
/// let body = br#"{"entities":[{"id":"n-1","flow":{"id":"f-1"}}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items == [("n-1".into(), true)]));
/// ```
pub fn flows(next: Option<&NextPage>) -> Lookup<Page<(String, bool)>> {
    let target = format!("/api/v2/routing/message/recipients?{}", query(next));
    Lookup::get(Operation::Senders, target, |body| {
        page(body, |recipient: RecipientBody| {
            Some((recipient.id?, recipient.flow.is_some()))
        })
    })
}

/// SMS numbers (permission `sms:phoneNumber:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::numbers};
/// use tidings_core::request::Reply;
///
/// let lookup = numbers(None);
/// assert!(lookup.request().target.contains("/sms/phonenumbers?"));
/// let body = br#"{"entities":[{"phoneNumber":"+13175550100"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items[0].number == "+13175550100"));
/// ```
pub fn numbers(next: Option<&NextPage>) -> Lookup<Page<SmsNumber>> {
    let target = format!("/api/v2/routing/sms/phonenumbers?{}", query(next));
    Lookup::get(Operation::Senders, target, |body| {
        page(body, NumberBody::mean)
    })
}

/// Outbound e-mail domains (permission `routing:email:manage`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::domains};
/// use tidings_core::request::Reply;
///
/// let lookup = domains(None);
/// assert!(lookup.request().target.contains("/outbound/domains?"));
/// let body = br#"{"entities":[{"id":"mail.example","dkimVerificationResult":"VERIFIED"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items[0].records == [("DKIM", "VERIFIED".into())]));
/// ```
pub fn domains(next: Option<&NextPage>) -> Lookup<Page<EmailDomain>> {
    let target = format!("/api/v2/routing/email/outbound/domains?{}", query(next));
    Lookup::get(Operation::Senders, target, |body| {
        page(body, DomainBody::mean)
    })
}

#[derive(Deserialize)]
struct DeploymentBody {
    id: Option<String>,
    name: Option<String>,
    status: Option<String>,
    flow: Option<Reference>,
    configuration: Option<Configuration>,
}

#[derive(Deserialize)]
struct Configuration {
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resolution {
    resolve_identities: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IntegrationBody {
    id: Option<String>,
    name: Option<String>,
    status: Option<String>,
    create_status: Option<String>,
    recipient: Option<Reference>,
}

#[derive(Deserialize)]
struct RecipientBody {
    id: Option<String>,
    flow: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NumberBody {
    phone_number: Option<String>,
    phone_number_type: Option<String>,
    phone_number_status: Option<String>,
    supports_sms: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DomainBody {
    id: Option<String>,
    sender_type: Option<String>,
    cname_verification_result: Option<Verification>,
    dkim_verification_result: Option<Verification>,
    dmarc_verification_result: Option<Verification>,
}

/// A result by itself or in an object.
#[derive(Deserialize)]
#[serde(untagged)]
enum Verification {
    Word(String),
    Object { status: Option<String> },
}

impl DeploymentBody {
    fn mean(self) -> Option<Deployment> {
        Some(Deployment {
            id: self.id?,
            name: self.name.unwrap_or_default(),
            status: self.status,
            configuration: self.configuration.and_then(|one| one.status),
            has_flow: self.flow.is_some_and(|flow| flow.id.is_some()),
            resolves_identities: None,
        })
    }
}

impl IntegrationBody {
    fn mean(self, channel: Channel) -> Option<Integration> {
        let id = self.id?;
        let recipient = self.recipient.and_then(|recipient| recipient.id);
        Some(Integration {
            channel,
            recipient: recipient.unwrap_or_else(|| id.clone()),
            id,
            name: self.name.unwrap_or_default(),
            status: self.status.or(self.create_status),
            has_flow: None,
        })
    }
}

impl NumberBody {
    fn mean(self) -> Option<SmsNumber> {
        Some(SmsNumber {
            number: self.phone_number?,
            kind: self.phone_number_type,
            status: self.phone_number_status,
            supports_sms: self.supports_sms,
        })
    }
}

impl DomainBody {
    fn mean(self) -> Option<EmailDomain> {
        let records = [
            ("CNAME", self.cname_verification_result),
            ("DKIM", self.dkim_verification_result),
            ("DMARC", self.dmarc_verification_result),
        ];
        Some(EmailDomain {
            domain: self.id?,
            sender_type: self.sender_type,
            records: records
                .into_iter()
                .filter_map(|(record, result)| Some((record, result?.word()?)))
                .collect(),
        })
    }
}

impl Verification {
    fn word(self) -> Option<String> {
        match self {
            Self::Word(word) => Some(word),
            Self::Object { status } => status,
        }
    }
}
