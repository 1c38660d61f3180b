// Why a platform takes a message neither now nor soon, as far as people can do something about it.
import { z } from "zod";

/** Of a conversation: `not-a-member`, `archived`, `not-allowed`. Of a person: `account-disabled`, `account-unknown`, `no-app`. Of the
 * workspace: `access-refused`. `not-taken`: anything else. */
export const Unposted = z.enum([
	"not-a-member",
	"archived",
	"not-allowed",
	"account-disabled",
	"account-unknown",
	"no-app",
	"access-refused",
	"not-taken",
]);
export type Unposted = z.infer<typeof Unposted>;
