import assert from "node:assert/strict";
import { before, test } from "node:test";

import {
    apple,
    call,
    customer,
    fieldApp,
    genesys,
    organization,
    refusal,
    signIn,
    template,
    webShop,
    whatsApp,
} from "./sandbox.mjs";

before(() => signIn());

test("token, organization, rights and limits", async () => {
    const token = await call(new genesys.TokensApi(), "getTokensMe", { preserveIdleTTL: true });
    assert.equal(token.organization.id, organization);
    assert.equal(token.OAuthClient.authorizedGrantType, "CLIENT-CREDENTIALS");
    const mine = await call(new genesys.OrganizationApi(), "getOrganizationsMe");
    assert.equal(mine.name, "Tidings Sandbox");
    const date = await call(new genesys.UtilitiesApi(), "getDate");
    assert.ok(Date.parse(date.currentDate) > 0);
    await call(new genesys.UtilitiesApi(), "getIpranges");
    const authorization = new genesys.AuthorizationApi();
    const subject = await call(authorization, "getAuthorizationSubjectsMe");
    await call(authorization, "getAuthorizationRole", subject.grants[0].role.id);
    await call(new genesys.OAuthApi(), "getOauthClient", "sandbox");
    const limits = await call(
        new genesys.OrganizationApi(),
        "getOrganizationsLimitsNamespace",
        "platform.api",
    );
    assert.ok(limits.entities.some((limit) => limit.key === "request.bytes.max"));
});

test("there is no user behind client credentials", async () => {
    const body = await refusal(new genesys.UsersApi().getUsersMe());
    assert.equal(body.status, 400);
});

test("senders of every channel", async () => {
    const deployments = await call(new genesys.WebDeploymentsApi(), "getWebdeploymentsDeployments", {
        expand: ["Configuration", "SupportedContent"],
    });
    assert.equal(deployments.entities[0].id, webShop);
    const identity = await call(
        new genesys.WebDeploymentsApi(),
        "getWebdeploymentsDeploymentIdentityresolution",
        webShop,
    );
    assert.equal(identity.resolveIdentities, true);
    const conversations = new genesys.ConversationsApi();
    const all = await call(conversations, "getConversationsMessagingIntegrations");
    assert.deepEqual(
        all.entities.map((one) => one.id),
        [fieldApp, whatsApp, apple],
    );
    for (const type of ["Open", "Whatsapp", "Apple"]) {
        const listed = await call(conversations, `getConversationsMessagingIntegrations${type}`);
        assert.equal(listed.total, 1);
    }
    const routing = new genesys.RoutingApi();
    const numbers = await call(routing, "getRoutingSmsPhonenumbers", { phoneNumberStatus: ["active"] });
    assert.equal(numbers.total, 3);
    const domains = await call(routing, "getRoutingEmailOutboundDomains");
    assert.equal(domains.entities[0].cnameVerificationResult.status, "VERIFIED");
    await call(routing, "getRoutingMessageRecipients", { messengerType: "webmessaging" });
    await call(conversations, "getConversationsMessagingSupportedcontentDefault");
    await call(conversations, "getConversationsMessagingThreadingtimeline");
});

test("canned responses with their substitutions", async () => {
    const api = new genesys.ResponseManagementApi();
    const response = await call(api, "getResponsemanagementResponse", template);
    assert.deepEqual(
        response.substitutions.map((one) => one.id),
        ["first_name", "order"],
    );
    const libraries = await call(api, "getResponsemanagementLibraries");
    await call(api, "getResponsemanagementResponses", libraries.entities[0].id);
    const found = await call(api, "postResponsemanagementResponsesQuery", {
        queryPhrase: "winter",
        pageSize: 10,
    });
    assert.equal(found.results.entities[0].name, "winter_sale");
});

test("contacts by id, in bulk, by text and by identity", async () => {
    const api = new genesys.ExternalContactsApi();
    const known = await customer((line) => line.email && line.livingContactId);
    const id = known.livingContactId;
    const contact = await call(api, "getExternalcontactsContact", id, { expand: ["identifiers"] });
    assert.ok([contact.personalEmail, contact.workEmail].includes(known.email));
    const bulk = await call(api, "postExternalcontactsBulkContacts", {
        entities: [{ id }, { id: "nobody" }],
    });
    assert.equal(bulk.results[0].entity.id, id);
    assert.equal(bulk.errorCount, 1);
    const listed = await call(api, "getExternalcontactsContacts", { q: known.email });
    assert.equal(listed.entities[0].id, id);
    const found = await call(api, "postExternalcontactsContactsSearch", {
        operation: { simpleSearch: { ids: [id] } },
    });
    assert.equal(found.total, 1);
    const one = await call(api, "postExternalcontactsIdentifierlookupContacts", {
        type: "Email",
        value: known.email,
    });
    assert.equal(one.id, id);
    await call(api, "getExternalcontactsScanContacts", { limit: 20 });
    await call(api, "getExternalcontactsReversewhitepageslookup", known.email);
    await call(api, "getExternalcontactsContactJourneySessions", id);
    const unknown = await refusal(api.getExternalcontactsContact("nobody"));
    assert.equal(unknown.code, "not.found");
});
