//! Opening channels and choosing what they listen to.

use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde_json::{Value, json};

use super::channels::{Channel, MOST_CHANNELS, MOST_TOPICS};
use super::topics::{NoTopic, Topic};
use crate::Operation;
use crate::call::{Call, Needs, Reply, Takes};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::platform::route::{Route, endpoint};
use crate::refusal::Refusal;

/// Every call about channels: none asks for a permission, each topic for its own.
pub(crate) const ROUTES: &[Route] = &[
    Route::post(
        CHANNELS,
        Operation::Notifications,
        Needs::Nothing,
        Takes::Nothing,
        open,
    ),
    Route::get(CHANNELS, Operation::Notifications, Needs::Nothing, list),
    Route::get(
        "/notifications/availabletopics",
        Operation::Notifications,
        Needs::Nothing,
        topics,
    ),
    Route::get(
        SUBSCRIPTIONS,
        Operation::Notifications,
        Needs::Nothing,
        read,
    ),
    Route::post(
        SUBSCRIPTIONS,
        Operation::Notifications,
        Needs::Nothing,
        Takes::List,
        add,
    ),
    Route::of(
        MethodFilter::PUT,
        SUBSCRIPTIONS,
        endpoint(
            Operation::Notifications,
            Needs::Nothing,
            Takes::List,
            replace,
        ),
    ),
    Route::delete(
        SUBSCRIPTIONS,
        Operation::Notifications,
        Needs::Nothing,
        clear,
    ),
];

const CHANNELS: &str = "/notifications/channels";
const SUBSCRIPTIONS: &str = "/notifications/channels/{id}/subscriptions";

fn open(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let mut channels = lock(&cloud.channels);
    let id = channels.next_id(&cloud.ids);
    let opened = channels.open(id, call.client.id(), Timestamp::now());
    let channel = opened.map_err(|_| {
        let text = format!("At most {MOST_CHANNELS} channels may be open, and all have a socket");
        Refusal::bad_request(text)
    })?;
    Ok(Reply::ok(show(channel, call)))
}

fn list(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let channels = lock(&cloud.channels);
    let theirs = channels.of(call.client.id(), Timestamp::now());
    let entities: Vec<_> = theirs.map(|channel| show(channel, call)).collect();
    Ok(Reply::ok(json!({ "entities": entities })))
}

fn topics(_cloud: &Cloud, _call: &Call) -> Result<Reply, Refusal> {
    let entities = Topic::ALL.map(|topic| {
        json!({
            "id": topic.template,
            "description": topic.description,
            "transports": ["Websocket"],
            "requiresPermissions": [topic.permission],
        })
    });
    Ok(Reply::ok(json!({ "entities": entities })))
}

fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    with_channel(cloud, call, |channel| Ok(permitted(channel)))
}

fn add(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    subscribe(cloud, call, false)
}

fn replace(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    subscribe(cloud, call, true)
}

fn clear(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    with_channel(cloud, call, |channel| {
        channel.clear();
        Ok(permitted(channel))
    })
}

fn subscribe(cloud: &Cloud, call: &Call, replaces: bool) -> Result<Reply, Refusal> {
    let names = names(&call.body)?;
    let ignores = call.parameter("ignoreErrors").as_deref() == Some("true");
    let (mut wanted, mut rejected) = (Vec::new(), Vec::new());
    for name in names {
        match judge(call, &name) {
            Ok(()) => wanted.push(name),
            Err(rejection) if ignores => rejected.push(rejection.entity(&name)),
            Err(rejection) => return Err(rejection.refusal(&name)),
        }
    }
    with_channel(cloud, call, |channel| {
        let done = if replaces {
            channel.replace(wanted, Timestamp::now())
        } else {
            channel.add(wanted, Timestamp::now())
        };
        done.map_err(|_| {
            let text = format!("A channel has at most {MOST_TOPICS} topics");
            Refusal::bad_request(text)
        })?;
        let mut entities = permitted(channel);
        entities.append(&mut rejected);
        Ok(entities)
    })
}

/// Why a topic cannot be listened to.
enum Rejection {
    NoTopic(NoTopic),
    Forbidden(&'static str),
}

fn judge(call: &Call, name: &str) -> Result<(), Rejection> {
    let topic = Topic::find(name).map_err(Rejection::NoTopic)?;
    if call.client.role.permissions.contains(&topic.permission) {
        return Ok(());
    }
    Err(Rejection::Forbidden(topic.permission))
}

impl Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::NoTopic(NoTopic::Unknown) => "The topic does not exist",
            Self::NoTopic(NoTopic::NoId) => "The topic needs the id of one thing in place of {id}",
            Self::Forbidden(_) => "The topic is not permitted",
        }
    }

    fn entity(&self, name: &str) -> Value {
        let missing = match self {
            Self::Forbidden(permission) => vec![*permission],
            Self::NoTopic(_) => Vec::new(),
        };
        json!({
            "id": name,
            "state": "Rejected",
            "rejectionReason": self.reason(),
            "missingPermissions": missing,
        })
    }

    fn refusal(&self, name: &str) -> Refusal {
        match self {
            Self::Forbidden(permission) => Refusal::missing_permissions(&[permission]),
            Self::NoTopic(_) => Refusal::new(
                StatusCode::BAD_REQUEST,
                "bad.request",
                format!("{}: {name}", self.reason()),
            ),
        }
    }
}

fn names(body: &Value) -> Result<Vec<String>, Refusal> {
    let list = body.as_array().map(Vec::as_slice).unwrap_or_default();
    let name = |(place, topic): (usize, &Value)| {
        let id = topic.get("id").and_then(Value::as_str);
        let field = format!("/{place}/id");
        id.map(str::to_owned)
            .ok_or_else(|| Refusal::field(&field, "A topic has an id"))
    };
    list.iter().enumerate().map(name).collect()
}

fn with_channel(
    cloud: &Cloud,
    call: &Call,
    act: impl FnOnce(&mut Channel) -> Result<Vec<Value>, Refusal>,
) -> Result<Reply, Refusal> {
    let mut channels = lock(&cloud.channels);
    let channel = channels.find(call.id(), call.client.id(), Timestamp::now());
    let channel =
        channel.ok_or_else(|| Refusal::not_found(format!("Channel {} not found", call.id())))?;
    let entities = act(channel)?;
    Ok(Reply::ok(json!({ "entities": entities })))
}

fn permitted(channel: &Channel) -> Vec<Value> {
    let topics = channel.topics();
    topics
        .map(|topic| json!({ "id": topic, "state": "Permitted" }))
        .collect()
}

fn show(channel: &Channel, call: &Call) -> Value {
    let host = call.host.as_deref().unwrap_or("localhost");
    json!({
        "id": channel.id,
        "connectUri": format!("ws://{host}/channels/{}", channel.id),
        "expires": channel.expires,
    })
}
