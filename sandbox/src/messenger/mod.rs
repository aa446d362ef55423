//! What guests see: a messenger with everything that reached them, and their answers.

mod answer;
mod assets;
mod feed;
mod guests;
mod mail;
mod routes;
mod threads;

pub(crate) use answer::{Place, press, say};
pub(crate) use routes::routes;
pub(crate) use threads::{Author, Channel, Message, Route, Thread, Threads};
