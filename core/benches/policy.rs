//! The content policy over 4 KB: an ordinary text and the texts that are hardest on a matcher.
//! All take time in proportion to their length.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tidings_core::policy::Policy;

fn policy(criterion: &mut Criterion) {
    let policy = Policy::default();
    let ordinary = include_str!("../../bench/inputs/4KB-attachment.json");
    let mut group = criterion.benchmark_group("policy/4KB");
    for (name, text) in [
        ("ordinary", ordinary.chars().take(4096).collect::<String>()),
        ("all-lt", "<".repeat(4096)),
        ("all-x", "x".repeat(4096)),
        ("almost-script", "<script ".repeat(512)),
        ("almost-malware", "malware.ex".repeat(409)),
        ("umlauts", "ä".repeat(2048)),
        ("kelvin", "\u{212a}".repeat(1365)),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&policy).blocked_by(black_box(&text)));
        });
    }
    group.finish();
}

criterion_group!(benches, policy);
criterion_main!(benches);
