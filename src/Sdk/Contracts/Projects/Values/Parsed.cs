namespace Cairn.Contracts.Projects;

/// <summary>What became of one text: a value, or a problem with its place in the text.</summary>
/// <param name="Value">Set when <see cref="Ok"/>.</param>
/// <param name="Problem">What is wrong and how to mend it; null when the text is good. Never repeats a secret.</param>
/// <param name="Offset">Characters before the fault.</param>
/// <param name="Suggestion">The nearest valid word, if one is near.</param>
public readonly record struct Parsed<T>(T? Value, string? Problem, int Offset = 0, string? Suggestion = null)
{
    public bool Ok => Problem is null;
}

/// <summary>Short ways to make a <see cref="Parsed{T}"/>.</summary>
public static class Parsed
{
    public static Parsed<T> Good<T>(T value) => new(value, null);

    public static Parsed<T> Bad<T>(string problem, int offset = 0, string? suggestion = null) => new(default, problem, offset, suggestion);
}
