// The host's user interface: text goes to the process's streams as PowerShell's own host writes it; records go to the agent too.
export const ui = /* C# */ `
public sealed class Ui : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection {
	private readonly Output output;
	private readonly Channel channel;
	private readonly Prompts prompts;
	private readonly Screen screen;
	private readonly ProgressRecords progress;
	private readonly bool terminal;

	public Ui(PSHostUserInterface outer, Output output, Channel channel, Prompts prompts) {
		this.output = output;
		this.channel = channel;
		this.prompts = prompts;
		terminal = outer.SupportsVirtualTerminal;
		screen = new Screen(outer.RawUI, prompts);
		progress = new ProgressRecords(channel);
	}

	/// While an error that ended the step is written.
	public bool ToErrors { get; set; }

	public override PSHostRawUserInterface RawUI { get { return screen; } }
	public override bool SupportsVirtualTerminal { get { return terminal; } }

	public override void Write(string value) { output.Write(ToErrors ? 1 : 0, value); }
	public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { Write(value); }
	public override void WriteLine(string value) { Write(value + Environment.NewLine); }
	public override void WriteErrorLine(string value) { output.Write(1, value + Environment.NewLine); }
	public override void WriteWarningLine(string message) { Record("warning", "WARNING: ", message); }
	public override void WriteVerboseLine(string message) { Record("verbose", "VERBOSE: ", message); }
	public override void WriteDebugLine(string message) { Record("debug", "DEBUG: ", message); }
	public override void WriteProgress(long source, ProgressRecord record) { progress.Take(source, record); }

	/// Write-Host has written its text already. What Write-Information says is shown only where the step asks for that.
	public override void WriteInformation(InformationRecord record) {
		Told("information", Convert.ToString(record.MessageData, CultureInfo.InvariantCulture), record.Tags.Contains("PSHOST"));
	}

	public override string ReadLine() { return prompts.Text(false); }
	public override SecureString ReadLineAsSecureString() { return prompts.Secret(false); }
	public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> asked) {
		return new Fields(prompts).Ask(caption, message, asked);
	}
	public override PSCredential PromptForCredential(string caption, string message, string user, string target) {
		return prompts.Credential(false, caption, message, user, target);
	}
	public override PSCredential PromptForCredential(string caption, string message, string user, string target, PSCredentialTypes types, PSCredentialUIOptions options) {
		return prompts.Credential(false, caption, message, user, target);
	}
	public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int first) {
		return prompts.Choices(caption, message, choices, false, new List<int> { first })[0];
	}
	public Collection<int> PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, IEnumerable<int> first) {
		return new Collection<int>(prompts.Choices(caption, message, choices, true, first == null ? new List<int>() : new List<int>(first)));
	}

	public void End() { progress.End(); }

	private void Record(string stream, string prefix, string message) {
		Told(stream, message, true);
		WriteLine(prefix + message);
	}

	private void Told(string stream, string text, bool shown) {
		channel.Entry("message", new Json().Add("stream", stream).Add("text", Channel.Cut(text)).Add("shown", shown));
	}
}
`;
