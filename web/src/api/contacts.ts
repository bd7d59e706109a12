// Text contacts: chats, letters and e-mail, brought in, found, read.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { Evaluation, Farewell, Named, Page } from './types';

export const CHANNELS = ['chat', 'letter', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

export type Contact = {
  id: string;
  channel: Channel;
  began_at: string;
  agent: string | null;
  agent_name: string | null;
  person: Named | null;
  team: Named | null;
  project: Named | null;
  queue: Named | null;
  customer: string | null; // masked unless the reader may see personal data
  turns: number;
  added_by: Named;
  added_at: string;
  own: { id: string; state: 'draft' | 'released' | 'not_scored' }[]; // youngest first
};
export type ContactPage = {
  contact: Contact;
  gone: Farewell | null;
  may_score: boolean;
  may_read_original: boolean;
};
export type ContactTurn = {
  number: number;
  speaker: 'agent' | 'customer' | 'other';
  at: string | null;
  text: string;
};
export type NewContact = {
  agent_id: string;
  channel: Channel;
  queue_id: string | null;
  project_id: string | null;
  customer: string | null;
  began_at: string | null;
  format: 'text' | 'csv' | 'json';
  text: string;
};

export const contactsQuery = (filter: Query) =>
  queryOptions({
    queryKey: ['contacts', filter],
    queryFn: ({ signal }) => send<Page<Contact>>('GET', '/contacts', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => send<ContactPage>('GET', `/contacts/${id}`, { signal }),
  });

/** What was written; `isOriginal`: with nothing hidden, and that is noted. */
export const contactTextQuery = (id: string, isOriginal: boolean) =>
  queryOptions({
    queryKey: ['contact', id, isOriginal ? 'original' : 'text'],
    queryFn: ({ signal }) =>
      send<{ turns: ContactTurn[]; hidden: number }>(
        'GET',
        `/contacts/${id}/${isOriginal ? 'original' : 'text'}`,
        { signal },
      ),
    // A text does not change; what is shown unhidden is fetched, and noted, each time that it is opened.
    staleTime: isOriginal ? 0 : Infinity,
    gcTime: isOriginal ? 0 : 300_000,
  });

export function addContact(body: NewContact): Promise<ContactPage> {
  return send('POST', '/contacts', { body });
}

export function beginText(contact_id: string): Promise<Evaluation> {
  return send('POST', '/evaluations', { body: { contact_id } });
}
