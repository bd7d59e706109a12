//! Which of two voices is the agent: by what agents say and customers do not; where that says nothing, by who
//! speaks first.

use super::Speaker;
use crate::db::recording::ChannelRole;

/// What agents say and customers hardly ever do, in lower case.
const OF_AGENTS: [&str; 34] = [
    "for calling",
    "can i help",
    "may i help",
    "can i do for you",
    "assist you",
    "help you today",
    "anything else",
    "have your name",
    "have your account",
    "have your order",
    "have your phone",
    "confirm your",
    "verify your",
    "your date of birth",
    "let me check",
    "let me look",
    "bear with me",
    "place you on hold",
    "put you on hold",
    "call may be recorded",
    "calls are recorded",
    "为您服务",
    "可以帮您",
    "可以帮到您",
    "帮您查",
    "给您查",
    "为您查",
    "感谢您的来电",
    "感谢来电",
    "请您稍等",
    "核实一下您",
    "核对一下您",
    "还有其他",
    "祝您",
];

/// Which voice is the agent's, of what each said; `first_is` is who speaks first where the words say nothing.
pub(super) fn agent_of<T: AsRef<str>>(
    said: impl IntoIterator<Item = (Speaker, T)>,
    first_is: ChannelRole,
) -> Speaker {
    let mut cues = [0_usize; 2];
    for (speaker, text) in said {
        let text = text.as_ref().to_lowercase();
        let found = OF_AGENTS.iter().filter(|cue| text.contains(*cue)).count();
        match speaker {
            Speaker::First => cues[0] += found,
            Speaker::Second => cues[1] += found,
        }
    }
    match cues[0].cmp(&cues[1]) {
        std::cmp::Ordering::Greater => Speaker::First,
        std::cmp::Ordering::Less => Speaker::Second,
        std::cmp::Ordering::Equal if first_is == ChannelRole::Customer => Speaker::Second,
        std::cmp::Ordering::Equal => Speaker::First,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_is_who_speaks_like_one_else_who_begins() {
        let greeting = [
            (Speaker::First, "Hello?"),
            (Speaker::Second, "Good morning, how can I help you today?"),
            (Speaker::First, "I lost my card."),
        ];
        assert_eq!(agent_of(greeting, ChannelRole::Agent), Speaker::Second);
        let chinese = [(Speaker::First, "您好，很高兴为您服务。"), (Speaker::Second, "我的卡丢了")];
        assert_eq!(agent_of(chinese, ChannelRole::Customer), Speaker::First);
        let nothing = [(Speaker::First, "Yes."), (Speaker::Second, "No.")];
        assert_eq!(agent_of(nothing, ChannelRole::Agent), Speaker::First);
        assert_eq!(agent_of(nothing, ChannelRole::Customer), Speaker::Second);
    }
}
