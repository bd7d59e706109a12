//! Fetching from a server on the loopback interface that misbehaves on request.

use super::catalogue::Catalogued;
use super::error::ModelError;
use super::official::Download;
use super::silence::Silence;
use super::{Fetched, Limits, Order, Origin, fetch, folder, place_of, sum};
use crate::error::Coded;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_millis(400);

/// What the server does with a request.
#[derive(Clone, Copy)]
enum Manners {
    /// Sends what is asked for.
    Proper,
    /// Sends the whole file whatever range was asked for.
    IgnoresRange,
    /// Closes the connection after this many bytes of the body, on the first request only.
    BreaksOffAfter(usize),
    /// Reads the request and says nothing.
    Silent,
    /// Sends the head and no body.
    StopsAfterHead,
    /// Answers 404.
    Missing,
}

/// A server for one file. It lives as long as the test process; each request's range header is
/// handed out.
struct Server {
    address: String,
    ranges: Receiver<Option<usize>>,
}

impl Server {
    fn start(file: Vec<u8>, manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (sender, ranges) = channel();
        thread::spawn(move || {
            let mut manners = manners;
            for stream in listener.incoming().flatten() {
                answer(stream, &file, manners, &sender);
                if matches!(manners, Manners::BreaksOffAfter(_)) {
                    manners = Manners::Proper;
                }
            }
        });
        Self { address, ranges }
    }
}

fn answer(mut stream: TcpStream, file: &[u8], manners: Manners, ranges: &Sender<Option<usize>>) {
    let mut range = None;
    for line in BufReader::new(stream.try_clone().unwrap()).lines() {
        let line = line.unwrap().to_lowercase();
        if let Some(wanted) = line.strip_prefix("range: bytes=") {
            range = wanted.trim_end_matches('-').parse::<usize>().ok();
        }
        if line.is_empty() {
            break;
        }
    }
    let _ = ranges.send(range);
    let total = file.len();
    let start = if matches!(manners, Manners::IgnoresRange) { None } else { range };
    let head = match (manners, start) {
        (Manners::Missing, _) => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(),
        (_, Some(from)) => format!(
            "HTTP/1.1 206 Partial Content\r\ncontent-range: bytes {from}-{}/{total}\r\ncontent-length: {}\r\n\r\n",
            total - 1,
            total - from
        ),
        (_, None) => format!("HTTP/1.1 200 OK\r\ncontent-length: {total}\r\n\r\n"),
    };
    let body = &file[start.unwrap_or(0)..];
    let sent = match manners {
        Manners::Silent => return thread::sleep(PATIENCE * 5),
        Manners::Missing => &[],
        Manners::StopsAfterHead => {
            stream.write_all(head.as_bytes()).unwrap();
            return thread::sleep(PATIENCE * 5);
        }
        Manners::BreaksOffAfter(count) => &body[..count.min(body.len())],
        Manners::Proper | Manners::IgnoresRange => body,
    };
    // The client may have hung up already; then there is nobody to tell.
    let _ = stream.write_all(&[head.as_bytes(), sent].concat());
}

/// A folder, a model of a few thousand bytes and the file that a server has.
struct Case {
    folder: tempfile::TempDir,
    file: Vec<u8>,
    model: Catalogued,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
        let path = folder.path().join("whole");
        fs::write(&path, &file).unwrap();
        let sha256 = sum::of(&path).unwrap().leak();
        fs::remove_file(path).unwrap();
        let model = Catalogued { name: "toy", bytes: file.len() as u64, sha256, packaged: None };
        Self { folder, file, model }
    }

    fn part(&self) -> PathBuf {
        self.folder.path().join("ggml-toy.bin.part")
    }

    fn download(&self, server: &Server) -> Result<(), ModelError> {
        Download::new(&server.address, &self.model, &self.part(), PATIENCE).run(&mut Silence)
    }

    fn has_whole_part(&self) -> bool {
        fs::read(self.part()).unwrap() == self.file
    }
}

#[test]
fn a_file_is_downloaded_whole() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::Proper);
    case.download(&server).unwrap();
    assert!(case.has_whole_part());
    assert_eq!(server.ranges.try_iter().collect::<Vec<_>>(), [None]);
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::Proper);
    fs::write(case.part(), &case.file[..1_234]).unwrap();
    case.download(&server).unwrap();
    assert!(case.has_whole_part());
    assert_eq!(server.ranges.try_iter().collect::<Vec<_>>(), [Some(1_234)]);
}

#[test]
fn a_connection_that_breaks_is_taken_up_where_it_was() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::BreaksOffAfter(300_000));
    case.download(&server).unwrap();
    assert!(case.has_whole_part());
    assert_eq!(server.ranges.try_iter().collect::<Vec<_>>(), [None, Some(300_000)]);
}

#[test]
fn a_server_that_ignores_the_range_sends_everything_anew() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::IgnoresRange);
    fs::write(case.part(), b"the beginning of something else").unwrap();
    case.download(&server).unwrap();
    assert!(case.has_whole_part());
}

#[test]
fn a_beginning_of_another_file_is_noticed_and_thrown_away() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::Proper);
    fs::write(case.part(), b"the beginning of something else").unwrap();
    case.download(&server).unwrap();
    assert!(case.has_whole_part());
    assert_eq!(server.ranges.try_iter().collect::<Vec<_>>(), [Some(31), None]);
}

#[test]
fn a_silent_server_is_given_up() {
    let case = Case::new();
    for manners in [Manners::Silent, Manners::StopsAfterHead] {
        let server = Server::start(case.file.clone(), manners);
        let error = case.download(&server).unwrap_err();
        assert!(matches!(error, ModelError::NoAnswer { .. } | ModelError::CutOff { had: 0, .. }), "{error}");
    }
}

#[test]
fn nobody_listening_cannot_be_reached() {
    let case = Case::new();
    let address = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let error = Download::new(&address, &case.model, &case.part(), PATIENCE).run(&mut Silence).unwrap_err();
    assert!(matches!(error, ModelError::Unreachable { .. }), "{error}");
}

#[test]
fn a_missing_file_is_told_by_its_status() {
    let case = Case::new();
    let error = case.download(&Server::start(case.file.clone(), Manners::Missing)).unwrap_err();
    assert!(matches!(error, ModelError::Refused { status: 404, .. }), "{error}");
}

#[test]
fn another_content_and_another_length_are_not_kept() {
    let case = Case::new();
    let mut altered = case.file.clone();
    altered[100] ^= 1;
    let error = case.download(&Server::start(altered, Manners::Proper)).unwrap_err();
    assert!(matches!(error, ModelError::WrongSum { .. }), "{error}");
    assert!(!case.part().exists());
    let error = case.download(&Server::start(vec![7; 10], Manners::Proper)).unwrap_err();
    assert!(matches!(error, ModelError::WrongSize { found: 10, .. }), "{error}");
}

fn order<'a>(
    case: &'a Case,
    address: &'a str,
    known_sentence: &'a dyn Fn(&Path) -> Result<(), ModelError>,
) -> Order<'a> {
    Order {
        model: &case.model,
        models_dir: case.folder.path(),
        address,
        python: "/nonexistent/python3",
        limits: Limits { server_silence: PATIENCE, pip_stall: PATIENCE, other_fetch: PATIENCE },
        known_sentence,
    }
}

#[test]
fn a_file_with_the_right_sum_that_is_no_model_gets_no_name() {
    let case = Case::new();
    let server = Server::start(case.file.clone(), Manners::Proper);
    let error = fetch(&order(&case, &server.address, &|_| Ok(())), &mut Silence).unwrap_err();
    assert_eq!(error.code(), "model_nothing_worked");
    assert!(error.to_string().contains("does not begin like one"), "{error}");
    assert!(!place_of(case.folder.path(), "toy").unwrap().exists() && !case.part().exists());
}

#[test]
fn a_model_gets_its_name_only_after_it_heard_the_sentence() {
    let mut case = Case::new();
    case.file = super::convert_tests::tiny_ggml();
    fs::write(case.part(), &case.file).unwrap();
    case.model.bytes = case.file.len() as u64;
    case.model.sha256 = sum::of(&case.part()).unwrap().leak();
    let server = Server::start(case.file.clone(), Manners::Proper);
    let path = place_of(case.folder.path(), "toy").unwrap();

    let deaf = |model: &Path| {
        Err(ModelError::Misheard { path: model.to_owned(), spoken: "yes".to_owned(), heard: "no".to_owned() })
    };
    let error = fetch(&order(&case, &server.address, &deaf), &mut Silence).unwrap_err();
    assert!(error.to_string().contains("heard \"no\""), "{error}");
    assert!(!path.exists());

    let hearing = order(&case, &server.address, &|_| Ok(()));
    assert_eq!(
        fetch(&hearing, &mut Silence).unwrap(),
        Fetched { path: path.clone(), origin: Origin::Official }
    );
    assert_eq!(fetch(&hearing, &mut Silence).unwrap(), Fetched { path, origin: Origin::AlreadyThere });
}

#[test]
fn a_model_that_someone_put_there_stays_and_a_damaged_one_does_not() {
    let case = Case::new();
    let path = place_of(case.folder.path(), "toy").unwrap();
    let nobody = order(&case, "http://127.0.0.1:1", &|_| Ok(()));
    fs::write(&path, super::convert_tests::tiny_ggml()).unwrap();
    assert_eq!(fetch(&nobody, &mut Silence).unwrap().origin, Origin::AlreadyThere);
    fs::write(&path, b"lmgg").unwrap();
    assert_eq!(fetch(&nobody, &mut Silence).unwrap_err().code(), "model_nothing_worked");
}

#[test]
fn a_second_fetch_waits_for_the_first_and_not_for_ever() {
    let case = Case::new();
    let path = place_of(case.folder.path(), "toy").unwrap();
    let other = File::create(folder::with_suffix(&path, ".lock")).unwrap();
    other.try_lock().unwrap();
    let error = fetch(&order(&case, "http://127.0.0.1:1", &|_| Ok(())), &mut Silence).unwrap_err();
    assert_eq!(error.code(), "model_busy");
}
