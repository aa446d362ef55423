//! `inin-ratelimit-*`, which come with most replies (certain: Genesys' client libraries).

use core::time::Duration;

use crate::pace::RateLimit;
use crate::request::Reply;

pub(in crate::dialect) fn rate_limit(reply: &Reply) -> Option<RateLimit> {
    let number = |name: &str| reply.header(name)?.trim().parse::<u32>().ok();
    let allowed = number("inin-ratelimit-allowed")?;
    let count = number("inin-ratelimit-count")?;
    Some(RateLimit {
        remaining: allowed.saturating_sub(count),
        resets_in: number("inin-ratelimit-reset").map(|s| Duration::from_secs(u64::from(s))),
        allowed: Some(allowed),
    })
}
