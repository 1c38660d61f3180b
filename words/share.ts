// Why a shared copy has ended.
import type { ShareEnd } from "../protocol/read/share.ts";

export const shareEnds = {
	revoked: "revoked",
	expired: "its time is over",
	guessed: "closed after too many wrong passcodes",
	erased: "something in the session was erased",
} as const satisfies Record<ShareEnd, string>;
