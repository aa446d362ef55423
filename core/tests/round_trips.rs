//! The forms in which values are kept and sent: what was written is read as the same value.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::address::{Address, EmailAddress, PhoneNumber};
use tidings_core::channel::Channel;
use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::Dialect;
use tidings_core::id::{ContactId, ConversationId, GuestId};
use tidings_core::message::draft::{
    ActionDraft, AttachmentDraft, BodyFormat, CardDraft, CarouselDraft, ChoiceDraft, ContentDraft,
    Draft, GreetDraft, GuestActDraft, GuestDraft, ImageDraft, LocationDraft, MediaDraft,
    OutboundChannel, OutboundDraft, ParameterDraft, PostbackDraft, ProactiveDraft, QuickReplyDraft,
    ReceiptStatus, RouteDraft, SenderType, StructuredDraft, TemplateDraft, TextDraft, WebUrlDraft,
};
use tidings_core::operation::Operation;
use tidings_core::policy::{Pattern, Policy};
use tidings_core::recipient::{Recipient, RecipientKey};
use tidings_core::violation::{Code, Violation};

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), ".{1,12}"]
}

fn route() -> impl Strategy<Value = RouteDraft> {
    let channel = prop::option::of(prop::sample::select(Channel::ALL.to_vec()));
    (channel, text(), text(), any::<bool>()).prop_map(|(channel, from, bot_session, join)| {
        RouteDraft {
            channel,
            from,
            bot_session,
            join,
        }
    })
}

fn outbound() -> impl Strategy<Value = Draft> {
    let words = prop::array::uniform7(text());
    (words, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(words, is_sms, is_text, join)| {
            let [to, name, from, from_name, subject, body, reply_to] = words;
            Draft::Outbound(OutboundDraft {
                channel: if is_sms {
                    OutboundChannel::Sms
                } else {
                    OutboundChannel::Email
                },
                format: if is_text {
                    BodyFormat::Text
                } else {
                    BodyFormat::Html
                },
                to,
                name,
                from,
                from_name,
                subject,
                body,
                reply_to,
                join,
            })
        },
    )
}

fn act() -> impl Strategy<Value = GuestActDraft> {
    let status = prop::sample::select(vec![
        ReceiptStatus::Sent,
        ReceiptStatus::Delivered,
        ReceiptStatus::Failed,
        ReceiptStatus::Published,
        ReceiptStatus::Removed,
    ]);
    prop_oneof![
        Just(GuestActDraft::Message),
        Just(GuestActDraft::Typing),
        (text(), text(), text()).prop_map(|(text, payload, message_id)| GuestActDraft::Tap {
            text,
            payload,
            message_id
        }),
        (text(), status)
            .prop_map(|(message_id, status)| GuestActDraft::Receipt { message_id, status }),
    ]
}

fn guest() -> impl Strategy<Value = Draft> {
    let file =
        (text(), text(), text(), any::<u64>()).prop_map(|(content_type, url, file_name, size)| {
            AttachmentDraft {
                content_type,
                url,
                file_name,
                size,
            }
        });
    let files = prop::collection::vec(file, 0..3);
    (
        prop::array::uniform4(text()),
        act(),
        files,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(
                [guest_id, conversation_id, integration, text],
                act,
                attachments,
                html,
                read_receipt,
            )| {
                Draft::Guest(GuestDraft {
                    guest_id,
                    conversation_id,
                    integration,
                    act,
                    html,
                    text,
                    attachments,
                    read_receipt,
                })
            },
        )
}

fn card() -> impl Strategy<Value = CardDraft> {
    let action = prop_oneof![
        (text(), text())
            .prop_map(|(title, payload)| ActionDraft::Postback(PostbackDraft { title, payload })),
        (text(), text()).prop_map(|(title, url)| ActionDraft::WebUrl(WebUrlDraft { title, url })),
    ];
    (text(), text(), text(), prop::collection::vec(action, 0..3)).prop_map(
        |(title, subtitle, url, actions)| CardDraft {
            title,
            subtitle,
            image: ImageDraft { url },
            actions,
        },
    )
}

fn content() -> impl Strategy<Value = ContentDraft> {
    let media = (0..4, text(), text(), text(), text()).prop_map(
        |(kind, url, mime_type, file_name, caption)| {
            let media = MediaDraft {
                url,
                mime_type,
                file_name,
                caption,
            };
            match kind {
                0 => ContentDraft::Image(media),
                1 => ContentDraft::Audio(media),
                2 => ContentDraft::Video(media),
                _ => ContentDraft::File(media),
            }
        },
    );
    let choice = (text(), text()).prop_map(|(label, value)| ChoiceDraft { label, value });
    let parameter = || {
        prop::collection::vec(
            (text(), text()).prop_map(|(id, value)| ParameterDraft { id, value }),
            0..3,
        )
    };
    prop_oneof![
        text().prop_map(|text| ContentDraft::Text(TextDraft { text })),
        media,
        (text(), prop::collection::vec(choice, 0..3)).prop_map(|(title, choices)| {
            ContentDraft::QuickReply(QuickReplyDraft { title, choices })
        }),
        card().prop_map(ContentDraft::Card),
        prop::collection::vec(card(), 0..3)
            .prop_map(|cards| ContentDraft::Carousel(CarouselDraft { cards })),
        // Whole hundredths: what is written of others may be read as its neighbour.
        (-9000..9000, -18000..18000, text(), text()).prop_map(|(north, east, title, address)| {
            let (latitude, longitude) = (f64::from(north) / 100.0, f64::from(east) / 100.0);
            ContentDraft::Location(LocationDraft {
                latitude,
                longitude,
                title,
                address,
            })
        }),
        (text(), parameter(), parameter(), parameter()).prop_map(
            |(response_id, header_parameters, body_parameters, button_url_parameters)| {
                ContentDraft::Template(TemplateDraft {
                    response_id,
                    header_parameters,
                    body_parameters,
                    button_url_parameters,
                })
            }
        ),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let sender = prop_oneof![Just(SenderType::Bot), Just(SenderType::Agent)];
    prop_oneof![
        outbound(),
        guest(),
        (text(), sender, text(), route()).prop_map(|(contact_id, sender, text, route)| {
            Draft::Proactive(ProactiveDraft {
                contact_id,
                sender,
                text,
                route,
            })
        }),
        prop::array::uniform4(text()).prop_map(
            |[conversation_id, previous_conversation_id, agent_id, text]| {
                Draft::Greet(GreetDraft {
                    conversation_id,
                    previous_conversation_id,
                    agent_id,
                    text,
                })
            }
        ),
        (text(), content(), route()).prop_map(|(contact_id, content, route)| {
            Draft::Structured(StructuredDraft {
                contact_id,
                content,
                route,
            })
        }),
    ]
}

fn recipient() -> impl Strategy<Value = Recipient> {
    let address = prop_oneof![
        "[a-z]{1,8}@[a-z]{1,8}\\.org"
            .prop_map(|text| Address::Email(EmailAddress::parse(&text).unwrap())),
        "\\+49[0-9]{6,13}".prop_map(|text| Address::Phone(PhoneNumber::parse(&text).unwrap())),
    ];
    let id = "[a-z0-9][a-zA-Z0-9._:~-]{0,20}";
    let conversation = id.prop_map(|id| ConversationId::parse(&id).unwrap());
    let email = "[a-z]{1,8}@[a-z]{1,8}\\.org".prop_map(|text| EmailAddress::parse(&text).unwrap());
    prop_oneof![
        (
            address,
            prop::option::of(".{1,9}"),
            prop::option::of(id),
            prop::option::of(any::<u64>())
        )
            .prop_map(|(address, name, customer_id, sessions)| {
                Recipient::Address {
                    address,
                    name,
                    customer_id,
                    sessions,
                }
            }),
        id.prop_map(|id| Recipient::Contact {
            contact_id: ContactId::parse(&id).unwrap()
        }),
        (
            conversation.clone(),
            conversation.clone(),
            prop::option::of(email)
        )
            .prop_map(|(conversation_id, previous_conversation_id, email)| {
                Recipient::Conversation {
                    conversation_id,
                    previous_conversation_id,
                    email,
                }
            }),
        (id, prop::option::of(conversation)).prop_map(|(id, conversation_id)| {
            Recipient::Guest {
                guest_id: GuestId::parse(&id).unwrap(),
                conversation_id,
            }
        }),
    ]
}

proptest! {
    #[test]
    fn a_draft_is_read_as_it_was_written_by_both_its_readers(draft in draft()) {
        comes_back(&draft);
        let value = serde_json::to_value(&draft).unwrap();
        prop_assert_eq!(Draft::from_json(&value), Ok(draft.clone()));
        prop_assert_eq!(value["operation"].as_str(), Some(draft.operation().name()));
    }

    #[test]
    fn a_message_file_is_its_content_alone_or_wrapped(content in content()) {
        let alone = serde_json::to_string(&content).unwrap();
        prop_assert_eq!(ContentDraft::from_message_json(&alone), Ok(content.clone()));
        let wrapped = format!(r#"{{"type":"message","content":{alone}}}"#);
        prop_assert_eq!(ContentDraft::from_message_json(&wrapped), Ok(content));
    }

    #[test]
    fn a_summary_is_one_short_line(draft in draft()) {
        let summary = draft.summary();
        prop_assert!(summary.chars().count() <= 121, "{}", summary);
        prop_assert!(!summary.contains('\n'));
    }

    #[test]
    fn a_recipient_is_kept_whole_and_each_of_their_keys_finds_them(recipient in recipient()) {
        comes_back(&recipient);
        let keys = recipient.keys();
        prop_assert!(!keys.is_empty() && !recipient.target().is_empty());
        for key in keys {
            prop_assert_eq!(RecipientKey::from_stored(key.to_string()), key);
        }
        prop_assert!(!recipient.key().is_empty());
    }

    #[test]
    fn a_violation_is_kept_whole(
        path in "(/[a-z]{1,5}){0,3}", message in ".{1,20}", numbers in any::<Option<(u64, u64)>>(), fix in any::<bool>()
    ) {
        let mut violation = Violation::new(Code::TooLong, path, message);
        if let Some((limit, actual)) = numbers {
            violation = violation.with_numbers(limit, actual);
        }
        if fix {
            violation = violation.with_fix("shorten it");
        }
        comes_back(&violation);
    }

    #[test]
    fn a_policy_is_kept_whole(
        patterns in prop::collection::vec("[a-z]{1,5}(\\.\\*[a-z])?", 0..3),
        media_types in prop::collection::vec("[a-z]{1,5}/[a-z]{1,5}", 0..3),
        attachment_bytes: u64, text_bytes: u64,
    ) {
        let patterns = patterns.iter().map(|source| Pattern::parse(source).unwrap());
        let policy = Policy { blocked_patterns: patterns.collect(), media_types, attachment_bytes, text_bytes };
        comes_back(&policy);
    }
}

/// `FromStr`, `Display`, `name` and the JSON of a closed set of words say the same.
fn is_one_word<T>(all: &[T], name: impl Fn(T) -> &'static str)
where
    T: Copy
        + Serialize
        + DeserializeOwned
        + PartialEq
        + Debug
        + ToString
        + std::str::FromStr<Err: Debug + ToString>,
{
    for one in all {
        let word = name(*one);
        assert_eq!(one.to_string(), word);
        assert_eq!(serde_json::to_value(one).unwrap(), word);
        assert_eq!(&word.parse::<T>().unwrap(), one);
        comes_back(one);
    }
    let unknown = "no such word".parse::<T>().unwrap_err().to_string();
    assert!(unknown.contains("no such word"), "{unknown}");
}

#[test]
fn a_word_is_the_same_in_json_in_text_and_on_the_command_line() {
    is_one_word(&Dialect::ALL, Dialect::name);
    is_one_word(&Operation::ALL, Operation::name);
    is_one_word(&Channel::ALL, Channel::name);
    is_one_word(&DeliveryState::ALL, DeliveryState::name);
}
