/** The exit statuses of the commands. */
export const EXIT = { ok: 0, failed: 1, unknown: 2, usage: 64 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];
