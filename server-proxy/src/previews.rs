//! HTML mails kept for the frame that shows them: in memory, few, and for their author alone.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// The latest previews, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Previews(Mutex<VecDeque<Preview>>);

#[derive(Debug)]
struct Preview {
    id: String,
    session: String,
    html: Bytes,
}

impl Previews {
    /// Keeps a preview for a session, whose oldest ones go when it has too many.
    pub(crate) fn keep(&self, id: String, session: String, html: String) {
        let mut previews = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = previews
            .iter()
            .filter(|preview| preview.session == session)
            .count();
        while own >= PER_SESSION || previews.len() >= IN_ALL {
            let is_full = previews.len() >= IN_ALL;
            let oldest = previews
                .iter()
                .position(|preview| is_full || preview.session == session);
            let Some(removed) = oldest.and_then(|oldest| previews.remove(oldest)) else {
                break;
            };
            own -= usize::from(removed.session == session);
        }
        previews.push_back(Preview {
            id,
            session,
            html: html.into(),
        });
    }

    /// The preview of that id, if the session made it and it is still there.
    pub(crate) fn find(&self, id: &str, session: &str) -> Option<Bytes> {
        let previews = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = previews
            .iter()
            .find(|preview| preview.id == id && preview.session == session);
        found.map(|preview| preview.html.clone())
    }
}

/// Each is at most half a megabyte, so all together stay below 50.
const IN_ALL: usize = 96;
const PER_SESSION: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(previews: &Previews, id: usize, session: &str) {
        previews.keep(id.to_string(), session.to_owned(), format!("<p>{id}</p>"));
    }

    #[test]
    fn a_session_keeps_its_latest_and_sees_no_other_session_s() {
        let previews = Previews::default();
        keep(&previews, 100, "ben");
        for id in 0..=PER_SESSION {
            keep(&previews, id, "ana");
        }
        assert_eq!(previews.find("0", "ana"), None);
        assert_eq!(previews.find("1", "ana"), Some("<p>1</p>".into()));
        assert_eq!(previews.find("100", "ben"), Some("<p>100</p>".into()));
        assert_eq!(previews.find("100", "ana"), None);
    }

    #[test]
    fn there_are_never_more_than_fit_into_memory() {
        let previews = Previews::default();
        for id in 0..IN_ALL * 2 {
            keep(&previews, id, &format!("session {id}"));
        }
        assert_eq!(previews.0.lock().unwrap().len(), IN_ALL);
    }
}
