//! A draft from bytes: each byte or two is a choice, and most choices are right.

use tidings_core::channel::Channel;
use tidings_core::message::draft::{
    ActionDraft, AttachmentDraft, BodyFormat, CardDraft, CarouselDraft, ChoiceDraft, ContentDraft,
    Draft, GreetDraft, GuestActDraft, GuestDraft, ImageDraft, LocationDraft, MediaDraft,
    OutboundChannel, OutboundDraft, ParameterDraft, PostbackDraft, ProactiveDraft, QuickReplyDraft,
    ReceiptStatus, RouteDraft, SenderType, StructuredDraft, TemplateDraft, TextDraft, WebUrlDraft,
};

/// The draft that the bytes stand for; when they run out, the first of every choice.
pub(super) fn draft(data: &[u8]) -> Draft {
    let mut choices = Choices(data);
    let choices = &mut choices;
    match choices.of(5) {
        0 => Draft::Outbound(outbound(choices)),
        1 => Draft::Proactive(ProactiveDraft {
            contact_id: choices.id(),
            sender: choices.one(&[SenderType::Bot, SenderType::Agent]),
            text: choices.text(),
            route: route(choices),
        }),
        2 => Draft::Greet(GreetDraft {
            conversation_id: choices.id(),
            previous_conversation_id: choices.id(),
            agent_id: choices.id(),
            text: choices.text(),
        }),
        3 => Draft::Structured(StructuredDraft {
            contact_id: choices.id(),
            content: content(choices),
            route: route(choices),
        }),
        _ => Draft::Guest(guest(choices)),
    }
}

/// What is left of the bytes.
struct Choices<'d>(&'d [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    fn of(&mut self, many: u8) -> u8 {
        self.byte() % many
    }

    fn yes(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    fn one<T: Clone, const N: usize>(&mut self, all: &[T; N]) -> T {
        let index = usize::from(self.byte()) % N;
        all[index].clone()
    }

    /// One of the words, or in one case of 16 the input's own.
    fn word<const N: usize>(&mut self, words: &[&str; N]) -> String {
        match self.byte() {
            240.. => self.own(),
            other => words[usize::from(other) % N].to_owned(),
        }
    }

    /// The next bytes as text, repeated, so that limits can be met.
    fn own(&mut self) -> String {
        let (length, times) = (usize::from(self.byte()), usize::from(self.byte()));
        let (text, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        String::from_utf8_lossy(text).repeat(times % 48 + 1)
    }

    fn id(&mut self) -> String {
        self.word(&[
            "c-1",
            "0f5e3c1a-77a0-4c39-9a0e-4f3d1c1f2ee1",
            "+4915112345678",
            "4915112345678",
            "a.b",
            "",
        ])
    }

    fn text(&mut self) -> String {
        self.word(&[
            "Hello",
            "Hi {{name}}",
            "Hi {{ name | default: \"there\" }}, {{address}}",
            "{{nobody}}",
            "{{",
            "<script>alert(1)</script>",
            "get malware.exe",
            "two\nlines ✓",
            " ",
            "",
        ])
    }

    fn url(&mut self) -> String {
        self.word(&[
            "https://example.com/a.png",
            "https://example.com/a?b=c#d",
            "http://example.com",
            "https://user@example.com",
            "https://[::1]:443/",
            "javascript:alert(1)",
            "",
        ])
    }

    fn media_type(&mut self) -> String {
        self.word(&[
            "image/png",
            "audio/ogg",
            "video/mp4",
            "application/pdf",
            "IMAGE/JPEG",
            "png",
            "",
        ])
    }

    fn list<T>(&mut self, most: u8, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.of(most);
        (0..count).map(|_| one(self)).collect()
    }
}

fn outbound(choices: &mut Choices<'_>) -> OutboundDraft {
    let addresses = [
        "ana@example.org",
        "+4915112345678",
        "Ana@Example.Org ",
        "ana@",
        "+0",
        "",
    ];
    OutboundDraft {
        channel: choices.one(&[OutboundChannel::Email, OutboundChannel::Sms]),
        to: choices.word(&addresses),
        name: choices.word(&["", "Ana", "Ana <b>", "{{name}}", "a\nb"]),
        from: choices.word(&addresses),
        from_name: choices.word(&["", "Support", "a\rb"]),
        subject: choices.text(),
        format: choices.one(&[BodyFormat::Html, BodyFormat::Text]),
        body: choices.text(),
        reply_to: choices.word(&["", "help@example.com", "help"]),
        join: choices.yes(),
    }
}

fn route(choices: &mut Choices<'_>) -> RouteDraft {
    let channels = [
        None,
        Some(Channel::Email),
        Some(Channel::Sms),
        Some(Channel::WebMessaging),
        Some(Channel::WhatsApp),
        Some(Channel::Open),
        Some(Channel::Apple),
    ];
    RouteDraft {
        channel: choices.one(&channels),
        from: choices.word(&[
            "",
            "+4930123456",
            "0f5e3c1a-77a0-4c39-9a0e-4f3d1c1f2ee1",
            "/",
        ]),
        bot_session: choices.word(&["", "b-1", " "]),
        join: choices.yes(),
    }
}

fn guest(choices: &mut Choices<'_>) -> GuestDraft {
    GuestDraft {
        guest_id: choices.id(),
        conversation_id: choices.id(),
        integration: choices.word(&["", "i-1", "\u{0}"]),
        act: act(choices),
        html: choices.yes(),
        text: choices.text(),
        attachments: choices.list(14, |choices| AttachmentDraft {
            content_type: choices.media_type(),
            url: choices.url(),
            file_name: choices.word(&["a.png", "", "a\tb"]),
            size: choices.one(&[0, 1_000, 26_214_400, 26_214_401, u64::MAX]),
        }),
        read_receipt: choices.yes(),
    }
}

fn act(choices: &mut Choices<'_>) -> GuestActDraft {
    match choices.of(6) {
        0..=2 => GuestActDraft::Message,
        3 => GuestActDraft::Typing,
        4 => GuestActDraft::Tap {
            text: choices.text(),
            payload: choices.text(),
            message_id: choices.id(),
        },
        _ => GuestActDraft::Receipt {
            message_id: choices.id(),
            status: choices.one(&[
                ReceiptStatus::Sent,
                ReceiptStatus::Delivered,
                ReceiptStatus::Failed,
                ReceiptStatus::Published,
                ReceiptStatus::Removed,
            ]),
        },
    }
}

fn content(choices: &mut Choices<'_>) -> ContentDraft {
    match choices.of(10) {
        0 => ContentDraft::Text(TextDraft {
            text: choices.text(),
        }),
        1 => ContentDraft::Image(media(choices)),
        2 => ContentDraft::Audio(media(choices)),
        3 => ContentDraft::Video(media(choices)),
        4 => ContentDraft::File(media(choices)),
        5 => ContentDraft::QuickReply(QuickReplyDraft {
            title: choices.text(),
            choices: choices.list(16, |choices| ChoiceDraft {
                label: choices.text(),
                value: choices.text(),
            }),
        }),
        6 => ContentDraft::Card(card(choices)),
        7 => ContentDraft::Carousel(CarouselDraft {
            cards: choices.list(12, card),
        }),
        8 => ContentDraft::Location(LocationDraft {
            latitude: choices.one(&[0.0, -90.0, 90.1, 1e300, -0.0]),
            longitude: choices.one(&[0.0, 180.0, -180.1, 13.4]),
            title: choices.text(),
            address: choices.text(),
        }),
        _ => ContentDraft::Template(TemplateDraft {
            response_id: choices.id(),
            header_parameters: parameters(choices),
            body_parameters: parameters(choices),
            button_url_parameters: parameters(choices),
        }),
    }
}

fn media(choices: &mut Choices<'_>) -> MediaDraft {
    MediaDraft {
        url: choices.url(),
        mime_type: choices.media_type(),
        file_name: choices.word(&["", "a.png", "a\nb"]),
        caption: choices.text(),
    }
}

fn card(choices: &mut Choices<'_>) -> CardDraft {
    CardDraft {
        title: choices.text(),
        subtitle: choices.text(),
        image: ImageDraft { url: choices.url() },
        actions: choices.list(5, |choices| {
            if choices.yes() {
                ActionDraft::Postback(PostbackDraft {
                    title: choices.text(),
                    payload: choices.text(),
                })
            } else {
                ActionDraft::WebUrl(WebUrlDraft {
                    title: choices.text(),
                    url: choices.url(),
                })
            }
        }),
    }
}

fn parameters(choices: &mut Choices<'_>) -> Vec<ParameterDraft> {
    choices.list(4, |choices| ParameterDraft {
        id: choices.word(&["1", "2", "name"]),
        value: choices.text(),
    })
}
