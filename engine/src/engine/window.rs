//! How many attempts may be on their way at once.

/// Small where replies come fast, so that a platform that suddenly falls silent leaves few messages
/// in doubt; grows where slow replies would hold the pace up.
#[derive(Debug)]
pub(super) struct Window {
    size: usize,
}

impl Window {
    pub(super) const fn new() -> Self {
        Self { size: SMALLEST }
    }

    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// A reply came; `in_flight` attempts, it among them, were on their way.
    pub(super) fn handle_reply(&mut self, in_flight: usize) {
        if in_flight >= self.size {
            self.size = (self.size + 1).min(LARGEST);
        }
    }

    /// No reply came, or one that speaks of trouble.
    pub(super) const fn handle_trouble(&mut self) {
        self.size = SMALLEST;
    }
}

const SMALLEST: usize = 4;
const LARGEST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_only_where_it_is_what_holds_attempts_up() {
        let mut window = Window::new();
        window.handle_reply(1);
        assert_eq!(window.size(), SMALLEST);
        for _ in 0..1000 {
            window.handle_reply(window.size());
        }
        assert_eq!(window.size(), LARGEST);
        window.handle_trouble();
        assert_eq!(window.size(), SMALLEST);
    }
}
