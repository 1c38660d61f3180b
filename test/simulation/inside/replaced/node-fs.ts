// Node's file system; the agent's database has no file here, so it has room for all of its pages.

export * from "node:fs";

export const statSync = () => ({ size: Number.MAX_SAFE_INTEGER });
