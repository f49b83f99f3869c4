// Reads a mail from a file, with mailparser: headers and parts as JSON.
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';

const mail = await simpleParser(readFileSync(process.argv[2]), { skipImageLinks: true, skipTextToHtml: true });
process.stdout.write(`@${JSON.stringify({ from: mail.from?.value, to: mail.to?.value, subject: mail.subject, messageId: mail.messageId, text: mail.text, html: mail.html })}\n`);
