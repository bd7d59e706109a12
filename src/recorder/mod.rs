//! How a recording gets in and never gets lost.
//!
//! A file is received into the spool while it is hashed ([`Reception`]), then accepted
//! ([`Intake::accept`]): put into the object store and entered, with its call, its job and its
//! audit line, in one transaction. Only after that is anybody told yes. What is known already is
//! answered with its ids and stored once; what was deleted is refused with its reason. A call may
//! also come without audio ([`Intake::enter_call`]), as a telephone system's records name it.
//!
//! What a source sends is read in one place ([`interpret`]), by the settings of that source: its
//! mapping of metadata, its naming pattern ([`naming`]), its extension map.
//!
//! What is in is found on the [`Shelf`]: calls, recordings, their sound, waveforms and words, each
//! within the caller's scope.

pub mod cdr;
pub mod naming;
pub mod sources;
pub mod vcon;
pub mod watch;

mod description;
mod direction;
mod entry;
mod error;
mod identity;
mod intake;
mod interpretation;
mod legs;
mod metadata;
mod parts;
mod reception;
mod sent;
mod shelf;
mod sidecar;
mod stamps;
mod timeline;
mod without_audio;

pub use error::RecorderError;
pub use intake::{Acceptance, EnteredCall, Intake, SentAs, stem_of};
pub use interpretation::{Interpretation, Origin, REMARKS, Remark, interpret, seat_agents};
pub use legs::{LegPair, leg_in_name, pair_of};
pub use metadata::{AgentPart, CallMetadata};
pub use reception::{ReceivedFile, Reception};
pub use sent::Sent;
pub use shelf::{CallView, PartView, Progress, Shelf, Sound, TranscriptPage};
pub use sidecar::{Described, WAITING_MOST, sidecar_in_table};

use direction::direction;
