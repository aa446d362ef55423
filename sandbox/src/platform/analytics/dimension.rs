//! What a predicate can ask about, by the names of `PLATFORM-API` §5.2.

use std::borrow::Cow;

use crate::cloud::Cloud;
use crate::platform::portrait::{Participant, Portrait, Session};

/// A dimension of a segment. Those the sandbox has no data for are absent from every segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SegmentDimension {
    MediaType,
    MessageType,
    Purpose,
    Direction,
    AddressFrom,
    AddressTo,
    Remote,
    ExternalContactId,
    ParticipantName,
    DeliveryStatus,
    DisconnectType,
    JourneyCustomerId,
    JourneyCustomerIdType,
    SegmentType,
    SegmentEnd,
    Cleared,
    Authenticated,
    SessionId,
    Unrecorded,
}

/// A dimension of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConversationDimension {
    Id,
    Start,
    End,
    Initiator,
    CustomerParticipation,
    DivisionId,
    OriginatingDirection,
    Unrecorded,
}

impl SegmentDimension {
    pub(super) fn read(name: &str) -> Option<Self> {
        Some(match name {
            "mediaType" => Self::MediaType,
            "messageType" => Self::MessageType,
            "purpose" => Self::Purpose,
            "direction" => Self::Direction,
            "addressFrom" | "ani" => Self::AddressFrom,
            "addressTo" | "dnis" => Self::AddressTo,
            "remote" | "remoteNameDisplayable" => Self::Remote,
            "externalContactId" | "canonicalExternalContactId" => Self::ExternalContactId,
            "participantName" => Self::ParticipantName,
            "deliveryStatus" => Self::DeliveryStatus,
            "disconnectType" => Self::DisconnectType,
            "journeyCustomerId" => Self::JourneyCustomerId,
            "journeyCustomerIdType" => Self::JourneyCustomerIdType,
            "segmentType" => Self::SegmentType,
            "segmentEnd" => Self::SegmentEnd,
            "cleared" => Self::Cleared,
            "authenticated" => Self::Authenticated,
            "sessionId" => Self::SessionId,
            _ if UNRECORDED.contains(&name) => Self::Unrecorded,
            _ => return None,
        })
    }

    /// The value in one session, with what its participant and conversation say.
    pub(super) fn value<'a>(
        self,
        cloud: &'a Cloud,
        portrait: &Portrait,
        participant: &'a Participant,
        session: &'a Session,
    ) -> Option<Cow<'a, str>> {
        let is_customer = participant.purpose == crate::platform::portrait::Purpose::Customer;
        let person = || portrait.customer.filter(|_| is_customer);
        match self {
            Self::MediaType => Some(session.media.as_str().into()),
            Self::MessageType => session
                .media
                .message_type()
                .map(|kind| kind.as_str().into()),
            Self::Purpose => Some(participant.purpose.as_str().into()),
            Self::Direction => Some(session.direction.as_str().into()),
            Self::AddressFrom => session.address_from(cloud),
            Self::AddressTo => session.address_to(cloud),
            Self::Remote => session.remote.write(cloud, session.media),
            Self::ExternalContactId => {
                super::row::contact_id(cloud, portrait, participant).map(Cow::Owned)
            }
            Self::ParticipantName => cloud.people.known_name(person()?).map(Cow::Owned),
            Self::DeliveryStatus => session.delivery.map(|status| status.as_str().into()),
            Self::DisconnectType => session.end.map(|_| session.disconnect.as_str().into()),
            Self::JourneyCustomerId => {
                super::row::cookie(cloud, person()?, session).map(Cow::Owned)
            }
            Self::JourneyCustomerIdType => {
                super::row::cookie(cloud, person()?, session).map(|_| "cookie".into())
            }
            Self::SegmentType => Some(super::row::SEGMENT_TYPE.into()),
            Self::SegmentEnd => session.end.map(|end| end.to_string().into()),
            Self::Cleared => Some(yes_or_no(session.cleared).into()),
            Self::Authenticated => Some(yes_or_no(false).into()),
            Self::SessionId => Some(session.id.write(cloud).into()),
            Self::Unrecorded => None,
        }
    }
}

impl ConversationDimension {
    pub(super) fn read(name: &str) -> Option<Self> {
        Some(match name {
            "conversationId" => Self::Id,
            "conversationStart" => Self::Start,
            "conversationEnd" => Self::End,
            "conversationInitiator" => Self::Initiator,
            "customerParticipation" => Self::CustomerParticipation,
            "divisionId" => Self::DivisionId,
            "originatingDirection" => Self::OriginatingDirection,
            "externalTag"
            | "originatingSocialMediaPublic"
            | "accessAttribute"
            | "mediaStatsMinConversationMos"
            | "mediaStatsMinConversationRFactor" => Self::Unrecorded,
            _ => return None,
        })
    }

    pub(super) fn value<'a>(self, cloud: &'a Cloud, portrait: &Portrait) -> Option<Cow<'a, str>> {
        match self {
            Self::Id => Some(portrait.id(cloud).into()),
            Self::Start => Some(portrait.start.to_string().into()),
            Self::End => portrait.end.map(|end| end.to_string().into()),
            Self::Initiator => Some(portrait.initiator().into()),
            Self::CustomerParticipation => Some(yes_or_no(portrait.customer_took_part()).into()),
            Self::DivisionId => Some(super::row::DIVISION.into()),
            Self::OriginatingDirection => Some(portrait.originating.as_str().into()),
            Self::Unrecorded => None,
        }
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Dimensions of the published list that no conversation of the sandbox has a value for.
const UNRECORDED: [&str; 51] = [
    "acdAddressingMethod",
    "agentAssistantId",
    "agentBullseyeRing",
    "assignerId",
    "bargedParticipantId",
    "callbackNumber",
    "canonicalExternalOrganizationId",
    "coachedParticipantId",
    "conferenceParticipantId",
    "deliveryPushed",
    "edgeId",
    "engagementSource",
    "errorCode",
    "exitReason",
    "extendedDeliveryStatus",
    "externalOrganizationId",
    "firstQueue",
    "flaggedReason",
    "flowId",
    "flowName",
    "flowOutcome",
    "flowOutcomeId",
    "flowOutcomeValue",
    "flowType",
    "flowVersion",
    "groupId",
    "journeyActionId",
    "journeyActionMapId",
    "journeyCustomerSessionId",
    "journeyCustomerSessionIdType",
    "mediaCount",
    "monitoredParticipantId",
    "outboundCampaignId",
    "outboundContactId",
    "outboundContactListId",
    "peerId",
    "provider",
    "queueId",
    "requestedLanguageId",
    "requestedRoutingSkillId",
    "roomId",
    "scriptId",
    "selectedAgentId",
    "skillId",
    "subject",
    "teamId",
    "transferType",
    "usedRouting",
    "userId",
    "wrapUpCode",
    "wrapUpNote",
];
