//! Addresses of servers, paths asked to be forwarded, times: one line each, read as all of them.

use core::time::Duration;

use tidings_core::audience::{Interval, SLICE_MAX};
use tidings_core::dialect::Dialect;
use tidings_core::endpoint::{BaseUrl, WebhookUrl};
use tidings_core::region::{Region, api_address};
use tidings_core::request::Method;
use tidings_core::time::Timestamp;

/// Nothing that was not meant is called, and every time is itself again.
pub fn run(data: &[u8]) {
    let input = crate::text(data);
    let mut times = Vec::new();
    for line in input.split('\n') {
        base(line);
        webhook(line);
        region(line);
        forwardable(line);
        times.extend(time(line));
    }
    for pair in times.windows(2) {
        interval(pair[0], pair[1]);
    }
}

fn is_safe(base: &BaseUrl) {
    let origin = base.as_str();
    let loopback = origin.starts_with("http://") && base.is_loopback();
    assert!(origin.starts_with("https://") || loopback, "{origin:?}");
    assert!(!origin.contains(['@', '?', '#', '\\', ' ']), "{origin:?}");
    assert_eq!(origin.matches('/').count(), 2, "{origin:?}");
    assert!(base.join("/x").ends_with("/x"));
}

fn base(text: &str) {
    let Ok(base) = BaseUrl::parse(text) else {
        return;
    };
    is_safe(&base);
    assert_eq!(BaseUrl::parse(base.as_str()).as_ref(), Ok(&base));
    let login = base.login();
    is_safe(&login);
    assert_eq!(login.login(), login, "{text:?}");
    crate::form::comes_back(&base);
    if let Some(region) = Region::of(&base) {
        assert_eq!(Region::of(&login), Some(region), "{text:?}");
    }
}

fn webhook(text: &str) {
    if let Ok(url) = WebhookUrl::parse(text) {
        is_safe(url.base());
        assert_eq!(WebhookUrl::parse(&url.to_string()).as_ref(), Ok(&url));
        let shown = format!("{url:?}");
        assert!(shown.ends_with("/…)"), "{shown}");
        crate::form::comes_back(&url);
    }
}

fn region(text: &str) {
    match api_address(text) {
        Ok(base) => {
            is_safe(&base);
            assert_eq!(api_address(base.as_str()).as_ref(), Ok(&base), "{text:?}");
        }
        Err(problem) => assert!(!problem.to_string().is_empty()),
    }
}

fn forwardable(line: &str) {
    let (path, query) = match line.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (line, None),
    };
    for dialect in Dialect::ALL {
        let Some(request) = dialect.forwardable(path, query) else {
            continue;
        };
        assert_eq!((request.method, request.body.as_ref()), (Method::Get, None));
        assert!(!request.operation.is_send(), "{line:?}");
        let target = &*request.target;
        assert!(target.starts_with("/api/v2/"), "{target:?}");
        assert!(target.is_ascii(), "{target:?}");
        // An id may hold two dots in a row, and is never nothing but them.
        let climbs = target
            .split(['/', '?'])
            .any(|part| matches!(part, "." | ".."));
        assert!(!climbs, "{target:?}");
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        assert_eq!(dialect.forwardable(path, query), Some(request.clone()));
    }
}

fn time(text: &str) -> Option<Timestamp> {
    let at = Timestamp::parse(text)?;
    let written = at.to_rfc3339_millis();
    assert_eq!(Timestamp::parse(&written), Some(at), "{text:?}: {written}");
    let seconds = Timestamp::parse(&at.to_rfc3339_seconds()).unwrap();
    assert!(at.saturating_since(seconds) < Duration::from_secs(1));
    crate::form::comes_back(&at);
    Some(at)
}

fn interval(from: Timestamp, to: Timestamp) {
    let Some(interval) = Interval::new(from, to) else {
        assert!(from >= to);
        return;
    };
    if let Some((first, second)) = interval.halves() {
        assert_eq!((first.from(), second.to()), (from, to));
        assert_eq!(first.to(), second.from());
    }
    // A longer one than anybody asks for takes its time.
    if to.saturating_since(from) > SLICE_MAX * 100 {
        return;
    }
    let slices = interval.slices();
    assert_eq!(slices.first().map(|slice| slice.from()), Some(from));
    assert_eq!(slices.last().map(|slice| slice.to()), Some(to));
    for slice in &slices {
        assert!(slice.to().saturating_since(slice.from()) <= SLICE_MAX);
    }
    for pair in slices.windows(2) {
        assert_eq!(pair[0].to(), pair[1].from());
    }
}
