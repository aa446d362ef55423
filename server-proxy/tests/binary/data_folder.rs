//! The data folder: private, one console at a time, and words for what is wrong with it.

use crate::support::{Place, mode};

#[test]
fn it_is_made_for_its_owner_alone() {
    let place = Place::new();
    let console = place.serve(&["--data", "kept/here"]);
    assert_eq!(mode(&place.path("kept/here")), 0o700);
    assert_eq!(mode(&place.path("kept/here/hooks.key")), 0o600);
    drop(console);
}

#[test]
fn a_second_console_on_it_is_refused() {
    let place = Place::new();
    let _console = place.serve(&[]);
    let run = place
        .run(&["serve", "--json", "--listen", "127.0.0.1:0"])
        .ends_with(3);
    assert_eq!(run.last()["error"]["code"], "data_in_use");
}

#[test]
fn what_cannot_be_a_data_folder_is_said() {
    let place = Place::new();
    let file = place.write("file", "no folder");
    let run = place
        .run(&["serve", "--json", "--data", &file])
        .ends_with(3);
    assert_eq!(run.last()["error"]["code"], "data_folder");
    let damaged = place.write("damaged.db", &"no database at all ".repeat(100));
    let run = place
        .run(&["serve", "--json", "--database", &damaged])
        .ends_with(3);
    assert_eq!(run.last()["error"]["code"], "database_damaged");
    let run = place
        .run(&["serve", "--json", "--database", "postgres://db/x"])
        .ends_with(3);
    assert_eq!(run.last()["error"]["code"], "database_address");
}

#[test]
fn an_address_that_is_taken_is_said_with_the_option_to_change() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = Place::new()
        .run(&["serve", "--listen", &address])
        .ends_with(3)
        .stderr;
    assert!(
        said.contains(&address) && said.contains("--listen"),
        "{said}"
    );
}
