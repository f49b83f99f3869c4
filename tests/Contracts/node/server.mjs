// nodemailer's SMTP server on loopback, for tests of the mailer. argv[2]: settings as JSON. Says "@ready <port>", then "@mail <JSON>" for each
// mail that it took, parsed by mailparser. A recipient's local part asks for a fault: "rcpt-550" is refused with that code, "data-451" after the
// mail was sent, "slow" answers a second after the mail was sent, "die" ends the connection in the middle of the mail, "hang" never answers.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const settings = JSON.parse(process.argv[2]);
const say = (word, value) => process.stdout.write(`@${word} ${JSON.stringify(value)}\n`);
// A fault is a reply code, and after '-' an enhanced one (RFC 3463) as servers write it at the beginning of the text.
const failure = (fault) => {
  const [code, enhanced] = String(fault).split('-');
  return Object.assign(new Error(`${enhanced ? `${enhanced} ` : ''}refused someone@secret.example for a reason`), { responseCode: Number(code) });
};
const fault = (address, stage) => new RegExp(`^${stage}-(\\d{3}(?:-[\\d.]+\\d)?)`).exec(address)?.[1];
let connections = 0;

const server = new SMTPServer({
  name: 'mail.example',
  key: readFileSync(settings.key),
  cert: readFileSync(settings.certificate),
  secure: settings.secure ?? false,
  hideSTARTTLS: settings.hideStartTls ?? false,
  disabledCommands: settings.disabled ?? [],
  authMethods: settings.methods ?? ['PLAIN', 'LOGIN'],
  authOptional: settings.authOptional ?? false,
  allowInsecureAuth: false,
  hideDSN: settings.hideDsn ?? true,
  size: settings.size ?? 1_000_000,
  socketTimeout: settings.idleMs ?? 60_000,
  disableReverseLookup: true,
  closeTimeout: 100,
  onConnect(session, done) {
    connections++;
    done(settings.greeting ? failure(settings.greeting) : null);
  },
  onAuth(auth, session, done) {
    say('login', { method: auth.method, secure: session.secure });
    if (auth.username !== 'sender' || auth.password !== 'right') return done(failure(settings.login ?? 535));
    return done(null, { user: auth.username });
  },
  onMailFrom(address, session, done) { done(settings.mail ? failure(settings.mail) : null); },
  onRcptTo({ address }, session, done) {
    if (address.startsWith('hang')) return;
    const code = fault(address, 'rcpt');
    done(code ? failure(code) : null);
  },
  onData(stream, session, done) {
    const [{ address, args }] = session.envelope.rcptTo;
    if (address.startsWith('die')) {
      stream.once('data', () => connection(session)?._socket.destroy());
      stream.resume();
      return;
    }
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      const code = stream.sizeExceeded ? 552 : fault(address, 'data');
      if (code) return done(failure(code));
      if (address.startsWith('slow')) {
        say('begun', true);
        await new Promise((resolve) => { setTimeout(resolve, 1_000); });
      }
      const raw = Buffer.concat(chunks);
      const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
      // It says nothing to who asks whether it still listens.
      if (settings.muteNoop) connection(session).handler_NOOP = () => {};
      say('mail', {
        session: session.id, connections, secure: session.secure, user: session.user ?? null, hello: session.hostNameAppearsAs,
        sender: session.envelope.mailFrom.address, senderArgs: session.envelope.mailFrom.args, recipients: session.envelope.rcptTo.map((r) => r.address), recipientArgs: args,
        headers: mail.headerLines.map(({ line }) => line), from: mail.from?.value, to: mail.to?.value, replyTo: mail.replyTo?.value ?? null,
        subject: mail.subject, messageId: mail.messageId, date: mail.date, text: mail.text, html: mail.html, attachments: mail.attachments.length,
        sevenBit: raw.every((byte) => byte < 128), longestLine: Math.max(...raw.toString('latin1').split('\r\n').map((line) => line.length)), hash: createHash('sha256').update(raw).digest('hex'),
      });
      return done(null);
    });
  },
});
const connection = (session) => [...server.connections].find((c) => c.session === session);
server.on('error', () => {}); // connections that end as tests want
server.listen(0, '127.0.0.1', () => say('ready', server.server.address().port));

// A line on the standard input ends every connection, as a server does that starts again.
process.stdin.on('data', () => { for (const c of server.connections) c._socket.destroy(); say('dropped', true); });
process.stdin.on('end', () => process.exit(0));
