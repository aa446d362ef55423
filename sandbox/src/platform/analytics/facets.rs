//! `aggregations` of a details query: how often which value occurs.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::dimension::{ConversationDimension, SegmentDimension};
use crate::cloud::Cloud;
use crate::fields;
use crate::platform::portrait::Portrait;
use crate::refusal::Refusal;

/// One `termFrequency`.
#[derive(Debug)]
pub(super) struct Facet {
    name: String,
    dimension: Dimension,
    size: usize,
}

#[derive(Clone, Copy, Debug)]
enum Dimension {
    Conversation(ConversationDimension),
    Segment(SegmentDimension),
}

pub(super) fn read(body: &Value) -> Result<Vec<Facet>, Refusal> {
    let count = fields::list(body, "/aggregations")?.len();
    (0..count)
        .map(|place| {
            let field = |name: &str| format!("/aggregations/{place}/{name}");
            fields::word(body, &field("type"), &["termFrequency"])?;
            let name = fields::text(body, &field("dimension"))?;
            let segment = SegmentDimension::read(name).map(Dimension::Segment);
            let dimension = segment
                .or_else(|| ConversationDimension::read(name).map(Dimension::Conversation))
                .ok_or_else(|| {
                    let message = format!("`{name}` is not a dimension of conversations");
                    Refusal::field(&field("dimension"), message)
                })?;
            let size = body.pointer(&field("size")).and_then(Value::as_u64);
            let size = size.and_then(|size| usize::try_from(size).ok());
            Ok(Facet {
                name: name.to_owned(),
                dimension,
                size: size.unwrap_or(10),
            })
        })
        .collect()
}

/// Counts over all conversations that `each` visits; a value counts once a conversation.
pub(super) fn count(
    cloud: &Cloud,
    facets: &[Facet],
    each: impl FnOnce(&mut dyn FnMut(&Portrait)),
) -> Value {
    let mut counts: Vec<HashMap<String, u64>> = facets.iter().map(|_| HashMap::new()).collect();
    each(&mut |portrait| {
        for (facet, counts) in facets.iter().zip(&mut counts) {
            for value in facet.dimension.values(cloud, portrait) {
                *counts.entry(value).or_default() += 1;
            }
        }
    });
    let show = |(facet, counts): (&Facet, HashMap<String, u64>)| {
        let mut terms: Vec<_> = counts.into_iter().collect();
        terms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        terms.truncate(facet.size);
        let entries: Vec<Value> = terms
            .into_iter()
            .map(|(value, count)| json!({ "value": value, "count": count }))
            .collect();
        json!({ "type": "termFrequency", "dimension": facet.name, "results": entries })
    };
    facets.iter().zip(counts).map(show).collect()
}

impl Dimension {
    fn values(self, cloud: &Cloud, portrait: &Portrait) -> Vec<String> {
        match self {
            Self::Conversation(dimension) => dimension
                .value(cloud, portrait)
                .into_iter()
                .map(std::borrow::Cow::into_owned)
                .collect(),
            Self::Segment(dimension) => {
                let mut values: Vec<String> = portrait
                    .segments()
                    .filter_map(|(participant, session)| {
                        dimension.value(cloud, portrait, participant, session)
                    })
                    .map(std::borrow::Cow::into_owned)
                    .collect();
                values.sort_unstable();
                values.dedup();
                values
            }
        }
    }
}
