//! Who is calling: sign-in, sessions, and limits on guessing.

mod attempts;
mod cookie;
pub(crate) mod link;
mod password;
mod session;

pub(crate) use attempts::Attempts;
pub(crate) use cookie::expired_cookie;
pub(crate) use password::Passwords;
pub(crate) use session::{SignedIn, end_session, start_session};
