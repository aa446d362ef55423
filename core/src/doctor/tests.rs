use super::*;
use crate::outcome::Refusal;
use crate::testing::test;

fn whole() -> Survey {
    let shop = Deployment {
        id: "d1".into(),
        name: "Web shop".into(),
        status: Some("Active".into()),
        configuration: None,
        has_flow: true,
        resolves_identities: Some(true),
    };
    Survey {
        owner: Ok(TokenOwner {
            organization: Some("Acme".into()),
            client: Some(OauthClient {
                id: Some("c1".into()),
                name: Some("Console".into()),
                grant: Some("CLIENT-CREDENTIALS".into()),
                state: Some("active".into()),
                roles: vec!["r1".into()],
            }),
            ..TokenOwner::default()
        }),
        organization: Ok(Organization {
            id: Some("o1".into()),
            name: Some("Acme".into()),
            state: Some("active".into()),
        }),
        clock: Ok(ClockReading {
            asked: Timestamp::from_unix_millis(1_000),
            platform: Timestamp::from_unix_millis(1_100),
            answered: Timestamp::from_unix_millis(1_200),
        }),
        client: forbidden("oauth:client:view"),
        granted: Ok(["conversation:*".to_owned(), "integration:*:*".to_owned()]
            .into_iter()
            .collect()),
        roles: Ok(()),
        permitted: Vec::new(),
        conversations: Ok(()),
        conversation: Ok(()),
        contact: Ok(()),
        message: Ok(()),
        deployments: Ok(vec![shop]),
        integrations: vec![(Channel::Open, Ok(Vec::new()))],
        numbers: Ok(Vec::new()),
        domains: Ok(Vec::new()),
        libraries: Ok(()),
        responses: Ok(Vec::new()),
        limits: Ok(vec![Limit {
            key: "client.credentials.token.rate.per.minute".into(),
            value: 300,
        }]),
        threading: Ok(vec![("sms".into(), 4320)]),
    }
}

fn forbidden<T>(permission: &str) -> Answer<T> {
    Err(Gap::Forbidden {
        permission: Some(permission.into()),
        message: "missing permission".into(),
    })
}

fn untold<T>() -> Answer<T> {
    Err(Gap::Untold("no answer".into()))
}

fn look(survey: &Survey, senders: &Senders) -> DoctorView {
    let base = BaseUrl::parse("https://api.mypurecloud.ie").unwrap();
    let subject = Subject {
        name: "shop",
        base: &base,
        login: &base.login(),
        senders,
    };
    report(subject, survey, Timestamp::EPOCH)
}

fn check<'a>(view: &'a DoctorView, name: &str) -> &'a CheckView {
    let found = view.checks.iter().find(|check| check.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {view:#?}"))
}

#[track_caller]
fn verdict(survey: &Survey, name: &str) -> CheckVerdict {
    check(&look(survey, &Senders::default()), name).verdict
}

#[test]
fn an_organization_that_lacks_only_what_jobs_can_do_without_is_green() {
    let view = look(&whole(), &Senders::default());
    assert!(view.is_green(), "{view:#?}");
    assert_eq!(view.organization.as_deref(), Some("Acme"));
    assert_eq!(view.senders.len(), 1);
    assert_eq!(
        check(&view, "oauth:client:view").verdict,
        CheckVerdict::Missing
    );
    assert_eq!(check(&view, "sms").verdict, CheckVerdict::Missing);
    let numbers = &check(&view, "client.credentials.token.rate.per.minute").message;
    assert!(numbers.starts_with("300 calls a minute"), "{numbers}");
    assert_eq!(client_limit(&view), Some(300));
    assert!(check(&view, "threading").message.contains("sms 72 h"));
}

#[test]
fn a_permission_that_a_job_needs_is_missing_with_where_to_grant_it() {
    let survey = Survey {
        granted: Ok(["conversation:message:view".to_owned()]
            .into_iter()
            .collect()),
        ..whole()
    };
    let view = look(&survey, &Senders::default());
    assert!(!view.is_green());
    let check = check(&view, "conversation:message:create");
    assert_eq!(check.verdict, CheckVerdict::Missing);
    assert!(check.needed_by.contains(&"proactive".to_owned()));
    for part in [
        "conversation:message:create",
        "\"Console\"",
        "Roles/Permissions",
        "OAuth",
    ] {
        assert!(check.hint.contains(part), "{}", check.hint);
    }
}

#[test]
fn what_a_call_met_counts_for_more_than_what_roles_say() {
    // The role grants it, but not in the division that is asked.
    let survey = Survey {
        conversation: forbidden("conversation:communication:view"),
        ..whole()
    };
    assert_eq!(
        verdict(&survey, "conversation:communication:view"),
        CheckVerdict::Missing
    );
    // The role is of no use, and yet the call worked.
    assert_eq!(
        verdict(&whole(), "externalContacts:contact:view"),
        CheckVerdict::Good
    );
}

#[test]
fn a_permission_of_which_nobody_tells_is_asked_for_by_name_and_else_unknown() {
    let mut survey = Survey {
        granted: untold(),
        ..whole()
    };
    let untold = survey.untold();
    assert!(
        untold.contains(&"conversation:message:create"),
        "{untold:?}"
    );
    assert!(!untold.contains(&"sms:phoneNumber:view"), "{untold:?}");
    let name = "conversation:agentlessEmail:send";
    assert_eq!(verdict(&survey, name), CheckVerdict::Unknown);
    assert!(look(&survey, &Senders::default()).is_green());
    survey.permitted = vec![(name, false), ("conversation:email:create", true)];
    assert_eq!(verdict(&survey, name), CheckVerdict::Good);
    survey.permitted = vec![(name, false)];
    assert_eq!(verdict(&survey, name), CheckVerdict::Missing);
}

#[test]
fn a_sender_that_the_configuration_names_must_be_there_and_ready() {
    let named = |id: &str| Senders {
        webmessaging: Some(id.into()),
        ..Senders::default()
    };
    assert!(look(&whole(), &named("d1")).is_green());
    let view = look(&whole(), &named("d2"));
    assert!(!view.is_green());
    let hint = &check(&view, "webmessaging").hint;
    assert!(hint.contains("Web shop (d1)"), "{hint}");
    let mut survey = whole();
    survey.deployments.as_mut().unwrap()[0].resolves_identities = Some(false);
    let view = look(&survey, &named("d1"));
    assert!(!view.is_green());
    assert!(check(&view, "webmessaging").hint.contains("identity"));
    // Where the list cannot be read, nothing is claimed.
    let survey = Survey {
        deployments: forbidden("webDeployments:deployment:view"),
        ..whole()
    };
    let view = look(&survey, &named("d1"));
    assert_eq!(check(&view, "webmessaging").verdict, CheckVerdict::Unknown);
    assert!(view.is_green());
}

#[test]
fn an_address_is_ready_with_its_domain() {
    let survey = Survey {
        domains: Ok(vec![EmailDomain {
            domain: "mail.example".into(),
            sender_type: Some("EmailDomain".into()),
            records: vec![("DKIM", "VERIFIED".into())],
        }]),
        ..whole()
    };
    for (address, expected) in [
        ("care@Mail.Example", CheckVerdict::Good),
        ("care@other.example", CheckVerdict::Missing),
    ] {
        let senders = Senders {
            email: Some(address.into()),
            ..Senders::default()
        };
        let view = look(&survey, &senders);
        assert_eq!(check(&view, "email").verdict, expected, "{address}");
    }
}

#[test]
fn without_anything_to_send_from_nothing_is_green() {
    let survey = Survey {
        deployments: Ok(Vec::new()),
        ..whole()
    };
    let view = look(&survey, &Senders::default());
    assert!(!view.is_green());
    assert_eq!(check(&view, "senders").verdict, CheckVerdict::Missing);
}

#[test]
fn a_clock_that_is_off_and_scopes_that_are_enforced_are_told() {
    let mut survey = whole();
    survey.clock.as_mut().unwrap().platform = Timestamp::from_unix_millis(41_200);
    survey.owner.as_mut().unwrap().scopes = vec!["conversations:readonly".into()];
    let view = look(&survey, &Senders::default());
    let clock = check(&view, "clock");
    assert_eq!(clock.verdict, CheckVerdict::Missing);
    assert!(clock.message.contains("40 s slow"), "{}", clock.message);
    assert_eq!(check(&view, "scopes").verdict, CheckVerdict::Unknown);
    assert!(view.is_green());
}

#[test]
fn a_client_that_cannot_sign_in_this_way_is_not_green() {
    for (grant, state, word) in [
        ("CLIENT-CREDENTIALS", "inactive", "Activate"),
        ("CODE", "active", "Client Credentials"),
    ] {
        let mut survey = whole();
        let client = survey.owner.as_mut().unwrap().client.as_mut().unwrap();
        client.grant = Some(grant.into());
        client.state = Some(state.into());
        let view = look(&survey, &Senders::default());
        assert!(!view.is_green());
        assert!(check(&view, "client").hint.contains(word));
    }
}

#[test]
fn refused_credentials_say_whether_client_region_or_secret_is_wrong() {
    let refusal = |status| Refusal {
        status,
        code: "invalid_client".into(),
        message: "client not found".into(),
        hint: String::new(),
        missing_scope: None,
        context_id: None,
    };
    let senders = Senders::default();
    let base = BaseUrl::parse("https://api.mypurecloud.ie").unwrap();
    let subject = Subject {
        name: "shop",
        base: &base,
        login: &base.login(),
        senders: &senders,
    };
    let unknown = token_missing(subject, &refusal(400));
    assert!(unknown.message.contains("https://login.mypurecloud.ie"));
    assert!(unknown.hint.contains("eu-west-1"), "{}", unknown.hint);
    let secret = token_missing(subject, &refusal(401));
    assert!(secret.hint.contains("secret is wrong"), "{}", secret.hint);
    let nobody = token_unreachable(subject, "connection refused");
    assert!(nobody.message.contains("connection refused"));
    let view = no_token(subject, nobody, Timestamp::EPOCH);
    assert!(!view.is_green());
}
