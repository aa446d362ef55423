//! What roles grant.

/// Permissions as roles grant them: `domain:entity:action`, where entity and action may be `*`.
///
/// ```
/// use tidings_core::directory::PermissionSet;
///
/// let mut granted = PermissionSet::default();
/// assert!(granted.is_empty());
/// granted.merge(["analytics:*".to_owned()].into_iter().collect());
/// assert!(granted.allows("analytics:conversationDetail:view"));
/// assert!(!granted.allows("routing:queue:view"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet(Vec<String>);

impl PermissionSet {
    /// Whether nothing is granted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a permission is granted, by name or by a `*`.
    pub fn allows(&self, permission: &str) -> bool {
        self.0.iter().any(|granted| covers(granted, permission))
    }

    /// Adds what another set grants.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<String> for PermissionSet {
    fn from_iter<T: IntoIterator<Item = String>>(permissions: T) -> Self {
        Self(permissions.into_iter().collect())
    }
}

/// A `*` stands for one part, and at the end for all that follow it.
fn covers(granted: &str, permission: &str) -> bool {
    let (mut granted, mut wanted) = (granted.split(':'), permission.split(':'));
    loop {
        match (granted.next(), wanted.next()) {
            (Some("*"), Some(_)) => {
                if granted.clone().next().is_none() {
                    return true;
                }
            }
            (Some(granted), Some(wanted)) if granted.eq_ignore_ascii_case(wanted) => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_star_grants_whatever_stands_in_its_place() {
        for (granted, permission, expected) in [
            ("a:b:view", "a:b:view", true),
            ("A:B:View", "a:b:view", true),
            ("a:b:*", "a:b:view", true),
            ("a:*:view", "a:b:view", true),
            ("a:*:*", "a:b:view", true),
            ("a:*", "a:b:view", true),
            ("*", "a:b:view", true),
            ("a:b:edit", "a:b:view", false),
            ("a:b", "a:b:view", false),
            ("a:*:edit", "a:b:view", false),
            ("", "a:b:view", false),
        ] {
            let set: PermissionSet = [granted.to_owned()].into_iter().collect();
            assert_eq!(set.allows(permission), expected, "{granted}");
        }
        assert!(!PermissionSet::default().allows("a:b:view"));
    }
}
