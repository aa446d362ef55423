//! The guest's side of web messaging: the socket that a messenger on a web site speaks over, the
//! files it attaches, and the history it reads.

mod act;
mod config;
mod configure;
mod connection;
mod conversation;
mod files;
mod frame;
mod history;
mod inbound;
mod jwt;
mod normalized;
mod origin;
mod problem;
mod rate;
mod request;
mod routes;
mod session;
mod state;
mod uploads;

pub(crate) use conversation::{begun, deployment_of, ended, is_in_chat, typing};
pub(crate) use normalized::normalized;
pub(crate) use request::is_uuid;
pub(crate) use routes::{control, routes};
pub(crate) use state::Guests;
