//! A read of one dialect: its request and what its reply says.

use crate::outcome::Outcome;
use crate::request::{Reply, Request};

/// One upstream read as a value: whoever asks writes [`Query::request`] to the wire, repeats it as
/// [`retry`](crate::retry) says and reads the reply with [`Query::answer`].
///
/// ```
/// use tidings_core::dialect::{Query, platform::status::MessageStatus};
/// use tidings_core::request::Reply;
///
/// let query = MessageStatus { message: "m-1".into() };
/// assert_eq!(query.request().target, "/api/v2/conversations/messages/m-1/details");
/// let body = br#"{"status":"sent"}"#.to_vec();
/// let reply = Reply { status: 200, body, ..Reply::default() };
/// assert_eq!(query.answer(&reply), Ok(None));
/// ```
pub trait Query {
    /// What a reply says.
    type Answer;

    /// The request.
    fn request(&self) -> Request;

    /// Reads a reply.
    ///
    /// # Errors
    /// What came of the read where it did not succeed, or where its reply cannot be read.
    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome>;
}
