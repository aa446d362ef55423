import Ajv from 'ajv';
import { FILE_NAME, HTTPS_URL, ID, MOST, isMediaType, isText, saysSomething } from './rules.mjs';

// All that is wrong is reported, as tidings-core does.
const ajv = new Ajv({ allErrors: true });
ajv.addFormat('https-url', HTTPS_URL);
ajv.addFormat('media-type', isMediaType);
ajv.addFormat('message-text', isText);
ajv.addKeyword({ keyword: 'saysSomething', type: 'object', validate: (_schema, draft) => saysSomething(draft) });

const id = { type: 'string', pattern: ID.source };
const recipient = { guestId: id, conversationId: id };
const message = {
  operation: { const: 'guest' },
  text: { type: 'string', format: 'message-text' },
  html: { type: 'boolean' },
  readReceipt: { type: 'boolean' },
  attachments: {
    type: 'array',
    maxItems: MOST.attachments,
    items: {
      type: 'object',
      properties: {
        contentType: { type: 'string', format: 'media-type' },
        url: { type: 'string', maxLength: MOST.url, format: 'https-url' },
        fileName: { type: 'string', maxLength: MOST.fileName, pattern: FILE_NAME.source },
        size: { type: 'integer', minimum: 0, maximum: MOST.attachmentBytes },
      },
      required: ['contentType', 'url', 'fileName', 'size'],
      additionalProperties: false,
    },
  },
};
const object = (properties, required, more) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
  ...more,
});

export const ajvPeer = {
  name: 'ajv',
  isDraft: ajv.compile(
    object({ ...recipient, ...message }, ['operation', 'guestId', 'conversationId'], { saysSomething: true }),
  ),
  isMessage: ajv.compile(object(message, ['operation'], { saysSomething: true })),
  isRecipient: ajv.compile(object(recipient, ['guestId', 'conversationId'])),
};
