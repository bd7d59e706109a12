// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilterSelect, namedOptions } from './FilterSelect';
import { NamedSelect } from './NamedSelect';

const NORTH = { id: '019abc00-0000-7000-8000-0000000000aa', name: 'North' };

let place: HTMLElement;
let root: Root;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => {
    root.unmount();
  });
  place.remove();
  vi.unstubAllGlobals();
});

const shows = (what: React.ReactNode) => {
  act(() => {
    root.render(what);
  });
  return place.textContent;
};

test('of several, no id is read while the names are fetched, and names afterwards', () => {
  const chosen = [NORTH.id];
  expect(shows(<NamedSelect from={undefined} value={chosen} />)).not.toContain(NORTH.id);
  const known = shows(<NamedSelect from={[NORTH]} value={chosen} />);
  expect(known).toContain('North');
  expect(known).not.toContain(NORTH.id);
});

test('of one in a filter, neither', () => {
  const filter = (from: (typeof NORTH)[] | undefined) => (
    <FilterSelect label="Team" value={NORTH.id} options={namedOptions(from)} onChange={() => undefined} />
  );
  expect(shows(filter(undefined))).not.toContain(NORTH.id);
  expect(shows(filter([NORTH]))).toContain('North');
});
