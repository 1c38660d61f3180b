// Runs one step in a runspace of its own, and tells the agent what happens there.
export const runner = /* C# */ `
public sealed class Runner {
	private readonly Channel channel;
	private readonly string token;

	private Runner(Channel channel, string token) {
		this.channel = channel;
		this.token = token;
	}

	/// Throws where the agent can't be reached: nothing of the step has run then.
	public static Runner Open(string pipe, string token) { return new Runner(new Channel(pipe, token), token); }

	/// Runs a command's text, in base64 of UTF-16. Returns the exit code that PowerShell itself would give.
	public int Run(PSHost outer, object profile, string encoded) {
		return Run(outer, profile, StepText.OfCommand(Encoding.Unicode.GetString(Convert.FromBase64String(encoded))));
	}

	/// Runs a script's file with its arguments: they stand behind this call in the process's own.
	public int RunFile(PSHost outer, object profile) {
		string[] all = Environment.GetCommandLineArgs();
		int at = Array.FindIndex(all, one => one.Contains(token)) + 1;
		string[] given = new string[all.Length - at - 1];
		Array.Copy(all, at + 1, given, 0, given.Length);
		return Run(outer, profile, StepText.OfFile(all[at], given));
	}

	private int Run(PSHost outer, object profile, StepText text) {
		channel.AlwaysAsk = text.MentionsConsole;
		using (channel) using (Step step = new Step(channel, outer, profile)) {
			int code = step.Run(text);
			channel.End();
			return code;
		}
	}
}

internal sealed class Step : IDisposable {
	private readonly Channel channel;
	private readonly Prompts prompts;
	private readonly Ui ui;
	private readonly StepHost host;
	private readonly Runspace runspace;
	private readonly Errors errors;
	private readonly Commands commands;
	private readonly Engine engine;
	private readonly Natives natives;
	private readonly TextReader input;

	public Step(Channel channel, PSHost outer, object profile) {
		this.channel = channel;
		prompts = new Prompts(channel);
		ui = new Ui(outer.UI, new Output(channel), channel, prompts);
		host = new StepHost(outer, ui, channel, prompts);
		runspace = RunspaceFactory.CreateRunspace(host, State());
		runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
		runspace.Open();
		engine = new Engine(runspace);
		errors = new Errors(channel, engine);
		commands = new Commands(channel, engine);
		PSVariableIntrinsics variables = runspace.SessionStateProxy.PSVariable;
		engine.Replace(variables.Get("Error"), new ErrorList(errors));
		natives = new Natives(channel, engine);
		host.Ended = natives.Left;
		input = Console.In;
		Console.SetIn(new NoInput(channel));
		commands.FirstProgram = delegate { engine.Define(new LastExitCode(natives)); };
		if (profile != null) variables.Set("PROFILE", profile);
		variables.Set("FormatEnumerationLimit", -1);
		runspace.SessionStateProxy.InvokeCommand.PostCommandLookupAction = commands.Found;
		OutDefault.Errors = errors;
		StartProcess.Natives = natives;
	}

	public int Run(StepText text) {
		foreach (ParseError problem in text.Problems)
			channel.Entry("parse-error", new Json().Add("message", Channel.Cut(problem.Message)).Add("id", problem.ErrorId).Add("position", Positions.Of(problem.Extent)));
		ParseError[] problems = text.Problems;
		errors.Off = problems.Length > 0;
		AppDomain.CurrentDomain.FirstChanceException += Thrown;
		bool whole = false;
		bool tellsExit = !text.IsFile || engine.PassOnExit();
		using (Pipeline pipeline = text.PipelineIn(runspace)) {
			prompts.Stop = delegate {
				errors.Off = true;
				pipeline.StopAsync();
			};
			Command last = new Command("Out-Default", false, true);
			last.MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output;
			pipeline.Commands.Add(last);
			try {
				pipeline.Invoke();
				whole = problems.Length == 0;
			} catch (PipelineStoppedException) {
			} catch (IncompleteParseException) {
				// PowerShell's own host says nothing of a text that lacks its end.
				foreach (ParseError problem in problems) ui.WriteErrorLine(problem.Message);
			} catch (Exception thrown) {
				Report(thrown);
			}
		}
		AppDomain.CurrentDomain.FirstChanceException -= Thrown;
		return Ended(whole, text.IsFile, tellsExit);
	}

	public void Dispose() {
		Console.SetIn(input);
		runspace.Dispose();
	}

	private static InitialSessionState State() {
		InitialSessionState state = InitialSessionState.CreateDefault2();
		state.Commands.Remove("Out-Default", typeof(SessionStateCmdletEntry));
		state.Commands.Add(new SessionStateCmdletEntry("Out-Default", typeof(OutDefault), null));
		return state;
	}

	/// tellsExit: whether an exit of the script is known as such. Else any code that it left counts, rather than none.
	private int Ended(bool whole, bool asFile, bool tellsExit) {
		object success = Success();
		object last = runspace.SessionStateProxy.GetVariable("LASTEXITCODE");
		commands.End();
		natives.Settle();
		ui.End();
		Json status = new Json();
		if (success is bool) status.Add("success", (bool)success);
		else status.Add("success", (string)null);
		channel.Entry("status", status.Add("lastExitCode", last as int?));
		// A question that no one may answer broke it off: nothing that the step says on its way out makes that a success.
		if (prompts.Refused) return 1;
		if (host.ExitCode != null) return host.ExitCode.Value;
		if (!tellsExit && last is int && (int)last != 0) return (int)last;
		return whole && (asFile || true.Equals(success)) ? 0 : 1;
	}

	/// As PowerShell's own host asks: the session's variable is another one. Null: unknown.
	private object Success() {
		try {
			using (Pipeline pipeline = runspace.CreatePipeline("$global:?")) {
				foreach (PSObject one in pipeline.Invoke()) return one.BaseObject;
			}
		} catch (Exception) { }
		return null;
	}

	/// What ended the step, written as PowerShell writes it.
	private void Report(Exception thrown) {
		IContainsErrorRecord container = thrown as IContainsErrorRecord;
		ErrorRecord record = container != null && container.ErrorRecord != null
			? container.ErrorRecord
			: new ErrorRecord(thrown, "ConsoleHost.ReportException", ErrorCategory.NotSpecified, null);
		ui.ToErrors = true;
		try {
			using (Pipeline pipeline = runspace.CreatePipeline()) {
				pipeline.Commands.Add(new Command("Out-Default", false, true));
				pipeline.Input.Write(record);
				pipeline.Input.Close();
				pipeline.Invoke();
			}
		} catch (Exception) {
			ui.WriteErrorLine(thrown.Message);
		} finally {
			ui.ToErrors = false;
		}
	}

	private void Thrown(object sender, FirstChanceExceptionEventArgs thrown) {
		try { errors.Thrown(thrown.Exception); } catch (Exception) { }
	}
}
`;
