// A question that nobody may answer stops the whole step: an error would let the script go on with an empty value.
export const prompts = /* C# */ String.raw`
public sealed class Prompts {
	private readonly Channel channel;
	private int refused;

	public Prompts(Channel channel) { this.channel = channel; }

	/// Called with the first refusal, from the thread that asks.
	public Action Stop { get; set; }
	public bool Refused { get { return refused > 0; } }

	/// To be thrown.
	public Exception Refuse(string kind, params string[] parts) {
		if (Interlocked.Exchange(ref refused, 1) == 0) {
			List<string> said = new List<string>();
			foreach (string part in parts) if (!string.IsNullOrWhiteSpace(part)) said.Add(part.Trim());
			channel.Entry("prompt-refused", new Json().Add("prompt", kind).Add("text", Channel.Cut(string.Join("\n", said.ToArray()))));
			if (Stop != null) Stop();
		}
		return new PipelineStoppedException();
	}
}
`;
