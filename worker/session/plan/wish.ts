// A wish as the record names it.
import { utf8 } from "../../../protocol/bytes.ts";
import { sha256Hex } from "../../keys/crypto.ts";

/** `once`: its id, which a platform or a browser made. */
export const wishOf = (once: string): string => sha256Hex(utf8(once));
