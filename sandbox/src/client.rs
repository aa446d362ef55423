//! The OAuth clients of the organization and what each may do.

use crate::platform::directory::{CONSOLE_ROLE_ID, READER_ROLE_ID};

/// An OAuth client id and its secret. They are no secret: they open a sandbox only.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The client id.
    pub id: &'static str,
    /// The client secret.
    pub secret: &'static str,
}

/// May do everything.
pub const FULL_CLIENT: Pair = Pair {
    id: "sandbox",
    secret: "sandbox-secret",
};
/// May only read.
pub const LIMITED_CLIENT: Pair = Pair {
    id: "limited",
    secret: "limited-secret",
};

/// A client with the guides' scopes and its role of the published API.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) pair: Pair,
    pub(crate) name: &'static str,
    pub(crate) scopes: &'static [&'static str],
    pub(crate) role: &'static Role,
}

/// What `authorization/roles/{id}` tells.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// `domain:entity:action` each.
    pub(crate) permissions: &'static [&'static str],
}

impl Client {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        CLIENTS.iter().find(|client| client.pair.id == id)
    }

    pub(crate) fn id(&self) -> &'static str {
        self.pair.id
    }
}

impl Role {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        [&CONSOLE, &READER].into_iter().find(|role| role.id == id)
    }
}

static CLIENTS: [Client; 2] = [
    Client {
        pair: FULL_CLIENT,
        name: "Tidings",
        scopes: ALL_SCOPES,
        role: &CONSOLE,
    },
    Client {
        pair: LIMITED_CLIENT,
        name: "Tidings, reading only",
        scopes: READ_SCOPES,
        role: &READER,
    },
];

static CONSOLE: Role = Role {
    id: CONSOLE_ROLE_ID,
    name: "Console",
    permissions: ALL_PERMISSIONS,
};

static READER: Role = Role {
    id: READER_ROLE_ID,
    name: "Reader",
    permissions: READ_PERMISSIONS,
};

const ALL_SCOPES: &[&str] = &[
    "analytics:conversation:read",
    "analytics:conversations:query",
    "conversation:read",
    "conversations:read",
    "message:send",
    "messages:send",
    "messaging:conversation:read",
    "messaging:conversation:write",
    "user:read",
    "webchat:messaging",
    "webchat:read",
    "webchat:session:read",
    "webchat:write",
];

const READ_SCOPES: &[&str] = &[
    "analytics:conversation:read",
    "analytics:conversations:query",
    "conversation:read",
    "conversations:read",
    "messaging:conversation:read",
    "user:read",
    "webchat:read",
    "webchat:session:read",
];

/// What every call of this sandbox asks for (`PLATFORM-API` §11.3 with the optional ones).
const ALL_PERMISSIONS: &[&str] = &[
    "analytics:conversationAggregate:view",
    "analytics:conversationDetail:view",
    "analytics:rateLimitAggregate:view",
    "authorization:role:view",
    "conversation:agentlessEmail:send",
    "conversation:communication:disconnect",
    "conversation:communication:view",
    "conversation:message:create",
    "conversation:message:receive",
    "conversation:message:view",
    "conversation:participant:attributesview",
    "conversation:threadingTimeline:view",
    "conversation:webmessaging:create",
    "conversation:webmessaging:view",
    "externalContacts:contact:view",
    "externalContacts:session:view",
    "integration:botconnector:send",
    "messaging:integration:view",
    "messaging:setting:view",
    "messaging:supportedContent:view",
    "oauth:client:view",
    "processautomation:trigger:add",
    "processautomation:trigger:delete",
    "processautomation:trigger:edit",
    "processautomation:trigger:view",
    "responses:library:view",
    "responses:response:view",
    "routing:email:manage",
    "routing:email:view",
    "routing:message:manage",
    "sms:phoneNumber:view",
    "webDeployments:deployment:view",
];

/// Everything that only looks. The list of mail domains asks for `routing:email:manage`, which this
/// client has not got.
const READ_PERMISSIONS: &[&str] = &[
    "analytics:conversationAggregate:view",
    "analytics:conversationDetail:view",
    "authorization:role:view",
    "conversation:communication:view",
    "conversation:message:view",
    "conversation:threadingTimeline:view",
    "conversation:webmessaging:view",
    "externalContacts:contact:view",
    "messaging:integration:view",
    "messaging:setting:view",
    "messaging:supportedContent:view",
    "oauth:client:view",
    "responses:library:view",
    "responses:response:view",
    "routing:email:view",
    "sms:phoneNumber:view",
    "webDeployments:deployment:view",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_only_reads_may_nothing_that_the_other_may_not() {
        for permission in READ_PERMISSIONS {
            assert!(ALL_PERMISSIONS.contains(permission), "{permission}");
            assert!(permission.ends_with(":view"), "{permission}");
        }
    }
}
