// Checked by the compiler alone: the shapes of types.ts have exactly the fields of the server's
// document, however deep. A line that is an error names the shape that drifted.
import type { components } from './schema';
import type * as cases from './caseShapes';
import type * as wire from './types';

type Schemas = components['schemas'];

/**
 * The fields of a shape, without what stands in them. Where the document says nothing of a field
 * (`As` is unknown there), nothing is compared.
 */
type FieldsOf<Shape, As> = unknown extends As
  ? 'anything'
  : Shape extends readonly (infer Item)[]
    ? FieldsOf<Item, NonNullable<As> extends readonly (infer Other)[] ? Other : never>[]
    : Shape extends object
      ? string extends keyof Shape
        ? 'a map'
        : {
            [Field in keyof Shape]-?: FieldsOf<
              NonNullable<Shape[Field]>,
              Field extends keyof NonNullable<As> ? NonNullable<As>[Field] : never
            >;
          }
      : 'a value';

type Same<Ours, Servers> =
  (<T>() => T extends FieldsOf<Ours, Servers> ? 1 : 2) extends <T>() => T extends FieldsOf<Servers, Servers>
    ? 1
    : 2
    ? true
    : false;

type Checked = {
  Me: Same<wire.Me, Schemas['Me']>;
  Call: Same<wire.Call, Schemas['Call']>;
  CallRow: Same<wire.CallRow, Schemas['CallRow']>;
  Directory: Same<wire.Directory, Schemas['Directory']>;
  Assignment: Same<wire.Assignment, Schemas['Assignment']>;
  Scorecard: Same<wire.Scorecard, Schemas['Scorecard']>;
  ScorecardVersion: Same<wire.ScorecardVersion, Schemas['ScorecardVersion']>;
  Evaluation: Same<wire.Evaluation, Schemas['Evaluation']>;
  EvaluationRow: Same<wire.EvaluationRow, Schemas['EvaluationRow']>;
  Appeal: Same<wire.Appeal, Schemas['Appeal']>;
  AppealRow: Same<wire.AppealRow, Schemas['AppealRow']>;
  Revisions: Same<wire.Revisions, Schemas['Revisions']>;
  Foreseen: Same<wire.Foreseen, Schemas['Foreseen']>;
  Saved: Same<wire.Saved, Schemas['Saved']>;
  Trend: Same<wire.Trend, Schemas['Trend']>;
  Waiting: Same<wire.Waiting, Schemas['Waiting']>;
  Notice: Same<wire.Notice, Schemas['Notice']>;
  Flag: Same<wire.Flag, Schemas['Flag']>;
  SavedFilter: Same<wire.SavedFilter, Schemas['SavedFilter']>;
  Today: Same<wire.Today, Schemas['Today']>;
  Farewell: Same<wire.Farewell, Schemas['Farewell']>;
  Signals: Same<wire.Signals, Schemas['Signals']>;
  Library: Same<cases.Library, Schemas['Library']>;
  CaseRow: Same<cases.CaseRow, Schemas['CaseRow']>;
  CaseShelves: Same<cases.CaseShelves, Schemas['CaseShelves']>;
  Case: Same<cases.Case, Schemas['Case']>;
  CaseDraft: Same<cases.CaseDraft, Schemas['CaseChange']>;
  CaseEdition: Same<cases.CaseEdition, Schemas['CaseEdition']>;
  CaseTranscript: Same<cases.CaseTranscript, Schemas['CaseTranscript']>;
  Clip: Same<cases.Clip, Schemas['Clip']>;
  TagUse: Same<cases.TagUse, Schemas['TagUse']>;
  OwnConsent: Same<cases.OwnConsent, Schemas['OwnConsent']>;
  Learner: Same<cases.Learner, Schemas['Learner']>;
  LearnedCase: Same<cases.LearnedCase, Schemas['LearnedCase']>;
  CaseLearner: Same<cases.CaseLearner, Schemas['CaseLearner']>;
  CaseComment: Same<cases.CaseComment, Schemas['CaseComment']>;
  Playlist: Same<cases.Playlist, Schemas['Playlist']>;
  LearningTask: Same<cases.LearningTask, Schemas['LearningTask']>;
  TrainerDesk: Same<cases.TrainerDesk, Schemas['TrainerDesk']>;
};

type Drifted = { [Shape in keyof Checked as Checked[Shape] extends true ? never : Shape]: 'differs' };

/** An error here names the shapes that differ. */
export const drifted: Drifted = {};
