//! The jobs that people and programs ask for, on top of ledger and engine.

pub mod audience;
mod coverage;
pub mod doctor;
pub mod eta;
pub mod follow;
pub mod inbound;
pub mod listing;
pub mod mode;
pub mod notify;
pub mod reach;
pub mod send;
