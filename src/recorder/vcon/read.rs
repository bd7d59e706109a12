//! What a vCon says, before any recording of it is taken in.

use super::PURPOSE;
use super::parties::{Party, parties};
use crate::db::call::Direction;
use crate::db::recording::ChannelRole;
use crate::recorder::{CallMetadata, RecorderError, Sent};
use crate::time::Stamp;
use serde_json::{Map, Value, json};

/// The most dialogs of one conversation.
const DIALOGS_MOST: usize = 200;
/// How much of what is not understood is kept with the call, in bytes of JSON.
const KEPT_MOST: usize = 256 * 1024;

/// What a vCon says.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadVcon {
    /// What it says of the call.
    pub metadata: CallMetadata,
    /// Its recordings, in the order of the dialogs.
    pub recordings: Vec<DialogRecording>,
}

/// A dialog of type `recording`.
#[derive(Clone, PartialEq)]
pub struct DialogRecording {
    /// Which dialog it is, counted from 0.
    pub number: usize,
    /// When it began.
    pub started_at: Option<Stamp>,
    /// The name of its file.
    pub file_name: Option<String>,
    /// Who is heard, place by place of `parties`.
    pub(super) lanes: Vec<Option<ChannelRole>>,
    /// Where its bytes are.
    pub content: DialogContent,
}

/// Where the bytes of a recording are.
#[derive(Clone, PartialEq, Eq)]
pub enum DialogContent {
    /// In the vCon.
    Inline {
        /// The encoded bytes.
        body: String,
        /// Whether they are encoded as base64url, the only encoding for what is no text.
        is_base64: bool,
    },
    /// In a file that lies beside it.
    Beside {
        /// Its name, without any folder.
        name: String,
        /// What it must hash to, as the vCon says.
        hashes: Vec<String>,
    },
    /// Somewhere else: we fetch nothing from addresses that others send.
    Elsewhere,
}

impl std::fmt::Debug for DialogContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Inline { .. } => "Inline(…)",
            Self::Beside { .. } => "Beside(…)",
            Self::Elsewhere => "Elsewhere",
        })
    }
}

impl std::fmt::Debug for DialogRecording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DialogRecording").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Whether a JSON document is a vCon, signed or encrypted ones too.
#[must_use]
pub fn is_vcon(document: &Value) -> bool {
    let has = |field: &str| document.get(field).is_some();
    has("uuid") && (has("vcon") || has("dialog") || (has("parties") && has("created_at")))
        || (has("payload") && has("signatures"))
        || (has("ciphertext") && has("recipients"))
}

/// Reads a vCon.
pub fn read(document: Value) -> Result<ReadVcon, RecorderError> {
    let Value::Object(mut sent) = document else {
        return Err(RecorderError::field("vcon", "must be a JSON object"));
    };
    refuse_what_we_cannot_read(&sent)?;
    let uuid = text(&sent, "uuid").ok_or_else(|| RecorderError::field("uuid", "is missing"))?;
    let parties = parties(sent.get("parties"));
    let dialogs = match sent.get_mut("dialog") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(dialogs)) if dialogs.len() <= DIALOGS_MOST => std::mem::take(dialogs),
        Some(_) => {
            return Err(RecorderError::field("dialog", format!("must be a list of at most {DIALOGS_MOST}")));
        }
    };
    let mut recordings = Vec::new();
    let mut kept_dialogs = Vec::new();
    let mut first: Option<Map<String, Value>> = None;
    for (number, dialog) in dialogs.into_iter().enumerate() {
        let Value::Object(mut dialog) = dialog else {
            return Err(RecorderError::field(format!("dialog[{number}]"), "must be an object"));
        };
        let body = dialog.shift_remove("body");
        if text(&dialog, "type").as_deref() == Some("recording") {
            recordings.push(recording(number, &dialog, body, &parties)?);
        }
        first.get_or_insert_with(|| dialog.clone());
        kept_dialogs.push(Value::Object(dialog));
    }
    let mut metadata = attached(&mut sent)?.unwrap_or_default();
    metadata.complete_with(told(&uuid, &sent, first.as_ref(), &parties)?);
    sent.insert("dialog".to_owned(), Value::Array(kept_dialogs));
    metadata.rest.insert("vcon".to_owned(), kept(sent));
    Ok(ReadVcon { metadata, recordings })
}

fn refuse_what_we_cannot_read(sent: &Map<String, Value>) -> Result<(), RecorderError> {
    if sent.contains_key("ciphertext") {
        return Err(RecorderError::field("vcon", "is encrypted; decrypt it and send it again"));
    }
    if sent.contains_key("payload") && sent.contains_key("signatures") {
        return Err(RecorderError::field("vcon", "is signed; check the signature and send its payload"));
    }
    let critical = sent.get("critical").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if critical.is_empty() {
        return Ok(());
    }
    Err(RecorderError::field(
        "critical",
        "names extensions that earmark does not know; send a vCon without them",
    ))
}

fn recording(
    number: usize,
    dialog: &Map<String, Value>,
    body: Option<Value>,
    parties: &[Party],
) -> Result<DialogRecording, RecorderError> {
    let wrong =
        |field: &str, problem: &str| RecorderError::field(format!("dialog[{number}].{field}"), problem);
    let started_at = match text(dialog, "start") {
        None => None,
        Some(start) => Some(start.parse::<Stamp>().map_err(|_| wrong("start", "must be a time (RFC 3339)"))?),
    };
    let content = match (body, text(dialog, "url")) {
        (Some(Value::String(body)), _) if !body.is_empty() => {
            let is_base64 = !matches!(text(dialog, "encoding").as_deref(), Some("json" | "none"));
            DialogContent::Inline { body, is_base64 }
        }
        (_, Some(url)) => content_at(&url, dialog),
        _ => return Err(wrong("body", "is missing, and so is a url; the recording is not there")),
    };
    let role = |index: &Value| {
        let index = usize::try_from(index.as_u64()?).ok()?;
        parties.get(index).and_then(|party| party.role)
    };
    let lanes = match dialog.get("parties") {
        Some(Value::Array(lanes)) => lanes
            .iter()
            .map(|lane| match lane {
                Value::Array(several) if several.len() == 1 => several.first().and_then(role),
                Value::Array(several) if several.is_empty() => None,
                Value::Array(_) => Some(ChannelRole::Mixed),
                one => role(one),
            })
            .collect(),
        Some(one) => vec![role(one)],
        None => Vec::new(),
    };
    let file_name = text(dialog, "filename")
        .map(|name| name.chars().filter(|character| !character.is_control()).take(255).collect());
    Ok(DialogRecording { number, started_at, file_name, lanes, content })
}

/// A plain file name may lie beside the vCon; any other address is somewhere else.
fn content_at(url: &str, dialog: &Map<String, Value>) -> DialogContent {
    let name = url.strip_prefix("./").unwrap_or(url);
    let is_plain = !name.contains(['/', '\\', ':', '\0', '?', '#']) && name != ".." && name != ".";
    if !is_plain {
        return DialogContent::Elsewhere;
    }
    let hashes = match dialog.get("content_hash") {
        Some(Value::String(hash)) => vec![hash.clone()],
        Some(Value::Array(hashes)) => hashes.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    DialogContent::Beside { name: name.to_owned(), hashes }
}

/// What the core's own fields say of the call.
fn told(
    uuid: &str,
    sent: &Map<String, Value>,
    first: Option<&Map<String, Value>>,
    parties: &[Party],
) -> Result<CallMetadata, RecorderError> {
    let started_at = first.and_then(|dialog| text(dialog, "start")).and_then(|start| start.parse().ok());
    let duration = first.and_then(|dialog| dialog.get("duration")).and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "a length of more than a day is dropped right after")]
    let duration_ms = duration.map(|seconds| (seconds * 1000.0).round() as i64);
    let customer = parties.iter().find(|party| party.role == Some(ChannelRole::Customer));
    let disposition = first
        .filter(|dialog| text(dialog, "type").as_deref() == Some("incomplete"))
        .and_then(|dialog| text(dialog, "disposition"));
    let wrap_up = text(sent, "subject");
    // Everything goes the way of what a recorder sends, so that the same bounds hold.
    let agents: Vec<Value> = parties
        .iter()
        .filter_map(Party::agent)
        .map(|agent| json!({ "external_id": agent.external_id, "name": agent.name }))
        .collect();
    let fields = json!({
        "native_id": uuid,
        "customer_number": customer.and_then(Party::number).map(|number| number.0),
        "direction": direction(first, parties).map(Direction::as_str),
        "duration_ms": duration_ms.filter(|ms| (0..=86_400_000).contains(ms)),
        "disposition": disposition,
        "wrap_up": wrap_up,
        "agents": agents,
    });
    let mut said = CallMetadata::parse(fields.to_string().as_bytes())?;
    said.started_at = started_at;
    Ok(said)
}

/// Who rang whom: the originator is named, or stands first.
fn direction(first: Option<&Map<String, Value>>, parties: &[Party]) -> Option<Direction> {
    let dialog = first?;
    let listed = match dialog.get("parties")? {
        Value::Array(list) => {
            list.first().map(|one| one.as_array().and_then(|two| two.first()).unwrap_or(one))
        }
        one => Some(one),
    };
    let index = dialog.get("originator").or(listed)?.as_u64()?;
    match parties.get(usize::try_from(index).ok()?)?.role? {
        ChannelRole::Customer => Some(Direction::Inbound),
        ChannelRole::Agent => Some(Direction::Outbound),
        _ => None,
    }
}

/// What an earmark attached of which the core knows nothing; the attachment is taken out.
fn attached(sent: &mut Map<String, Value>) -> Result<Option<CallMetadata>, RecorderError> {
    let Some(Value::Array(attachments)) = sent.get_mut("attachments") else { return Ok(None) };
    let ours = |attachment: &Value| attachment.get("purpose").and_then(Value::as_str) == Some(PURPOSE);
    let Some(place) = attachments.iter().position(ours) else { return Ok(None) };
    let attachment = attachments.remove(place);
    let said = match attachment.get("body") {
        Some(Value::String(json)) => Sent::parse(json.as_bytes())?.0,
        Some(Value::Object(fields)) => fields.clone(),
        _ => return Ok(None),
    };
    Ok(Some(CallMetadata::read_again(said)))
}

/// What is kept of the document: all but recordings and, where that is much, what hangs on it.
fn kept(mut sent: Map<String, Value>) -> Value {
    for dropped in ["analysis", "attachments", "dialog"] {
        let kept = Value::Object(sent);
        if kept.to_string().len() <= KEPT_MOST {
            return kept;
        }
        sent = match kept {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        sent.shift_remove(dropped);
    }
    Value::Object(sent)
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields
        .get(name)
        .and_then(Value::as_str)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document() -> Value {
        json!({
            "vcon": "0.4.0", "uuid": "0193a1b2-0000-8000-8000-000000000001",
            "created_at": "2026-11-21T09:40:00Z", "subject": "Late parcel",
            "parties": [{ "tel": "tel:+8613800138000" }, { "uuid": "3201", "name": "Mei", "role": "agent" }],
            "dialog": [
                { "type": "recording", "start": "2026-11-21T09:30:00Z", "duration": 61.5, "parties": [0, 1],
                  "mediatype": "audio/x-wav", "filename": "a.wav", "body": "Zm9v", "encoding": "base64url" },
                { "type": "transfer", "transferor": 1 },
                { "type": "recording", "start": "2026-11-21T09:31:10Z", "parties": 1, "url": "b.wav",
                  "content_hash": "sha512-x" }
            ],
            "analysis": [{ "type": "sentiment", "vendor": "v", "body": "good" }],
            "colour": "blue"
        })
    }

    #[test]
    fn a_conversation_becomes_a_call_with_its_recordings_and_keeps_what_is_not_understood() {
        let read = read(document()).unwrap();
        let said = read.metadata;
        assert_eq!(said.native_id.as_deref(), Some("0193a1b2-0000-8000-8000-000000000001"));
        assert_eq!(said.customer_number.unwrap().0, "+8613800138000");
        assert_eq!((said.direction, said.duration_ms), (Some(Direction::Inbound), Some(61_500)));
        assert_eq!(
            (said.agents[0].external_id.as_str(), said.wrap_up.as_deref()),
            ("3201", Some("Late parcel"))
        );
        let kept = &said.rest["vcon"];
        assert_eq!((&kept["colour"], &kept["analysis"][0]["body"]), (&json!("blue"), &json!("good")));
        assert!(kept["dialog"][0].get("body").is_none());
        let [one, other] = read.recordings.as_slice() else { panic!("two recordings") };
        assert_eq!(one.lanes, [Some(ChannelRole::Customer), Some(ChannelRole::Agent)]);
        assert!(matches!(&one.content, DialogContent::Inline { body, is_base64: true } if body == "Zm9v"));
        assert!(matches!(&other.content, DialogContent::Beside { name, .. } if name == "b.wav"));
        assert_eq!((other.number, other.lanes.as_slice()), (2, &[Some(ChannelRole::Agent)][..]));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_a_sentence() {
        let problem = |change: fn(&mut Value)| {
            let mut document = document();
            change(&mut document);
            read(document).unwrap_err().to_string()
        };
        assert!(problem(|vcon| vcon["critical"] = json!(["x"])).contains("extensions"));
        assert!(problem(|vcon| vcon["ciphertext"] = json!("x")).contains("encrypted"));
        assert!(problem(|vcon| *vcon = json!({ "payload": "", "signatures": [] })).contains("signed"));
        assert!(problem(|vcon| vcon["uuid"] = Value::Null).contains("uuid is missing"));
        assert!(problem(|vcon| vcon["dialog"][0]["start"] = json!("noon")).contains("dialog[0].start"));
        assert!(problem(|vcon| vcon["dialog"][2]["url"] = Value::Null).contains("dialog[2].body"));
    }

    #[test]
    fn only_a_plain_file_name_lies_beside_the_document() {
        for url in ["https://pbx.example/a.wav", "file:///etc/passwd", "../a.wav", "a/b.wav", "/a.wav", ".."]
        {
            assert_eq!(content_at(url, &Map::new()), DialogContent::Elsewhere, "{url}");
        }
    }

    #[test]
    fn a_vcon_is_told_from_a_sidecar() {
        assert!(is_vcon(&document()));
        assert!(is_vcon(&json!({ "payload": "x", "signatures": [] })));
        assert!(!is_vcon(&json!({ "native_id": "1", "uuid": "x", "queue": "q" })));
    }

    proptest! {
        #[test]
        fn no_document_makes_it_panic(key in "[a-z_]{1,12}", text in ".{0,20}", number in any::<i64>()) {
            for value in [json!(text), json!(number), json!([number]), json!({ &key: text }), Value::Null] {
                let mut document = document();
                document[&key] = value.clone();
                document["dialog"][0][&key] = value.clone();
                for field in ["parties", "originator", "duration", "start", "url"] {
                    document["dialog"][2][field] = value.clone();
                }
                let _ = read(document);
            }
        }
    }
}
