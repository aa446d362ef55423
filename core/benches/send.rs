//! From a draft to the bytes of its request: checked, personalized, carried, written.
//!
//! `cargo bench -p tidings-core --bench send`. Criterion keeps every sample in
//! `target/criterion/send/*/new/sample.json`; the fastest is the least disturbed one.
#![expect(
    clippy::expect_used,
    reason = "a benchmark of a failure measures nothing"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tidings_core::dialect::Dialect;
use tidings_core::message::batch::{Batch, Row};
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;

/// The inputs that every library of the comparison gets, by the size of their text.
const INPUTS: [(&str, &str); 2] = [
    ("60B", include_str!("../../bench/inputs/60B.json")),
    (
        "4KB+attachment",
        include_str!("../../bench/inputs/4KB-attachment.json"),
    ),
];

fn draft(json: &str) -> Draft {
    serde_json::from_str(json).expect("an input is a draft")
}

fn request(draft: &Draft, policy: &Policy) -> Request {
    let (message, recipient) = draft.check(policy).expect("an input passes");
    let personalized = message
        .personalize(&recipient, policy)
        .expect("an input has no placeholders");
    Dialect::Guides
        .carry(&personalized, true)
        .expect("the guides carry a guest's message")
        .request(black_box(Timestamp::EPOCH))
}

fn send(criterion: &mut Criterion) {
    let policy = Policy::default();
    let mut group = criterion.benchmark_group("send");
    for (name, json) in INPUTS {
        let draft = draft(json);
        group.bench_function(name, |bencher| {
            bencher.iter(|| request(black_box(&draft), black_box(&policy)));
        });
    }
    group.finish();
}

/// The same from the draft's JSON text, which adds reading it.
fn from_json(criterion: &mut Criterion) {
    let policy = Policy::default();
    let mut group = criterion.benchmark_group("json");
    for (name, json) in INPUTS {
        group.bench_function(name, |bencher| {
            bencher.iter(|| request(&draft(black_box(json)), black_box(&policy)));
        });
    }
    group.finish();
}

/// The steps of a send, to see which one costs.
fn steps(criterion: &mut Criterion) {
    let policy = Policy::default();
    for (name, json) in INPUTS {
        let draft = draft(json);
        let (message, recipient) = draft.check(&policy).expect("an input passes");
        let personalized = message
            .personalize(&recipient, &policy)
            .expect("an input has no placeholders");
        let carried = Dialect::Guides
            .carry(&personalized, true)
            .expect("the guides carry a guest's message");
        let mut group = criterion.benchmark_group(format!("step/{name}"));
        group.bench_function("check", |bencher| {
            bencher.iter(|| black_box(&draft).check(&policy));
        });
        group.bench_function("personalize", |bencher| {
            bencher.iter(|| black_box(&message).personalize(&recipient, &policy));
        });
        group.bench_function("carry", |bencher| {
            bencher.iter(|| Dialect::Guides.carry(black_box(&personalized), true));
        });
        group.bench_function("request", |bencher| {
            bencher.iter(|| black_box(&carried).request(black_box(Timestamp::EPOCH)));
        });
        group.finish();
    }
}

/// One message, a thousand recipients in columns. The time is that of all rows.
fn batch(criterion: &mut Criterion) {
    let policy = Policy::default();
    let rows: Vec<_> = (0..1000)
        .map(|row| {
            (
                format!("6b1f4f6e-0f0e-4c63-9a0e-4f3d1c{row:06x}"),
                format!("0f3c2d7a-5a53-4d0b-8f0e-9c1b7a{row:06x}"),
            )
        })
        .collect();
    let mut group = criterion.benchmark_group("batch");
    for (name, json) in INPUTS {
        let message = draft(json).parse(&policy).expect("an input passes");
        group.throughput(Throughput::Elements(1000));
        group.bench_function(format!("1000x{name}"), |bencher| {
            bencher.iter(|| {
                let at = black_box(Timestamp::EPOCH);
                let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, at);
                batch.extend(black_box(&rows).iter().map(|(to, conversation)| Row {
                    to,
                    conversation,
                    ..Row::default()
                }));
                batch.finish()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, send, from_json, steps, batch);
criterion_main!(benches);
