//! From what was read of an organization to the findings of `tidings doctor`. The engine reads; what
//! it means is decided here.

pub use access::{token_missing, token_unreachable};
pub use limits::client_limit;
pub use need::Need;

use crate::api::{CheckVerdict, CheckView, DoctorPart, DoctorView};
use crate::channel::Channel;
use crate::directory::{
    CannedResponse, ClockReading, Deployment, EmailDomain, Integration, Limit, OauthClient,
    Organization, PermissionSet, SmsNumber, TokenOwner,
};
use crate::endpoint::BaseUrl;
use crate::sender::{Sender, Senders};
use crate::time::Timestamp;

mod access;
mod evidence;
pub mod guides;
mod limits;
mod need;
mod permissions;
mod senders;

/// The connection that is looked at.
///
/// ```
/// use tidings_core::doctor::{Subject, no_token, token_unreachable};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::sender::Senders;
/// use tidings_core::time::Timestamp;
///
/// let (base, senders) = (BaseUrl::parse("https://api.mypurecloud.ie")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base.login(), senders: &senders };
/// let check = token_unreachable(subject, "connection refused");
/// let report = no_token(subject, check, Timestamp::EPOCH);
/// assert_eq!((report.connection.as_str(), report.is_green()), ("eu", false));
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its base address.
    pub base: &'a BaseUrl,
    /// Where its tokens come from.
    pub login: &'a BaseUrl,
    /// What it sends from where a draft names no sender.
    pub senders: &'a Senders,
}

/// Why something is not known.
///
/// ```
/// use tidings_core::doctor::{Answer, Gap, Subject, guides};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::operation::Operation;
/// use tidings_core::sender::Senders;
/// use tidings_core::time::Timestamp;
///
/// let (base, senders) = (BaseUrl::parse("https://api.example.org")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base, senders: &senders };
/// let message = "Not allowed".to_owned();
/// let met: Answer<()> = Err(Gap::Forbidden { permission: None, message });
/// let report = guides::report(subject, &[(Operation::Audience, met)], Timestamp::EPOCH);
/// let check = report.checks.iter().find(|check| check.needed_by == ["audience"]);
/// assert_eq!(check.map(|check| check.message.as_str()), Some("Not allowed"));
/// assert!(!report.is_green());
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gap {
    /// 403: a permission is missing, which the platform names or not.
    Forbidden {
        /// The permission, where the platform names it.
        permission: Option<String>,
        /// What the platform said.
        message: String,
    },
    /// No answer, or one that does not tell: in words.
    Untold(String),
}

/// What a read came to.
pub type Answer<T> = Result<T, Gap>;

/// Everything that was read of an organization that speaks `platform`.
///
/// ```
/// use tidings_core::doctor::Survey;
/// # use tidings_core::doctor::{Answer, Gap};
/// # fn unread<T>() -> Answer<T> {
/// #     Err(Gap::Untold("no answer".into()))
/// # }
/// # let mut survey = Survey {
/// #     owner: unread(), organization: unread(), clock: unread(), client: unread(),
/// #     granted: unread(), roles: unread(), permitted: Vec::new(), conversations: unread(),
/// #     conversation: unread(), contact: unread(), message: unread(), deployments: unread(),
/// #     integrations: Vec::new(), numbers: unread(), domains: unread(), libraries: unread(),
/// #     responses: unread(), limits: unread(), threading: unread(),
/// # };
/// // Nothing was read so far, so it is worth asking whether a permission is there.
/// let permission = "analytics:conversationDetail:view";
/// assert!(survey.untold().contains(&permission));
/// // A query that works says so itself.
/// survey.conversations = Ok(());
/// assert!(!survey.untold().contains(&permission));
/// ```
#[derive(Clone, Debug)]
pub struct Survey {
    /// Whose token it is.
    pub owner: Answer<TokenOwner>,
    /// The organization.
    pub organization: Answer<Organization>,
    /// The two clocks.
    pub clock: Answer<ClockReading>,
    /// The OAuth client as its own page shows it.
    pub client: Answer<OauthClient>,
    /// What the client's roles grant; a gap when nobody tells.
    pub granted: Answer<PermissionSet>,
    /// Whether the client may see OAuth clients' roles.
    pub roles: Answer<()>,
    /// Permissions asked for one by one.
    pub permitted: Vec<(&'static str, bool)>,
    /// A small query for conversations.
    pub conversations: Answer<()>,
    /// A look-up of a conversation that does not exist.
    pub conversation: Answer<()>,
    /// A look-up of a contact that does not exist.
    pub contact: Answer<()>,
    /// A look-up of a message that does not exist.
    pub message: Answer<()>,
    /// Web messaging deployments.
    pub deployments: Answer<Vec<Deployment>>,
    /// Messaging integrations, a channel each.
    pub integrations: Vec<(Channel, Answer<Vec<Integration>>)>,
    /// SMS numbers.
    pub numbers: Answer<Vec<SmsNumber>>,
    /// Outbound e-mail domains.
    pub domains: Answer<Vec<EmailDomain>>,
    /// Response libraries: whether they can be read.
    pub libraries: Answer<()>,
    /// Canned responses.
    pub responses: Answer<Vec<CannedResponse>>,
    /// Limits of the platform's API.
    pub limits: Answer<Vec<Limit>>,
    /// For how many minutes a closed conversation can be opened again, by channel name.
    pub threading: Answer<Vec<(String, u32)>>,
}

impl Survey {
    /// The permissions on which nothing read so far throws light, so that it is worth asking for
    /// them one by one.
    pub fn untold(&self) -> Vec<&'static str> {
        need::ALL
            .iter()
            .filter(|need| evidence::of(need, self).is_none())
            .flat_map(|need| need.any_of)
            .copied()
            .collect()
    }

    /// Every sender found.
    pub fn senders(&self) -> Vec<Sender> {
        let mut senders: Vec<Sender> = Vec::new();
        senders.extend(self.domains.iter().flatten().map(Sender::from));
        senders.extend(self.numbers.iter().flatten().map(Sender::from));
        senders.extend(self.deployments.iter().flatten().map(Sender::from));
        for (_, integrations) in &self.integrations {
            senders.extend(integrations.iter().flatten().map(Sender::from));
        }
        senders
    }

    /// The organization's name, by whichever call told it.
    pub fn organization_name(&self) -> Option<String> {
        let of_organization = self.organization.as_ref().ok();
        let of_token = self.owner.as_ref().ok();
        of_organization
            .and_then(|organization| organization.name.clone())
            .or_else(|| of_token.and_then(|owner| owner.organization.clone()))
    }
}

/// The findings on an organization that speaks `platform` and issued a token.
///
/// ```
/// use tidings_core::directory::Organization;
/// use tidings_core::doctor::{Subject, Survey, report};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::sender::Senders;
/// use tidings_core::time::Timestamp;
/// # use tidings_core::doctor::{Answer, Gap};
/// # fn unread<T>() -> Answer<T> {
/// #     Err(Gap::Untold("no answer".into()))
/// # }
/// # let mut survey = Survey {
/// #     owner: unread(), organization: unread(), clock: unread(), client: unread(),
/// #     granted: unread(), roles: unread(), permitted: Vec::new(), conversations: unread(),
/// #     conversation: unread(), contact: unread(), message: unread(), deployments: unread(),
/// #     integrations: Vec::new(), numbers: unread(), domains: unread(), libraries: unread(),
/// #     responses: unread(), limits: unread(), threading: unread(),
/// # };
///
/// let mut organization = Organization::default();
/// organization.name = Some("Acme".into());
/// survey.organization = Ok(organization);
/// let (base, senders) = (BaseUrl::parse("https://api.mypurecloud.ie")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base.login(), senders: &senders };
/// let view = report(subject, &survey, Timestamp::EPOCH);
/// assert_eq!(view.organization.as_deref(), Some("Acme"));
/// assert!(view.checks.iter().any(|check| check.name == "analytics:conversationDetail:view"));
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
pub fn report(subject: Subject<'_>, survey: &Survey, at: Timestamp) -> DoctorView {
    let senders = survey.senders();
    let mut checks = access::checks(subject, survey);
    checks.extend(permissions::checks(survey));
    checks.extend(senders::checks(subject.senders, survey, &senders));
    checks.extend(limits::checks(survey));
    DoctorView {
        organization: survey.organization_name(),
        checks,
        senders,
        ..empty(subject, at)
    }
}

/// A report with a single finding: there is no token, so nothing else can be read.
///
/// ```
/// use tidings_core::doctor::{Subject, no_token, token_unreachable};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::sender::Senders;
/// use tidings_core::time::Timestamp;
///
/// let (base, senders) = (BaseUrl::parse("https://api.mypurecloud.ie")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base.login(), senders: &senders };
/// let check = token_unreachable(subject, "connection refused");
/// let report = no_token(subject, check.clone(), Timestamp::EPOCH);
/// assert_eq!(report.checks, [check]);
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
pub fn no_token(subject: Subject<'_>, check: CheckView, at: Timestamp) -> DoctorView {
    DoctorView {
        checks: vec![check],
        ..empty(subject, at)
    }
}

fn empty(subject: Subject<'_>, at: Timestamp) -> DoctorView {
    DoctorView {
        connection: subject.name.to_owned(),
        base_url: subject.base.to_string(),
        at,
        organization: None,
        checks: Vec::new(),
        senders: Vec::new(),
    }
}

fn good(part: DoctorPart, name: &str, message: impl Into<String>) -> CheckView {
    CheckView {
        part,
        name: name.to_owned(),
        verdict: CheckVerdict::Good,
        is_optional: false,
        message: message.into(),
        hint: String::new(),
        needed_by: Vec::new(),
    }
}

fn missing(
    part: DoctorPart,
    name: &str,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> CheckView {
    CheckView {
        verdict: CheckVerdict::Missing,
        hint: hint.into(),
        ..good(part, name, message)
    }
}

fn unknown(part: DoctorPart, name: &str, message: impl Into<String>) -> CheckView {
    CheckView {
        verdict: CheckVerdict::Unknown,
        ..good(part, name, message)
    }
}

fn optional(check: CheckView) -> CheckView {
    CheckView {
        is_optional: true,
        ..check
    }
}

impl Gap {
    /// In words, for a finding.
    fn words(&self) -> &str {
        match self {
            Self::Forbidden { message, .. } => message,
            Self::Untold(words) => words,
        }
    }
}

#[cfg(test)]
mod tests;
