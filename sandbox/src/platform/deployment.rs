//! The web messaging deployments of the organization.

use super::directory::{KIOSK, OLD_SHOP, WEB_SHOP};

/// A place on the organization's web sites where guests write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deployment {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) is_active: bool,
    /// Whether the platform makes a contact for who comes.
    pub(super) resolves_identities: bool,
    /// The sites that guests may come from.
    pub(super) domains: &'static [&'static str],
}

impl Deployment {
    pub(super) const ALL: &[Self] = &[
        Self {
            id: WEB_SHOP,
            name: "Web shop",
            is_active: true,
            resolves_identities: true,
            domains: SHOP,
        },
        Self {
            id: KIOSK,
            name: "Kiosk",
            is_active: true,
            resolves_identities: false,
            domains: SHOP,
        },
        Self {
            id: OLD_SHOP,
            name: "Old shop",
            is_active: false,
            resolves_identities: true,
            domains: SHOP,
        },
    ];

    pub(super) fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|deployment| deployment.id == id)
    }

    pub(super) fn status(&self) -> &'static str {
        if self.is_active { "Active" } else { "Inactive" }
    }
}

const SHOP: &[&str] = &["shop.example"];
