//! What is said narrows the list together with every other filter of the calls page. Two calls say the same:
//! one fits what is asked for, the other does not. Two more say something else.

use crate::fixtures::{
    a_quality_evaluation, a_scorecard, everything, person_named, plain_assignment, plain_participation,
    source_named,
};
use crate::harness::{START, TestDatabase};
use crate::search::{a_call_saying, said};
use earmark::db::call::{Call, Direction};
use earmark::db::call_list::CallFilter;
use earmark::db::flag::{self, Flag, FlagKind};
use earmark::db::recording::ChannelRole;
use earmark::db::recording_signal::{self, ChannelSignal, RecordingSignal};
use earmark::db::transcript_quality::{self, TranscriptQuality};
use earmark::db::{agent, assignment, participation, project, team};
use earmark::ids::{
    AgentId, CallId, FlagId, PersonId, ProjectId, QueueId, RecordingId, ScorecardId, ScorecardVersionId,
    SourceId, TeamId,
};
use earmark::review::{CallQuery, list_calls};
use std::collections::BTreeSet;

contract_suite! {
    words_and_every_other_filter_narrow_together,
}

/// What the calls of one kind have, and the others have not.
#[derive(Debug, Clone, Copy)]
struct Marks {
    source: SourceId,
    project: ProjectId,
    queue: QueueId,
    team: TeamId,
    person: PersonId,
    agent: AgentId,
    inspector: PersonId,
    card: ScorecardId,
    version: ScorecardVersionId,
}

impl Marks {
    async fn made(database: &TestDatabase) -> Self {
        let source = source_named(database, "other").await;
        let (person, inspector) = (person_named(database, "P").await, person_named(database, "I").await);
        let (card, version) = a_scorecard(database).await;
        database
            .write(move |writing| {
                let project = project::find_or_make(writing, "Cards")?.id;
                Ok(Self {
                    source,
                    project,
                    queue: project::find_or_make_queue(writing, Some(project), "VIP")?.id,
                    team: team::find_or_make(writing, None, "north")?.id,
                    person,
                    agent: agent::find_or_make(writing, source, "8001", None)?.id,
                    inspector,
                    card,
                    version,
                })
            })
            .await
    }

    /// What a call that fits is described as.
    fn describe(self, call: &mut Call) {
        call.source_id = self.source;
        (call.project_id, call.queue_id) = (Some(self.project), Some(self.queue));
        call.direction = Some(Direction::Inbound);
        call.disposition = Some("sold".to_owned());
        call.tags = vec!["vip".to_owned()];
        call.ticket = Some("T-7".to_owned());
        "2026-11-22".clone_into(&mut call.local_date);
        call.duration_ms = 90_000;
    }

    /// What becomes of it.
    async fn put_on(self, database: &TestDatabase, (call, recording): (CallId, RecordingId)) {
        let (inspector, out) = (self.inspector, Some(START));
        let evaluation = a_quality_evaluation(database, call, inspector, self.version, "released", out);
        let evaluation = database.blob(evaluation.as_bytes());
        database.execute(&format!("UPDATE evaluation SET total_hundredths = 8050 WHERE id = {evaluation}"));
        database
            .write(move |writing| {
                let mut part = plain_participation(call, self.agent);
                (part.person_id, part.team_id) = (Some(self.person), Some(self.team));
                participation::insert(writing, &part)?;
                assignment::insert(writing, &plain_assignment(call, inspector, self.card))?;
                flag::insert(writing, &a_flag(call, inspector))?;
                recording_signal::replace(writing, recording, &loud_and_one_sided())?;
                let poor = TranscriptQuality { words: 30, doubtful: 30, is_poor: true, ..Default::default() };
                transcript_quality::replace(writing, call, recording, &poor)
            })
            .await;
    }
}

fn a_flag(call_id: CallId, flagged_by: PersonId) -> Flag {
    Flag {
        id: FlagId::new(),
        call_id,
        kind: FlagKind::Risk,
        start_ms: None,
        end_ms: None,
        channel: None,
        note: None,
        flagged_by,
        flagged_at: START,
    }
}

fn loud_and_one_sided() -> RecordingSignal {
    let channel = ChannelSignal {
        channel: 0,
        heard_ms: 60_000,
        level_dbfs_hundredths: -300,
        peak_dbfs_hundredths: 0,
        clipped_ppm: 1_000,
        speech_ms: None,
        pace_per_minute: None,
    };
    RecordingSignal {
        silence_ms: 50_000,
        longest_silence_ms: 40_000,
        overtalk_ms: 9_000,
        one_sided: true,
        channels: vec![channel],
    }
}

/// Which fields a filter asks for. Every field is named: a new one is given its place here, and its row below.
fn asked_for(filter: &CallFilter) -> Vec<(&'static str, bool)> {
    let CallFilter {
        text,
        projects,
        queues,
        teams,
        people,
        agents,
        sources,
        direction,
        dispositions,
        tags,
        from,
        to,
        shorter_than_ms,
        longer_than_ms,
        has_recording,
        words,
        poor_words,
        evaluated,
        assigned,
        flags,
        score_from,
        score_below,
        one_sided,
        clipped,
        silence_from_ms,
        overtalk_from_ms,
        taken_by,
        said,
    } = filter;
    vec![
        ("text", text.is_some()),
        ("projects", !projects.is_empty()),
        ("queues", !queues.is_empty()),
        ("teams", !teams.is_empty()),
        ("people", !people.is_empty()),
        ("agents", !agents.is_empty()),
        ("sources", !sources.is_empty()),
        ("direction", direction.is_some()),
        ("dispositions", !dispositions.is_empty()),
        ("tags", !tags.is_empty()),
        ("from", from.is_some()),
        ("to", to.is_some()),
        ("shorter_than_ms", shorter_than_ms.is_some()),
        ("longer_than_ms", longer_than_ms.is_some()),
        ("has_recording", has_recording.is_some()),
        ("words", words.is_some()),
        ("poor_words", poor_words.is_some()),
        ("evaluated", evaluated.is_some()),
        ("assigned", assigned.is_some()),
        ("flags", !flags.is_empty()),
        ("score_from", score_from.is_some()),
        ("score_below", score_below.is_some()),
        ("one_sided", one_sided.is_some()),
        ("clipped", clipped.is_some()),
        ("silence_from_ms", silence_from_ms.is_some()),
        ("overtalk_from_ms", overtalk_from_ms.is_some()),
        ("taken_by", taken_by.is_some()),
        ("said", said.is_some()),
    ]
}

async fn words_and_every_other_filter_narrow_together(database: &TestDatabase) {
    let marks = Marks::made(database).await;
    let says = |text| vec![said(0, 0, Some(ChannelRole::Agent), text)];
    let outbound = |call: &mut Call| call.direction = Some(Direction::Outbound);
    a_call_saying(database, "plain", says("refund 退款"), outbound).await;
    a_call_saying(database, "plain-silent", says("the card"), outbound).await;
    let fits = a_call_saying(database, "fits", says("refund 退款"), |call| marks.describe(call)).await;
    let silent = a_call_saying(database, "fits-silent", says("the card"), |call| marks.describe(call)).await;
    marks.put_on(database, fits).await;
    marks.put_on(database, silent).await;

    let (fits, plain, both, none): (&[&str], &[&str], &[&str], &[&str]) =
        (&["fits"], &["plain"], &["fits", "plain"], &[]);
    let Marks { source, project, queue, team, person, agent, .. } = marks;
    let rows = [
        (format!("project={project}"), fits),
        (format!("queue={queue}"), fits),
        (format!("team={team}"), fits),
        (format!("person={person}"), fits),
        (format!("agent={agent}"), fits),
        (format!("source={source}"), fits),
        ("direction=inbound".to_owned(), fits),
        ("direction=outbound".to_owned(), plain),
        ("disposition=sold".to_owned(), fits),
        ("tag=vip".to_owned(), fits),
        ("q=t-7".to_owned(), fits),
        ("q=pla".to_owned(), plain),
        ("from=2026-11-22".to_owned(), fits),
        ("to=2026-11-21".to_owned(), plain),
        ("longer_than_ms=60000".to_owned(), fits),
        ("shorter_than_ms=60000".to_owned(), plain),
        ("has_recording=true".to_owned(), both),
        ("has_recording=false".to_owned(), none),
        ("transcript=ready".to_owned(), both),
        ("transcript=pending".to_owned(), none),
        ("poor_transcript=true".to_owned(), fits),
        ("poor_transcript=false".to_owned(), plain),
        ("evaluated=true".to_owned(), fits),
        ("evaluated=false".to_owned(), plain),
        ("score_from=80.5".to_owned(), fits),
        ("score_from=80.51".to_owned(), none),
        ("score_below=80.51".to_owned(), fits),
        ("score_below=80.5".to_owned(), none),
        ("score_from=80&score_below=81".to_owned(), fits),
        ("assigned=true".to_owned(), fits),
        ("assigned=false".to_owned(), plain),
        ("flag=risk".to_owned(), fits),
        ("flag=coaching".to_owned(), none),
        ("one_sided=true".to_owned(), fits),
        ("one_sided=false".to_owned(), plain),
        ("clipped=true".to_owned(), fits),
        ("clipped=false".to_owned(), plain),
        ("silence_from_ms=40000".to_owned(), fits),
        ("silence_from_ms=40001".to_owned(), none),
        ("overtalk_from_ms=9000".to_owned(), fits),
        ("overtalk_from_ms=9001".to_owned(), none),
        ("mine=true".to_owned(), fits),
    ];
    let mut rowless: BTreeSet<&str> =
        asked_for(&CallFilter::default()).into_iter().map(|(field, _)| field).collect();
    for (more, expected) in rows {
        for words in ["refund", "退款", "\"refund 退\"", "-card"] {
            let words = form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>();
            let query = CallQuery::parse(&format!("said={words}&{more}"), Some(person)).unwrap();
            for (field, _) in asked_for(&query.filter).into_iter().filter(|(_, is_asked)| *is_asked) {
                rowless.remove(field);
            }
            let page = list_calls(&database.db, everything(), query).await.unwrap();
            let mut found: Vec<String> = page.items.into_iter().map(|line| line.call.identity).collect();
            found.sort();
            assert_eq!(found, expected, "{words} {more}");
            assert_eq!(page.total, i64::try_from(expected.len()).unwrap(), "{words} {more}");
        }
    }
    assert_eq!(rowless, BTreeSet::new(), "these fields have no row");
}
