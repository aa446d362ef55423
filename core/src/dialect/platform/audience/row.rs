//! `AnalyticsConversation`, as far as it is needed. Anything may be missing or null.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{MEDIA_TYPE, MESSAGE_TYPE, PURPOSES};
use crate::audience::{Conversation, CustomerParty, CustomerSession};
use crate::time::Timestamp;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::dialect::platform) struct ConversationBody {
    pub(in crate::dialect::platform) conversation_id: Option<String>,
    pub(in crate::dialect::platform) conversation_start: Option<String>,
    conversation_end: Option<String>,
    pub(in crate::dialect::platform) participants: Option<Vec<ParticipantBody>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::dialect::platform) struct ParticipantBody {
    purpose: Option<String>,
    participant_name: Option<String>,
    external_contact_id: Option<String>,
    attributes: Option<BTreeMap<String, Value>>,
    pub(in crate::dialect::platform) sessions: Option<Vec<SessionBody>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::dialect::platform) struct SessionBody {
    session_id: Option<String>,
    media_type: Option<String>,
    message_type: Option<String>,
    pub(in crate::dialect::platform) direction: Option<String>,
    address_from: Option<String>,
    address_to: Option<String>,
    address_other: Option<String>,
    remote: Option<String>,
    remote_name_displayable: Option<String>,
    journey_customer_id: Option<String>,
    cleared: Option<bool>,
    pub(in crate::dialect::platform) delivery_status: Option<String>,
}

impl From<ConversationBody> for Conversation {
    fn from(body: ConversationBody) -> Self {
        let time = |text: Option<String>| text.as_deref().and_then(Timestamp::parse);
        let participants = body.participants.unwrap_or_default().into_iter();
        Self {
            id: body.conversation_id.unwrap_or_default(),
            start: time(body.conversation_start),
            end: time(body.conversation_end),
            customers: participants
                .filter(|one| is_one_of(one.purpose.as_deref(), &PURPOSES))
                .map(CustomerParty::from)
                .collect(),
        }
    }
}

impl From<ParticipantBody> for CustomerParty {
    fn from(body: ParticipantBody) -> Self {
        let attributes = body.attributes.unwrap_or_default().into_iter();
        let sessions = body.sessions.unwrap_or_default().into_iter();
        Self {
            contact: body.external_contact_id,
            name: body.participant_name,
            attributes: attributes
                .filter_map(|(name, value)| match value {
                    Value::String(text) => Some((name, text)),
                    Value::Number(number) => Some((name, number.to_string())),
                    _ => None,
                })
                .collect(),
            sessions: sessions
                .filter(SessionBody::is_web_messaging)
                .map(CustomerSession::from)
                .collect(),
        }
    }
}

impl SessionBody {
    fn is_web_messaging(&self) -> bool {
        is_one_of(self.media_type.as_deref(), &[MEDIA_TYPE])
            && is_one_of(self.message_type.as_deref(), &[MESSAGE_TYPE])
    }

    pub(in crate::dialect::platform) fn is_outbound(&self) -> bool {
        is_one_of(self.direction.as_deref(), &["outbound"])
    }
}

impl From<SessionBody> for CustomerSession {
    fn from(body: SessionBody) -> Self {
        let own = if body.is_outbound() {
            body.address_to
        } else {
            body.address_from
        };
        Self {
            id: body.session_id,
            address: own.or(body.address_other),
            visitor: body.journey_customer_id,
            remote: body.remote_name_displayable.or(body.remote),
            cleared: body.cleared.unwrap_or(false),
        }
    }
}

/// The platform's words, whatever their case.
fn is_one_of(word: Option<&str>, known: &[&str]) -> bool {
    word.is_some_and(|word| known.iter().any(|one| one.eq_ignore_ascii_case(word)))
}
