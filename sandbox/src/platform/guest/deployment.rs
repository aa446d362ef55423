//! The deployments that a guest can come to.

use crate::platform::directory;

/// A web messaging deployment, as far as a guest meets it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deployment {
    pub(super) id: &'static str,
    pub(super) is_active: bool,
    /// Whether the platform makes a contact for who comes.
    pub(super) resolves_identities: bool,
    pub(super) domains: &'static [&'static str],
}

impl Deployment {
    /// That of the population's guests, where nothing says otherwise.
    pub(super) const DEFAULT: &'static str = directory::WEB_SHOP;

    pub(super) fn find(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|deployment| deployment.id == id)
    }
}

const ALL: [Deployment; 3] = [
    Deployment {
        id: directory::WEB_SHOP,
        is_active: true,
        resolves_identities: true,
        domains: &["shop.example"],
    },
    Deployment {
        id: directory::KIOSK,
        is_active: true,
        resolves_identities: false,
        domains: &["shop.example"],
    },
    Deployment {
        id: directory::OLD_SHOP,
        is_active: false,
        resolves_identities: true,
        domains: &["shop.example"],
    },
];
