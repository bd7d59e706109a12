// A workplace for one test file: a server on a free port, a folder of its own, people of every role.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The program under test; `make test` builds it before. */
export const PROGRAM = resolve(process.env.EARMARK_PROGRAM ?? '../target/debug/earmark');

/** The demonstration calls that are uploaded and scored here. */
export const RECORDINGS = resolve('../fixtures/recordings');

/** The password of everybody whom a workplace enters. */
export const PASSWORD = 'a password for tests only';

/** How long a program may take to say that it listens. */
const START_MS = 60_000;

/** Preparing takes a second, transcribing about a twentieth of a call's length; the machine may be busy. */
const PREPARED_MS = 120_000;

export type PersonToEnter = {
  name: string;
  signIn: string;
  role: 'agent' | 'inspector' | 'trainer' | 'team_leader' | 'qa_manager' | 'administrator';
  team?: string;
  /** An agent of a source, as `source:id`. */
  agent?: string;
};

/** The people of one small call centre, by what they sign in with. */
export const PEOPLE = {
  inspector: { name: '李静', signIn: 'lijing', role: 'inspector' },
  agent: { name: '周敏', signIn: 'zhoumin', role: 'agent', team: '一班', agent: 'pbx:6021' },
  leader: { name: '王磊', signIn: 'wanglei', role: 'team_leader', team: '一班' },
  manager: { name: 'Sarah Hughes', signIn: 'sarah', role: 'qa_manager' },
  trainer: { name: '陈静', signIn: 'chenjing', role: 'trainer' },
  administrator: { name: 'Tom Reed', signIn: 'tom', role: 'administrator' },
} as const satisfies Record<string, PersonToEnter>;

export class Workplace {
  private constructor(
    readonly url: string,
    readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  /** Starts a server on an empty folder and enters everybody. Unless it `redacts`, what its telephone system
   * records is open to everybody before it is transcribed. Unless it `transcribes`, words are made on request:
   * most tests need none, and making them takes half of a small machine. */
  static async open({ redacts = false, transcribes = false } = {}): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), 'earmark-browser-'));
    const source = join(folder, 'pbx.yaml');
    const redaction = redacts ? 'silence' : 'off';
    const transcribe = transcribes ? 'all' : 'on_request';
    await writeFile(
      source,
      `name: pbx\ntime_zone: UTC\nredaction: ${redaction}\ntranscribe: ${transcribe}\n`,
    );
    await run(folder, ['source', 'apply', source]);
    for (const person of Object.values(PEOPLE)) {
      await enter(folder, person);
    }
    return Workplace.serve(folder);
  }

  /** Starts a server on a folder that is there already. */
  static async serve(folder: string): Promise<Workplace> {
    const server = spawn(PROGRAM, ['serve', '--data', folder, '--listen', '127.0.0.1:0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, EARMARK_LOG: 'warn' },
    });
    return new Workplace(await addressOf(server), folder, server);
  }

  /** Brings a demonstration recording in as a recorder would, with the agent given here. */
  async receive(recording: string, agent: string, more: Record<string, unknown> = {}): Promise<string> {
    const { readFile } = await import('node:fs/promises');
    const metadata = {
      native_id: `${recording}-${agent}`,
      agents: [{ external_id: agent, channel: 0 }],
      channels: { 0: 'agent', 1: 'customer' },
      ...more,
    };
    const bytes = await readFile(join(RECORDINGS, `${recording}.wav`));
    return this.receiveFile(`${recording}.wav`, bytes, metadata);
  }

  /** Brings any file in under this name. */
  async receiveFile(name: string, bytes: Buffer, metadata: Record<string, unknown> = {}): Promise<string> {
    const token = await run(this.folder, ['token', 'create', '--source', 'pbx']);
    const form = new FormData();
    form.set('metadata', JSON.stringify(metadata));
    form.set('audio', new Blob([new Uint8Array(bytes)]), name);
    const answer = await fetch(`${this.url}/api/v1/calls`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    if (!answer.ok)
      throw new Error(`${name} was not accepted: ${String(answer.status)} ${await answer.text()}`);
    const { call_id } = (await answer.json()) as { call_id: string };
    return call_id;
  }

  /** The ids of a call's recordings. */
  async recordings(callId: string): Promise<string[]> {
    const token = await run(this.folder, ['token', 'create', '--source', 'pbx']);
    const answer = await fetch(`${this.url}/api/v1/calls/${callId}/recordings`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await answer.json()) as { items: { id: string }[] };
    return items.map((one) => one.id);
  }

  /** Waits until the call's recordings can be played, and, where asked for, have words. */
  async prepared(
    callId: string,
    until: 'prepared' | 'transcribed' = 'prepared',
    patience_ms = PREPARED_MS,
  ): Promise<void> {
    const token = await run(this.folder, ['token', 'create', '--source', 'pbx']);
    const get = async (path: string) => {
      const answer = await fetch(`${this.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()) as { state?: string; items?: { id: string; state: string }[] };
    };
    const end = Date.now() + patience_ms;
    for (;;) {
      const { items = [] } = await get(`/calls/${callId}/recordings`);
      const isPrepared = items.length > 0 && items.every((one) => one.state === 'prepared');
      const words =
        until === 'transcribed'
          ? await Promise.all(items.map((one) => get(`/recordings/${one.id}/transcript`)))
          : [];
      if (isPrepared && words.every((one) => one.state === 'ready')) return;
      if (Date.now() > end) throw new Error(`the call is not ${until} after ${String(patience_ms)} ms`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** Stops the server politely and removes the folder. */
  async close(): Promise<void> {
    this.server.kill('SIGTERM');
    if (this.server.exitCode === null) await once(this.server, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function enter(folder: string, person: PersonToEnter): Promise<void> {
  const options = ['user', 'add', '--name', person.name, '--sign-in', person.signIn, '--role', person.role];
  if (person.team) options.push('--team', person.team);
  if (person.agent) options.push('--agent', person.agent);
  await run(folder, [...options, '--password-stdin'], PASSWORD);
}

/** Runs the program to its end and returns what it said. Most commands read nothing, and may have ended
 * before a line is written to them: then the pipe is broken, and nothing is wrong. */
export async function run(folder: string, options: string[], input = ''): Promise<string> {
  const program = spawn(PROGRAM, [...options, '--data', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, EARMARK_LOG: 'warn' },
  });
  if (input === '') program.stdin.on('error', () => undefined);
  program.stdin.end(`${input}\n`);
  let said = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(program, 'close')) as [number | null];
  if (code !== 0) throw new Error(`earmark ${options.join(' ')} ended with ${String(code)}`);
  return said.trim();
}

/** `serve` says where it listens in its first line. */
async function addressOf(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('the server has no output');
  const lines = createInterface({ input: server.stdout });
  const first = once(lines, 'line', { signal: AbortSignal.timeout(START_MS) }) as Promise<[string]>;
  const ended = once(server, 'exit').then(() => {
    throw new Error('the server ended before it listened');
  });
  const [line] = await Promise.race([first, ended]);
  const address = line.split(' ').at(-1) ?? '';
  if (!address.startsWith('http://127.0.0.1:')) throw new Error(`serve said "${line}"`);
  return address;
}
