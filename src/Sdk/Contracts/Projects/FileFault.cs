namespace Cairn.Contracts.Projects;

/// <summary>One mistake in a project file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 characters; never beyond the end of the line.</param>
/// <param name="Path">Where in the file's own words: <c>steps.train.seed</c>; empty for the whole file.</param>
/// <param name="Suggestion">The nearest valid word, or null.</param>
public sealed record FileFault(string File, int Line, int Column, string Path, string Message, string? Suggestion = null)
{
    /// <summary><c>cairn.yaml:12:5: steps.train.sede: unknown key; did you mean 'seed'?</c></summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}{(Suggestion is null ? "" : $"; did you mean '{Suggestion}'?")}";
}
