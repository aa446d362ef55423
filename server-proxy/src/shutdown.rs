//! Ending on request: SIGTERM and SIGINT.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::exit::Failure;

/// A token that is canceled at the first SIGTERM or SIGINT. From this call on neither ends the
/// process by itself; a second one does, at once.
pub(crate) fn requested() -> Result<CancellationToken, Failure> {
    let failed = |error: std::io::Error| {
        Failure::configuration(format!("signals cannot be received: {error}"))
    };
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let token = CancellationToken::new();
    let requested = token.clone();
    tokio::spawn(async move {
        for is_second in [false, true] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if is_second {
                tracing::warn!("ended at once by a second signal");
                std::process::exit(EXIT_BY_SIGNAL);
            }
            tracing::info!("ending: calls under way may finish");
            requested.cancel();
        }
    });
    Ok(token)
}

/// What shells report for a process that SIGINT ended.
const EXIT_BY_SIGNAL: i32 = 130;
