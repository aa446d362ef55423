//! What every call passes on its way in and out, the outermost first.

pub(crate) mod origin;
pub(crate) mod request;
pub(crate) mod security;
