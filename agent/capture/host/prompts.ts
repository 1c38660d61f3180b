// A step's questions: asked of the agent, which knows what the plan allows. What nobody may answer stops the whole step: an error
// would let the script go on with an empty value.
export const prompts = /* C# */ String.raw`
public sealed class Prompts {
	/// So that a question stays below what the agent takes.
	private const int MaxText = 3900;
	private const int MaxLabel = 250;
	private const int MostChoices = 50;
	private readonly Channel channel;
	private int refused;

	public Prompts(Channel channel) { this.channel = channel; }

	/// Called with the first refusal, from the thread that asks.
	public Action Stop { get; set; }
	public bool Refused { get { return refused > 0; } }

	/// A line of text; null, where the answer may be that there is nothing more: there isn't.
	public string Text(bool ends, params string[] parts) { return Text("text", ends, parts); }

	/// The same for a step that asks for more than this: named so where nobody may answer.
	private string Text(string prompt, bool ends, string[] parts) {
		Reply reply = channel.Ask(Question("text", parts).Add("ends", ends));
		if (reply.Kind == Reply.Nothing && ends) return null;
		if (reply.Kind != Reply.OfText) throw Refuse(prompt, Or("a line", parts));
		return Encoding.UTF8.GetString(reply.Bytes);
	}

	/// A secret, which the agent has learned to mask by now; null as above.
	public SecureString Secret(bool ends, params string[] parts) { return Secret("secret", ends, parts); }

	private SecureString Secret(string prompt, bool ends, string[] parts) {
		Reply reply = channel.Ask(Question("secret", parts).Add("ends", ends));
		if (reply.Kind == Reply.Nothing && ends) return null;
		if (reply.Kind != Reply.OfSecret) throw Refuse(prompt, Or("a secret line", parts));
		char[] letters = Encoding.UTF8.GetChars(reply.Bytes);
		SecureString secret = new SecureString();
		foreach (char letter in letters) secret.AppendChar(letter);
		Array.Clear(letters, 0, letters.Length);
		Array.Clear(reply.Bytes, 0, reply.Bytes.Length);
		secret.MakeReadOnly();
		return secret;
	}

	/// A name, unless it is given, and its password. As PowerShell's own host puts them together.
	public PSCredential Credential(bool ends, string caption, string message, string user, string target) {
		string name = user;
		while (string.IsNullOrWhiteSpace(name)) {
			name = Text("credential", ends, new string[] { caption, message, "User" });
			if (name == null) return null;
		}
		SecureString password = Secret("credential", false, new string[] { caption, message, "Password for user " + name });
		return new PSCredential(string.IsNullOrEmpty(target) ? name : target + "\\" + name, password);
	}

	private static string[] Or(string nothing, string[] parts) {
		return Joined(parts) == "" ? new string[] { nothing } : parts;
	}

	/// Indexes of choices: one, unless several may be chosen.
	public int[] Choices(string caption, string message, Collection<ChoiceDescription> choices, bool several, List<int> suggested) {
		List<string> labels = new List<string>();
		List<Json> offered = new List<Json>();
		foreach (ChoiceDescription choice in choices) {
			string label = choice.Label.Replace("&", "");
			labels.Add(label);
			offered.Add(new Json().Add("label", Channel.Cut(label, MaxLabel)).Add("help", Channel.Cut(choice.HelpMessage, MaxLabel)));
		}
		if (choices.Count > MostChoices) throw Refuse("choices", caption, message, string.Format("{0} choices, of which no more than {1} can be shown", choices.Count, MostChoices));
		List<int> first = new List<int>();
		foreach (int one in suggested) if (one >= 0 && one < choices.Count) first.Add(one);
		string[] asked = new string[] { caption, message };
		Reply reply = channel.Ask(Question("choices", asked).AddAll("choices", offered).Add("several", several).AddAll("suggested", first));
		int[] chosen = reply.Kind == Reply.OfChoices ? reply.Numbers() : null;
		if (chosen == null || Array.Exists(chosen, one => one < 0 || one >= choices.Count) || (!several && chosen.Length != 1))
			throw Refuse("choices", caption, message, string.Join(" / ", labels.ToArray()));
		return chosen;
	}

	/// To be thrown.
	public Exception Refuse(string kind, params string[] parts) {
		if (Interlocked.Exchange(ref refused, 1) == 0) {
			channel.Entry("prompt-refused", new Json().Add("prompt", kind).Add("text", Channel.Cut(Joined(parts))));
			if (Stop != null) Stop();
		}
		return new PipelineStoppedException();
	}

	private static Json Question(string kind, string[] parts) {
		return new Json().Add("kind", kind).Add("text", Channel.Cut(Joined(parts), MaxText));
	}

	private static string Joined(string[] parts) {
		List<string> said = new List<string>();
		foreach (string part in parts) if (!string.IsNullOrWhiteSpace(part)) said.Add(part.Trim());
		return string.Join("\n", said.ToArray());
	}
}

/// Stands in for [Console]::In, which is empty: a step that reads a line there goes on without an answer, and it is told.
public sealed class NoInput : TextReader {
	private readonly Channel channel;
	private int told;

	public NoInput(Channel channel) { this.channel = channel; }

	public override string ReadLine() {
		if (Interlocked.Exchange(ref told, 1) == 0)
			channel.Entry("prompt-refused", new Json().Add("prompt", "text").Add("text", "[Console]::ReadLine()"));
		return null;
	}
}

/// What came back for a question.
public sealed class Reply {
	public const byte Refused = 0;
	public const byte OfChoices = 1;
	public const byte OfText = 2;
	public const byte Nothing = 3;
	public const byte OfSecret = 4;

	public byte Kind { get; private set; }
	public byte[] Bytes { get; private set; }

	public Reply(byte kind, byte[] bytes) { Kind = kind; Bytes = bytes; }

	public int[] Numbers() {
		int[] numbers = new int[Bytes.Length / 4];
		for (int i = 0; i < numbers.Length; i++) numbers[i] = BitConverter.ToInt32(Bytes, 4 * i);
		return numbers;
	}
}
`;
