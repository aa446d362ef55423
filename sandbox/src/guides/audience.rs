//! Guide 000: who had a session in a window of time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::clock::Timestamp;
use crate::cloud::Cloud;
use crate::dialect::Dialect;
use crate::fields;
use crate::ids::mix;
use crate::population::Population;
use crate::query;
use crate::refusal::Refusal;

pub(crate) const QUERY: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Audience,
    needs: Needs::All(&["analytics:conversation:read"]),
    takes: Takes::Object,
    handle: read,
};

/// The question, read once.
struct Question {
    from: Timestamp,
    to: Timestamp,
    channel: Option<String>,
    size: usize,
}

fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let question = Question::parse(&call.body)?;
    let seal = question.seal();
    let start = match query::first(call.query(), "nextPageToken") {
        Some(token) => read_token(&token, seal)?,
        None => 0,
    };
    let (bucket, next) = page(&cloud.people, &question, start);
    let mut body = json!({
        "dateFrom": question.from,
        "dateTo": question.to,
        "bucket": bucket,
    });
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        fields.insert("nextPageToken".into(), write_token(next, seal).into());
    }
    Ok(Reply::ok(body))
}

/// One page and where the next one starts. A page looks only at the customers it passes, so a
/// whole query passes each customer once.
fn page(people: &Population, question: &Question, start: u32) -> (Vec<Value>, Option<u32>) {
    let mut bucket = Vec::with_capacity(question.size);
    for index in start..people.size() {
        let count = people
            .sessions(index)
            .filter(|s| question.covers(s.at, s.channel.as_str()))
            .count();
        if count == 0 {
            continue;
        }
        if bucket.len() == question.size {
            return (bucket, Some(index));
        }
        bucket.push(json!({
            "key": { "customer": customer(people, index) },
            "metrics": { "sessions": { "count": count } },
        }));
    }
    (bucket, None)
}

/// What is unknown is left out: guide 000's client would stumble over `null`.
fn customer(people: &Population, index: u32) -> Map<String, Value> {
    let customer = people.customer(index);
    let id = (!customer.is_anonymous).then_some(customer.id);
    [
        ("id", id),
        ("address", customer.address),
        ("name", customer.name),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field.to_owned(), Value::String(value?))))
    .collect()
}

impl Question {
    fn parse(body: &Value) -> Result<Self, Refusal> {
        let (from, to) = (time(body, "/dateFrom")?, time(body, "/dateTo")?);
        if from >= to {
            return Err(Refusal::field(
                "/dateTo",
                "dateTo must be later than dateFrom",
            ));
        }
        only(body, "/groupBy", "customer")?;
        only(body, "/metrics", "sessions")?;
        Ok(Self {
            from,
            to,
            channel: channel(body)?,
            size: size(body)?,
        })
    }

    fn covers(&self, at: Timestamp, channel: &str) -> bool {
        let wanted = self.channel.as_deref();
        self.from <= at && at < self.to && wanted.is_none_or(|wanted| wanted == channel)
    }

    /// Ties page tokens to what was asked.
    fn seal(&self) -> u64 {
        let channel = self.channel.as_deref().unwrap_or_default().bytes();
        let times = [self.from.millis(), self.to.millis()].map(i64::cast_unsigned);
        let parts = times.into_iter().chain(channel.map(u64::from));
        parts.fold(0, |seal, part| mix(seal, 0x5ea1, part))
    }
}

fn time(body: &Value, pointer: &str) -> Result<Timestamp, Refusal> {
    let text = fields::text(body, pointer)?;
    Timestamp::parse(text).ok_or_else(|| {
        Refusal::field(
            pointer,
            format!("`{text}` is not an ISO 8601 date and time"),
        )
    })
}

fn only(body: &Value, pointer: &str, word: &str) -> Result<(), Refusal> {
    match fields::list(body, pointer)? {
        [Value::String(only)] if only == word => Ok(()),
        _ => Err(Refusal::field(
            pointer,
            format!("only [\"{word}\"] is supported"),
        )),
    }
}

fn channel(body: &Value) -> Result<Option<String>, Refusal> {
    match fields::list(body, "/filters")? {
        [] => Ok(None),
        [_] => {
            fields::word(body, "/filters/0/type", &["equal"])?;
            fields::word(body, "/filters/0/field", &["channel"])?;
            fields::text(body, "/filters/0/value").map(|value| Some(value.to_owned()))
        }
        _ => Err(Refusal::field("/filters/1", "only one filter is supported")),
    }
}

fn size(body: &Value) -> Result<usize, Refusal> {
    let Some(size) = body.get("size") else {
        return Ok(MAX_SIZE);
    };
    let size = size.as_u64().and_then(|size| usize::try_from(size).ok());
    size.filter(|size| (1..=MAX_SIZE).contains(size))
        .ok_or_else(|| {
            Refusal::field(
                "/size",
                format!("size must be a number from 1 to {MAX_SIZE}"),
            )
        })
}

fn write_token(index: u32, seal: u64) -> String {
    let mut bytes = [0; 12];
    let mask = mix(seal, 0x70ce, 0).to_be_bytes();
    for (byte, (plain, mask)) in bytes.iter_mut().zip(index.to_be_bytes().iter().zip(mask)) {
        *byte = plain ^ mask;
    }
    for (byte, check) in bytes.iter_mut().skip(4).zip(check(index, seal)) {
        *byte = check;
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_token(token: &str, seal: u64) -> Result<u32, Refusal> {
    let wrong = || Refusal::bad_request("nextPageToken does not belong to this query");
    let bytes: [u8; 12] = URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(wrong)?;
    let [a, b, c, d, rest @ ..] = bytes;
    let [ma, mb, mc, md, ..] = mix(seal, 0x70ce, 0).to_be_bytes();
    let index = u32::from_be_bytes([a ^ ma, b ^ mb, c ^ mc, d ^ md]);
    if check(index, seal) == rest {
        Ok(index)
    } else {
        Err(wrong())
    }
}

fn check(index: u32, seal: u64) -> [u8; 8] {
    mix(seal, 0x70cf, u64::from(index)).to_be_bytes()
}

/// The guide's limit for a page.
const MAX_SIZE: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_token_fits_its_own_query_only() {
        let token = write_token(4711, 1);
        assert_eq!(read_token(&token, 1).unwrap(), 4711);
        assert!(read_token(&token, 2).is_err());
        assert!(read_token("bm8", 1).is_err() && read_token("?", 1).is_err());
    }
}
