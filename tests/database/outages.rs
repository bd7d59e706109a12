//! PostgreSQL goes away and comes back: what fails meanwhile says that it is away for now, and
//! nobody has to start anything again.

use crate::harness::{START, TestDatabase, on_postgres};
use earmark::db::{DatabaseAddress, Db, DbError, source};
use earmark::error::{Coded, Kind};
use earmark::time::Clock;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};

/// A stretch of network that can be cut: hands every connection on to the server.
struct Line {
    at: SocketAddr,
    to: String,
    accepting: Option<Arc<AtomicBool>>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn lay(to: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut line = Self { at: listener.local_addr().unwrap(), to, accepting: None, open: Arc::default() };
        line.accept_on(listener);
        line
    }

    fn accept_on(&mut self, listener: TcpListener) {
        let accepting = Arc::new(AtomicBool::new(true));
        self.accepting = Some(Arc::clone(&accepting));
        let (to, open) = (self.to.clone(), Arc::clone(&self.open));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if !accepting.load(Ordering::SeqCst) {
                    return;
                }
                let server = TcpStream::connect(&to).unwrap();
                open.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                let (from, back) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || carry(from, server));
                std::thread::spawn(move || carry(back, client));
            }
        });
    }

    fn cut(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.store(false, Ordering::SeqCst);
            // Wakes the thread that accepts, which then lets go of the port.
            let _ = TcpStream::connect(self.at).map(|mut woken| woken.read(&mut [0]));
        }
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&mut self) {
        self.accept_on(TcpListener::bind(self.at).unwrap());
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.cut();
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// The database at the other end of a line; none: it is not reached over TCP.
fn over_a_line(database: &TestDatabase) -> Option<(Line, Db)> {
    let DatabaseAddress::Postgres(url) = &database.address else { return None };
    let (before, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/')?;
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let to = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
    TcpStream::connect(&to).ok()?;
    let line = Line::lay(to);
    let at = if user.is_empty() { line.at.to_string() } else { format!("{user}@{}", line.at) };
    let address = DatabaseAddress::Postgres(format!("{before}://{at}/{path}"));
    let db = Db::open(&address, Clock::fixed(START)).unwrap();
    Some((line, db))
}

async fn make(db: &Db, name: &'static str) -> Result<(), DbError> {
    db.write(move |writing| source::find_or_make(writing, name).map(drop)).await
}

#[test]
fn a_server_that_went_away_is_unavailable_until_it_is_back() {
    on_postgres(async |database| {
        let Some((mut line, db)) = over_a_line(database) else { return };
        make(&db, "a").await.unwrap();
        line.cut();
        let (read, written) = tokio::join!(db.read(|reading| source::by_name(reading, "a")), make(&db, "b"));
        assert_eq!(read.unwrap_err().kind(), Kind::Unavailable);
        assert_eq!(written.unwrap_err().kind(), Kind::Unavailable);
        line.mend();
        make(&db, "c").await.unwrap();
        assert!(db.read(|reading| source::by_name(reading, "a")).await.unwrap().is_some());
        assert!(db.read(|reading| source::by_name(reading, "b")).await.unwrap().is_none());
    });
}

#[test]
fn a_transaction_that_loses_its_server_is_unavailable_and_leaves_nothing() {
    on_postgres(async |database| {
        let Some((mut line, db)) = over_a_line(database) else { return };
        let (begun, begins) = mpsc::channel();
        let (gone, goes) = mpsc::channel();
        let writing = db.write(move |writing| {
            source::find_or_make(writing, "a")?;
            begun.send(()).unwrap();
            goes.recv().unwrap();
            source::find_or_make(writing, "b").map(drop)
        });
        let cutting = async {
            tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
            line.cut();
            gone.send(()).unwrap();
        };
        let (written, ()): (Result<(), DbError>, ()) = tokio::join!(writing, cutting);
        assert_eq!(written.unwrap_err().kind(), Kind::Unavailable);
        assert!(database.read(|reading| source::by_name(reading, "a")).await.is_none());
        line.mend();
        make(&db, "c").await.unwrap();
    });
}

#[test]
fn sessions_that_an_administrator_ended_are_made_anew() {
    on_postgres(async |database| {
        make(&database.db, "a").await.unwrap();
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        for name in ["b", "c", "d", "e", "f"] {
            make(&database.db, name).await.unwrap();
            database.read(move |reading| source::by_name(reading, name)).await.unwrap();
        }
    });
}

#[test]
fn a_server_that_is_not_there_is_away() {
    let nowhere = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = DatabaseAddress::Postgres(format!("postgres://earmark:geheim@{nowhere}/earmark"));
    let Err(error) = Db::open(&address, Clock::default()) else { panic!("nobody listens there") };
    assert_eq!((error.code(), error.kind()), ("database_away", Kind::Unavailable));
    assert!(!format!("{error} {error:?}").contains("geheim"), "{error:?}");
}
