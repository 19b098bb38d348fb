import { accept, refuse, type Outcome } from '../../../src/domain/refusal';
import type { CalendarFeeds } from '../../../src/ports';

export const feedUrl = 'https://platform.test/ical/secret-of-the-host.ics';

/** The internet of a test: each address has one text, or a refusal. */
export class FakeFeeds implements CalendarFeeds {
  readonly asked: string[] = [];
  /** What the next answers wait for. */
  gate: Promise<void> = Promise.resolve();
  #texts = new Map<string, Outcome<string>>();

  answer(text: string, url = feedUrl): void {
    this.#texts.set(url, accept(text));
  }

  fail(code: string, value?: unknown, url = feedUrl): void {
    this.#texts.set(url, refuse('unavailable', 'no', [{ code, ...(value === undefined ? {} : { value }) }]));
  }

  async check(url: URL): Promise<Outcome<null>> {
    return url.hostname === 'inside.test' ? refuse('refused', 'no', [{ code: 'not_public' }]) : accept(null);
  }

  async fetch(url: URL): Promise<Outcome<string>> {
    this.asked.push(url.href);
    const answer = this.#texts.get(url.href) ?? refuse('unavailable', 'no', [{ code: 'unreachable' }]);
    await this.gate;
    return answer;
  }
}

/** Lines of one event. */
export function event(uid: string, start: string, end: string | null, ...more: string[]): string[] {
  const at = (name: string, value: string) =>
    /^[\d]{8}$/.test(value)
      ? `${name};VALUE=DATE:${value}`
      : value.startsWith(';')
        ? `${name}${value}`
        : `${name}:${value}`;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20270101T000000Z',
    at('DTSTART', start),
    ...(end === null ? [] : [at('DTEND', end)]),
    'SUMMARY:Mrs Miller\\, 2 guests',
    ...more,
    'END:VEVENT',
  ];
}

export function calendar(...events: readonly (readonly string[])[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Other//EN', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');
}
