// The host's screen: as PowerShell's own, but wide enough that the formatter cuts and wraps nothing.
export const screen = /* C# */ `
public sealed class Screen : PSHostRawUserInterface {
	public const int Width = 4096;
	private readonly PSHostRawUserInterface outer;
	private readonly Prompts prompts;

	public Screen(PSHostRawUserInterface outer, Prompts prompts) { this.outer = outer; this.prompts = prompts; }

	public override Size BufferSize {
		get { return new Size(Width, 9999); }
		set { }
	}
	public override Size WindowSize {
		get { return new Size(Width, 9999); }
		set { }
	}
	public override Size MaxWindowSize { get { return new Size(Width, 9999); } }
	public override Size MaxPhysicalWindowSize { get { return new Size(Width, 9999); } }
	public override Coordinates WindowPosition {
		get { return new Coordinates(0, 0); }
		set { }
	}
	public override Coordinates CursorPosition {
		get { return outer.CursorPosition; }
		set { outer.CursorPosition = value; }
	}
	public override int CursorSize {
		get { return outer.CursorSize; }
		set { outer.CursorSize = value; }
	}
	public override ConsoleColor ForegroundColor {
		get { return outer.ForegroundColor; }
		set { outer.ForegroundColor = value; }
	}
	public override ConsoleColor BackgroundColor {
		get { return outer.BackgroundColor; }
		set { outer.BackgroundColor = value; }
	}
	public override string WindowTitle {
		get { return outer.WindowTitle; }
		set { outer.WindowTitle = value; }
	}
	public override bool KeyAvailable { get { return false; } }
	public override KeyInfo ReadKey(ReadKeyOptions options) { throw prompts.Refuse("text", "a key"); }
	public override void FlushInputBuffer() { }
	public override BufferCell[,] GetBufferContents(Rectangle rectangle) { return outer.GetBufferContents(rectangle); }
	public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { outer.SetBufferContents(origin, contents); }
	public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { outer.SetBufferContents(rectangle, fill); }
	public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) {
		outer.ScrollBufferContents(source, destination, clip, fill);
	}
}
`;
