//! Filters: `and` or `or` of predicates and of clauses, which hold predicates again.

use serde_json::Value;

use super::dimension::{ConversationDimension, SegmentDimension};
use crate::cloud::Cloud;
use crate::fields;
use crate::platform::portrait::{Participant, Portrait, Session};
use crate::refusal::Refusal;

/// Everything a conversation must pass.
#[derive(Debug, Default)]
pub(super) struct Filters {
    conversation: Vec<Filter<ConversationDimension>>,
    segment: Vec<Filter<SegmentDimension>>,
    /// A filter on evaluations, surveys or resolutions, of which no conversation here has any.
    impossible: bool,
}

/// `and` or `or`.
#[derive(Debug)]
struct Filter<D> {
    any: bool,
    predicates: Vec<Predicate<D>>,
    clauses: Vec<Clause<D>>,
}

#[derive(Debug)]
struct Clause<D> {
    any: bool,
    predicates: Vec<Predicate<D>>,
}

#[derive(Debug)]
struct Predicate<D> {
    subject: Subject<D>,
    test: Test,
}

/// What a predicate looks at.
#[derive(Clone, Copy, Debug)]
enum Subject<D> {
    Dimension(D),
    /// How long a segment or a conversation took, in milliseconds.
    Duration,
    /// A property of a segment; none has any here.
    Property,
}

#[derive(Debug)]
enum Test {
    Matches(String),
    Exists,
    Absent,
    Range(Range),
}

#[derive(Debug, Default)]
struct Range {
    gt: Option<f64>,
    gte: Option<f64>,
    lt: Option<f64>,
    lte: Option<f64>,
}

impl Filters {
    /// Reads the lists of filters of a query.
    pub(super) fn read(body: &Value) -> Result<Self, Refusal> {
        let conversation = |name: &str| ConversationDimension::read(name);
        let segment = |name: &str| SegmentDimension::read(name);
        let others = ["/evaluationFilters", "/surveyFilters", "/resolutionFilters"];
        let mut impossible = false;
        for pointer in others {
            impossible |= !fields::list(body, pointer)?.is_empty();
        }
        Ok(Self {
            conversation: list(
                body,
                "/conversationFilters",
                conversation,
                "tConversationDuration",
            )?,
            segment: list(body, "/segmentFilters", segment, "tSegmentDuration")?,
            impossible,
        })
    }

    /// Whether the conversation is one of those asked for.
    pub(super) fn passes(&self, cloud: &Cloud, portrait: &Portrait) -> bool {
        !self.impossible
            && self.conversation.iter().all(|filter| {
                filter.holds(|predicate| predicate.holds_for_conversation(cloud, portrait))
            })
            && self.segment.iter().all(|filter| {
                // One segment must pass the whole filter; another filter may take another one.
                portrait.segments().any(|(participant, session)| {
                    filter.holds(|predicate| {
                        predicate.holds_for_segment(cloud, portrait, participant, session)
                    })
                })
            })
    }
}

impl<D> Filter<D> {
    fn holds(&self, test: impl Fn(&Predicate<D>) -> bool) -> bool {
        let parts = self.predicates.len() + self.clauses.len();
        let mut holding = self.predicates.iter().map(&test).chain(
            self.clauses
                .iter()
                .map(|clause| combine(clause.any, clause.predicates.iter().map(&test))),
        );
        parts == 0 || combine(self.any, &mut holding)
    }
}

fn combine(any: bool, mut parts: impl Iterator<Item = bool>) -> bool {
    if any {
        parts.any(|holds| holds)
    } else {
        parts.all(|holds| holds)
    }
}

impl Predicate<ConversationDimension> {
    fn holds_for_conversation(&self, cloud: &Cloud, portrait: &Portrait) -> bool {
        match self.subject {
            Subject::Dimension(dimension) => {
                self.test.holds(dimension.value(cloud, portrait).as_deref())
            }
            Subject::Duration => self.test.holds_number(
                portrait
                    .end
                    .map(|end| end.millis() - portrait.start.millis()),
            ),
            Subject::Property => self.test.holds(None),
        }
    }
}

impl Predicate<SegmentDimension> {
    fn holds_for_segment(
        &self,
        cloud: &Cloud,
        portrait: &Portrait,
        participant: &Participant,
        session: &Session,
    ) -> bool {
        match self.subject {
            Subject::Dimension(dimension) => {
                let value = dimension.value(cloud, portrait, participant, session);
                self.test.holds(value.as_deref())
            }
            Subject::Duration => self
                .test
                .holds_number(session.end.map(|end| end.millis() - session.start.millis())),
            Subject::Property => self.test.holds(None),
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&str>) -> bool {
        match self {
            Self::Matches(wanted) => value.is_some_and(|value| value.eq_ignore_ascii_case(wanted)),
            Self::Exists => value.is_some(),
            Self::Absent => value.is_none(),
            Self::Range(range) => value
                .and_then(|value| value.parse().ok())
                .is_some_and(|value| range.holds(value)),
        }
    }

    fn holds_number(&self, millis: Option<i64>) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "durations are far below 2^53")]
        let number = millis.map(|millis| millis as f64);
        match self {
            Self::Matches(wanted) => number.is_some_and(|number| wanted.parse() == Ok(number)),
            Self::Exists => number.is_some(),
            Self::Absent => number.is_none(),
            Self::Range(range) => number.is_some_and(|number| range.holds(number)),
        }
    }
}

impl Range {
    fn holds(&self, value: f64) -> bool {
        self.gt.is_none_or(|limit| value > limit)
            && self.gte.is_none_or(|limit| value >= limit)
            && self.lt.is_none_or(|limit| value < limit)
            && self.lte.is_none_or(|limit| value <= limit)
    }
}

type Read<D> = fn(&str) -> Option<D>;

fn list<D>(
    body: &Value,
    pointer: &str,
    read: Read<D>,
    metric: &str,
) -> Result<Vec<Filter<D>>, Refusal> {
    let filters = fields::list(body, pointer)?;
    let places = (0..filters.len()).map(|place| format!("{pointer}/{place}"));
    places
        .map(|at| {
            let clauses = fields::list(body, &format!("{at}/clauses"))?.len();
            let clauses = (0..clauses).map(|place| {
                let at = format!("{at}/clauses/{place}");
                if body.pointer(&format!("{at}/clauses")).is_some() {
                    let message = "clauses cannot hold clauses: filters nest two levels deep";
                    return Err(Refusal::field(&format!("{at}/clauses"), message));
                }
                Ok(Clause {
                    any: is_or(body, &at)?,
                    predicates: predicates(body, &at, read, metric)?,
                })
            });
            Ok(Filter {
                any: is_or(body, &at)?,
                clauses: clauses.collect::<Result<_, _>>()?,
                predicates: predicates(body, &at, read, metric)?,
            })
        })
        .collect()
}

fn is_or(body: &Value, at: &str) -> Result<bool, Refusal> {
    Ok(fields::word(body, &format!("{at}/type"), &["and", "or"])? == "or")
}

fn predicates<D>(
    body: &Value,
    at: &str,
    read: Read<D>,
    metric: &str,
) -> Result<Vec<Predicate<D>>, Refusal> {
    let count = fields::list(body, &format!("{at}/predicates"))?.len();
    (0..count)
        .map(|place| predicate(body, &format!("{at}/predicates/{place}"), read, metric))
        .collect()
}

fn predicate<D>(
    body: &Value,
    at: &str,
    read: Read<D>,
    metric: &str,
) -> Result<Predicate<D>, Refusal> {
    let field = |name: &str| format!("{at}/{name}");
    let kind = optional_word(body, &field("type"), &["dimension", "property", "metric"])?;
    let subject = match kind.unwrap_or("dimension") {
        "metric" => {
            fields::word(body, &field("metric"), &[metric])?;
            Subject::Duration
        }
        "property" => Subject::Property,
        _ => {
            let name = fields::text(body, &field("dimension"))?;
            let dimension = read(name).ok_or_else(|| {
                let message = format!("`{name}` is not a dimension of this filter");
                Refusal::field(&field("dimension"), message)
            })?;
            Subject::Dimension(dimension)
        }
    };
    let operator = optional_word(
        body,
        &field("operator"),
        &["matches", "exists", "notExists"],
    )?;
    let test = match operator.unwrap_or("matches") {
        "exists" => Test::Exists,
        "notExists" => Test::Absent,
        _ if body.pointer(&field("range")).is_some_and(Value::is_object) => {
            Test::Range(range(body, &field("range"))?)
        }
        _ => Test::Matches(fields::text(body, &field("value"))?.to_owned()),
    };
    Ok(Predicate { subject, test })
}

fn range(body: &Value, at: &str) -> Result<Range, Refusal> {
    let bound = |name: &str| {
        let pointer = format!("{at}/{name}");
        match body.pointer(&pointer) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value
                .as_f64()
                .map(Some)
                .ok_or_else(|| Refusal::field(&pointer, format!("{name} must be a number"))),
        }
    };
    Ok(Range {
        gt: bound("gt")?,
        gte: bound("gte")?,
        lt: bound("lt")?,
        lte: bound("lte")?,
    })
}

/// One of a few words, or nothing.
pub(super) fn optional_word<'a>(
    body: &'a Value,
    pointer: &str,
    words: &[&str],
) -> Result<Option<&'a str>, Refusal> {
    match fields::optional_text(body, pointer)? {
        None => Ok(None),
        Some(_) => fields::word(body, pointer, words).map(Some),
    }
}
