//! One module a page.

pub mod activity;
pub mod compose;
pub mod connections;
pub mod not_found;
pub mod setup;
pub mod sign_in;
pub mod suppressions;

pub use activity::ActivityPage;
pub use compose::ComposePage;
pub use connections::{ConnectionPage, ConnectionsPage};
pub use not_found::NotFoundPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
pub use suppressions::SuppressionsPage;
