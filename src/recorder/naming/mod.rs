//! What a recording's file name says: one short file a pattern, pure.
//!
//! [`read`] takes a source's [`NamingPattern`] and the path under which the source keeps the file
//! (or the name alone, for patterns that need no more), and gives a partial [`CallMetadata`].
//! Stamps without a zone stay wall clocks ([`Stamp::Local`]); whoever enters the call reads them in
//! the source's zone. What could not be read is said, never guessed.
//!
//! Any text may come in: the patterns work in time that grows with its length alone, and none
//! panics. `read` and [`check`] are what to fuzz.

mod amazon_connect;
mod custom;
mod freepbx;
mod genesys_cloud;
mod oreka;
mod post_call_analytics;
mod shapes;
mod twilio;
mod vicidial;

use super::{AgentPart, CallMetadata};
use crate::db::call::CustomerNumber;
use crate::db::source::NamingPattern;
use crate::time::{Instant, Stamp};
use serde_json::Value;
use shapes::Name;

pub use custom::{EXPRESSION_MOST, GROUPS};
pub use vicidial::TOKENS;

/// The longest path that is read, in bytes; what is longer fits no pattern.
const PATH_MOST: usize = 4096;

/// What a name says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NameReading {
    /// What it says of the call. What no field is for stands in `rest`.
    pub metadata: CallMetadata,
    /// The extension that the call was taken or made at; the extension map says who sat there.
    pub extension: Option<String>,
    /// A moment near the call's beginning that the name gives along, exact whatever the zone: it
    /// settles which of two equal wall clocks is meant when the clocks go back.
    pub near: Option<Instant>,
    /// What could not be read, or only roughly.
    pub problems: Vec<NameProblem>,
}

/// What could not be read in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameProblem {
    /// It is not a name of this pattern; nothing was read.
    DoesNotFit,
    /// Its date or time is none.
    NoTime,
    /// It says the hour and no more.
    OnlyToTheHour,
    /// It is not clear which of its numbers is the customer's.
    NumbersUnclear,
    /// Its word for the direction is not known.
    DirectionUnclear,
    /// Two stamps of the call differ by whole quarters of an hour: the source's zone is not right.
    ZoneDiffers,
}

/// A pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// The expression is longer than any that is needed.
    #[error("the expression is longer than {EXPRESSION_MOST} characters")]
    TooLong,
    /// It is no regular expression, or one that would need too much memory.
    #[error("this is no regular expression that can be used: {0}")]
    NotAnExpression(String),
    /// It names no group that a field of ours is read from.
    #[error("the expression has no named group that is read here, such as (?<native_id>…) or (?<date>…)")]
    NoGroups,
    /// A token that VICIdial does not know.
    #[error("\"{0}\" is no token of VICIdial; use CAMPAIGN, INGROUP, CUSTPHONE, FULLDATE, AGENT …")]
    UnknownToken(String),
}

/// Reads a file's name, or its path with the folders that the source made, by a pattern.
///
/// The result is the same for the same arguments, and for a pattern that [`check`] refuses it is
/// that nothing fits.
#[must_use]
pub fn read(pattern: &NamingPattern, path: &str) -> NameReading {
    if path.len() > PATH_MOST {
        return NameReading::unfit();
    }
    let name = Name::of(path);
    let reading = match pattern {
        NamingPattern::Freepbx => freepbx::read(&name),
        NamingPattern::Vicidial { tokens } => vicidial::read(&name, tokens),
        NamingPattern::Oreka => oreka::read(&name),
        NamingPattern::GenesysCloud => genesys_cloud::read(&name),
        NamingPattern::AmazonConnect => amazon_connect::read(&name),
        NamingPattern::PostCallAnalytics => post_call_analytics::read(&name),
        NamingPattern::Twilio => twilio::read(&name),
        NamingPattern::Custom { expression } => custom::read(path, expression),
    };
    reading.unwrap_or_else(NameReading::unfit)
}

/// Says what is wrong with a pattern that an administrator writes.
pub fn check(pattern: &NamingPattern) -> Result<(), PatternError> {
    match pattern {
        NamingPattern::Custom { expression } => custom::check(expression),
        NamingPattern::Vicidial { tokens } => vicidial::check(tokens),
        _ => Ok(()),
    }
}

impl NameProblem {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DoesNotFit => "name_does_not_fit",
            Self::NoTime => "name_has_no_time",
            Self::OnlyToTheHour => "only_to_the_hour",
            Self::NumbersUnclear => "numbers_unclear",
            Self::DirectionUnclear => "direction_unclear",
            Self::ZoneDiffers => "zone_differs",
        }
    }
}

impl NameReading {
    fn unfit() -> Self {
        Self { problems: vec![NameProblem::DoesNotFit], ..Self::default() }
    }

    fn set_native_id<'t>(&mut self, text: impl Into<Option<&'t str>>) {
        self.metadata.native_id = text.into().and_then(shapes::text);
    }

    fn set_customer<'t>(&mut self, text: impl Into<Option<&'t str>>) {
        self.metadata.customer_number = text.into().and_then(shapes::number).map(CustomerNumber);
    }

    fn set_queue<'t>(&mut self, text: impl Into<Option<&'t str>>) {
        self.metadata.queue = text.into().and_then(shapes::text);
    }

    fn set_agent<'t>(&mut self, text: impl Into<Option<&'t str>>) {
        self.metadata.agents =
            text.into().and_then(shapes::text).iter().map(|id| AgentPart::of(id)).collect();
    }

    fn set_extension<'t>(&mut self, text: impl Into<Option<&'t str>>) {
        self.extension = text.into().and_then(shapes::text);
    }

    fn set_start(&mut self, stamp: Option<Stamp>) {
        self.metadata.started_at = stamp;
        if stamp.is_none() {
            self.problems.push(NameProblem::NoTime);
        }
    }

    fn keep<'t>(&mut self, name: &str, text: impl Into<Option<&'t str>>) {
        if let Some(text) = text.into().and_then(shapes::text) {
            self.metadata.rest.insert(name.to_owned(), Value::String(text));
        }
    }
}

#[cfg(test)]
mod tests;
