//! What stands above the words: enough to know which call it was, and nothing of the customer.

use super::TranscriptOrder;
use crate::review::calls::{AgentLine, CallLine};
use crate::transcription::format::short_clock;

/// Name and value of each fact that is known, in the order's language.
pub(super) fn facts(line: &CallLine, order: &TranscriptOrder) -> Vec<(String, String)> {
    let call = &line.call;
    let word = |name: &str| order.language.word("search", "fact", name);
    let agents: Vec<String> = line.agents.iter().map(name_of).collect();
    let length = u64::try_from(call.duration_ms).ok().filter(|length| *length > 0);
    let direction =
        call.direction.map(|direction| order.language.word("search", "direction", direction.as_str()));
    let known = [
        ("began", Some(call.started_at.local_time(&order.zone))),
        ("length", length.map(short_clock)),
        ("agents", Some(agents.join(", ")).filter(|agents| !agents.is_empty())),
        ("direction", direction),
        ("project", line.project.as_ref().map(|project| project.name.clone())),
        ("queue", line.queue.as_ref().map(|queue| queue.name.clone())),
        ("disposition", call.disposition.clone()),
        ("trust", line.has_poor_words.then(|| order.language.word("search", "trust", "poor"))),
    ];
    known.into_iter().filter_map(|(name, value)| Some((word(name), value?))).collect()
}

fn name_of(line: &AgentLine) -> String {
    match (&line.person, &line.agent.name) {
        (Some(person), _) => person.name.clone(),
        (None, Some(name)) => name.clone(),
        (None, None) => line.agent.external_id.clone(),
    }
}
