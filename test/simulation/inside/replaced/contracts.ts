// What each stand-in owes to the module that it replaces: `npm run types` names what it lacks when that module gains an export, or
// one of its exports changes. Left out by name: what nothing in the bundle asks for.
import type * as Capture from "../../../../agent/capture/capture.ts";
import type * as Prepare from "../../../../agent/capture/prepare.ts";
import type * as Trouble from "../../../../agent/connection/trouble.ts";
import type * as Way from "../../../../agent/connection/way.ts";
import type * as Enrolment from "../../../../agent/home/identity.ts";
import type * as Lock from "../../../../agent/home/lock.ts";
import type * as Reserve from "../../../../agent/home/reserve.ts";
import type * as Sealing from "../../../../agent/home/sealing.ts";
import type * as Account from "../../../../agent/machine/account.ts";
import type * as Clock from "../../../../agent/machine/clock.ts";
import type * as Identity from "../../../../agent/machine/identity.ts";
import type * as Inventory from "../../../../agent/machine/inventory.ts";
import type * as Machine from "../../../../agent/machine/machine.ts";
import type * as Check from "../../../../agent/preflight/check.ts";
import type * as Fifos from "../../../../agent/process/fifos.ts";
import type * as Launch from "../../../../agent/process/launch.ts";
import type * as Output from "../../../../agent/process/output.ts";
import type * as Passage from "../../../../agent/process/passage.ts";
import type * as Processes from "../../../../agent/process/processes.ts";
import type * as Shells from "../../../../agent/process/shells.ts";
import type * as Stdin from "../../../../agent/process/stdin.ts";
import type * as Tree from "../../../../agent/process/tree.ts";
import type * as Context from "../../../../agent/record/context.ts";
import type * as Choose from "../../../../worker/workspace/platform/choose.ts";
import type { Replaced } from "../../replaced.ts";
import * as home from "./agent-home.ts";
import * as inside from "./agent-inside.ts";
import * as machine from "./agent-machine.ts";
import * as output from "./agent-output.ts";
import * as processes from "./agent-process.ts";
import * as platform from "./platform.ts";

export const contracts = {
	"worker/workspace/platform/choose.ts": platform satisfies typeof Choose,
	"agent/home/identity.ts": home satisfies Pick<typeof Enrolment, "readIdentity">,
	"agent/home/lock.ts": home satisfies Omit<typeof Lock, "Holder" | "holderOf">,
	"agent/home/reserve.ts": home satisfies typeof Reserve,
	"agent/home/sealing.ts": home satisfies typeof Sealing,
	"agent/connection/way.ts": home satisfies Omit<typeof Way, "post">,
	"agent/connection/trouble.ts": home satisfies typeof Trouble,
	"agent/capture/capture.ts": inside satisfies typeof Capture,
	"agent/capture/prepare.ts": inside satisfies typeof Prepare,
	"agent/preflight/check.ts": inside satisfies typeof Check,
	"agent/process/fifos.ts": processes satisfies Omit<typeof Fifos, "makeFifos" | "takeFifos">,
	"agent/process/launch.ts": processes satisfies typeof Launch,
	"agent/process/output.ts": output satisfies Omit<typeof Output, "heldAfter">,
	"agent/process/passage.ts": processes satisfies Omit<typeof Passage, "differenceOf">,
	"agent/process/tree.ts": processes satisfies typeof Tree,
	"agent/process/processes.ts": processes satisfies typeof Processes,
	"agent/process/shells.ts": processes satisfies Omit<typeof Shells, "allShells" | "describeShell">,
	"agent/process/stdin.ts": output satisfies typeof Stdin,
	"agent/machine/inventory.ts": machine satisfies Omit<typeof Inventory, "takeInventory">,
	"agent/machine/machine.ts": machine satisfies Pick<typeof Machine, "bootId">,
	"agent/machine/account.ts": machine satisfies Omit<typeof Account, "ownAccount">,
	"agent/machine/clock.ts": machine satisfies typeof Clock,
	"agent/machine/identity.ts": machine satisfies Omit<typeof Identity, "hashed">,
	"agent/record/context.ts": machine satisfies typeof Context,
} satisfies Record<Replaced, object>;
