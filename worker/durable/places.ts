// Finding a Durable Object by an id that carries its jurisdiction.
import { jurisdictionOf } from "../../protocol/ids.ts";

/** The object that belongs to an id such as `s_e…`, in that id's jurisdiction. */
export const objectOf = <T extends Rpc.DurableObjectBranded>(
	namespace: DurableObjectNamespace<T>,
	id: string,
): DurableObjectStub<T> => {
	const jurisdiction = jurisdictionOf(id);
	const scoped = jurisdiction === "none" ? namespace : namespace.jurisdiction(jurisdiction);
	return scoped.getByName(id);
};

/** The deployment's one Directory. */
export const directoryOf = <T extends Rpc.DurableObjectBranded>(
	namespace: DurableObjectNamespace<T>,
): DurableObjectStub<T> => namespace.getByName("directory");

/** The object of a Slack team or Teams tenant, named like `slack:T0123`. */
export const workspaceOf = <T extends Rpc.DurableObjectBranded>(
	namespace: DurableObjectNamespace<T>,
	workspace: string,
): DurableObjectStub<T> => namespace.getByName(workspace);

/** `slack:T0123` of `slack:T0123:U0123` or of `slack:T0123:C0123`. */
export const workspaceOfIdentity = (identity: string): string => identity.split(":").slice(0, 2).join(":");

/** `C0123` of `slack:T0123:C0123`; a Teams conversation's id contains colons. */
export const conversationOf = (channel: string): string => channel.split(":").slice(2).join(":");
