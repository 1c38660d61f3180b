// Names for what is reported more than once.
/** Of a new report to an audit log, which may be delivered twice. */
export const newOnce = (): string => `reported:${crypto.randomUUID()}`;
