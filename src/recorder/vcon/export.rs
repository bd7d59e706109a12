//! A call as a vCon: for other systems, and for another earmark.

use super::{PURPOSE, TRANSCRIPT_SCHEMA, VERSION, base64url};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::audit::Line;
use crate::db::call::Direction;
use crate::db::recording::{ChannelRole, Recording};
use crate::db::wording::Wording;
use crate::db::{Db, Scope, audit};
use crate::ids::{CallId, RecordingId, RequestId};
use crate::recorder::listening::note_taken;
use crate::recorder::{AgentPart, CallMetadata, CallView, Heard, PartView, RecorderError, Shelf, Sound};
use crate::time::{Instant, Stamp};
use futures_util::TryStreamExt;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha512};
use std::collections::BTreeSet;
use std::time::Duration;

/// The most audio that is written into one document, in bytes.
const INLINE_MOST: u64 = 64 * 1024 * 1024;
/// How many utterances are read at once.
const UTTERANCES: i64 = 1_000;

/// Where the audio of a vCon is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audio {
    /// Inside it.
    Inline,
    /// At this server, whose address this is; each recording with the hash of what is served.
    AtServer(String),
}

/// How a call is written.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// Where the audio is.
    pub audio: Audio,
    /// In which request.
    pub request_id: Option<RequestId>,
    /// Whether a program asks, with a token.
    pub by_token: bool,
    /// Puts marks in the place of card numbers and the like in what an agent wrote, where the source hides them.
    pub hide: fn(&str) -> String,
}

/// Writes a call as a vCon. The caller must be allowed to hear it and to read it and, where its audio is
/// inside, to take it away: that is a download of each recording. What is hidden of a recording is hidden
/// here, and until it is, only whoever may hear originals gets it. Who may not see personal data gets none,
/// and the document says so.
pub async fn export(
    db: &Db,
    shelf: &Shelf,
    who: &Who,
    id: CallId,
    options: ExportOptions,
) -> Result<Value, RecorderError> {
    let hear = who.scope(Permission::HearCalls).ok_or(RecorderError::NotFound { what: "call" })?;
    let read = who.scope(Permission::ReadTranscripts).ok_or(RecorderError::NotFound { what: "call" })?;
    let mut view = shelf.call(hear.clone(), who.scope(Permission::SeePersonalData), id).await?;
    if view.redacts {
        view.call.wrap_up = view.call.wrap_up.map(|written| (options.hide)(&written));
    }
    // Outside what they may read it does not exist either.
    shelf.call(read.clone(), None, id).await?;
    if options.audio == Audio::Inline {
        let take = who.scope(Permission::DownloadRecordings).ok_or(AccessError::NotPermitted)?;
        shelf.call(take, None, id).await?;
    }
    let heard: Vec<Recording> = view
        .recordings
        .iter()
        .map(|one| &one.recording)
        .filter(|one| one.paired_into.is_none())
        .cloned()
        .collect();
    let originals = who.scope(Permission::HearOriginals);
    let mut taken = Vec::new();
    let mut dialogs = Vec::new();
    let mut analyses = Vec::new();
    let parties = Parties::of(&view);
    for recording in &heard {
        let mut dialog = dialog(&view, recording, &parties);
        let sound = sound(shelf, (&hear, originals.as_ref()), recording.id, &options.audio).await?;
        add_audio(&mut dialog, shelf, &view, (recording.id, &sound.sound), &options.audio).await?;
        let (words, reads_original) =
            analysis(shelf, (&read, originals.as_ref()), recording.id, dialogs.len()).await?;
        analyses.extend(words);
        dialogs.push(Value::Object(dialog));
        taken.push(Taken { id: recording.id, hears_original: sound.is_original, reads_original });
    }
    let shown = view.shows_personal_data;
    let mut vcon = json!({
        "vcon": VERSION,
        "uuid": uuid(&view),
        "created_at": view.call.created_at,
        "subject": view.call.wrap_up,
        "parties": parties.list,
        "dialog": dialogs,
        "analysis": analyses,
        "attachments": [{
            "purpose": PURPOSE,
            "start": view.call.started_at,
            "party": 0,
            "dialog": 0,
            "mediatype": "application/json",
            "encoding": "json",
            "body": Value::Object(metadata(&view).to_fields()),
        }],
    });
    if let Some(fields) = vcon.as_object_mut() {
        if !shown {
            fields.insert("redacted".to_owned(), json!({ "type": "personal data" }));
        }
        fields.retain(|_, value| !value.is_null());
    }
    note(db, who, id, &options, taken).await?;
    Ok(vcon)
}

/// What the conversation is known by: what its source called it, where that is such an id, so that
/// what came as a vCon goes out under its own.
fn uuid(view: &CallView) -> String {
    let named = view.call.native_id.as_deref().filter(|id| id.parse::<CallId>().is_ok());
    named.map_or_else(|| view.call.id.to_string(), str::to_owned)
}

/// Everybody who took part: the agents in the order of their parts, and the customer.
struct Parties {
    list: Vec<Value>,
    agents: Vec<usize>,
    customer: usize,
}

impl Parties {
    fn of(view: &CallView) -> Self {
        let mut list: Vec<Value> = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        for part in &view.parts {
            if known.contains(&part.external_id.as_str()) {
                continue;
            }
            known.push(&part.external_id);
            list.push(object(json!({
                "uuid": part.external_id, "name": part.name, "type": "person", "role": "agent",
            })));
        }
        let agents = (0..list.len()).collect();
        let customer = list.len();
        let number = view.call.customer_number.as_ref().filter(|_| view.shows_personal_data);
        let tel = number.map(|number| number.0.replace(' ', ""));
        list.push(object(json!({ "tel": tel, "type": "person", "role": "customer" })));
        Self { list, agents, customer }
    }

    /// Who is heard on a channel.
    fn on(&self, role: ChannelRole) -> Value {
        match (role, self.agents.as_slice()) {
            (ChannelRole::Customer, _) => json!(self.customer),
            (ChannelRole::Agent, [only]) => json!(only),
            (ChannelRole::Agent, several) => json!(several),
            (ChannelRole::Mixed, _) => self.everybody(),
            (ChannelRole::Other, _) => Value::Null,
        }
    }

    fn everybody(&self) -> Value {
        json!((0..self.list.len()).collect::<Vec<_>>())
    }

    fn originator(&self, direction: Option<Direction>) -> Option<usize> {
        match direction? {
            Direction::Inbound => Some(self.customer),
            Direction::Outbound => self.agents.first().copied(),
        }
    }
}

fn object(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            fields.retain(|_, value| !value.is_null());
            Value::Object(fields)
        }
        other => other,
    }
}

fn dialog(view: &CallView, recording: &Recording, parties: &Parties) -> Map<String, Value> {
    let channels = recording.audio.as_ref().map_or(1, |audio| audio.channel_count);
    let on = |channel: u16| {
        let role = recording.channel_roles.get(&channel).copied();
        role.map_or(Value::Null, |role| parties.on(role))
    };
    let heard = if channels > 1 {
        Value::Array((0..channels).map(on).collect())
    } else {
        match recording.channel_roles.get(&0) {
            Some(role) => parties.on(*role),
            None => parties.everybody(),
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "a call is shorter than a float is exact")]
    let seconds = recording.audio.as_ref().map(|audio| audio.duration_ms as f64 / 1000.0);
    let fields = json!({
        "type": "recording",
        "start": view.call.started_at.plus(Duration::from_millis(recording.offset_ms.unsigned_abs())),
        "duration": seconds,
        "parties": heard,
        "originator": parties.originator(view.call.direction),
        "filename": recording.file_name.as_ref().filter(|_| view.shows_personal_data),
    });
    match object(fields) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// What was taken of a recording.
struct Taken {
    id: RecordingId,
    hears_original: bool,
    reads_original: bool,
}

/// The sound of a recording for whoever may hear it here, and originals there: inside as its file came,
/// unless something is hidden of it; at this server as it is played.
async fn sound(
    shelf: &Shelf,
    (hear, originals): (&Scope, Option<&Scope>),
    id: RecordingId,
    audio: &Audio,
) -> Result<Heard, RecorderError> {
    let (hear, originals) = (hear.clone(), originals.cloned());
    match audio {
        Audio::Inline => Ok(shelf.file(hear, originals, id, false).await?.heard),
        Audio::AtServer(_) => shelf.sound(hear, originals, id).await,
    }
}

async fn add_audio(
    dialog: &mut Map<String, Value>,
    shelf: &Shelf,
    view: &CallView,
    (id, sound): (RecordingId, &Sound),
    audio: &Audio,
) -> Result<(), RecorderError> {
    match audio {
        Audio::Inline => {
            let total: u64 = view.recordings.iter().map(|one| one.recording.bytes).sum();
            if total > INLINE_MOST {
                return Err(RecorderError::TooLarge { limit: INLINE_MOST });
            }
            let mut stream = shelf.play(sound, None).await?;
            let mut bytes = Vec::new();
            while let Some(piece) = stream.try_next().await? {
                bytes.extend_from_slice(&piece);
            }
            dialog.insert("mediatype".to_owned(), json!(sound.media_type));
            dialog.insert("encoding".to_owned(), json!("base64url"));
            dialog.insert("body".to_owned(), Value::String(base64url::encode(&bytes)));
        }
        Audio::AtServer(address) => {
            let mut stream = shelf.play(sound, None).await?;
            let mut hasher = Sha512::new();
            while let Some(piece) = stream.try_next().await? {
                hasher.update(&piece);
            }
            let address = address.trim_end_matches('/');
            dialog.insert("mediatype".to_owned(), json!(sound.media_type));
            dialog.insert("url".to_owned(), json!(format!("{address}/api/v1/recordings/{id}/audio")));
            let hash = format!("sha512-{}", base64url::encode(&hasher.finalize()));
            dialog.insert("content_hash".to_owned(), json!(hash));
        }
    }
    Ok(())
}

/// What whoever may read it here, and originals there, reads of a recording, and whether that is an
/// original; none before there is a transcript.
async fn analysis(
    shelf: &Shelf,
    (read, originals): (&Scope, Option<&Scope>),
    id: RecordingId,
    dialog: usize,
) -> Result<(Option<Value>, bool), RecorderError> {
    let mut utterances: Vec<Wording> = Vec::new();
    let mut from = Some(0);
    let mut version = None;
    let mut is_original = false;
    let mut is_poor = false;
    let mut corrected = BTreeSet::new();
    while let Some(number) = from {
        let (read, originals) = (read.clone(), originals.cloned());
        let page = shelf.transcript(read, originals, id, number, UTTERANCES).await?;
        utterances.extend(page.utterances);
        corrected.extend(page.corrected);
        is_original |= page.is_original;
        is_poor |= page.quality.is_some_and(|quality| quality.is_poor);
        (version, from) = (page.transcript, page.next);
    }
    let Some(version) = version else { return Ok((None, false)) };
    let said = |one: &Wording| {
        json!({ "channel": one.channel, "speaker": one.role.map(ChannelRole::as_str),
            "start_ms": one.start_ms, "end_ms": one.end_ms, "text": one.text,
            "confidence": one.confidence, "corrected": corrected.contains(&one.number) })
    };
    let product = format!("{} {}", version.engine, version.model);
    let analysis = json!({
        "type": "transcript",
        "dialog": dialog,
        "mediatype": "application/json",
        "vendor": "earmark",
        "product": product,
        "schema": TRANSCRIPT_SCHEMA,
        "encoding": "json",
        "body": {
            "language": version.language,
            "poor": is_poor,
            "speakers_guessed": version.speakers_are_guessed(),
            "utterances": utterances.iter().map(said).collect::<Vec<_>>(),
        },
    });
    Ok((Some(analysis), is_original))
}

/// What the core has no field for. What came in with a vCon is not written out a second time.
fn metadata(view: &CallView) -> CallMetadata {
    let shown = view.shows_personal_data;
    let call = &view.call;
    let agent = |part: &PartView| AgentPart {
        external_id: part.external_id.clone(),
        name: part.name.clone(),
        channel: part.part.channel,
        start_ms: part.part.start_ms,
        end_ms: part.part.end_ms,
    };
    let mut rest = if shown { call.metadata.clone() } else { Map::new() };
    rest.shift_remove("vcon");
    let said_start = |start: Instant| (start != call.created_at).then_some(Stamp::Exact(start));
    CallMetadata {
        source: None,
        native_id: call.native_id.clone(),
        agents: view.parts.iter().map(agent).collect(),
        customer_number: call.customer_number.clone().filter(|_| shown),
        direction: call.direction,
        queue: view.queue.clone(),
        project: view.project.clone(),
        started_at: said_start(call.started_at),
        duration_ms: Some(call.duration_ms).filter(|ms| (1..=86_400_000).contains(ms)),
        disposition: call.disposition.clone(),
        wrap_up: call.wrap_up.clone(),
        ticket: call.ticket.clone(),
        tags: call.tags.clone(),
        channels: [].into(),
        leg: None,
        usual_channels: [].into(),
        rest,
    }
}

async fn note(
    db: &Db,
    who: &Who,
    id: CallId,
    options: &ExportOptions,
    taken: Vec<Taken>,
) -> Result<(), RecorderError> {
    let (actor, request_id, by_token) = (who.actor(), options.request_id, options.by_token);
    let is_inline = options.audio == Audio::Inline;
    // Where the audio is at the server, hearing it is noted there.
    let originals: Vec<RecordingId> = taken
        .iter()
        .filter(|one| one.reads_original || (is_inline && one.hears_original))
        .map(|one| one.id)
        .collect();
    db.write(move |writing| {
        let line = Line {
            actor,
            action: "call.exported",
            noun: "call",
            noun_id: &id.to_string(),
            detail: json!({ "format": "vcon", "with_audio": is_inline, "originals": originals }),
            request_id,
        };
        audit::append(writing, &line)?;
        for one in taken.iter().filter(|_| is_inline) {
            note_taken(writing, By { actor, request_id }, by_token, (id, one.id), one.hears_original)?;
        }
        Ok(())
    })
    .await
}
