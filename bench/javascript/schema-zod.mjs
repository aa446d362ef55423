import { z } from 'zod';
import { FILE_NAME, HTTPS_URL, ID, MOST, isMediaType, isText, saysSomething } from './rules.mjs';

const id = z.string().regex(ID);
const recipient = { guestId: id, conversationId: id };
const attachment = z.strictObject({
  contentType: z.string().refine(isMediaType),
  url: z.string().max(MOST.url).regex(HTTPS_URL),
  fileName: z.string().max(MOST.fileName).regex(FILE_NAME),
  size: z.number().int().min(0).max(MOST.attachmentBytes),
});
const message = {
  operation: z.literal('guest'),
  text: z.string().refine(isText).optional(),
  html: z.boolean().optional(),
  readReceipt: z.boolean().optional(),
  attachments: z.array(attachment).max(MOST.attachments).optional(),
};

const passes = (schema) => (value) => schema.safeParse(value).success;

export const zodPeer = {
  name: 'zod',
  isDraft: passes(z.strictObject({ ...recipient, ...message }).refine(saysSomething)),
  isMessage: passes(z.strictObject(message).refine(saysSomething)),
  isRecipient: passes(z.strictObject(recipient)),
};
