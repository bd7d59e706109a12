//! What lies on an inspector's desk beside the call and the card.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `coverage` | PURE: how much of the call was heard, and what is cited unheard |
//! | `answers`, `in_force` | standard answers: written, retired, read beside a call; PURE: which wording held on a day |
//! | `phrases` | stock phrases for comments: everybody's, and one's own |
//! | `keys` | the keys that somebody moved |
//! | `improvements` | process faults: tickets with an owner, a day and a reply |
//! | `around` | the customer's other calls; what the agent scored before, once every item is answered |
//! | `disposition` | whether the call's disposition is right |

mod answers;
mod around;
mod coverage;
mod disposition;
mod error;
mod improvements;
mod in_force;
mod keys;
mod phrases;

pub use answers::{
    AnswerCard, AnswerCardItem, AnswerLine, AnswerText, NewAnswer, VersionLine, answer_cards, answers_for,
    list_answers, retire_answer, rewrite_answer, versions_of_answer, write_answer,
};
pub use around::{earlier_scores, other_calls};
pub(super) use coverage::coverage_at_release;
pub use disposition::say_disposition;
pub(super) use disposition::tidied;
pub use error::DeskError;
pub(super) use improvements::note_faults;
pub use improvements::{
    ApartLine, FindingLine, ImprovementChange, ImprovementLine, ImprovementList, change_improvement,
    counted_apart, find_improvement, improvement_owners, list_improvements,
};
pub use in_force::in_force as answer_in_force;
pub use keys::{move_keys, moved_keys};
pub use phrases::{NewPhrase, PhraseLine, change_phrase, delete_phrase, list_phrases, write_phrase};
