//! A part of a test that runs in a process of its own: this test binary, started again.

use crate::harness::{START, setting};
use earmark::db::DatabaseAddress;
use earmark::time::Clock;
use std::process::{Child, Command, Stdio};

const ADDRESS: &str = "EARMARK_TEST_CHILD_ADDRESS";
const NUMBER: &str = "EARMARK_TEST_CHILD_NUMBER";

/// What a child was told.
pub(crate) struct Orders {
    pub(crate) address: DatabaseAddress,
    pub(crate) number: u8,
    pub(crate) clock: Clock,
}

/// Starts the ignored test `part` in a process of its own.
pub(crate) fn start(part: &str, address: &DatabaseAddress, number: u8) -> Child {
    let address = match address {
        DatabaseAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseAddress::Postgres(url) => url.clone(),
    };
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", part, "--ignored", "--nocapture"])
        .env(ADDRESS, address)
        .env(NUMBER, number.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What this process was told; none: nobody started it as a child.
pub(crate) fn orders() -> Option<Orders> {
    Some(Orders {
        address: setting(ADDRESS)?.parse().unwrap(),
        number: setting(NUMBER)?.parse().unwrap(),
        clock: Clock::fixed(START),
    })
}

/// Waits for the children and expects that each did its part.
pub(crate) fn expect_success(children: Vec<Child>) {
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("1 passed"), "the child found its part: {said}");
    }
}
