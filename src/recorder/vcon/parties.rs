//! Who of a conversation is the agent, who the customer, and how they are called.

use crate::db::call::CustomerNumber;
use crate::db::recording::ChannelRole;
use crate::recorder::AgentPart;
use serde_json::{Map, Value};

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Party {
    fields: Map<String, Value>,
    /// Who they are for us; none where nothing tells.
    pub(super) role: Option<ChannelRole>,
}

/// Reads the parties. Where one of two is known, the other is the other one.
pub(super) fn parties(sent: Option<&Value>) -> Vec<Party> {
    let list = sent.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut parties: Vec<Party> = list
        .iter()
        .map(|party| {
            let fields = party.as_object().cloned().unwrap_or_default();
            Party { role: told_role(&fields), fields }
        })
        .collect();
    if let [one, other] = parties.as_mut_slice() {
        settle(one, other);
        settle(other, one);
        if one.role.is_none() && other.role.is_none() {
            one.role = likely_role(one);
            other.role = likely_role(other);
            settle(one, other);
            settle(other, one);
        }
    }
    parties
}

fn settle(known: &Party, other: &mut Party) {
    if other.role.is_none() {
        other.role = match known.role {
            Some(ChannelRole::Agent) => Some(ChannelRole::Customer),
            Some(ChannelRole::Customer) => Some(ChannelRole::Agent),
            _ => None,
        };
    }
}

/// What the contact-centre extension, or whoever wrote the vCon, says of a party.
fn told_role(fields: &Map<String, Value>) -> Option<ChannelRole> {
    if fields.get("type").and_then(Value::as_str) == Some("bot") {
        return Some(ChannelRole::Other);
    }
    let said = fields.get("role").or_else(|| fields.get("meta")?.get("role"))?.as_str()?.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if any(&["agent", "representative", "employee", "operator", "坐席", "客服"]) {
        Some(ChannelRole::Agent)
    } else if any(&["customer", "client", "caller", "consumer", "客户"]) {
        Some(ChannelRole::Customer)
    } else {
        None
    }
}

/// Somebody of whom only the number is known rang from outside; an id that stays the same is an
/// agent's.
fn likely_role(party: &Party) -> Option<ChannelRole> {
    let has = |field: &str| party.fields.get(field).is_some();
    if has("uuid") || has("org") || has("dept") || has("mailto") {
        Some(ChannelRole::Agent)
    } else if has("tel") {
        Some(ChannelRole::Customer)
    } else {
        None
    }
}

impl Party {
    fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The number that they were reached at.
    pub(super) fn number(&self) -> Option<CustomerNumber> {
        let tel = self.text("tel").map(|tel| tel.strip_prefix("tel:").unwrap_or(tel));
        let of_sip = || {
            let address = self.text("sip")?;
            let address = address.trim_start_matches("sips:").trim_start_matches("sip:");
            address.split(['@', ';']).next().filter(|user| !user.is_empty())
        };
        tel.or_else(of_sip).map(|number| CustomerNumber(number.to_owned()))
    }

    /// Their part, if they are an agent and are called anything.
    pub(super) fn agent(&self) -> Option<AgentPart> {
        if self.role != Some(ChannelRole::Agent) {
            return None;
        }
        let number = self.number().map(|number| number.0);
        let known_by = ["uuid", "mailto"]
            .into_iter()
            .find_map(|field| self.text(field))
            .map(|known| known.strip_prefix("mailto:").unwrap_or(known).to_owned());
        let name = self.text("name").map(str::to_owned);
        let external_id = known_by.or(number).or_else(|| name.clone())?;
        Some(AgentPart { external_id, name, channel: None, start_ms: None, end_ms: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn roles(sent: &Value) -> Vec<Option<ChannelRole>> {
        parties(Some(sent)).into_iter().map(|party| party.role).collect()
    }

    #[test]
    fn the_role_is_told_or_follows_from_the_other_or_from_what_is_known() {
        let (agent, customer) = (Some(ChannelRole::Agent), Some(ChannelRole::Customer));
        assert_eq!(roles(&json!([{ "role": "customer" }, { "name": "Mei" }])), [customer, agent]);
        assert_eq!(roles(&json!([{ "tel": "+1" }, { "uuid": "3201", "name": "Mei" }])), [customer, agent]);
        assert_eq!(roles(&json!([{ "meta": { "role": "Agent" } }, { "tel": "+1" }])), [agent, customer]);
        assert_eq!(roles(&json!([{ "name": "A" }, { "name": "B" }])), [None, None]);
        assert_eq!(roles(&json!([{ "type": "bot" }])), [Some(ChannelRole::Other)]);
        assert_eq!(roles(&json!("nobody")), []);
    }

    #[test]
    fn an_agent_is_known_by_the_id_that_stays_and_a_number_has_no_scheme() {
        let sent =
            json!([{ "tel": "tel:+8613800138000" }, { "uuid": "3201", "name": "Mei", "role": "agent" }]);
        let parties = parties(Some(&sent));
        assert_eq!(parties[0].number().unwrap().0, "+8613800138000");
        assert_eq!(parties[0].agent(), None);
        let agent = parties[1].agent().unwrap();
        assert_eq!((agent.external_id.as_str(), agent.name.as_deref()), ("3201", Some("Mei")));
    }
}
