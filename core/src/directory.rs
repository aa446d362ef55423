//! What an organization has and what its OAuth client may do, as the platform tells it. States are
//! the platform's own words: it may add one at any time.

pub use permission::PermissionSet;

use crate::channel::Channel;
use crate::sender::Sender;
use crate::time::Timestamp;

mod permission;

/// What the platform says of the token in use.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"organization": {"name": "Acme"}, "authorizedScope": ["analytics"]}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let owner = directory::owner().answer(&reply)?;
/// assert_eq!(owner.organization.as_deref(), Some("Acme"));
/// assert_eq!(owner.scopes, ["analytics"]);
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenOwner {
    /// The organization's name.
    pub organization: Option<String>,
    /// The OAuth client.
    pub client: Option<OauthClient>,
    /// The scopes that the token is held to; empty when scopes do not apply.
    pub scopes: Vec<String>,
    /// When it ends if it is not used until then (organizations with HIPAA settings).
    pub idles_at: Option<Timestamp>,
}

/// An OAuth client.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"id": "c1", "roleDivisions": [{"roleId": "r1"}, {"roleId": "r1"}]}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let client = directory::client("c1").answer(&reply)?;
/// // One role given in two divisions.
/// assert_eq!(client.roles, ["r1"]);
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OauthClient {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How it signs in: `CLIENT-CREDENTIALS`, `CODE`, …
    pub grant: Option<String>,
    /// `active`, `disabled`, `inactive`, …
    pub state: Option<String>,
    /// The ids of its roles.
    pub roles: Vec<String>,
}

/// The organization itself.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"name": "Acme", "state": "active"}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let organization = directory::organization().answer(&reply)?;
/// assert_eq!(organization.name.as_deref(), Some("Acme"));
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organization {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// `active`, `deleted`, …
    pub state: Option<String>,
}

/// Two clocks, compared by one call.
///
/// ```
/// use tidings_core::directory::ClockReading;
/// use tidings_core::time::Timestamp;
///
/// let at = Timestamp::from_unix_millis;
/// let reading = ClockReading { asked: at(1000), platform: at(5000), answered: at(1200) };
/// // Ours is slow by at least this much.
/// assert_eq!(reading.skew_millis(), 3800);
/// assert_eq!(ClockReading { platform: at(1100), ..reading }.skew_millis(), 0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// When the call went out, by our clock.
    pub asked: Timestamp,
    /// What the platform's clock said.
    pub platform: Timestamp,
    /// When the reply was there, by our clock.
    pub answered: Timestamp,
}

impl ClockReading {
    /// Milliseconds by which the clocks differ beyond doubt: the platform may have looked at its
    /// clock at any time between question and reply. Positive when ours is slow.
    pub fn skew_millis(self) -> i64 {
        let platform = self.platform.as_unix_millis();
        let (early, late) = (self.asked.as_unix_millis(), self.answered.as_unix_millis());
        if platform > late {
            platform.saturating_sub(late)
        } else if platform < early {
            platform.saturating_sub(early)
        } else {
            0
        }
    }
}

/// A web messaging deployment.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::directory::Deployment;
/// use tidings_core::sender::Sender;
///
/// let mut deployment = Deployment::default();
/// deployment.status = Some("Inactive".into());
/// deployment.has_flow = true;
/// let sender = Sender::from(&deployment);
/// assert_eq!(sender.channel, Channel::WebMessaging);
/// assert!(sender.problems[0].starts_with("it is Inactive: activate it in Admin"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deployment {
    /// Its id, which `fromAddress` takes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `Active`, `Inactive`, …
    pub status: Option<String>,
    /// Its configuration's state, of the same words.
    pub configuration: Option<String>,
    /// Whether an inbound message flow is set.
    pub has_flow: bool,
    /// Whether guests become persons who can be addressed; nothing when that could not be read.
    pub resolves_identities: Option<bool>,
}

/// A messaging integration: open messaging, WhatsApp, Apple.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
/// use tidings_core::sender::Sender;
///
/// let body = br#"{"entities": [{"id": "i1", "name": "App", "status": "Error"}]}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let read = directory::integrations(Channel::Open, None).ok_or("it has integrations")?;
/// let sender = Sender::from(&read.answer(&reply)?.items[0]);
/// assert_eq!((sender.channel, sender.is_ready()), (Channel::Open, false));
/// # Ok::<_, Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Integration {
    /// Which channel it serves.
    pub channel: Channel,
    /// Its id, which `fromAddress` takes.
    pub id: String,
    /// The id of the recipient to which a flow is tied; its own unless the platform says else.
    pub recipient: String,
    /// Its name.
    pub name: String,
    /// `Active`, `Completed`, `Error`, …
    pub status: Option<String>,
    /// Whether replies find a flow; nothing when that could not be read.
    pub has_flow: Option<bool>,
}

/// A phone number for SMS.
///
/// ```
/// use tidings_core::directory::SmsNumber;
/// use tidings_core::sender::Sender;
///
/// let mut number = SmsNumber::default();
/// number.number = "+13175550100".into();
/// number.supports_sms = Some(false);
/// let sender = Sender::from(&number);
/// assert_eq!((sender.id.as_str(), sender.is_ready()), ("+13175550100", false));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SmsNumber {
    /// The number in E.164 form.
    pub number: String,
    /// `local`, `mobile`, `tollfree`, `shortcode`, `alphanumeric`, …
    pub kind: Option<String>,
    /// `ACTIVE`, `INACTIVE`, …
    pub status: Option<String>,
    /// Whether it takes SMS; nothing when the platform does not say.
    pub supports_sms: Option<bool>,
}

/// A domain from which e-mail goes out.
///
/// ```
/// use tidings_core::directory::EmailDomain;
/// use tidings_core::sender::Sender;
///
/// let mut domain = EmailDomain::default();
/// domain.records = vec![("DKIM", "VERIFIED".into()), ("SPF", "PENDING".into())];
/// let sender = Sender::from(&domain);
/// assert_eq!(sender.problems.len(), 1);
/// assert!(sender.problems[0].starts_with("its SPF record is PENDING"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailDomain {
    /// The domain.
    pub domain: String,
    /// `EmailDomain`, `EmailSmtpDomain`, `MockEmailDomain`, …
    pub sender_type: Option<String>,
    /// The DNS records and the platform's word for each: `VERIFIED`, `Valid`, …
    pub records: Vec<(&'static str, String)>,
}

/// A canned response.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"entities": [{"id": "r1", "name": "Greeting"}]}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let page = directory::responses("l1", None).answer(&reply)?;
/// assert_eq!((page.items[0].name.as_str(), page.items[0].is_whatsapp), ("Greeting", false));
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CannedResponse {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a WhatsApp template.
    pub is_whatsapp: bool,
    /// A template's state: `approved`, `pending`, …
    pub status: Option<String>,
}

/// A limit in force.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"entities": [{"key": "token.rate.per.minute", "value": 300}]}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let limits = directory::limits().answer(&reply)?;
/// assert_eq!((limits[0].key.as_str(), limits[0].value), ("token.rate.per.minute", 300));
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// Its key: `client.credentials.token.rate.per.minute`, …
    pub key: String,
    /// Its value.
    pub value: i64,
}

/// One page of a list.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::directory::NextPage;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"entities": [{"id": "l1"}], "pageNumber": 1, "pageCount": 2}"#;
/// let reply = Reply { status: 200, body: body.to_vec(), ..Reply::default() };
/// let page = directory::libraries(None).answer(&reply)?;
/// assert_eq!((page.items, page.next), (vec!["l1".to_owned()], Some(NextPage::Number(2))));
/// # Ok::<_, tidings_core::outcome::Outcome>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Where the next page begins; nothing on the last one.
    pub next: Option<NextPage>,
}

/// Where a page begins, in the platform's own words.
///
/// ```
/// use tidings_core::dialect::Query;
/// use tidings_core::dialect::platform::directory;
/// use tidings_core::directory::NextPage;
///
/// let target = directory::deployments(Some(&NextPage::Number(2))).request().target;
/// assert!(target.ends_with("&pageNumber=2"));
/// let target = directory::deployments(Some(&NextPage::Cursor("c2".into()))).request().target;
/// assert!(target.ends_with("&after=c2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By number, from 1.
    Number(u32),
    /// By a cursor.
    Cursor(String),
}

fn is(word: Option<&str>, expected: &[&str]) -> bool {
    word.is_none_or(|word| expected.iter().any(|one| one.eq_ignore_ascii_case(word)))
}

impl From<&Deployment> for Sender {
    fn from(deployment: &Deployment) -> Self {
        let mut problems = Vec::new();
        if !is(deployment.status.as_deref(), &["Active"]) {
            problems.push(format!(
                "it is {}: activate it in Admin > Message > Messenger Deployments",
                deployment.status.as_deref().unwrap_or_default()
            ));
        }
        if !is(deployment.configuration.as_deref(), &["Active"]) {
            problems.push(format!(
                "its configuration is {}: publish it in Admin > Message > Messenger Configurations",
                deployment.configuration.as_deref().unwrap_or_default()
            ));
        }
        if !deployment.has_flow {
            problems.push(
                "no inbound message flow is set: choose one in Admin > Message > Messenger \
                 Deployments"
                    .to_owned(),
            );
        }
        if deployment.resolves_identities == Some(false) {
            problems.push(
                "identity resolution is off, so its guests are no persons who can be addressed: \
                 switch it on in the deployment's settings"
                    .to_owned(),
            );
        }
        Self {
            channel: Channel::WebMessaging,
            id: deployment.id.clone(),
            name: deployment.name.clone(),
            problems,
        }
    }
}

impl From<&Integration> for Sender {
    fn from(integration: &Integration) -> Self {
        let mut problems = Vec::new();
        if !is(integration.status.as_deref(), &["Active", "Completed"]) {
            problems.push(format!(
                "it is {}: finish its set-up in Admin > Message > Platforms",
                integration.status.as_deref().unwrap_or_default()
            ));
        }
        if integration.has_flow == Some(false) {
            problems.push(
                "no inbound message flow is set: choose one in Admin > Routing > Message Routing"
                    .to_owned(),
            );
        }
        Self {
            channel: integration.channel,
            id: integration.id.clone(),
            name: integration.name.clone(),
            problems,
        }
    }
}

impl From<&SmsNumber> for Sender {
    fn from(number: &SmsNumber) -> Self {
        let mut problems = Vec::new();
        if !is(number.status.as_deref(), &["active"]) {
            problems.push(format!(
                "it is {}: look at it in Admin > Message > SMS Number Inventory",
                number.status.as_deref().unwrap_or_default()
            ));
        }
        if number.supports_sms == Some(false) {
            problems.push("it takes no SMS".to_owned());
        }
        Self {
            channel: Channel::Sms,
            id: number.number.clone(),
            name: number.kind.clone().unwrap_or_default(),
            problems,
        }
    }
}

impl From<&EmailDomain> for Sender {
    fn from(domain: &EmailDomain) -> Self {
        let mut problems: Vec<_> = domain
            .records
            .iter()
            .filter(|(_, status)| !is(Some(status), &["VERIFIED", "Valid"]))
            .map(|(record, status)| {
                format!(
                    "its {record} record is {status}: enter it at the domain's DNS as Admin > \
                     Contact Center > Email shows it, and verify it there"
                )
            })
            .collect();
        if is_mock(domain) {
            problems.push("it is simulated: no e-mail leaves it".to_owned());
        }
        Self {
            channel: Channel::Email,
            id: domain.domain.clone(),
            name: domain.domain.clone(),
            problems,
        }
    }
}

fn is_mock(domain: &EmailDomain) -> bool {
    domain.sender_type.as_deref() == Some("MockEmailDomain")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn clocks_differ_only_as_far_as_the_call_proves_it() {
        let reading = |asked, platform, answered| {
            ClockReading {
                asked: Timestamp::from_unix_millis(asked),
                platform: Timestamp::from_unix_millis(platform),
                answered: Timestamp::from_unix_millis(answered),
            }
            .skew_millis()
        };
        assert_eq!(reading(1_000, 1_400, 2_000), 0);
        assert_eq!(reading(1_000, 32_000, 2_000), 30_000);
        assert_eq!(reading(61_000, 1_000, 62_000), -60_000);
        // Our own clock stepped back during the call.
        assert_eq!(reading(5_000, 4_500, 4_000), 500);
    }

    #[test]
    fn a_sender_says_what_keeps_it_from_sending() {
        let shop = Deployment {
            id: "d1".into(),
            name: "Web shop".into(),
            status: Some("Active".into()),
            configuration: Some("Active".into()),
            has_flow: true,
            resolves_identities: Some(true),
        };
        assert!(Sender::from(&shop).is_ready());
        let kiosk = Deployment {
            status: Some("Inactive".into()),
            configuration: Some("Draft".into()),
            has_flow: false,
            resolves_identities: Some(false),
            ..shop
        };
        let problems = Sender::from(&kiosk).problems;
        for (problem, word) in problems
            .iter()
            .zip(["Inactive", "Draft", "flow", "identity"])
        {
            assert!(problem.contains(word), "{problem}");
        }
        assert_eq!(problems.len(), 4);
    }

    #[test]
    fn a_state_is_read_whatever_its_case_and_an_unknown_one_is_told() {
        let number = |status: &str| SmsNumber {
            number: "+13175550100".into(),
            status: Some(status.into()),
            ..SmsNumber::default()
        };
        assert!(Sender::from(&number("ACTIVE")).is_ready());
        assert!(Sender::from(&number("active")).is_ready());
        let problems = Sender::from(&number("PORTING")).problems;
        assert!(problems[0].contains("PORTING"));
        assert!(Sender::from(&SmsNumber::default()).is_ready());
    }

    #[test]
    fn a_domain_is_ready_once_every_record_is_verified() {
        let mut domain = EmailDomain {
            domain: "mail.example".into(),
            sender_type: Some("EmailDomain".into()),
            records: vec![("CNAME", "VERIFIED".into()), ("DMARC", "Valid".into())],
        };
        assert!(Sender::from(&domain).is_ready());
        domain.records.push(("DKIM", "PENDING".into()));
        domain.sender_type = Some("MockEmailDomain".into());
        let problems = Sender::from(&domain).problems;
        assert!(problems[0].contains("DKIM") && problems[1].contains("simulated"));
    }
}
