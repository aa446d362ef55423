// The checks of tidings-core that no schema library has by itself, written once for all of them.

/** Whether `text` is at most `most` bytes of UTF-8; counts only where its length leaves it open. */
export function fitsInBytes(text, most) {
  const units = text.length;
  if (units > most) return false;
  if (units * 3 <= most) return true;
  let bytes = units;
  for (let at = 0; at < units; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // A pair of surrogates is two units and four bytes, so each half adds one.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes <= most;
}

// `u`, so that letters fold as they do in Python: the Kelvin sign is a k.
const BLOCKED = [/<script[^>]*>.*?<\/script>/isu, /malware\.exe/isu, /blocked_keyword/isu];
const MEDIA_TYPES = new Set(['image/png', 'image/jpeg', 'application/pdf', 'text/plain']);
const LABEL = '[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?';
const PORT = '(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';

export const ID = /^[A-Za-z0-9][A-Za-z0-9_.:~-]{0,127}$/;
export const FILE_NAME = /^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$/;
export const HTTPS_URL = new RegExp(
  `^https://(?:\\[[0-9a-f:.]+\\]|${LABEL}(?:\\.${LABEL})*)(?::${PORT})?(?:[/?#][^\\s\\x00-\\x1f\\x7f-\\x9f<>"\\\\]*)?$`,
  'iu',
);
export const MOST = { textBytes: 4096, attachments: 10, attachmentBytes: 26_214_400, fileName: 255, url: 2048 };

/** A text: empty (`saysSomething` decides whether that may be), or within its limits and allowed. */
export function isText(text) {
  return text === '' || (/\S/.test(text) && fitsInBytes(text, MOST.textBytes) && !BLOCKED.some((one) => one.test(text)));
}

/** Whether there is a text or a file. */
export function saysSomething(draft) {
  return (draft.text !== undefined && draft.text !== '') || draft.attachments?.length > 0;
}

export function isMediaType(text) {
  return MEDIA_TYPES.has(text) || MEDIA_TYPES.has(text.toLowerCase());
}
