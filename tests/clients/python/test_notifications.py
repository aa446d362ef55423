"""Channels that tell what happens."""

import PureCloudPlatformClientV2 as genesys
from sandbox import WEB_SHOP, Case


class Notifications(Case):
    def test_a_channel_takes_gives_up_and_lists_its_topics(self):
        api = genesys.NotificationsApi(self.client)
        channel = self.call(api.post_notifications_channels)
        self.assertTrue(channel.connect_uri.startswith("ws"))
        listed = self.call(api.get_notifications_channels)
        self.assertIn(channel.id, [one.id for one in listed.entities])
        topic = genesys.ChannelTopic()
        topic.id = f"v2.webmessaging.deployments.{WEB_SHOP}.undelivered.messages"
        taken = self.call(api.put_notifications_channel_subscriptions, channel.id, [topic])
        self.assertEqual(taken.entities[0].id, topic.id)
        added = self.call(api.post_notifications_channel_subscriptions, channel.id, [topic])
        self.assertTrue(added.entities)
        kept = self.call(api.get_notifications_channel_subscriptions, channel.id)
        self.assertEqual([one.id for one in kept.entities], [topic.id])
        self.call(api.delete_notifications_channel_subscriptions, channel.id)

    def test_the_topics_there_are(self):
        api = genesys.NotificationsApi(self.client)
        topics = self.call(api.get_notifications_availabletopics, expand=["description"])
        ids = [one.id for one in topics.entities]
        self.assertIn("v2.detail.events.conversation.{id}.customer.start", ids)
