//! Whether a permission is held: by what a read met, else by what the roles say, else by having
//! asked for it.

use super::need::{
    CLIENTS, CONTACT, CONVERSATION, CONVERSATIONS, DEPLOYMENTS, DOMAINS, INTEGRATIONS, LIBRARIES,
    MESSAGE, NUMBERS, RESPONSES, ROLES, THREADING,
};
use super::{Answer, Gap, Need, Survey};

/// Whether a need is met, and how that is known.
pub(super) enum Evidence {
    /// The read that needs it worked, or did not.
    Proven(bool),
    /// The client's roles say so.
    Granted(bool),
    /// The platform was asked for it by name.
    Asked(bool),
}

impl Evidence {
    pub(super) const fn is_held(&self) -> bool {
        match self {
            Self::Proven(held) | Self::Granted(held) | Self::Asked(held) => *held,
        }
    }
}

/// Nothing when nobody tells.
pub(super) fn of(need: &Need, survey: &Survey) -> Option<Evidence> {
    if let Some(held) = proof(need.permission(), survey) {
        return Some(Evidence::Proven(held));
    }
    if let Ok(granted) = &survey.granted {
        let held = need.any_of.iter().any(|one| granted.allows(one));
        return Some(Evidence::Granted(held));
    }
    let mut asked = survey
        .permitted
        .iter()
        .filter(|(permission, _)| need.any_of.contains(permission))
        .map(|(_, held)| *held)
        .peekable();
    asked.peek()?;
    Some(Evidence::Asked(asked.any(|held| held)))
}

fn proof(permission: &str, survey: &Survey) -> Option<bool> {
    match permission {
        CONVERSATIONS => told(&survey.conversations),
        CONTACT => told(&survey.contact),
        CONVERSATION => told(&survey.conversation),
        MESSAGE => told(&survey.message),
        DEPLOYMENTS => told(&survey.deployments),
        INTEGRATIONS => {
            let mut answers = survey.integrations.iter();
            answers.find_map(|(_, answer)| told(answer))
        }
        NUMBERS => told(&survey.numbers),
        DOMAINS => told(&survey.domains),
        LIBRARIES => told(&survey.libraries),
        RESPONSES => told(&survey.responses),
        THREADING => told(&survey.threading),
        ROLES => told(&survey.roles),
        CLIENTS => told(&survey.client),
        _ => None,
    }
}

const fn told<T>(answer: &Answer<T>) -> Option<bool> {
    match answer {
        Ok(_) => Some(true),
        Err(Gap::Forbidden { .. }) => Some(false),
        Err(Gap::Untold(_)) => None,
    }
}
