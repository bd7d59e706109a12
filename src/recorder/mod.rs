//! How a recording gets in and never gets lost.
//!
//! A file is received into the spool while it is hashed ([`Reception`]), then accepted
//! ([`Intake::accept`]): put into the object store and entered, with its call, its job and its
//! audit line, in one transaction. Only after that is anybody told yes. What is known already is
//! answered with its ids and stored once; what was deleted is refused with its reason. A call may
//! also come without audio ([`Intake::enter_call`]), as a telephone system's records name it. A large
//! file may come in pieces, over hours and restarts ([`Uploads`]); at its end it is accepted as every
//! other.
//!
//! What a source sends is read in one place ([`interpret`]), by the settings of that source: its
//! mapping of metadata, its naming pattern ([`naming`]), its extension map.
//!
//! [`Readable`] opens a recording for whoever wants to hear it; what only ffmpeg reads goes through an
//! installed [`Ffmpeg`].
//!
//! What is in is found on the [`Shelf`]: calls, recordings, their sound, waveforms and words, each
//! within the caller's scope.
//!
//! What waits to be transcribed is in [`backlog`]. Who heard it is in [`listening`]. What stays and what goes is decided in [`retention`], kept back by
//! [`holds`], and asked for by customers in [`erasure`].

pub mod backlog;
pub mod erasure;
pub mod holds;
pub mod listening;
pub mod retention;

pub mod cdr;
pub mod custody;
pub mod naming;
pub mod sources;
pub mod vcon;
pub mod watch;

mod cutting;
mod description;
mod direction;
mod entry;
mod error;
mod ffmpeg;
mod identity;
mod intake;
mod interpretation;
mod keeping_error;
mod legs;
mod metadata;
mod originals;
mod parts;
mod patience;
mod readable;
mod reception;
mod sent;
mod shelf;
mod sidecar;
mod sides;
mod stamps;
mod tags;
mod timeline;
mod uploads;
mod without_audio;

pub use cutting::CutSound;
pub use error::RecorderError;
pub use ffmpeg::Ffmpeg;
pub use intake::{Acceptance, EnteredCall, Intake, SentAs, stem_of};
pub use interpretation::{Interpretation, Origin, REMARKS, Remark, interpret, seat_agents};
pub use keeping_error::KeepingError;
pub use legs::{LegPair, leg_in_name, pair_of};
pub use metadata::{AgentPart, CallMetadata};
pub use originals::{Heard, HeardFile, hasten, must_hear_originals};
pub use patience::{Patience, WaitLimits, Waiting};
pub use readable::Readable;
pub use reception::{ReceivedFile, Reception};
pub use sent::Sent;
pub use shelf::{CallView, PartView, Progress, RecordingView, Shelf, Sound, TranscriptPage};
pub use sidecar::{Described, WAITING_MOST, sidecar_in_table};
pub use sides::set_sides;
pub use stamps::moment;
pub use uploads::{Continuation, NewUpload, UploadLimits, Uploads};

use direction::direction;
