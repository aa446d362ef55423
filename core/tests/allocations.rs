//! What a send takes from the heap: its output, and nothing that stays.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use tidings_core::dialect::Dialect;
use tidings_core::message::batch::{Batch, Row};
use tidings_core::message::draft::{AttachmentDraft, Draft, GuestDraft};
use tidings_core::policy::Policy;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;
use tidings_core::violation::Violations;

fn guest(text: &str, attachments: usize) -> Draft {
    let attachment = AttachmentDraft {
        content_type: "image/png".to_owned(),
        url: "https://example.com/a.png".to_owned(),
        file_name: "a.png".to_owned(),
        size: 5,
    };
    Draft::Guest(GuestDraft {
        guest_id: "6b1f4f6e-0f0e-4c63-9a0e-4f3d1c1f2e55".to_owned(),
        conversation_id: "0f3c2d7a-5a53-4d0b-8f0e-9c1b7a2e4d66".to_owned(),
        text: text.to_owned(),
        attachments: vec![attachment; attachments],
        ..GuestDraft::default()
    })
}

fn request(draft: &Draft, policy: &Policy) -> Result<Request, Violations> {
    let (message, recipient) = draft.check(policy)?;
    let personalized = message.personalize(&recipient, policy)?;
    let carried = Dialect::Guides.carry(&personalized, true)?;
    Ok(carried.request(Timestamp::EPOCH))
}

fn measured(draft: &Draft, times: usize) -> AllocationInfo {
    let policy = Policy::default();
    measure(|| {
        for _ in 0..times {
            let _ = black_box(request(black_box(draft), &policy));
        }
    })
}

#[test]
fn a_longer_text_takes_no_more_allocations_and_each_of_its_bytes_twice() {
    let short = measured(&guest(&"x".repeat(60), 0), 1);
    let long = measured(&guest(&"x".repeat(4096), 0), 1);
    assert_eq!(long.count_total, short.count_total);
    assert!(short.count_total <= 6, "{short:?}");
    // Once in the message, once in the body, whose buffer has room for what has to be escaped.
    let grown = long.bytes_total - short.bytes_total;
    assert!(grown <= (4096 - 60) * 2 + 4096 / 16, "{grown}");
}

#[test]
fn nothing_stays_on_the_heap_however_many_are_checked() {
    for (draft, times) in [
        (guest("Hello \"there\"", 1), 100_000),
        (guest("blocked_keyword", 11), 10_000),
    ] {
        let few = measured(&draft, 10);
        let many = measured(&draft, times);
        assert_eq!((many.count_current, many.bytes_current), (0, 0));
        assert_eq!(many.bytes_max, few.bytes_max);
    }
}

#[test]
fn a_batch_takes_its_output_and_a_constant() {
    let policy = Policy::default();
    let message = guest("Hello \"there\"", 1).parse(&policy).unwrap();
    let mut bodies = 0;
    let taken = measure(|| {
        let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, Timestamp::EPOCH);
        batch.extend((0..1000).map(|_| Row {
            to: "6b1f4f6e-0f0e-4c63-9a0e-4f3d1c1f2e55",
            conversation: "0f3c2d7a-5a53-4d0b-8f0e-9c1b7a2e4d66",
            ..Row::default()
        }));
        bodies = batch.finish().bodies().len() as u64;
    });
    // Of each row its body, where it ends, and where its target stands.
    let places = 1000 * (size_of::<usize>() * 3) as u64;
    assert_eq!(taken.bytes_current, 0);
    assert!(taken.bytes_max <= bodies + places + 4096, "{taken:?}");
}
