//! Whether there is something to send from, channel by channel.

use super::{Answer, Gap, Survey, good, missing, optional, unknown};
use crate::api::{CheckVerdict, CheckView, DoctorPart};
use crate::channel::Channel;
use crate::directory::CannedResponse;
use crate::sender::{Sender, Senders};

const PART: DoctorPart = DoctorPart::Senders;

pub(super) fn checks(configured: &Senders, survey: &Survey, found: &[Sender]) -> Vec<CheckView> {
    let mut checks: Vec<_> = Channel::ALL
        .into_iter()
        .map(|channel| check(channel, configured.of(channel), survey, found))
        .collect();
    let is_nothing_ready = !found.iter().any(Sender::is_ready);
    let is_all_known = checks
        .iter()
        .all(|check| check.verdict != CheckVerdict::Unknown);
    if is_nothing_ready && is_all_known {
        checks.push(missing(
            PART,
            "senders",
            "there is nothing to send from on any channel",
            "Set one of the channels above up in Genesys Cloud.",
        ));
    }
    checks.push(templates(&survey.responses));
    checks
}

fn check(
    channel: Channel,
    configured: Option<&str>,
    survey: &Survey,
    found: &[Sender],
) -> CheckView {
    let name = channel.name();
    if let Err(why) = listed(channel, survey) {
        let check = unknown(PART, name, format!("cannot be listed: {why}"));
        return if configured.is_some() {
            check
        } else {
            optional(check)
        };
    }
    let found: Vec<_> = found
        .iter()
        .filter(|sender| sender.channel == channel)
        .collect();
    match configured {
        Some(id) => of_configuration(channel, id, &found),
        None => optional(of_organization(channel, &found)),
    }
}

/// Why the senders of a channel are not known, if they are not.
fn listed(channel: Channel, survey: &Survey) -> Result<(), &str> {
    fn known<T>(answer: &Answer<T>) -> Result<(), &str> {
        answer.as_ref().map(drop).map_err(Gap::words)
    }
    match channel {
        Channel::Email => known(&survey.domains),
        Channel::Sms => known(&survey.numbers),
        Channel::WebMessaging => known(&survey.deployments),
        Channel::Open | Channel::WhatsApp | Channel::Apple => survey
            .integrations
            .iter()
            .find(|(of, _)| *of == channel)
            .map_or(Ok(()), |(_, answer)| known(answer)),
    }
}

/// The sender that the configuration names has to be there and ready: drafts count on it.
fn of_configuration(channel: Channel, id: &str, found: &[&Sender]) -> CheckView {
    // An e-mail address is ready when its domain is.
    let wanted = match channel {
        Channel::Email => id.rsplit_once('@').map_or(id, |(_, domain)| domain),
        _ => id,
    };
    let sender = found
        .iter()
        .find(|sender| sender.id.eq_ignore_ascii_case(wanted));
    match sender {
        None => missing(
            PART,
            channel.name(),
            format!("{id}, which the configuration names, is not there"),
            other_choices(channel, found),
        ),
        Some(sender) if sender.is_ready() => {
            good(PART, channel.name(), format!("{} is ready", title(sender)))
        }
        Some(sender) => missing(
            PART,
            channel.name(),
            format!("{} cannot send", title(sender)),
            sender.problems.join("; "),
        ),
    }
}

fn of_organization(channel: Channel, found: &[&Sender]) -> CheckView {
    let ready: Vec<_> = found
        .iter()
        .filter(|sender| sender.is_ready())
        .map(|sender| title(sender))
        .collect();
    if !ready.is_empty() {
        return good(PART, channel.name(), format!("ready: {}", ready.join(", ")));
    }
    let problems: Vec<_> = found
        .iter()
        .map(|sender| format!("{}: {}", title(sender), sender.problems.join("; ")))
        .collect();
    if problems.is_empty() {
        return missing(
            PART,
            channel.name(),
            format!("no {}", kind(channel)),
            format!(
                "To send by {}, set one up in {}.",
                channel.title(),
                menu(channel)
            ),
        );
    }
    missing(
        PART,
        channel.name(),
        format!("no {} is ready", kind(channel)),
        problems.join(". "),
    )
}

fn other_choices(channel: Channel, found: &[&Sender]) -> String {
    let ready: Vec<_> = found
        .iter()
        .filter(|sender| sender.is_ready())
        .map(|sender| title(sender))
        .collect();
    if ready.is_empty() {
        return format!(
            "Set one up in {}, and name it in senders.{channel}.",
            menu(channel)
        );
    }
    format!(
        "Name one of these in senders.{channel}: {}.",
        ready.join(", ")
    )
}

fn title(sender: &Sender) -> String {
    let Sender { id, name, .. } = sender;
    match sender.channel {
        _ if name.is_empty() || name == id => id.clone(),
        // A number's name is only its kind.
        Channel::Sms => format!("{id} ({name})"),
        _ => format!("{name} ({id})"),
    }
}

const fn kind(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "outbound e-mail domain",
        Channel::Sms => "SMS number",
        Channel::WebMessaging => "web messaging deployment",
        Channel::Open => "open messaging integration",
        Channel::WhatsApp => "WhatsApp integration",
        Channel::Apple => "Apple Messages integration",
    }
}

const fn menu(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "Admin > Contact Center > Email",
        Channel::Sms => "Admin > Message > SMS Number Inventory",
        Channel::WebMessaging => "Admin > Message > Messenger Deployments",
        Channel::Open | Channel::WhatsApp | Channel::Apple => "Admin > Message > Platforms",
    }
}

/// WhatsApp takes approved templates only; the other canned responses are for people's use.
fn templates(responses: &Answer<Vec<CannedResponse>>) -> CheckView {
    let name = "templates";
    let responses = match responses {
        Ok(responses) => responses,
        Err(gap) => {
            let said = format!("cannot be listed: {}", gap.words());
            return optional(unknown(PART, name, said));
        }
    };
    let (ready, waiting): (Vec<_>, Vec<_>) = responses
        .iter()
        .filter(|response| response.is_whatsapp)
        .partition(|response| is_approved(response));
    let mut said = vec![format!(
        "canned responses: {}; WhatsApp templates that can be used: {}",
        responses.len(),
        ready.len()
    )];
    said.extend(waiting.iter().map(|response| {
        let status = response.status.as_deref().unwrap_or("not approved");
        format!("{} is {status}", response.name)
    }));
    optional(good(PART, name, said.join("; ")))
}

fn is_approved(response: &CannedResponse) -> bool {
    response
        .status
        .as_deref()
        .is_none_or(|status| status.eq_ignore_ascii_case("approved"))
}
