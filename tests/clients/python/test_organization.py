"""Login, token, organization, rights and limits."""

import json
import unittest

import PureCloudPlatformClientV2 as genesys
from sandbox import ORGANIZATION, Case, sign_in


class Login(Case):
    def test_a_wrong_secret_and_an_unknown_client_are_told_apart(self):
        for pair, status in [(("sandbox", "wrong"), 401), (("nobody", "wrong"), 400)]:
            with self.assertRaises(genesys.rest.ApiException) as refused:
                sign_in(*pair)
            self.assertEqual(refused.exception.status, status)
            self.assertEqual(json.loads(refused.exception.body)["error"], "invalid_client")

    def test_a_revoked_token_is_refused(self):
        client = sign_in()
        genesys.TokensApi(client).delete_tokens_me()
        with self.assertRaises(genesys.rest.ApiException) as refused:
            genesys.TokensApi(client).get_tokens_me()
        self.assertEqual(refused.exception.status, 401)


class Organization(Case):
    def test_token_organization_and_date(self):
        token = self.call(genesys.TokensApi(self.client).get_tokens_me, preserve_idle_ttl=True)
        self.assertEqual(token.organization.id, ORGANIZATION)
        self.assertEqual(token.o_auth_client.authorized_grant_type, "CLIENT-CREDENTIALS")
        self.assertEqual(len(token.o_auth_client.role_divisions), 1)
        organization = self.call(genesys.OrganizationApi(self.client).get_organizations_me)
        self.assertEqual((organization.name, organization.state), ("Tidings Sandbox", "active"))
        date = self.call(genesys.UtilitiesApi(self.client).get_date)
        self.assertGreater(date.current_date.year, 2020)
        ranges = self.call(genesys.UtilitiesApi(self.client).get_ipranges)
        self.assertIn("open-messaging", [one.service for one in ranges.entities])

    def test_headers_say_where_the_client_stands(self):
        genesys.UtilitiesApi(self.client).get_date()
        headers = self.client.last_response.getheaders()
        self.assertEqual(len(headers["inin-correlation-id"]), 36)
        self.assertGreaterEqual(
            int(headers["inin-ratelimit-allowed"]), int(headers["inin-ratelimit-count"])
        )

    def test_there_is_no_user(self):
        refused = self.refusal(genesys.UsersApi(self.client).get_users_me)
        self.assertEqual(refused["status"], 400)

    def test_roles_grants_and_client(self):
        api = genesys.AuthorizationApi(self.client)
        subject = self.call(api.get_authorization_subjects_me)
        role = self.call(api.get_authorization_role, subject.grants[0].role.id)
        policies = {(one.domain, one.entity_name): one.action_set for one in role.permission_policies}
        self.assertIn("create", policies["conversation", "message"])
        held = self.call(api.get_authorization_divisionspermitted_me, "conversation:message:create")
        self.assertEqual(len(held), 1)
        products = self.call(api.get_authorization_products)
        self.assertTrue(products.entities)
        client = self.call(genesys.OAuthApi(self.client).get_oauth_client, "sandbox")
        self.assertEqual(client.state, "active")

    def test_limits(self):
        api = genesys.OrganizationApi(self.client)
        names = self.call(api.get_organizations_limits_namespaces)
        self.assertIn("platform.api", names["entities"])
        for listed in (api.get_organizations_limits_namespace, api.get_organizations_limits_namespace_defaults):
            limits = {one.key: one.value for one in self.call(listed, "platform.api").entities}
            self.assertGreater(limits["client.credentials.token.rate.per.minute"], 0)

    def test_triggers(self):
        api = genesys.ProcessAutomationApi(self.client)
        trigger = self.call(api.get_processautomation_triggers).entities[0]
        self.assertEqual(trigger.target.type, "Workflow")
        self.call(api.get_processautomation_trigger, trigger.id)
        topics = self.call(api.get_processautomation_triggers_topics)
        self.assertIn(trigger.topic_name, topics.entities)


class ReadingOnly(Case):
    pair = ("limited", "limited-secret")

    def test_a_refusal_names_the_missing_permission(self):
        body = self.refusal(genesys.RoutingApi(self.client).get_routing_email_outbound_domains)
        self.assertEqual((body["status"], body["code"]), (403, "missing.permissions"))
        self.assertIn("routing:email:manage", body["message"])


if __name__ == "__main__":
    unittest.main()
