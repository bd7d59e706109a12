//! Results on standard output: a line of text, or one of JSON, spaced so that a person can read it
//! too.

use crate::error::{Coded, Kind};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// The result could not be written to standard output.
#[derive(Debug, thiserror::Error)]
#[error("the result could not be written to standard output")]
pub(super) struct OutputError(#[source] io::Error);

impl Coded for OutputError {
    fn kind(&self) -> Kind {
        Kind::Internal
    }

    fn code(&self) -> &'static str {
        "output_failed"
    }
}

/// Prints the value as one line of JSON.
///
/// Written rather than `println!`ed: that macro panics when the reader at the other end of a pipe
/// has gone.
pub(super) fn print_json(value: &impl Serialize) -> Result<(), OutputError> {
    let mut out = io::stdout().lock();
    let written = value.serialize(&mut Serializer::with_formatter(&mut out, Spaced));
    written.map_err(io::Error::from).and_then(|()| writeln!(out)).map_err(OutputError)
}

/// Prints a line of text; like [`print_json`], without the panic of `println!`.
pub(super) fn print_line(line: &str) -> Result<(), OutputError> {
    writeln!(io::stdout().lock(), "{line}").map_err(OutputError)
}

/// Tells people on standard error. Unlike `eprintln!` it does not panic when nobody is there to
/// listen; there is nobody left to tell then.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// `{"a": 1, "b": [2, 3]}`: a blank after each colon and comma.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
