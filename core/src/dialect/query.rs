//! A read of one dialect: its request and what its reply says.

use crate::outcome::Outcome;
use crate::request::{Reply, Request};

/// One upstream read as a value: whoever asks writes [`Query::request`] to the wire, repeats it as
/// [`retry`](crate::retry) says and reads the reply with [`Query::answer`].
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
