//! Where the pictures go.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use tidings_tests::browser::{Page, Scheme};

/// Width and least height of the windows photographed, in CSS pixels.
const WINDOWS: [(u32, u32); 2] = [(1440, 900), (390, 844)];
/// Pages longer than this are cut off.
const HEIGHT_MAX: u32 = 3000;

/// A folder of pictures of one browser.
pub(crate) struct Album {
    folder: PathBuf,
    page: Page,
    count: Cell<usize>,
}

impl Album {
    pub(crate) fn new(folder: &Path, page: Page) -> Self {
        std::fs::create_dir_all(folder).expect("the folder can be made");
        Self {
            folder: folder.to_owned(),
            page,
            count: Cell::new(0),
        }
    }

    /// What is photographed.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// How many pictures there are.
    pub(crate) fn count(&self) -> usize {
        self.count.get()
    }

    /// Photographs what can be seen now in every window and scheme, then goes back to the widest.
    pub(crate) async fn take(&self, name: &str) {
        for scheme in [Scheme::Light, Scheme::Dark] {
            for (width, least) in WINDOWS {
                self.page.look(width, least, scheme).await;
                let height = self.settled_height().await.clamp(least, HEIGHT_MAX);
                self.page.look(width, height, scheme).await;
                self.settled_height().await;
                let file = format!("{name}-{width}-{}.png", scheme.name());
                let picture = self.page.picture().await;
                std::fs::write(self.folder.join(file), picture).expect("a picture can be kept");
                self.count.set(self.count.get() + 1);
            }
        }
        let (width, height) = WINDOWS[0];
        self.page.look(width, height, Scheme::Light).await;
        println!("{name}");
    }

    /// The page's height once it has been drawn.
    async fn settled_height(&self) -> u32 {
        self.page.gone(".quiet-bar").await;
        let height = self.page.run(DRAWN, &[]).await;
        height.as_u64().unwrap().try_into().unwrap()
    }
}

const DRAWN: &str =
    "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => done(document.documentElement.scrollHeight))))";
