"""Who talked to the organization."""

import datetime
import time

import PureCloudPlatformClientV2 as genesys
from sandbox import Case, lines

END = datetime.datetime.now(datetime.timezone.utc).replace(
    hour=0, minute=0, second=0, microsecond=0
)


def interval(days):
    """The days before last midnight."""
    start = END - datetime.timedelta(days=days)
    return f"{start:%Y-%m-%dT%H:%M:%S.000Z}/{END:%Y-%m-%dT%H:%M:%S.000Z}"


def web_messaging():
    """The filter of PLATFORM-API §5.2."""
    predicates = [
        genesys.SegmentDetailQueryPredicate(),
        genesys.SegmentDetailQueryPredicate(),
        genesys.SegmentDetailQueryPredicate(),
    ]
    wanted = [("mediaType", "message"), ("messageType", "webmessaging"), ("purpose", "customer")]
    for predicate, (dimension, value) in zip(predicates, wanted):
        predicate.dimension, predicate.value = dimension, value
    filter_of_segments = genesys.SegmentDetailQueryFilter()
    filter_of_segments.type, filter_of_segments.predicates = "and", predicates
    return filter_of_segments


class Analytics(Case):
    def setUp(self):
        self.api = genesys.ConversationsApi(self.client)

    def test_details_page_by_page(self):
        query = genesys.ConversationQuery()
        query.interval, query.order, query.order_by = interval(30), "desc", "conversationStart"
        query.segment_filters = [web_messaging()]
        seen, number = set(), 1
        while True:
            query.paging = genesys.PagingSpec()
            query.paging.page_size, query.paging.page_number = 100, number
            page = self.call(self.api.post_analytics_conversations_details_query, query)
            seen.update(one.conversation_id for one in page.conversations)
            if number * 100 >= page.total_hits:
                break
            number += 1
        start = interval(30).split("/")[0]
        times = [time for line in lines("/_sandbox/population") for time in line["sessionTimes"]]
        self.assertEqual(len(seen), sum(time >= start for time in times))
        one = self.call(self.api.get_analytics_conversation_details, next(iter(seen)))
        self.assertEqual(one.participants[0].purpose, "customer")
        several = self.call(self.api.get_analytics_conversations_details, id=sorted(seen)[:3])
        self.assertEqual(len(several.conversations), 3)

    def test_facets(self):
        facet = genesys.AnalyticsQueryAggregation()
        facet.type, facet.dimension, facet.size = "termFrequency", "mediaType", 5
        query = genesys.ConversationQuery()
        query.interval, query.aggregations = interval(30), [facet]
        page = self.call(self.api.post_analytics_conversations_details_query, query)
        values = {entry.value for entry in page.aggregations[0].results}
        self.assertEqual(values, {"message", "email", "voice"})

    def test_a_job_with_cursors(self):
        query = genesys.AsyncConversationQuery()
        query.interval, query.segment_filters = interval(120), [web_messaging()]
        job = self.call(self.api.post_analytics_conversations_details_jobs, query).job_id
        available = self.call(self.api.get_analytics_conversations_details_jobs_availability)
        self.assertEqual(available.data_availability_date.replace(tzinfo=None), END.replace(tzinfo=None))
        states = set()
        while "FULFILLED" not in states:
            status = self.call(self.api.get_analytics_conversations_details_job, job)
            states.add(status.state)
            self.assertLessEqual(states, {"QUEUED", "PENDING", "FULFILLED"})
            time.sleep(0.05)
        rows, cursor = [], {}
        while cursor is not None:
            page = self.call(
                self.api.get_analytics_conversations_details_job_results,
                job,
                page_size=1000,
                **cursor,
            )
            rows.extend(page.conversations)
            cursor = {"cursor": page.cursor} if page.cursor else None
        sessions = [line["sessionTimes"] for line in lines("/_sandbox/population")]
        self.assertEqual(len(rows), sum(map(len, sessions)))
        attributes = [row.participants[0].attributes for row in rows]
        self.assertTrue(any("context.email" in typed for typed in attributes))
        self.call(self.api.delete_analytics_conversations_details_job, job)

    def test_aggregates(self):
        query = genesys.ConversationAggregationQuery()
        query.interval, query.granularity = interval(7), "P1D"
        query.group_by, query.metrics = ["mediaType"], ["nConversations", "tConversationDuration"]
        counted = self.call(self.api.post_analytics_conversations_aggregates_query, query)
        self.assertEqual(len(counted.results), 3)

    def test_an_attribute_is_looked_up(self):
        person = next(line for line in lines("/_sandbox/population") if "email" in line)
        criterion = genesys.ConversationParticipantSearchCriteria()
        criterion.type, criterion.fields, criterion.value = "EXACT", ["context.email"], person["email"]
        search = genesys.ConversationParticipantSearchRequest()
        search.query = [criterion]
        found = self.call(self.api.post_conversations_participants_attributes_search, search)
        self.assertEqual(found.results["conversations"][0]["conversationId"], person["conversationId"])

    def test_too_long_an_interval(self):
        query = genesys.ConversationQuery()
        query.interval = interval(32)
        body = self.refusal(self.api.post_analytics_conversations_details_query, query)
        self.assertIn("does not exceed 31 days", body["message"])
