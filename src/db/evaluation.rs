//! Evaluations: one scoring of one agent's part in a call, from draft to release.

use super::columns::words;

words! {
    /// What an evaluation, or an assignment, is for.
    Purpose {
        /// The score that counts.
        Quality = "quality",
        /// A second look at a scored call.
        Verification = "verification",
        /// Scored while sitting beside the agent.
        Beside = "beside",
        /// Scored while the call went on.
        Live = "live",
        /// Scored by several inspectors, to hear alike.
        Calibration = "calibration",
        /// An agent's view of their own call.
        SelfAssessment = "self",
        /// Scored to learn scoring.
        Training = "training",
    }
}

words! {
    /// Where an evaluation stands.
    EvaluationState {
        /// Being written; only its evaluator sees it.
        Draft = "draft",
        /// Scored.
        Released = "released",
        /// The call cannot be scored.
        NotScored = "not_scored",
    }
}
