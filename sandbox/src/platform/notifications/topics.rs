//! What can be subscribed to.

/// A kind of event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Topic {
    /// Its name, with `{id}` for the thing it is about.
    pub(super) template: &'static str,
    pub(super) description: &'static str,
    /// What a subscriber must be allowed (unsure, all of them: the catalogue names them at run time).
    pub(super) permission: &'static str,
}

/// Why nothing can be subscribed to by that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTopic {
    /// No topic is called so.
    Unknown,
    /// `{id}` as such: a socket takes the id of one thing only.
    NoId,
}

impl Topic {
    pub(super) const ALL: [Self; 5] = [
        Self {
            template: "v2.detail.events.conversation.{id}.customer.start",
            description: "A customer's part of the conversation has begun",
            permission: "analytics:conversationDetail:view",
        },
        Self {
            template: "v2.detail.events.conversation.{id}.customer.end",
            description: "A customer's part of the conversation is over",
            permission: "analytics:conversationDetail:view",
        },
        Self {
            template: "v2.users.{id}.conversations.messages",
            description: "A message conversation of the user has changed",
            permission: "conversation:message:view",
        },
        Self {
            template: "v2.routing.queues.{id}.conversations.messages",
            description: "A message conversation in the queue has changed",
            permission: "routing:queue:view",
        },
        Self {
            template: "v2.webmessaging.deployments.{id}.undelivered.messages",
            description: "A guest was not there to receive messages",
            permission: "webDeployments:deployment:view",
        },
    ];

    /// The topic of that name, which has an id in it.
    pub(super) fn find(name: &str) -> Result<&'static Self, NoTopic> {
        let topic = Self::ALL
            .iter()
            .find(|topic| matches(topic.template, name))
            .ok_or(NoTopic::Unknown)?;
        if topic.template == name {
            return Err(NoTopic::NoId);
        }
        Ok(topic)
    }
}

fn matches(template: &str, name: &str) -> bool {
    let (mut template, mut name) = (template.split('.'), name.split('.'));
    loop {
        match (template.next(), name.next()) {
            (None, None) => return true,
            (Some("{id}"), Some(id)) if !id.is_empty() => {}
            (Some(one), Some(other)) if one == other => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_subscribed_to_for_one_thing() {
        let found =
            Topic::find("v2.users.00000000-0000-4000-8000-000000000001.conversations.messages");
        assert_eq!(
            found.map(|topic| topic.permission),
            Ok("conversation:message:view")
        );
        assert_eq!(
            Topic::find("v2.users.{id}.conversations.messages"),
            Err(NoTopic::NoId)
        );
        for name in [
            "",
            "v2.users.x",
            "v2.users..conversations.messages",
            "v2.users.x.conversations.messages.y",
        ] {
            assert_eq!(Topic::find(name), Err(NoTopic::Unknown), "{name}");
        }
    }
}
