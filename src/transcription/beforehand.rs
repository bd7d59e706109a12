//! What is known of a recording before it is heard, and what its transcript remembers of that.

use super::pipeline::{Settings, Transcript};
use super::script::Script;
use super::vocabulary::Vocabulary;
use crate::db::call::Direction;
use crate::db::recording::{ChannelRole, Recording};
use crate::db::source::speech::{ChineseScript, SpeechSettings};
use crate::db::{DbError, Reading, Scope, call, project, source, transcript};
use serde_json::{Map, Value, json};

/// What is known of a recording before it is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beforehand {
    /// What is said in it, by its source and its queue.
    pub speech: SpeechSettings,
    /// Whether both sides may be on its one channel, and who of them speaks first.
    pub two_voices: Option<ChannelRole>,
}

impl Beforehand {
    /// By the source and the queue of the call, and by the channels of the recording.
    pub fn of(reading: &mut Reading<'_>, recording: &Recording) -> Result<Self, DbError> {
        let Some(call) = call::find(reading, &Scope::Everything, recording.call_id)? else {
            return Ok(Self { speech: SpeechSettings::default(), two_voices: None });
        };
        let queue = match call.queue_id {
            Some(queue_id) => project::name_of_queue(reading, queue_id)?,
            None => None,
        };
        let source = source::by_id(reading, call.source_id)?;
        let speech = source.map(|source| source.settings.speech.in_queue(queue.as_deref()));
        let has_one_side = recording.leg.is_some()
            || recording.channel_roles.values().any(|role| *role != ChannelRole::Mixed);
        // Who is called answers.
        let first_is = match call.direction {
            Some(Direction::Outbound) => ChannelRole::Customer,
            _ => ChannelRole::Agent,
        };
        let two_voices = (!has_one_side).then_some(first_is);
        Ok(Self { speech: speech.unwrap_or_default(), two_voices })
    }

    /// How it is to be transcribed.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let (usual, speech) = (Settings::default(), &self.speech);
        Settings {
            languages: if speech.languages.is_empty() { usual.languages } else { speech.languages.clone() },
            script: match speech.chinese {
                ChineseScript::Simplified => Script::Simplified,
                ChineseScript::Traditional => Script::Traditional,
            },
            vocabulary: Vocabulary::new(&speech.vocabulary),
            two_voices: self.two_voices,
            ..usual
        }
    }

    /// What a transcript remembers: what was known and is not as usual, and whether speakers were guessed.
    #[must_use]
    pub fn remembered(&self, heard: &Transcript) -> Map<String, Value> {
        let mut settings = match serde_json::to_value(&self.speech) {
            Ok(Value::Object(settings)) => settings,
            _ => Map::new(),
        };
        if heard.utterances.iter().any(|one| one.speaker.is_some()) {
            settings.insert(transcript::SPEAKERS.to_owned(), json!(transcript::GUESSED));
        }
        settings
    }
}
