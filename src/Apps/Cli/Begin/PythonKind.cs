namespace Cairn.Cli.Begin;

internal enum PythonKind
{
    Name,

    /// <summary>A text that stands in the code as it is.</summary>
    Text,

    /// <summary>A text that is made when the code runs, or has escapes.</summary>
    Computed,
    Sign,
}
