const MASK = "[secret]";

/** What would be a credential, with what comes before it: headers, signed URLs, and what the credentials function answers. */
const CREDENTIALS: readonly RegExp[] = [
  /\b((?:Basic|Bearer) )(?=\S*[0-9=])[A-Za-z0-9+/=_.~-]{8,}/gi,
  /\b(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"\\]+/gi,
  /(\\?"(?:password|token|access_token)\\?"\s*:\s*\\?")[^"\\]+/gi,
  /(:\/\/[^/\s:@"]+:)[^/\s@"]+(?=@)/g,
];

/** A text in which nothing is left that would be a credential. No log that is read should hold any. */
export function redactCredentials(text: string): string {
  return CREDENTIALS.reduce((rest, pattern) => rest.replace(pattern, `$1${MASK}`), text);
}
