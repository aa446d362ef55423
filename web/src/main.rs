//! Starts the admin page.

fn main() {
    tidings_web::start();
}
