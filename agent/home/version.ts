// The version of this agent, as inventory and transcripts name it.
export const agentVersion = "0.4.0";
