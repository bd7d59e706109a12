// Which problem of a document stands at which field of the form.
import { type DocumentProblem, problemFrom } from '../../api/problem';

export function problemsOf(error: unknown): readonly DocumentProblem[] {
  return error ? problemFrom(error).problems : [];
}

/** The first problem at a field or anywhere below it. */
export function problemAt(problems: readonly DocumentProblem[], path: string): DocumentProblem | undefined {
  return problems.find(
    (problem) =>
      problem.path === path || problem.path.startsWith(`${path}.`) || problem.path.startsWith(`${path}[`),
  );
}
