//! Text contacts (文字联络): chats, letters and e-mail, brought in by whoever scores, and evaluated on what was
//! written.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `entering` | pasted or read out of a file, with agent, day and customer |
//! | `reading` | PURE: a text, a table or a list → who wrote what, when |
//! | `shown` | found, listed, read; what is hidden of it |
//! | `scoring` | an evaluation is begun of one |
//! | `error` | why one goes no further |

mod entering;
mod error;
mod reading;
mod scoring;
mod shown;

pub use entering::{NewContact, Text, add_contact};
pub use error::ContactError;
pub use reading::TextFormat;
pub(super) use scoring::begin;
pub(super) use shown::of_evaluation;
pub use shown::{
    ContactLine, ContactOfEvaluation, ContactView, ReadContact, find_contact, list_contacts, read_contact,
    read_original_contact,
};
