//! Sources as administrators know them: their settings as a document, their extension maps, how
//! they are doing, and trying out what would be made of what they send.

mod document;
mod failures;
mod problem;
mod refused;
mod seats;
mod settings;
mod silence;
mod speech;
mod spot;
mod status;
mod trial;
mod waiting;
mod watch;
mod writing;

pub use document::{DOCUMENT_MOST, SourceDocument, read_document};
pub use failures::{FailureGroup, FailureKind, failures, retry};
pub use problem::{Problem, ProblemKind};
pub(in crate::recorder) use refused::note as note_refused_in;
pub use refused::{
    Dismissal, REFUSED_KEPT, RefusedExample, RefusedGroup, RefusedId, RefusedUpload, RefusedWay, dismiss,
    is_refusal, note_refused, refused, without_digits,
};
pub use seats::{read_table, written_from, written_until};
pub use settings::{
    Applied, SourceView, add, apply, by_name, change, extensions_page, must_exist, put_extensions,
    set_retired, show,
};
pub(in crate::recorder) use settings::{find as find_source, reaches};
pub use silence::{Habit, Silence, judge};
pub use status::{Hour, SourceStatus, count_silent, status_of_all, status_of_one};
pub use trial::{Trial, TrialRequest, TriedAgent, TriedField, try_out};
pub use waiting::{LEGS_AWAITED, Waits, waiting_legs};
pub use watch::watch;
