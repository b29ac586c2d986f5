namespace Cairn.Cli.Begin;

/// <summary>A place where a script reads or writes a file that it names.</summary>
/// <param name="Call">The name that is called, such as <c>read_csv</c>.</param>
/// <param name="Text">The path, as it stands there.</param>
/// <param name="Alone">The path is all that the call is given.</param>
internal sealed record FileUse(PythonToken Call, PythonToken Text, bool Writes, bool Alone)
{
    public string Path => Text.Text;

    public int Line => Text.Line;
}
