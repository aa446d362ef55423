//! Reads drafts from JSON that somebody wrote by hand: everything that nothing reads, is missing or
//! has the wrong type is a violation at its place.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::draft::{ContentDraft, Draft};
use super::mend::Mend;
use super::reading::Reading;
use super::shape::{DRAFT, Field, Kind, Shape};
use crate::nearest::nearest;
use crate::path::Path;
use crate::violation::{Code, Violation, Violations};

impl Draft {
    /// Reads a draft as well as it can be read, with everything that is out of place in its JSON:
    /// unknown and missing fields, wrong types, words that do not exist. A word that is nearly right
    /// is read as the one that was meant, so that what depends on it can be judged too.
    ///
    /// ```
    /// use serde_json::json;
    /// use tidings_core::message::draft::Draft;
    /// use tidings_core::policy::Policy;
    ///
    /// let reading = Draft::read(&json!({
    ///     "operation": "guest", "guestId": "g 1", "conversation": "c-1", "text": 5,
    /// }));
    /// let wrong = reading.check(&Policy::default()).unwrap_err();
    /// let paths: Vec<_> = wrong.iter().map(|violation| violation.path.as_str()).collect();
    /// assert_eq!(paths, ["/guestId", "/conversationId", "/text", "/conversation"]);
    /// ```
    pub fn read(json: &Value) -> Reading {
        let mut reader = Reader::default();
        reader.look(&Path::ROOT, &DRAFT, json);
        if reader.violations.is_empty() {
            return match Self::deserialize(json) {
                Ok(draft) => draft.into(),
                Err(problem) => Reading::of_nothing(unreadable(&problem)),
            };
        }
        let mut mended = json.clone();
        for mend in reader.mends {
            mend.apply(&mut mended);
        }
        let draft = Self::deserialize(&mended).ok();
        let draft = draft.filter(|_| !reader.unjudged.iter().any(String::is_empty));
        Reading::new(draft, reader.violations, reader.unjudged, mended)
    }

    /// Reads a draft whose JSON has nothing out of place, such as the body of `POST /api/send`'s
    /// `draft`. What it says is not checked.
    ///
    /// # Errors
    /// Everything that is out of place.
    ///
    /// ```
    /// use serde_json::json;
    /// use tidings_core::message::draft::Draft;
    ///
    /// assert!(Draft::from_json(&json!({"operation": "greet", "agentId": "a-1"})).is_ok());
    /// assert!(Draft::from_json(&json!({"operation": "greet", "agent": "a-1"})).is_err());
    /// ```
    pub fn from_json(json: &Value) -> Result<Self, Violations> {
        Self::read(json).into_clean()
    }

    /// Reads a message file: guide 003's `{"type":"message","content":{…}}` or the `content` object
    /// alone. The contact and the route are left empty.
    ///
    /// ```
    /// use tidings_core::message::draft::Draft;
    ///
    /// let whole = r#"{"type":"message","content":{"type":"text","text":"Hi"}}"#;
    /// let alone = r#"{"type":"text","text":"Hi"}"#;
    /// assert_eq!(Draft::read_message(whole), Draft::read_message(alone));
    /// ```
    pub fn read_message(text: &str) -> Reading {
        let file: Value = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(problem) => {
                let message = format!("the file is no JSON: {problem}");
                let violation = Violation::new(Code::WrongType, "", message);
                return Reading::of_nothing(violation.with_fix("correct it there"));
            }
        };
        let mut strays = Vec::new();
        let content = match file {
            Value::Object(mut fields) if fields.get("type") == Some(&json!("message")) => {
                let content = fields.shift_remove("content");
                let names = fields.keys().filter(|name| *name != "type");
                strays.extend(names.map(|name| {
                    let place = Path::of(name);
                    unknown(&place, name, &["type", "content"])
                }));
                content
            }
            other => Some(other),
        };
        let mut draft = Map::new();
        draft.insert("operation".to_owned(), json!("structured"));
        if let Some(content) = content {
            draft.insert("content".to_owned(), content);
        }
        Self::read(&Value::Object(draft)).and(strays)
    }
}

impl ContentDraft {
    /// The content of a message file, as [`Draft::read_message`] reads it. Violations point below
    /// `/content` in both forms.
    ///
    /// # Errors
    /// Everything that is out of place.
    ///
    /// ```
    /// use tidings_core::message::draft::ContentDraft;
    ///
    /// let content = ContentDraft::from_message_json(r#"{"type":"text","text":"Hi"}"#);
    /// assert_eq!(content.map(|content| content.type_name()), Ok("text"));
    /// let wrong = ContentDraft::from_message_json(r#"{"type":"text","txt":"Hi"}"#).unwrap_err();
    /// assert_eq!(wrong.to_string(), r#"/content/txt: is not known here; write "text""#);
    /// ```
    pub fn from_message_json(text: &str) -> Result<Self, Violations> {
        match Draft::read_message(text).into_clean()? {
            Draft::Structured(draft) => Ok(draft.content),
            _ => Err(missing("/content").into()),
        }
    }
}

fn unreadable(problem: &serde_json::Error) -> Violation {
    Violation::new(Code::WrongType, "", format!("is no draft: {problem}"))
}

fn missing(path: impl Into<String>) -> Violation {
    Violation::new(Code::Required, path, "is missing")
}

fn unknown(path: &Path<'_>, name: &str, known: &[&str]) -> Violation {
    let fix = match nearest(name, known) {
        Some(meant) => format!("write {meant:?}"),
        None if known.is_empty() => "leave it out".to_owned(),
        None => format!("leave it out; known are {}", known.join(", ")),
    };
    Violation::new(Code::UnknownField, path, "is not known here").with_fix(fix)
}

/// Walks JSON along its shape and collects what does not belong, and what to put in its place so
/// that the rest can be read.
#[derive(Default)]
struct Reader {
    violations: Vec<Violation>,
    /// Places below which nothing more is to be said.
    unjudged: Vec<String>,
    mends: Vec<Mend>,
}

impl Reader {
    /// Looks at one value; whether it can be read as what it should be, mended or not.
    fn look(&mut self, path: &Path<'_>, shape: &Shape, value: &Value) -> bool {
        let fits = match (shape, value) {
            (Shape::Text, Value::String(_))
            | (Shape::Flag, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => true,
            (Shape::Whole, Value::Number(number)) => number.is_u64(),
            (Shape::Word(words), Value::String(word)) => {
                return words.contains(&word.as_str()) || self.word(path, word, words);
            }
            (Shape::List(shape), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let place = path.index(index);
                    if !self.look(&place, shape, item) {
                        self.mends.push(Mend::put(&place, filler(shape)));
                    }
                }
                return true;
            }
            (Shape::Object(fields), Value::Object(object)) => {
                self.fields(path, fields, None, object);
                return true;
            }
            (Shape::Tagged { tag, kinds }, Value::Object(object)) => {
                return self.tagged(path, tag, kinds, object);
            }
            _ => false,
        };
        if !fits {
            self.wrong_type(path, shape, value);
        }
        fits
    }

    fn fields(
        &mut self,
        path: &Path<'_>,
        fields: &[Field],
        tag: Option<&str>,
        object: &Map<String, Value>,
    ) {
        for field in fields {
            let place = path.field(field.name);
            let Some(value) = object.get(field.name) else {
                if field.is_required {
                    self.absent(&place, &field.shape);
                }
                continue;
            };
            if (field.is_nullable && value.is_null()) || self.look(&place, &field.shape, value) {
                continue;
            }
            self.mends.push(if field.is_required {
                Mend::put(&place, filler(&field.shape))
            } else {
                Mend::remove(path, field.name)
            });
            for decided in field.decides {
                self.unjudged.push(path.field(decided).to_string());
            }
        }
        let is_known =
            |name: &str| tag == Some(name) || fields.iter().any(|field| field.name == name);
        for name in object.keys().filter(|name| !is_known(name)) {
            let known: Vec<_> = fields.iter().map(|field| field.name).collect();
            self.violations
                .push(unknown(&path.field(name), name, &known));
            self.mends.push(Mend::remove(path, name));
        }
    }

    fn tagged(
        &mut self,
        path: &Path<'_>,
        tag: &str,
        kinds: &[Kind],
        object: &Map<String, Value>,
    ) -> bool {
        let place = path.field(tag);
        let names: Vec<_> = kinds.iter().map(|kind| kind.name).collect();
        let named = |name: &str| kinds.iter().find(|kind| kind.name == name);
        let kind = match object.get(tag) {
            Some(Value::String(word)) => named(word).or_else(|| {
                self.word(&place, word, &names);
                nearest(word, &names).and_then(named)
            }),
            Some(other) => {
                self.wrong_type(&place, &Shape::Text, other);
                None
            }
            None => {
                let fix = format!("write one of {}", names.join(", "));
                self.violations.push(missing(&place).with_fix(fix));
                None
            }
        };
        match kind {
            Some(kind) => self.fields(path, kind.fields, Some(tag), object),
            None => self.unjudged.push(path.to_string()),
        }
        kind.is_some()
    }

    /// A word that does not exist; whether it is read as another.
    fn word(&mut self, path: &Path<'_>, word: &str, words: &[&str]) -> bool {
        let meant = nearest(word, words);
        let fix = match meant {
            Some(meant) => format!("write {meant:?}"),
            None => format!("write one of {}", words.join(", ")),
        };
        let shown: String = word.chars().take(LONGEST_WORD).collect();
        let message = format!("{shown:?} is not known here");
        let violation = Violation::new(Code::UnknownType, path, message);
        self.violations.push(violation.with_fix(fix));
        if let Some(meant) = meant {
            self.mends.push(Mend::put(path, json!(meant)));
        }
        meant.is_some()
    }

    fn absent(&mut self, path: &Path<'_>, shape: &Shape) {
        self.violations.push(missing(path).with_fix("add it"));
        self.unjudged.push(path.to_string());
        self.mends.push(Mend::put(path, filler(shape)));
    }

    fn wrong_type(&mut self, path: &Path<'_>, shape: &Shape, value: &Value) {
        let found = match value {
            Value::Null => "is null",
            Value::Bool(_) => "is true or false",
            Value::Number(_) => "is a number",
            Value::String(_) => "is text",
            Value::Array(_) => "is a list",
            Value::Object(_) => "is an object",
        };
        let (expected, fix) = match shape {
            Shape::Text | Shape::Word(_) => ("text", "write it in quotes"),
            Shape::Flag => ("true or false", "write true or false, without quotes"),
            Shape::Whole => (
                "a whole number",
                "write digits only, without sign, fraction and quotes",
            ),
            Shape::Number => ("a number", "write it without quotes"),
            Shape::List(_) => ("a list", "write […]"),
            Shape::Object(_) | Shape::Tagged { .. } => ("an object", "write {…}"),
        };
        let fix = if value.is_null() {
            "leave the field out where there is nothing"
        } else {
            fix
        };
        let violation = Violation::new(
            Code::WrongType,
            path,
            format!("{found} where {expected} belongs"),
        );
        self.violations.push(violation.with_fix(fix));
        self.unjudged.push(path.to_string());
    }
}

/// What reads as nothing where something unreadable stood.
fn filler(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!(""),
        Shape::Flag => json!(false),
        Shape::Whole | Shape::Number => json!(0),
        Shape::Word(words) => json!(words.first()),
        Shape::List(_) => json!([]),
        Shape::Object(fields) => Value::Object(fillers(fields)),
        Shape::Tagged { tag, kinds } => {
            let first = kinds.first();
            let mut object = first.map_or_else(Map::new, |kind| fillers(kind.fields));
            object.insert((*tag).to_owned(), json!(first.map(|kind| kind.name)));
            Value::Object(object)
        }
    }
}

fn fillers(fields: &[Field]) -> Map<String, Value> {
    let required = fields.iter().filter(|field| field.is_required);
    required
        .map(|field| (field.name.to_owned(), filler(&field.shape)))
        .collect()
}

/// Characters of an unknown word that are shown.
const LONGEST_WORD: usize = 40;
