//! Servers that are killed while recordings come in: everything that was acknowledged is there once,
//! whole, with its job; nothing else remains.
//!
//! Each round sends a handful of files, in one piece and in several, some of them twice at once,
//! through a server that is killed at random moments and started again. What a round does follows
//! from a seed, which is printed; `EARMARK_CRASH_SEED` repeats one, `EARMARK_CRASH_ROUNDS` says how
//! many there are. At its end each test prints what it did as a row of the table in `docs/DURABILITY.md`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a check that cannot go on fails its test; the environment says how many rounds"
)]

mod check;
mod clients;
mod dice;
#[path = "../support/garage.rs"]
#[expect(dead_code, reason = "here the servers are killed, not the store")]
mod garage;
mod large;
mod place;
mod restarts;
mod server;

use clients::{Delivery, Work};
use dice::Dice;
use place::Place;
use server::Server;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How many rounds `make test` plays.
const ROUNDS: u64 = 8;
/// How many senders a round has.
const CLIENTS: usize = 4;

#[test]
fn on_sqlite_and_a_filesystem_nothing_is_lost() {
    play(&Place::sqlite());
}

#[test]
fn on_postgres_and_a_filesystem_nothing_is_lost() {
    if let Some(place) = Place::postgres("crash") {
        play(&place);
    }
}

#[test]
fn on_postgres_and_garage_nothing_is_lost() {
    if let Some(place) = Place::postgres_and_garage("crash_s3") {
        play(&place);
    }
}

fn play(place: &Place) {
    let seed = setting("EARMARK_CRASH_SEED").unwrap_or_else(dice::seed);
    let rounds = setting("EARMARK_CRASH_ROUNDS").unwrap_or(ROUNDS);
    eprintln!("{}: {rounds} rounds, EARMARK_CRASH_SEED={seed}", place.name());
    let began = Instant::now();
    let token = place.source_token("pbx");
    let (mut taken_in, mut kills) = (Vec::new(), 0);
    for round in 0..rounds {
        let played = play_round(place, &token, Dice::new(seed.wrapping_add(round)), round);
        check::everything_is_there(place, &played.deliveries);
        taken_in.extend(played.deliveries);
        kills += played.kills;
    }
    let recordings = check::nothing_else_remains(place, &token, &taken_in);
    let (acknowledged, seconds) = (taken_in.len(), began.elapsed().as_secs());
    eprintln!(
        "| {} | {rounds} | {seed} | {kills} | {acknowledged} | {recordings} | 0 | {seconds} s |",
        place.name()
    );
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// What a round came to.
struct Played {
    /// What was acknowledged: all of it, in the end.
    deliveries: Vec<Delivery>,
    /// How often a server was killed.
    kills: u64,
}

fn play_round(place: &Place, token: &str, mut dice: Dice, round: u64) -> Played {
    let server = Arc::new(Mutex::new(Server::start(place)));
    let work = Arc::new(Work::plan(&mut dice, round));
    let senders: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (work, server, token) = (Arc::clone(&work), Arc::clone(&server), token.to_owned());
            std::thread::spawn(move || work.send_all(&server, &token))
        })
        .collect();
    let kills = dice.between(1, 3);
    for _ in 0..kills {
        std::thread::sleep(Duration::from_millis(dice.between(5, 350)));
        let mut running = server.lock().unwrap();
        running.kill();
        *running = Server::start(place);
    }
    for sender in senders {
        sender.join().unwrap();
    }
    server.lock().unwrap().stop();
    Played { deliveries: Arc::into_inner(work).unwrap().delivered(), kills }
}
