"""Senders, templates and contacts."""

import PureCloudPlatformClientV2 as genesys
from sandbox import (
    APPLE,
    FIELD_APP,
    KIOSK,
    LIBRARY,
    TEMPLATE,
    WEB_SHOP,
    WHATSAPP,
    Case,
    customer,
)


class Senders(Case):
    def test_web_deployments(self):
        api = genesys.WebDeploymentsApi(self.client)
        listed = self.call(
            api.get_webdeployments_deployments, expand=["Configuration", "SupportedContent"]
        )
        self.assertEqual(listed.entities[0].id, WEB_SHOP)
        self.assertEqual(listed.entities[0].configuration.status, "Active")
        self.assertEqual(listed.entities[2].status, "Inactive")
        one = self.call(api.get_webdeployments_deployment, WEB_SHOP)
        self.assertTrue(one.flow.id)
        for deployment, resolves in [(WEB_SHOP, True), (KIOSK, False)]:
            identity = self.call(api.get_webdeployments_deployment_identityresolution, deployment)
            self.assertEqual(identity.resolve_identities, resolves)
        public = self.call(api.get_webdeployments_deployment_configurations, WEB_SHOP)
        self.assertTrue(public.configuration_version.messenger.enabled)

    def test_integrations(self):
        api = genesys.ConversationsApi(self.client)
        all_of_them = self.call(api.get_conversations_messaging_integrations)
        types = [one.messenger_type for one in all_of_them.entities]
        self.assertEqual(types, ["open", "whatsapp", "apple"])
        for listed, read, sender in [
            (
                api.get_conversations_messaging_integrations_open,
                api.get_conversations_messaging_integrations_open_integration_id,
                FIELD_APP,
            ),
            (
                api.get_conversations_messaging_integrations_whatsapp,
                api.get_conversations_messaging_integrations_whatsapp_integration_id,
                WHATSAPP,
            ),
            (
                api.get_conversations_messaging_integrations_apple,
                api.get_conversations_messaging_integrations_apple_integration_id,
                APPLE,
            ),
        ]:
            self.assertEqual(self.call(listed).entities[0].id, sender)
            one = self.call(read, sender, expand="supportedContent")
            self.assertEqual((one.status, one.create_status), ("Active", "Completed"))
            self.assertEqual(len(one.supported_content.media_types.allow.outbound), 3)
        identity = self.call(
            api.get_conversations_messaging_identityresolution_integrations_open_integration_id,
            FIELD_APP,
        )
        self.assertTrue(identity.resolve_identities)

    def test_numbers_domains_and_recipients(self):
        api = genesys.RoutingApi(self.client)
        numbers = self.call(api.get_routing_sms_phonenumbers, phone_number_status=["active"])
        types = [one.phone_number_type for one in numbers.entities]
        self.assertEqual(types, ["local", "tollfree", "mobile"])
        self.call(api.get_routing_sms_phonenumber, numbers.entities[0].id)
        outbound = self.call(api.get_routing_email_outbound_domains).entities
        self.assertEqual(outbound[0].dkim_verification_result.status, "VERIFIED")
        self.assertEqual(outbound[1].dmarc_verification_result.status, "NotPresent")
        self.call(api.get_routing_email_outbound_domain, outbound[0].id)
        inbound = self.call(api.get_routing_email_domains).entities[0]
        self.assertEqual(inbound.mx_record_status, "VALID")
        routes = self.call(api.get_routing_email_domain_routes, inbound.id)
        self.assertTrue(routes.entities[0].flow.id)
        recipients = self.call(api.get_routing_message_recipients, messenger_type="open")
        self.assertTrue(recipients.entities[0].flow.id)

    def test_profiles_and_threading(self):
        api = genesys.ConversationsApi(self.client)
        profile = self.call(api.get_conversations_messaging_supportedcontent_default)
        self.assertEqual(profile.media_types.allow.inbound[0].type, "*/*")
        self.call(api.get_conversations_messaging_supportedcontent)
        self.call(api.get_conversations_messaging_settings)
        self.call(api.get_conversations_messaging_settings_default)
        window = self.call(api.get_conversations_messaging_threadingtimeline)
        minutes = {one.messenger_type: one.timeout_in_minutes for one in window.settings}
        self.assertEqual(minutes["webmessaging"], 72 * 60)

    def test_responses(self):
        api = genesys.ResponseManagementApi(self.client)
        self.assertEqual(self.call(api.get_responsemanagement_libraries).entities[0].id, LIBRARY)
        listed = self.call(api.get_responsemanagement_responses, LIBRARY)
        self.assertEqual(listed.total, 3)
        template = self.call(api.get_responsemanagement_response, TEMPLATE)
        self.assertEqual(template.messaging_template.whats_app.template_status, "APPROVED")
        self.assertEqual([one.id for one in template.substitutions], ["first_name", "order"])
        question = genesys.ResponseQueryRequest()
        question.query_phrase = "winter"
        question.page_size = 10
        found = self.call(api.post_responsemanagement_responses_query, question)
        self.assertEqual([one.name for one in found.results.entities], ["winter_sale"])


class Contacts(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = genesys.ExternalContactsApi(cls.client)
        cls.known = customer(lambda it: "email" in it and "livingContactId" in it)

    def test_one_contact_with_identifiers(self):
        contact = self.call(
            self.api.get_externalcontacts_contact,
            self.known["livingContactId"],
            expand=["identifiers", "division"],
        )
        self.assertIn(self.known["email"], (contact.personal_email, contact.work_email))
        self.assertEqual([one.type for one in contact.identifiers], ["Cookie", "Email"])
        self.call(self.api.get_externalcontacts_contact_identifiers, contact.id)
        self.call(self.api.get_externalcontacts_contact_unresolved, contact.id)
        sessions = self.call(
            self.api.get_externalcontacts_contact_journey_sessions, contact.id
        )
        self.assertEqual(len(sessions.entities), len(self.known["sessionTimes"]))

    def test_a_phone_number(self):
        known = customer(lambda it: "phone" in it and "livingContactId" in it)
        contact = self.call(self.api.get_externalcontacts_contact, known["livingContactId"])
        number = contact.cell_phone or contact.home_phone
        self.assertEqual(number.e164, known["phone"])

    def test_merged_and_deleted_contacts(self):
        merged = customer(
            lambda it: "livingContactId" in it
            and it["livingContactId"] != it["externalContactId"]
        )
        contact = self.call(self.api.get_externalcontacts_contact, merged["externalContactId"])
        self.assertEqual(contact.merged_to.id, merged["livingContactId"])
        canonical = self.call(self.api.get_externalcontacts_contact, contact.merged_to.id)
        self.assertEqual(canonical.merged_from[0].id, merged["externalContactId"])
        gone = customer(lambda it: "externalContactId" in it and "livingContactId" not in it)
        refused = self.refusal(
            self.api.get_externalcontacts_contact, gone["externalContactId"]
        )
        self.assertEqual((refused["code"], refused["status"]), ("not.found", 404))

    def test_many_at_once(self):
        request = genesys.BulkIdsRequest()
        request.entities = []
        for contact_id in (self.known["livingContactId"], "nobody"):
            entity = genesys.ExternalContactsEntity()
            entity.id = contact_id
            request.entities.append(entity)
        reply = self.call(self.api.post_externalcontacts_bulk_contacts, request)
        self.assertEqual(reply.results[0].entity.id, self.known["livingContactId"])
        self.assertEqual((reply.error_count, reply.error_indexes), (1, [1]))

    def test_lists_searches_and_scan(self):
        listed = self.call(self.api.get_externalcontacts_contacts, q=self.known["email"])
        self.assertEqual(listed.entities[0].id, self.known["livingContactId"])
        request = genesys.ContactSearchRequest()
        request.operation = genesys.ContactSearchOperation()
        request.operation.simple_search = genesys.ContactSimpleSearch()
        request.operation.simple_search.ids = [self.known["livingContactId"]]
        found = self.call(self.api.post_externalcontacts_contacts_search, request)
        self.assertEqual(found.total, 1)
        page = self.call(self.api.get_externalcontacts_scan_contacts, limit=50)
        self.assertEqual(len(page.entities), 50)
        after = self.call(
            self.api.get_externalcontacts_scan_contacts, limit=50, cursor=page.cursors.after
        )
        self.assertFalse({one.id for one in page.entities} & {one.id for one in after.entities})

    def test_lookups(self):
        identifier = genesys.ContactIdentifier()
        identifier.type = "Email"
        identifier.value = self.known["email"]
        contact = self.call(
            self.api.post_externalcontacts_identifierlookup_contacts, identifier
        )
        self.assertEqual(contact.id, self.known["livingContactId"])
        pages = self.call(
            self.api.get_externalcontacts_reversewhitepageslookup, self.known["email"]
        )
        self.assertEqual(pages.contacts[0].id, contact.id)
