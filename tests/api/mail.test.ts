import { setTimeout as sleep } from 'node:timers/promises';
import { startApi } from './support/api-with-mail';
import { startSmtpServer } from './support/smtp-server';

test('with a mail server mails go out, with its credentials, and again where it was busy', async () => {
  const smtp = await startSmtpServer(1);
  const api = await startApi({
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_USER: 'casita',
    SMTP_PASSWORD: 's3cret',
    MAIL_FROM: 'Stays <stays@example.test>',
    GUEST_APP_URL: 'https://stays.example.test/',
  });
  try {
    const email = 'anna@example.test';
    await api.call('POST', '/api/auth/local/register', {
      body: { email, password: 'long enough', displayName: 'Änna' },
    });
    for (let i = 0; i < 200 && smtp.mails.length === 0; i += 1) await sleep(100);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.credentials[0]).toBe('casita s3cret');
    const [mail = ''] = smtp.mails;
    expect(mail).toContain('From: Stays <stays@example.test>');
    expect(mail).toContain(`To: ${email}`);
    expect(unfolded(mail)).toMatch(/https:\/\/stays\.example\.test\/confirm-email\?confirmation=[A-Za-z0-9_-]{43}/);
    expect(await api.mailsTo(email)).toEqual([]);
    const [, code = ''] = /confirmation=([A-Za-z0-9_-]{43})/.exec(unfolded(mail)) ?? [];
    expect((await api.call('GET', `/api/auth/email-confirmation?confirmation=${code}`)).status).toBe(200);
  } finally {
    await api.stop();
    smtp.close();
  }
});

/** Quoted-printable back to text. */
const unfolded = (mail: string): string =>
  mail.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

test('in the sandbox accounts may open without a mail; outside of it the app does not start like that', async () => {
  const api = await startApi({ AUTO_CONFIRM: 'true' });
  const body = { email: 'bea@example.test', password: 'long enough' };
  await api.call('POST', '/api/auth/local/register', { body });
  const entered = await api.call('POST', '/api/auth/local', {
    body: { identifier: body.email, password: body.password },
  });
  await api.stop();
  expect(entered.status).toBe(200);
  await expect(startApi({ AUTO_CONFIRM: 'true', SANDBOX: 'false' })).rejects.toThrow(/AUTO_CONFIRM/);
});
