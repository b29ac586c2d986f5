namespace Cairn.Cli.Begin;

/// <summary>A piece of Python code.</summary>
/// <param name="Text">Of a text what stands between the quotes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Start">Where it begins in the code, quotes and prefix included.</param>
internal readonly record struct PythonToken(PythonKind Kind, string Text, int Line, int Start, int End)
{
    public bool Is(char sign) => Kind == PythonKind.Sign && Text[0] == sign;
}
