//! Which permission which job needs (PLATFORM-API §11.3; names certain: Genesys' client libraries,
//! that they suffice is not).

use crate::operation::Operation;

/// A permission, or one of several that do the same, and what it is for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Need {
    /// Any of these will do; the first is the one to grant.
    pub any_of: &'static [&'static str],
    /// The jobs that need it.
    pub jobs: &'static [Operation],
    /// Whether the jobs can do without it.
    pub is_optional: bool,
    /// What is not possible without it.
    pub without: &'static str,
}

impl Need {
    /// The permission to grant.
    pub fn permission(&self) -> &'static str {
        self.any_of.first().copied().unwrap_or_default()
    }

    const fn job(
        any_of: &'static [&'static str],
        jobs: &'static [Operation],
        without: &'static str,
    ) -> Self {
        Self {
            any_of,
            jobs,
            is_optional: false,
            without,
        }
    }

    const fn extra(
        any_of: &'static [&'static str],
        jobs: &'static [Operation],
        without: &'static str,
    ) -> Self {
        Self {
            is_optional: true,
            ..Self::job(any_of, jobs, without)
        }
    }
}

pub(super) const CONVERSATIONS: &str = "analytics:conversationDetail:view";
pub(super) const CONTACT: &str = "externalContacts:contact:view";
pub(super) const CONVERSATION: &str = "conversation:communication:view";
pub(super) const MESSAGE: &str = "conversation:message:view";
pub(super) const DEPLOYMENTS: &str = "webDeployments:deployment:view";
pub(super) const INTEGRATIONS: &str = "messaging:integration:view";
pub(super) const NUMBERS: &str = "sms:phoneNumber:view";
pub(super) const DOMAINS: &str = "routing:email:manage";
pub(super) const LIBRARIES: &str = "responses:library:view";
pub(super) const RESPONSES: &str = "responses:response:view";
pub(super) const THREADING: &str = "conversation:threadingTimeline:view";
pub(super) const ROLES: &str = "authorization:role:view";
pub(super) const CLIENTS: &str = "oauth:client:view";

/// Every need, in the order of the jobs; what the jobs can do without comes last.
pub(super) const ALL: [Need; 17] = [
    Need::job(
        &[CONVERSATIONS, "analytics:agentConversationDetail:view"],
        &[Operation::Audience],
        "recent customers cannot be found, and campaigns do not learn what was delivered",
    ),
    Need::job(
        &[CONTACT, "relate:contact:view"],
        &[Operation::Audience, Operation::Contact],
        "customers have no addresses and no names",
    ),
    Need::job(
        &[
            "conversation:agentlessEmail:send",
            "conversation:email:create",
        ],
        &[Operation::Outbound],
        "no e-mail can be sent",
    ),
    Need::job(
        &["conversation:message:create"],
        &[
            Operation::Outbound,
            Operation::Proactive,
            Operation::Greet,
            Operation::Structured,
        ],
        "no SMS, web message or other message can be sent",
    ),
    Need::job(
        &[CONVERSATION],
        &[Operation::History, Operation::Greet, Operation::Contact],
        "conversations cannot be looked up",
    ),
    Need::job(
        &[MESSAGE, "conversation:webmessaging:view"],
        &[
            Operation::Outbound,
            Operation::Proactive,
            Operation::Structured,
        ],
        "what became of a single message is never learned",
    ),
    Need::extra(
        &["conversation:message:receive"],
        &[Operation::Guest],
        "guest messages cannot be transmitted",
    ),
    Need::extra(
        &["integration:botconnector:send"],
        &[Operation::Structured],
        "choices and cards go out as text, also where a bot session is live",
    ),
    Need::extra(
        &[DEPLOYMENTS],
        &[Operation::Proactive],
        "web messaging deployments cannot be listed and looked at",
    ),
    Need::extra(
        &[INTEGRATIONS],
        &[Operation::Structured],
        "open messaging, WhatsApp and Apple integrations cannot be listed and looked at",
    ),
    Need::extra(
        &[NUMBERS],
        &[Operation::Outbound],
        "SMS numbers cannot be listed and looked at",
    ),
    Need::extra(
        &[DOMAINS],
        &[Operation::Outbound],
        "e-mail domains cannot be listed and looked at",
    ),
    Need::extra(
        &[LIBRARIES],
        &[Operation::Structured],
        "templates cannot be found",
    ),
    Need::extra(
        &[RESPONSES],
        &[Operation::Structured],
        "templates cannot be read",
    ),
    Need::extra(
        &[THREADING],
        &[],
        "how long a closed conversation can be opened again is not known",
    ),
    Need::extra(
        &[ROLES],
        &[],
        "what the client's roles grant has to be guessed",
    ),
    Need::extra(
        &[CLIENTS],
        &[],
        "the OAuth client's own settings cannot be read",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn the_first_of_several_permissions_is_the_one_to_grant() {
        let names = &["routing:email:manage", "routing:email:view"];
        let job = Need::job(names, &[Operation::Outbound], "no e-mail can be sent");
        assert_eq!(job.permission(), "routing:email:manage");
        assert!(!job.is_optional);
        let extra = Need::extra(names, &[], "domains cannot be listed");
        assert!(extra.is_optional);
        assert_eq!(extra.any_of, job.any_of);
        assert_eq!(extra.without, "domains cannot be listed");
        assert_eq!(Need::job(&[], &[], "nothing").permission(), "");
    }

    #[test]
    fn what_the_jobs_can_do_without_comes_last_and_nothing_is_asked_twice() {
        assert!(ALL.is_sorted_by_key(|need| need.is_optional));
        let mut names: Vec<_> = ALL.iter().flat_map(|need| need.any_of).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        for need in &ALL {
            assert!(need.permission().split(':').count() == 3, "{need:?}");
            assert!(!need.without.is_empty() && !need.without.ends_with('.'));
        }
    }
}
