//! Who is there and what they may do: people, roles, permissions and scopes, passwords, sessions,
//! tokens, the first administrator.
//!
//! Everything starts from [`Who`]: it is made from a session or a token, and answers one question,
//! "may they do this, and to which calls?". A permission comes with a scope of its own: somebody
//! who inspects one project and takes calls themselves hears that project's calls and their own,
//! and an administrator who also takes calls hears only their own.

pub mod agents;
pub mod bell;
pub mod import;
pub mod meetings;
pub mod memberships;
pub mod people;
pub mod projects;
pub mod roles;
pub mod roster;
pub mod teams;

mod authentication;
mod by;
mod change;
mod error;
mod names;
mod password;
mod permission;
mod secret;
mod setup;
mod sign_in;
mod throttle;
mod tokens;
mod who;

pub use authentication::{SessionsNow, sessions_now, who_has_session, who_has_token, who_is};
pub use by::By;
pub use change::Change;
pub use error::AccessError;
pub use people::{AgentName, NewPerson, add_person};
pub use permission::{Permission, roles_with};
pub use secret::Secret;
pub use setup::{first_start_link, redeem_setup};
pub use sign_in::{SignedIn, sign_in, sign_out};
pub use throttle::Throttle;
pub use tokens::{
    add_source_token, create_person_token, create_source_token, revoke_source_token, tokens_of_source,
};
pub use who::Who;
