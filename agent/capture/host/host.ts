// The host of the step's runspace: PowerShell's own, but for its user interface.
export const host = /* C# */ `
public sealed class StepHost : PSHost {
	private readonly PSHost outer;
	private readonly Ui ui;
	private readonly Channel channel;
	private readonly Prompts prompts;

	public StepHost(PSHost outer, Ui ui, Channel channel, Prompts prompts) {
		this.outer = outer;
		this.ui = ui;
		this.channel = channel;
		this.prompts = prompts;
	}

	/// Called when PowerShell is done with a program.
	public Action Ended { get; set; }

	/// Null: the step has not called exit.
	public int? ExitCode { get; private set; }

	public override string Name { get { return outer.Name; } }
	public override Version Version { get { return outer.Version; } }
	public override Guid InstanceId { get { return outer.InstanceId; } }
	public override CultureInfo CurrentCulture { get { return outer.CurrentCulture; } }
	public override CultureInfo CurrentUICulture { get { return outer.CurrentUICulture; } }
	public override PSObject PrivateData { get { return outer.PrivateData; } }
	public override PSHostUserInterface UI { get { return ui; } }
	public override void EnterNestedPrompt() { throw prompts.Refuse("text", "a nested prompt"); }
	public override void ExitNestedPrompt() { throw new NotImplementedException(); }
	public override void NotifyBeginApplication() { channel.Stale(); }
	public override void NotifyEndApplication() {
		channel.Stale();
		if (Ended != null) try { Ended(); } catch (Exception) { }
	}
	public override void SetShouldExit(int exitCode) { ExitCode = exitCode; }
}
`;
