// What the Worker signs of a JSON export: the hash of every byte before the seal, so that none changes unnoticed.
import { utf8 } from "../bytes.ts";

/** The purpose, then the SHA-256 in lower-case hexadecimal. */
export const sealMessage = (sha256: string): Uint8Array<ArrayBuffer> => utf8(`caisey export v1\n${sha256}`);
