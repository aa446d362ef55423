import { FormatRegistry, Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { FILE_NAME, HTTPS_URL, ID, MOST, isMediaType, isText, saysSomething } from './rules.mjs';

FormatRegistry.Set('https-url', (text) => HTTPS_URL.test(text));
FormatRegistry.Set('media-type', isMediaType);
FormatRegistry.Set('message-text', isText);

const closed = { additionalProperties: false };
const id = Type.String({ pattern: ID.source });
const recipient = { guestId: id, conversationId: id };
const attachment = Type.Object(
  {
    contentType: Type.String({ format: 'media-type' }),
    url: Type.String({ maxLength: MOST.url, format: 'https-url' }),
    fileName: Type.String({ maxLength: MOST.fileName, pattern: FILE_NAME.source }),
    size: Type.Integer({ minimum: 0, maximum: MOST.attachmentBytes }),
  },
  closed,
);
const message = {
  operation: Type.Literal('guest'),
  text: Type.Optional(Type.String({ format: 'message-text' })),
  html: Type.Optional(Type.Boolean()),
  readReceipt: Type.Optional(Type.Boolean()),
  attachments: Type.Optional(Type.Array(attachment, { maxItems: MOST.attachments })),
};

const compiled = (properties) => TypeCompiler.Compile(Type.Object(properties, closed));
const draft = compiled({ ...recipient, ...message });
const messageAlone = compiled(message);
const recipientAlone = compiled(recipient);

// A schema of TypeBox has no rule over several fields: the one there is follows the check.
export const typeboxPeer = {
  name: 'TypeBox',
  isDraft: (value) => draft.Check(value) && saysSomething(value),
  isMessage: (value) => messageAlone.Check(value) && saysSomething(value),
  isRecipient: (value) => recipientAlone.Check(value),
};
