// Every page: its address, what one must be allowed to, and its help. One line a page.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router';
import type { Permission } from '../api/types';
import type { HelpTopic } from './help';
import { landingOf } from './navigation';
import { useMe } from './me';
import { NoRolePage, NotFoundPage } from './PlainPages';
import { parseSearch, type Search, stringifySearch } from './search';
import { Shell } from './Shell';

type Access = {
  /** Any of these; none where everybody who is signed in may see the page. */
  need?: Permission[];
  /** What the help drawer says here. */
  help: HelpTopic;
  /** The page needs the whole width: the navigation shows its icons only. */
  narrowRail?: boolean;
};

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    access?: Access;
  }
  interface Register {
    router: typeof router;
  }
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

type PageModule = Promise<{ default: RouteComponent }>;

function page<const Path extends string>(path: Path, load: () => PageModule, access: Access) {
  return createRoute({
    getParentRoute: () => shell,
    path,
    component: lazyRouteComponent(load),
    validateSearch: (search: Record<string, unknown>) => search as Search,
    staticData: { access },
  });
}

/** Pages for somebody who is not signed in yet. */
function openPage<const Path extends string>(path: Path, load: () => PageModule) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    validateSearch: (search: Record<string, unknown>) => search as Search,
  });
}

function Landing() {
  const landing = landingOf(useMe());
  return landing === null ? <NoRolePage /> : <Navigate to={landing} replace />;
}

const landing = createRoute({ getParentRoute: () => shell, path: '/', component: Landing });

const routeTree = root.addChildren([
  openPage('/signin', () => import('../pages/signin/SignInPage')),
  openPage('/setup', () => import('../pages/setup/SetupPage')),
  shell.addChildren([
    landing,
    page('/today', () => import('../pages/today/TodayPage'), { need: ['score_calls'], help: 'today' }),
    page('/calls', () => import('../pages/calls/CallsPage'), { need: ['view_calls'], help: 'calls' }),
    page('/calls/$callId', () => import('../pages/call/CallPage'), { need: ['view_calls'], help: 'call' }),
    page('/evaluations', () => import('../pages/evaluations/MyEvaluationsPage'), {
      need: ['score_calls'],
      help: 'my_evaluations',
    }),
    page('/review/$evaluationId', () => import('../pages/review/ReviewPage'), {
      need: ['score_calls', 'score_references'],
      help: 'review',
      narrowRail: true,
    }),
    page('/results', () => import('../pages/results/ResultsPage'), {
      need: ['view_results'],
      help: 'results',
    }),
    page('/evaluations/$evaluationId', () => import('../pages/evaluations/EvaluationPage'), {
      need: ['view_results', 'score_calls'],
      help: 'evaluation',
    }),
    page('/sittings', () => import('../pages/sittings/SittingsPage'), {
      need: ['score_calls'],
      help: 'sittings',
    }),
    page('/contacts', () => import('../pages/contacts/ContactsPage'), {
      need: ['view_calls'],
      help: 'contacts',
    }),
    page('/contacts/$contactId', () => import('../pages/contacts/ContactPage'), {
      need: ['view_calls'],
      help: 'contacts',
    }),
    page('/sales', () => import('../pages/sales/SalesPage'), {
      need: ['verify_sales', 'view_results'],
      help: 'sales',
    }),
    page('/appeals', () => import('../pages/appeals/AppealsPage'), {
      need: ['review_appeals', 'score_calls', 'arbitrate_appeals'],
      help: 'appeals',
    }),
    page('/appeals/$appealId', () => import('../pages/appeals/AppealPage'), {
      need: ['answer_feedback', 'review_appeals', 'score_calls', 'arbitrate_appeals'],
      help: 'appeals',
    }),
    page('/home', () => import('../pages/home/AgentHomePage'), {
      need: ['answer_feedback'],
      help: 'agent_home',
    }),
    page('/feedback', () => import('../pages/feedback/FeedbackListPage'), {
      need: ['answer_feedback'],
      help: 'feedback',
    }),
    page('/feedback/$evaluationId', () => import('../pages/feedback/FeedbackPage'), {
      need: ['answer_feedback'],
      help: 'feedback',
    }),
    page('/my-calls', () => import('../pages/mycalls/MyCallsPage'), {
      need: ['answer_feedback'],
      help: 'my_calls',
    }),
    page('/upload', () => import('../pages/upload/UploadPage'), { need: ['ingest_calls'], help: 'upload' }),
    page('/calls/import', () => import('../pages/cdr/ImportCallsPage'), {
      need: ['ingest_calls'],
      help: 'import_calls',
    }),
    page('/people', () => import('../pages/people/PeoplePage'), { need: ['manage_people'], help: 'people' }),
    page('/people/import', () => import('../pages/people/ImportPage'), {
      need: ['manage_people'],
      help: 'people',
    }),
    page('/sources', () => import('../pages/sources/SourcesPage'), {
      need: ['view_sources'],
      help: 'sources',
    }),
    page('/sources/connect', () => import('../pages/sources/ConnectPage'), {
      need: ['manage_sources'],
      help: 'source_connect',
    }),
    page('/sources/$sourceId', () => import('../pages/sources/SourcePage'), {
      need: ['view_sources'],
      help: 'sources',
    }),
    page('/transcription', () => import('../pages/transcription/TranscriptionPage'), {
      need: ['view_sources'],
      help: 'transcription',
    }),
    page('/retention', () => import('../pages/retention/RetentionPage'), {
      need: ['manage_retention'],
      help: 'retention',
    }),
    page('/improvements', () => import('../pages/improvements/ImprovementsPage'), {
      need: ['manage_improvements', 'score_calls', 'flag_calls', 'manage_people'],
      help: 'improvements',
    }),
    page('/answers', () => import('../pages/answers/AnswersPage'), {
      need: ['write_answers'],
      help: 'answers',
    }),
    page('/scorecards', () => import('../pages/scorecards/ScorecardsPage'), {
      need: ['manage_scorecards'],
      help: 'scorecards',
    }),
    page('/scorecards/$scorecardId', () => import('../pages/scorecards/ScorecardPage'), {
      need: ['manage_scorecards'],
      help: 'scorecards',
    }),
    page('/scorecards/$scorecardId/build', () => import('../pages/builder/BuilderPage'), {
      need: ['manage_scorecards'],
      help: 'card_builder',
      narrowRail: true,
    }),
    page('/case-reviews', () => import('../pages/reviews/ReviewsPage'), {
      need: ['run_case_reviews', 'learn_from_cases'],
      help: 'case_reviews',
    }),
    page('/case-reviews/prepare', () => import('../pages/reviews/PreparePage'), {
      need: ['run_case_reviews'],
      help: 'case_reviews',
    }),
    page('/case-reviews/$reviewId', () => import('../pages/reviews/ReviewPage'), {
      need: ['run_case_reviews', 'learn_from_cases'],
      help: 'case_reviews',
    }),
    page('/case-reviews/$reviewId/present', () => import('../pages/reviews/PresentPage'), {
      need: ['run_case_reviews'],
      help: 'presenting',
      narrowRail: true,
    }),
    page('/reference-calls', () => import('../pages/references/ReferencesPage'), {
      need: ['score_references', 'prepare_references'],
      help: 'references',
    }),
    page('/reference-calls/$referenceId', () => import('../pages/references/ReferencePage'), {
      need: ['score_references', 'prepare_references'],
      help: 'references',
    }),
    page('/reference-attempts/$evaluationId', () => import('../pages/references/AttemptPage'), {
      need: ['score_references', 'prepare_references'],
      help: 'references',
    }),
    page('/requests', () => import('../pages/requests/RequestsPage'), {
      need: ['assign_calls'],
      help: 'requests',
    }),
    page('/cases', () => import('../pages/cases/CasesPage'), {
      need: ['learn_from_cases', 'propose_cases', 'edit_libraries'],
      help: 'cases',
      narrowRail: true,
    }),
    page('/cases/$caseId', () => import('../pages/cases/guide/GuidePage'), {
      need: ['learn_from_cases', 'edit_libraries'],
      help: 'guide',
      narrowRail: true,
    }),
    page('/cases/$caseId/edit', () => import('../pages/cases/edit/EditPage'), {
      need: ['edit_libraries'],
      help: 'case_editor',
      narrowRail: true,
    }),
    page('/clips', () => import('../pages/clips/ClipsPage'), {
      need: ['make_clips', 'edit_libraries'],
      help: 'clips',
    }),
    page('/clips/$clipId', () => import('../pages/clips/ClipPage'), {
      need: ['hear_calls', 'make_clips', 'edit_libraries'],
      help: 'clip',
    }),
    page('/desk', () => import('../pages/desk/DeskPage'), {
      need: ['edit_libraries', 'assign_learning'],
      help: 'desk',
    }),
    page('/learning', () => import('../pages/learning/LearningPage'), {
      need: ['learn_from_cases'],
      help: 'learning',
    }),
    page('/playlists/$playlistId', () => import('../pages/desk/PlaylistPage'), {
      need: ['learn_from_cases', 'edit_libraries'],
      help: 'cases',
    }),
    page('/settings', () => import('../pages/settings/SettingsPage'), {
      need: ['manage_calendar'],
      help: 'settings',
    }),
    page('/days-away', () => import('../pages/away/DaysAwayPage'), {
      need: ['enter_days_away', 'answer_feedback'],
      help: 'days_away',
    }),
    page('/projects', () => import('../pages/projects/ProjectsPage'), {
      need: ['manage_scorecards'],
      help: 'projects',
    }),
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: NotFoundPage,
});
