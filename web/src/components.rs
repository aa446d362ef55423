//! Parts of every page. Badges and a connection's tags know what they show; the rest knows no domain,
//! and none calls the console.

pub mod badge;
pub mod connection;
pub mod copy_button;
pub mod drawer;
pub mod field;
pub mod icon;
pub mod menu;
pub mod notice;
pub mod skeleton;

pub use badge::{CampaignBadge, StateBadge, Tone, WordBadge, state_tone, state_word};
pub use connection::{Range, RangeTags, health_trouble, health_word};
pub use copy_button::CopyButton;
pub use drawer::Drawer;
pub use field::{Choice, Field, FieldKind, NumberField, SelectField};
pub use icon::{BrandMark, Icon, Shape};
pub use menu::Menu;
pub use notice::Notice;
pub use skeleton::Skeleton;
