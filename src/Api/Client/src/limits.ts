/** Largest document that is looked at, bytes: well above the largest that is issued. */
export const maxDocumentBytes = 1024 * 1024;
