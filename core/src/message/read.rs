//! Reads drafts from JSON that somebody wrote by hand: everything that nothing reads, or that has
//! the wrong type, is a violation at its place.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::draft::{
    ActionDraft, CardDraft, CarouselDraft, ChoiceDraft, ContentDraft, Draft, ImageDraft,
    LocationDraft, MediaDraft, ParameterDraft, PostbackDraft, QuickReplyDraft, RouteDraft,
    StructuredDraft, TemplateDraft, TextDraft, WebUrlDraft,
};
use crate::violation::{Code, Violation, Violations};

impl Draft {
    /// Reads the body of `POST /api/send`'s `draft`.
    pub fn from_json(value: &Value) -> Result<Self, Violations> {
        if value.get("operation").and_then(Value::as_str) != Some("structured") {
            return serde_json::from_value(value.clone()).map_err(|problem| {
                Violation::new(Code::WrongType, "", format!("is no draft: {problem}")).into()
            });
        }
        let mut reader = Reader::default();
        let known = ["operation", "contactId", "content", "route"];
        let fields = reader.object("", value, &known);
        let contact_id = reader.string("", &fields, "contactId");
        let content = reader.content("/content", fields.get("content").unwrap_or(&Value::Null));
        let route = fields
            .get("route")
            .map_or_else(RouteDraft::default, |route| reader.whole("/route", route));
        let draft = content.map(|content| {
            Self::Structured(StructuredDraft {
                contact_id,
                content,
                route,
            })
        });
        reader.finish(draft)
    }
}

impl ContentDraft {
    /// Reads a message file: guide 003's `{"type":"message","content":{…}}` or the `content` object
    /// alone. Violations point below `/content` in both cases.
    pub fn from_message_json(text: &str) -> Result<Self, Violations> {
        let value: Value = serde_json::from_str(text).map_err(|problem| {
            Violation::new(
                Code::WrongType,
                "",
                format!("the file is no JSON: {problem}"),
            )
        })?;
        let mut reader = Reader::default();
        let content = if value.get("type").and_then(Value::as_str) == Some("message") {
            let fields = reader.object("", &value, &["type", "content"]);
            reader.content("/content", fields.get("content").unwrap_or(&Value::Null))
        } else {
            reader.content("/content", &value)
        };
        reader.finish(content)
    }
}

/// Walks JSON and collects what does not belong.
#[derive(Default)]
struct Reader {
    violations: Vec<Violation>,
}

impl Reader {
    fn finish<T>(self, value: Option<T>) -> Result<T, Violations> {
        match (Violations::from_vec(self.violations), value) {
            (Some(violations), _) => Err(violations),
            (None, Some(value)) => Ok(value),
            (None, None) => {
                Err(Violation::new(Code::Required, "/content", "the content is missing").into())
            }
        }
    }

    fn add(&mut self, code: Code, path: String, message: impl Into<String>) {
        self.violations.push(Violation::new(code, path, message));
    }

    /// The fields of an object; anything else reads as an object without fields.
    fn object(&mut self, path: &str, value: &Value, known: &[&str]) -> Map<String, Value> {
        let Value::Object(fields) = value else {
            self.add(Code::WrongType, path.to_owned(), "must be an object: {…}");
            return Map::new();
        };
        for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
            let pointer = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
            let message = format!("is not known here; known are {}", known.join(", "));
            self.add(Code::UnknownField, pointer, message);
        }
        fields.clone()
    }

    /// Text, or nothing when the field is absent.
    fn string(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> String {
        match fields.get(name) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(_) => {
                let message = "must be text in quotes; leave the field out when there is none";
                self.add(Code::WrongType, format!("{path}/{name}"), message);
                String::new()
            }
        }
    }

    /// A part in which one wrong thing spoils the whole.
    fn whole<T: Default + DeserializeOwned>(&mut self, path: &str, value: &Value) -> T {
        serde_json::from_value(value.clone()).unwrap_or_else(|problem| {
            self.add(Code::WrongType, path.to_owned(), problem.to_string());
            T::default()
        })
    }

    fn number(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> f64 {
        let pointer = format!("{path}/{name}");
        match fields.get(name) {
            Some(Value::Number(number)) => number.as_f64().unwrap_or(f64::NAN),
            Some(_) => {
                self.add(Code::WrongType, pointer, "must be a number");
                0.0
            }
            None => {
                self.add(Code::Required, pointer, "is missing");
                0.0
            }
        }
    }

    fn list<T>(
        &mut self,
        path: &str,
        fields: &Map<String, Value>,
        name: &str,
        read: impl Fn(&mut Self, &str, &Value) -> Option<T>,
    ) -> Vec<T> {
        let pointer = format!("{path}/{name}");
        match fields.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| read(self, &format!("{pointer}/{index}"), item))
                .collect(),
            Some(_) => {
                self.add(Code::WrongType, pointer, "must be a list: […]");
                Vec::new()
            }
        }
    }

    /// The `type` field, when it is one of `known`.
    fn type_of<'v>(&mut self, path: &str, value: &'v Value, known: &[&str]) -> Option<&'v str> {
        if !value.is_object() {
            let (code, message) = if value.is_null() {
                (Code::Required, "is missing")
            } else {
                (Code::WrongType, "must be an object: {…}")
            };
            self.add(code, path.to_owned(), message);
            return None;
        }
        let pointer = format!("{path}/type");
        match value.get("type") {
            Some(Value::String(name)) if known.contains(&name.as_str()) => Some(name),
            Some(Value::String(name)) => {
                let message = match nearest(name, known) {
                    Some(meant) => format!("{name:?} is no type; write {meant:?}"),
                    None => format!("{name:?} is no type; known are {}", known.join(", ")),
                };
                self.add(Code::UnknownType, pointer, message);
                None
            }
            Some(_) => {
                self.add(Code::WrongType, pointer, "must be text in quotes");
                None
            }
            None => {
                let message = format!("is missing; known are {}", known.join(", "));
                self.add(Code::Required, pointer, message);
                None
            }
        }
    }

    fn content(&mut self, path: &str, value: &Value) -> Option<ContentDraft> {
        let content = match self.type_of(path, value, &ContentDraft::TYPES)? {
            "text" => {
                let fields = self.object(path, value, &["type", "text"]);
                ContentDraft::Text(TextDraft {
                    text: self.string(path, &fields, "text"),
                })
            }
            "image" => ContentDraft::Image(self.media(path, value)),
            "audio" => ContentDraft::Audio(self.media(path, value)),
            "video" => ContentDraft::Video(self.media(path, value)),
            "file" => ContentDraft::File(self.media(path, value)),
            "quick-reply" => {
                let fields = self.object(path, value, &["type", "title", "choices"]);
                ContentDraft::QuickReply(QuickReplyDraft {
                    title: self.string(path, &fields, "title"),
                    choices: self.list(path, &fields, "choices", Self::choice),
                })
            }
            "card" => ContentDraft::Card(self.card(path, value, true)),
            "carousel" => {
                let fields = self.object(path, value, &["type", "cards"]);
                let cards = self.list(path, &fields, "cards", |reader, path, value| {
                    Some(reader.card(path, value, false))
                });
                ContentDraft::Carousel(CarouselDraft { cards })
            }
            "template" => ContentDraft::Template(self.template(path, value)),
            _ => ContentDraft::Location(self.location(path, value)),
        };
        Some(content)
    }

    fn media(&mut self, path: &str, value: &Value) -> MediaDraft {
        let fields = self.object(
            path,
            value,
            &["type", "url", "mimeType", "fileName", "caption"],
        );
        MediaDraft {
            url: self.string(path, &fields, "url"),
            mime_type: self.string(path, &fields, "mimeType"),
            file_name: self.string(path, &fields, "fileName"),
            caption: self.string(path, &fields, "caption"),
        }
    }

    fn location(&mut self, path: &str, value: &Value) -> LocationDraft {
        let known = ["type", "latitude", "longitude", "title", "address"];
        let fields = self.object(path, value, &known);
        LocationDraft {
            latitude: self.number(path, &fields, "latitude"),
            longitude: self.number(path, &fields, "longitude"),
            title: self.string(path, &fields, "title"),
            address: self.string(path, &fields, "address"),
        }
    }

    fn template(&mut self, path: &str, value: &Value) -> TemplateDraft {
        let known = [
            "type",
            "responseId",
            "headerParameters",
            "bodyParameters",
            "buttonUrlParameters",
        ];
        let fields = self.object(path, value, &known);
        TemplateDraft {
            response_id: self.string(path, &fields, "responseId"),
            header_parameters: self.list(path, &fields, "headerParameters", Self::parameter),
            body_parameters: self.list(path, &fields, "bodyParameters", Self::parameter),
            button_url_parameters: self.list(path, &fields, "buttonUrlParameters", Self::parameter),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "the shape that `list` calls")]
    fn parameter(&mut self, path: &str, value: &Value) -> Option<ParameterDraft> {
        let fields = self.object(path, value, &["id", "value"]);
        Some(ParameterDraft {
            id: self.string(path, &fields, "id"),
            value: self.string(path, &fields, "value"),
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "the shape that `list` calls")]
    fn choice(&mut self, path: &str, value: &Value) -> Option<ChoiceDraft> {
        let fields = self.object(path, value, &["label", "value"]);
        Some(ChoiceDraft {
            label: self.string(path, &fields, "label"),
            value: self.string(path, &fields, "value"),
        })
    }

    fn card(&mut self, path: &str, value: &Value, has_type: bool) -> CardDraft {
        let known: &[&str] = if has_type {
            &["title", "subtitle", "image", "actions", "type"]
        } else {
            &["title", "subtitle", "image", "actions"]
        };
        let fields = self.object(path, value, known);
        let image = fields.get("image").map(|image| {
            let pointer = format!("{path}/image");
            let image = self.object(&pointer, image, &["url"]);
            ImageDraft {
                url: self.string(&pointer, &image, "url"),
            }
        });
        CardDraft {
            title: self.string(path, &fields, "title"),
            subtitle: self.string(path, &fields, "subtitle"),
            image: image.unwrap_or_default(),
            actions: self.list(path, &fields, "actions", Self::action),
        }
    }

    fn action(&mut self, path: &str, value: &Value) -> Option<ActionDraft> {
        let action = if self.type_of(path, value, &ActionDraft::TYPES)? == "postback" {
            let fields = self.object(path, value, &["type", "title", "payload"]);
            ActionDraft::Postback(PostbackDraft {
                title: self.string(path, &fields, "title"),
                payload: self.string(path, &fields, "payload"),
            })
        } else {
            let fields = self.object(path, value, &["type", "title", "url"]);
            ActionDraft::WebUrl(WebUrlDraft {
                title: self.string(path, &fields, "title"),
                url: self.string(path, &fields, "url"),
            })
        };
        Some(action)
    }
}

/// The known type that differs only in case and punctuation: `quickreply` for `quick-reply`.
fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    known
        .iter()
        .copied()
        .find(|known| bare(known) == bare(name))
}
