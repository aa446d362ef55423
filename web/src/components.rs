//! Parts without a domain: none knows a message or a delivery, but for the badges.

pub mod badge;
pub mod copy_button;
pub mod drawer;
pub mod field;
pub mod icon;
pub mod menu;
pub mod notice;
pub mod skeleton;

pub use badge::{CampaignBadge, StateBadge, Tone, state_tone, state_word};
pub use copy_button::CopyButton;
pub use drawer::Drawer;
pub use field::{Choice, Field, FieldKind, NumberField, SelectField};
pub use icon::{BrandMark, Icon, Shape};
pub use menu::Menu;
pub use notice::Notice;
pub use skeleton::Skeleton;
