//! Calls worth learning from: clips, case libraries, guided playback, what learners did with it.
//!
//! What somebody sees of a case is decided in one place (`visibility`), and asked the same way of the
//! database where there are many (`db::library_case::SeenBy`). What is heard is cut out of what everybody
//! may hear when it is asked for: nothing of it is stored, so it follows redaction and dies with its call.
//! A case that is being written or on the shelf keeps its call from retention, never from erasure.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `visibility` | PURE: who sees a case, and how much of it |
//! | `eyes` | what that needs to know of the caller, asked of the database |
//! | `clips` | ranges of recordings, kept by a title |
//! | `libraries` | which there are, for whom |
//! | `cases` | proposed, decided, written, put onto the shelf and away, listed |
//! | `commentary` | PURE: points, questions, what of them is right |
//! | `flags` | a flag proposes a case in its own transaction |
//! | `consent` | whoever is heard is asked, and answers |
//! | `sound` | what is heard and read of a clip or a case |
//! | `outdated` | off the shelf when a standard answer changes |
//! | `learning`, `opinions` | what learners did; stars and comments |
//! | `learners` | who learned what, by person and by team |
//! | `playlists`, `tasks` | cases in an order; who is to learn what until when |
//! | `desk` | what waits for whoever looks after the libraries |
//! | `references` | reference calls: a call with an agreed evaluation, scored blind; results; certification |
//! | `reviews` | case reviews: prepared, held, attended, decided |

pub mod references;
pub mod reviews;
pub mod visibility;

mod cases;
mod clips;
mod commentary;
mod consent;
mod desk;
mod error;
mod eyes;
mod flags;
mod hidden;
mod learners;
mod learning;
mod libraries;
mod opinions;
mod outdated;
mod playlists;
mod sound;
mod tasks;
mod texts;

pub use cases::{
    AnswerView, CardShelf, CaseChange, CaseLine, CaseList, CaseShelves, CaseSource, CaseView, ConsentLine,
    EditionLine, ImportedCase, ItemName, ItemShelf, Missing, NewCase, Readiness, SoundState, Verdict,
    archive_case, case_shelves, change_case, decide_case, editions_of_case, find_case, import_case,
    list_cases, propose_case, recommended_cases, related_cases, shelve_case, withdraw_case,
};
pub use clips::{
    CLIPS_A_CALL, ClipLine, ClipText, change_clip, clip_tags, delete_clip, find_clip, list_clips, make_clip,
};
pub use commentary::{Commentary, POINTS_MOST, Point, PointKind, QUESTIONS_MOST, Question};
pub use consent::{AskedLine, answer_consent, ask_for_consent, consents_of_case, own_consents};
pub use desk::{Pile, TrainerDesk, trainer_desk};
pub use error::LibraryError;
pub use eyes::{HeardIn, heard_in, is_of_another_site};
pub use flags::{FlagWithCase, Proposed, list_flags, remove_flag, set_flag};
pub use learners::{LearnedLine, LearnerQuery, LearnerSummary, LessonQuery, learned_by, list_learners};
pub use learning::{
    LearnerLine, Progress as LearningProgress, keep_learning, learners_of_case, own_learning,
};
pub use libraries::{
    LibraryChange, LibraryLine, change_library, list_libraries, make_library, manages_libraries,
    retire_library,
};
pub use opinions::{COMMENTS_MOST, CommentLine, delete_comment, list_comments, rate_case, write_comment};
pub use outdated::archive_outdated;
pub use playlists::{PlaylistLine, change_playlist, delete_playlist, list_playlists, make_playlist};
pub use sound::{CaseWords, Stretch, case_stretch, case_words, clip_stretch};
pub use tasks::{Lesson, NewTask, PEOPLE_MOST, TaskLine, TaskQuery, give_tasks, list_tasks, take_task_back};
