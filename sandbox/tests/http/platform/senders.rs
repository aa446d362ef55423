//! Senders, responses and rights as an admin has set them up.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_sandbox::{FULL_CLIENT, LIMITED_CLIENT, directory};

use crate::support::TestSandbox;

fn strings(value: &Value, field: &str) -> Vec<String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item[field].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn deployments_tell_whether_they_can_reach_known_persons() {
    let sandbox = TestSandbox::start().await;
    let path = "/api/v2/webdeployments/deployments";
    let list = sandbox
        .get(&format!(
            "{path}?expand=Configuration&expand=SupportedContent"
        ))
        .await;
    assert_eq!(
        strings(&list.at("/entities"), "id"),
        [directory::WEB_SHOP, directory::KIOSK, directory::OLD_SHOP]
    );
    assert_eq!(
        strings(&list.at("/entities"), "status"),
        ["Active", "Active", "Inactive"]
    );
    assert_eq!(list.at("/entities/0/flow/id"), directory::FLOW_ID);
    assert_eq!(list.at("/entities/0/configuration/status"), "Active");
    let outbound = list.at("/entities/0/supportedContent/mediaTypes/allow/outbound");
    assert_eq!(outbound.as_array().unwrap().len(), 3);
    for (id, resolves) in [(directory::WEB_SHOP, true), (directory::KIOSK, false)] {
        let reply = sandbox
            .get(&format!("{path}/{id}/identityresolution"))
            .await;
        assert_eq!(reply.at("/resolveIdentities"), resolves, "{id}");
    }
    let unknown = sandbox.get(&format!("{path}/nowhere")).await;
    assert_eq!(
        (unknown.status, unknown.at("/entityId")),
        (StatusCode::NOT_FOUND, json!("nowhere"))
    );
}

#[tokio::test]
async fn integrations_are_listed_together_and_by_type() {
    let sandbox = TestSandbox::start().await;
    let path = "/api/v2/conversations/messaging/integrations";
    let all = sandbox.get(path).await;
    assert_eq!(
        strings(&all.at("/entities"), "messengerType"),
        ["open", "whatsapp", "apple"]
    );
    let open = sandbox
        .get(&format!("{path}/open?expand=supportedContent"))
        .await;
    assert_eq!(open.at("/entities/0/id"), directory::FIELD_APP);
    assert_eq!(open.at("/entities/0/createStatus"), "Completed");
    assert_eq!(open.at("/total"), 1);
    assert_eq!(
        sandbox.get(&format!("{path}/facebook")).await.at("/total"),
        0
    );
    assert_eq!(
        sandbox.get(&format!("{path}/fax")).await.status,
        StatusCode::NOT_FOUND
    );
    let recipients = sandbox
        .get("/api/v2/routing/message/recipients?messengerType=open")
        .await;
    assert_eq!(recipients.at("/entities/0/flow/id"), directory::FLOW_ID);
}

#[tokio::test]
async fn numbers_and_mail_domains_say_whether_they_are_ready() {
    let sandbox = TestSandbox::start().await;
    let numbers = sandbox
        .get("/api/v2/routing/sms/phonenumbers?phoneNumberStatus=active")
        .await;
    assert_eq!(
        strings(&numbers.at("/entities"), "phoneNumber"),
        [
            directory::SMS_LOCAL,
            directory::SMS_TOLL_FREE,
            directory::SMS_MOBILE_DE
        ]
    );
    let kinds = strings(&numbers.at("/entities"), "phoneNumberType");
    assert_eq!(kinds, ["local", "tollfree", "mobile"]);
    let domains = sandbox.get("/api/v2/routing/email/outbound/domains").await;
    let results = |place: u8| {
        ["cname", "dkim", "dmarc"].map(|check| {
            domains.at(&format!(
                "/entities/{place}/{check}VerificationResult/status"
            ))
        })
    };
    assert_eq!(results(0), ["VERIFIED", "VERIFIED", "Valid"]);
    assert_eq!(results(1), ["PENDING", "PENDING", "NotPresent"]);
}

#[tokio::test]
async fn pages_of_a_list_fit_together() {
    let sandbox = TestSandbox::start().await;
    let path = "/api/v2/routing/sms/phonenumbers";
    let first = sandbox.get(&format!("{path}?pageSize=3")).await;
    assert_eq!(
        (first.at("/total"), first.at("/pageCount")),
        (json!(4), json!(2))
    );
    let next = first.at("/nextUri");
    let second = sandbox.get(next.as_str().unwrap()).await;
    assert_eq!(
        strings(&second.at("/entities"), "phoneNumber"),
        [directory::SMS_INACTIVE]
    );
    assert_eq!(second.at("/nextUri"), Value::Null);
    let wrong = sandbox.get(&format!("{path}?pageSize=no")).await;
    assert_eq!(wrong.at("/details/0/fieldName"), "pageSize");
}

#[tokio::test]
async fn responses_have_their_substitutions_and_templates_their_status() {
    let sandbox = TestSandbox::start().await;
    let path = "/api/v2/responsemanagement/responses";
    let all = sandbox
        .get(&format!("{path}?libraryId={}", directory::LIBRARY_ID))
        .await;
    assert_eq!(all.at("/total"), 3);
    let approved = sandbox
        .get(&format!("{path}/{}", directory::TEMPLATE_APPROVED))
        .await;
    assert_eq!(
        approved.at("/messagingTemplate/whatsApp/templateStatus"),
        "APPROVED"
    );
    assert_eq!(
        strings(&approved.at("/substitutions"), "id"),
        ["first_name", "order"]
    );
    let body = json!({
        "queryPhrase": "order",
        "pageSize": 10,
        "filters": [{ "name": "messagingTemplate", "operator": "EQUALS", "values": ["whatsapp"] }],
    });
    let found = sandbox.post(&format!("{path}/query"), &body).await;
    assert_eq!(
        strings(&found.at("/results/entities"), "id"),
        [directory::TEMPLATE_APPROVED]
    );
    let without = sandbox.get(path).await;
    assert_eq!(without.at("/details/0/fieldName"), "libraryId");
}

#[tokio::test]
async fn a_role_and_a_client_say_what_may_be_done() {
    let mut sandbox = TestSandbox::start().await;
    sandbox.sign_in_by_basic(LIMITED_CLIENT).await;
    let permitted = |permission: &str| {
        format!("/api/v2/authorization/divisionspermitted/me?permission={permission}")
    };
    let held = sandbox.get(&permitted("conversation:message:view")).await;
    assert_eq!(held.at("/0/id"), directory::DIVISION_ID);
    let missing = sandbox.get(&permitted("conversation:message:create")).await;
    assert_eq!(missing.json(), json!([]));
    let path = format!("/api/v2/authorization/roles/{}", directory::READER_ROLE_ID);
    let role = sandbox.get(&path).await;
    let policies = role.at("/permissionPolicies");
    let policy =
        json!({ "domain": "conversation", "entityName": "message", "actionSet": ["view"] });
    assert!(policies.as_array().unwrap().contains(&policy), "{policies}");
    let subject = sandbox.get("/api/v2/authorization/subjects/me").await;
    assert_eq!(subject.at("/grants/0/role/id"), directory::READER_ROLE_ID);
    let client = sandbox.get("/api/v2/oauth/clients/limited").await;
    assert_eq!(client.at("/authorizedGrantType"), "CLIENT-CREDENTIALS");
}

#[tokio::test]
async fn what_a_role_lacks_is_named_all_of_it_or_any() {
    let mut sandbox = TestSandbox::start().await;
    sandbox.sign_in_by_basic(LIMITED_CLIENT).await;
    let domains = sandbox.get("/api/v2/routing/email/outbound/domains").await;
    assert_eq!(domains.status, StatusCode::FORBIDDEN);
    assert_eq!(domains.at("/code"), "missing.permissions");
    assert_eq!(
        domains.at("/messageParams/permissions"),
        "routing:email:manage"
    );
    assert!(domains.message().ends_with("routing:email:manage"));
    let sessions = sandbox
        .get("/api/v2/externalcontacts/contacts/x/journey/sessions")
        .await;
    assert_eq!(
        sessions.at("/messageParams/permissions"),
        "externalContacts:session:view"
    );
    let one = sandbox
        .get("/api/v2/routing/email/outbound/domains/mail.sandbox.example")
        .await;
    assert_eq!(
        one.status,
        StatusCode::OK,
        "one permission of two is enough"
    );
    let triggers = sandbox.get("/api/v2/processautomation/triggers").await;
    assert_eq!(triggers.status, StatusCode::FORBIDDEN);
    sandbox.sign_in_by_basic(FULL_CLIENT).await;
    let triggers = sandbox.get("/api/v2/processautomation/triggers").await;
    assert_eq!(triggers.at("/entities/0/target/type"), "Workflow");
}
